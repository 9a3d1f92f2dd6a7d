/** A token on its line of the picture, in CSS pixels. */
export interface PlacedToken {
  readonly row: number;
  readonly text: string;
  readonly x: number;
  readonly line: number;
  readonly width: number;
}

const PADDING = 4;
const NARROWEST = 14;
const LONGEST = 24;

/** Sets tokens in lines as text is set, each sequence on a line of its own. */
export function setInLines(
  rows: readonly number[],
  length: number,
  token: (row: number) => string,
  width: number,
  measure: (text: string) => number,
): { readonly tokens: readonly PlacedToken[]; readonly lines: number } {
  const tokens: PlacedToken[] = [];
  let x = 0;
  let line = 0;
  rows.forEach((row, index) => {
    const text = visible(token(row));
    const wide = Math.min(width, Math.max(NARROWEST, measure(text) + 2 * PADDING));
    if (index > 0 && (x + wide > width || row % length === 0)) {
      line++;
      x = 0;
    }
    tokens.push({ row, text, x, line, width: wide });
    x += wide + 1;
  });
  return { tokens, lines: line + 1 };
}

/** Blanks and line ends are tokens, too, and are to be seen. */
export function visible(token: string): string {
  const shown = token.replace(/ /g, '␣').replace(/\n/g, '⏎').replace(/\t/g, '⇥').replace(/\r/g, '␍');
  const characters = [...shown];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : shown || '∅';
}
