/** Counters by name, at one moment. */
export type Counters = ReadonlyMap<string, number>;

/** What there was after a cycle. */
export interface Sample {
  /** What the extension holds: nothing of it may be left by a cycle. */
  readonly own: Counters;
  /** What the whole process has, in which VS Code and others work as well: it may vary, but not grow with the cycles. */
  readonly shared: Counters;
  /** Bytes in use after a collection. */
  readonly memory: number;
}

export interface Row {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  readonly holds: boolean;
}

export interface Growth {
  readonly rows: readonly Row[];
  /** Bytes a cycle. */
  readonly slope: number;
}

/**
 * What grew from the first sample to the last. A counter of the extension's own must be what it was; one of the process
 * must have grown by less than one a cycle.
 */
export function growthOf(samples: readonly Sample[]): Growth {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return { rows: [], slope: NaN };
  const cycles = samples.length - 1;
  const own = names(samples, 'own').map((name): Row => {
    const [before, after] = [first.own.get(name) ?? 0, last.own.get(name) ?? 0];
    return { name, first: before, last: after, holds: after <= before };
  });
  const shared = names(samples, 'shared').map((name): Row => {
    const [before, after] = [first.shared.get(name) ?? 0, last.shared.get(name) ?? 0];
    return { name, first: before, last: after, holds: after - before < cycles };
  });
  return { rows: [...own, ...shared], slope: slopeOf(samples.map(({ memory }) => memory)) };
}

function names(samples: readonly Sample[], of: 'own' | 'shared'): readonly string[] {
  return [...new Set(samples.flatMap((sample) => [...sample[of].keys()]))].sort();
}

/** Of the line through equally distant values for which the median of the slopes between any two is taken (Theil, Sen). */
export function slopeOf(values: readonly number[]): number {
  const slopes: number[] = [];
  values.forEach((value, index) => {
    for (let later = index + 1; later < values.length; later++) {
      slopes.push(((values[later] ?? NaN) - value) / (later - index));
    }
  });
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 === 1
    ? (slopes[middle] ?? NaN)
    : ((slopes[middle - 1] ?? NaN) + (slopes[middle] ?? NaN)) / 2;
}
