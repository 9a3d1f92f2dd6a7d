/** How many of a collection came out as they should. */
export interface Tally {
  readonly name: string;
  readonly right: number;
  readonly total: number;
  readonly misses: readonly string[];
  readonly note?: string;
}

/** Judges every item; a miss says what was wrong with it. */
export function tally<T>(
  name: string,
  items: readonly T[],
  judge: (item: T) => string | undefined,
  note?: string,
): Tally {
  const misses = items.flatMap((item) => judge(item) ?? []);
  const shown = misses.slice(0, 20);
  return {
    name,
    right: items.length - misses.length,
    total: items.length,
    misses: shown,
    ...(note !== undefined && { note }),
  };
}
