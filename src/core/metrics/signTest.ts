/** How often paired values differ one way and the other, and how surprising that would be of chance alone. */
export interface SignTest {
  readonly less: number;
  readonly more: number;
  readonly equal: number;
  /** The chance that fair coins fall at least as unevenly; 1 where no pair differs. */
  readonly pValue: number;
}

/**
 * The two-sided sign test: exact binomial tails, pairs that are equal left out (SciPy: `binomtest(less, less + more)`).
 * Differences that are not a number are no pairs.
 */
export function signTest(differences: Float64Array): SignTest {
  let less = 0;
  let more = 0;
  let equal = 0;
  for (const difference of differences) {
    if (difference < 0) less++;
    else if (difference > 0) more++;
    else if (difference === 0) equal++;
  }
  const coins = less + more;
  // In logarithms, for 2 ** -coins is nothing long before the tail is.
  let term = -coins * Math.LN2;
  let tail = Math.exp(term);
  for (let heads = 1; heads <= Math.min(less, more); heads++) {
    term += Math.log((coins - heads + 1) / heads);
    tail += Math.exp(term);
  }
  return { less, more, equal, pValue: Math.min(1, 2 * tail) };
}
