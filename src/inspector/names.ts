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
