/** What the document calls rows and classes; where it names none, they go by their numbers, from 0. */
export interface Names {
  readonly rows: readonly string[] | undefined;
  readonly classes: readonly string[] | undefined;
}

export const UNNAMED: Names = { rows: undefined, classes: undefined };

export function className({ classes }: Names, index: number): string {
  return classes?.[index] ?? String(index);
}

/** The number with the name behind it, for where there is room for both. */
export function numbered(names: readonly string[] | undefined, index: number): string {
  const name = names?.[index];
  return name === undefined || name === String(index) ? String(index) : `${index} ${name}`;
}

/** Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** The same for the midst of a sentence: a name from right to left would take the numbers beside it along. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
