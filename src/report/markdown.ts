/**
 * Text for the inside of a Markdown paragraph or list item, shown exactly as it stands: every ASCII punctuation mark
 * is escaped, so nothing in it can become emphasis, an image, a link (bare addresses included), an entity or a table.
 * Line ends and other control characters become blanks. (MarkdownString.appendText keeps lines from wrapping, and
 * leaves bare addresses alive.)
 */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}
