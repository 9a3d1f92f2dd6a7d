/**
 * Words of a document where VS Code takes text for more than text. There is no way to say so; what starts a link or an
 * icon is kept from being one, and looks the same.
 */

/** For messages, prompts and remarks on what is typed: `[words](command:...)` is no link. */
export function asMessage(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}

/** For items of a list, lenses and the status bar: `$(name)` is no icon. */
export function asLabel(text: string): string {
  return text.replaceAll('$(', String.raw`\$(`);
}
