/** One line of the document, as the editor shows it. */
export interface RenderedLine {
  /** The characters that are really there (with inlay hints, where those are on). */
  text: string;
  /** What decorations write before or after them, in the order in which it is seen. */
  notes: string[];
}

/** Runs in the page. `undefined` where the line is not on the screen. */
export function readRenderedLine(editor: Element, line: number): RenderedLine | undefined {
  const top = (element: Element) => Number.parseFloat((element as HTMLElement).style.top);
  const numbers = [...editor.querySelectorAll('.margin-view-overlays > div')]
    .map((row) => ({ top: top(row), line: Number(row.querySelector('.line-numbers')?.textContent) }))
    .filter((row) => row.line > 0)
    .sort((a, b) => a.top - b.top);
  const at = numbers.findIndex((row) => row.line === line);
  if (at === -1) return undefined;
  // A wrapped line has several rows; only the first of them bears the number.
  const from = numbers[at]?.top ?? 0;
  const to = numbers[at + 1]?.top ?? Number.POSITIVE_INFINITY;
  const rows = [...editor.querySelectorAll('.view-lines > .view-line')]
    .filter((row) => top(row) >= from && top(row) < to)
    .sort((a, b) => top(a) - top(b));
  const notes: string[] = [];
  for (const element of rows.flatMap((row) => [...row.querySelectorAll('*')])) {
    for (const side of ['::before', '::after']) {
      const content = getComputedStyle(element, side).content;
      if (content.startsWith('"')) {
        const unescaped = content
          .slice(1, -1)
          .replace(/\\([0-9a-f]{1,6} ?|.)/gi, (_, escape: string) =>
            /^[0-9a-f]/i.test(escape) ? String.fromCodePoint(Number.parseInt(escape, 16)) : escape,
          );
        notes.push(unescaped.replace(/\u00a0/g, ' '));
      }
    }
  }
  return { text: rows.map((row) => row.textContent?.replace(/\u00a0/g, ' ') ?? '').join(''), notes };
}
