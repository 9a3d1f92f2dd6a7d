import type { Facts } from '../problem/facts';

/** Weights under which every class that occurs counts alike, their mean over the rows 1: n / (C · n of the class). */
export function balancedWeights({ targets, classes }: Facts): readonly number[] {
  const counts = new Float64Array(classes);
  let rows = 0;
  for (const target of targets) {
    if (target < 0) continue;
    counts[target] = (counts[target] ?? 0) + 1;
    rows++;
  }
  const present = counts.filter((count) => count > 0).length;
  return Array.from(counts, (count) => (count === 0 ? 1 : rounded(rows / (present * count))));
}

/** For each column the number of no for each yes; 1 where a column has only one of them. */
export function balancedPosWeights({ targets, columns }: Facts): readonly number[] {
  return Array.from({ length: columns }, (_, column) => {
    let yes = 0;
    let no = 0;
    for (let at = column; at < targets.length; at += columns) {
      if (targets[at] === 1) yes++;
      else if (targets[at] === 0) no++;
    }
    return yes === 0 || no === 0 ? 1 : rounded(no / yes);
  });
}

function rounded(weight: number): number {
  return Number(weight.toPrecision(4));
}
