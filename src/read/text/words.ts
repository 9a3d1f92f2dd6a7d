/** Words that are values, by their spelling in the languages that print them. */

export interface WordValue {
  readonly value: number;
  readonly boolean: boolean;
  /** One of JSON's own words. */
  readonly json: boolean;
}

const VALUES: Readonly<Record<string, number>> = {
  nan: NaN,
  NaN: NaN,
  NAN: NaN,
  NaN16: NaN,
  NaN32: NaN,
  Indeterminate: NaN,
  inf: Infinity,
  Inf: Infinity,
  INF: Infinity,
  Inf16: Infinity,
  Inf32: Infinity,
  Infinity: Infinity,
  infinity: Infinity,
  INFINITY: Infinity,
  '∞': Infinity,
  // A value that is not there is nan, never a shift of those that are.
  None: NaN,
  null: NaN,
  NULL: NaN,
  NA: NaN,
  NA_real_: NaN,
  missing: NaN,
};

const BOOLEANS: Readonly<Record<string, number>> = { True: 1, False: 0, true: 1, false: 0, TRUE: 1, FALSE: 0 };

const WORDS: ReadonlyMap<string, WordValue> = new Map<string, WordValue>([
  ...entries(VALUES, false, ['null']),
  ...entries(BOOLEANS, true, ['true', 'false']),
]);

function entries(
  words: Readonly<Record<string, number>>,
  boolean: boolean,
  ofJson: readonly string[],
): [string, WordValue][] {
  return Object.entries(words).map(([word, value]) => [word, { value, boolean, json: ofJson.includes(word) }]);
}

export function wordValue(word: string): WordValue | undefined {
  return WORDS.get(word);
}

/** What may stand in front of a constant: `np.nan`, `torch.inf`, `Number.NaN`. */
export const MODULES: ReadonlySet<string> = new Set([
  'np',
  'numpy',
  'math',
  'torch',
  'jnp',
  'jax.numpy',
  'tf.math',
  'tf',
  'Number',
]);

/** Constructors of one number that prints or literals put around it: `np.float64(1.5)`, `float('-inf')`. */
export const SCALAR_CALLS = /^(?:float|int|np\.(?:float|int|uint)\d+|np\.bool_?|np\.longdouble|BigInt)$/;

/**
 * Digits of other scripts, marks that cannot be seen, signs that only look like a minus: no number of the grammar, and
 * no word either, so a table that holds one is refused rather than read without it.
 */
export function looksLikeNumber(cell: string): boolean {
  if (cell.length > 64 || !/\p{Nd}/u.test(cell)) return false;
  return /^[\p{Nd}\p{Pd}\p{Cf}\s\u2212\u00ad.,+eE%٫٬]+$/u.test(cell);
}

/** What stands in a table's cell for a value that is missing, beside the words of the number grammar. */
export const MISSING: ReadonlySet<string> = new Set([
  '',
  '<NA>',
  'N/A',
  'n/a',
  '#N/A',
  'NaT',
  'nil',
  'nothing',
  '-',
  '—',
]);
