import type { FindingId } from '../../../src/check/ids';
import type { From, LossName, LossOptions } from '../../../src/core/problem';
import { tensorOf, uniform } from '../core/samples';

/** A text, what is asked of it, and the options; of a loss left out, auto reads it. */
export interface Document {
  readonly text: string;
  readonly loss?: LossName;
  readonly from?: From;
  readonly options?: LossOptions;
  readonly reference?: number;
}

/** One mistake: a document that has it, the nearest that has not, and what must be offered. */
export interface Example {
  readonly id: FindingId;
  readonly severity: 'error' | 'warning' | 'info';
  readonly has: Document;
  readonly hasNot: Document;
  /** Labels of the alternatives with their values, to four decimals. */
  readonly offers?: readonly string[];
}

const SOFTMAX = '[[0.4950, 0.3189, 0.1774, 0.0088], [0.5762, 0.0851, 0.2800, 0.0588]]';
const LOGITS = '[[1.9269, 1.4873, 0.9007, -2.1055], [0.6784, -1.2345, -0.0431, -1.6047]]';
const SIGMOID = '[[0.8729, 0.8157, 0.7111, 0.1086], [0.6634, 0.2254, 0.4892, 0.1673]]';
const MULTI = '[[0., 1., 0., 0.], [1., 1., 0., 1.]]';
const BCE = 'binary_cross_entropy';
const BCEL = 'binary_cross_entropy_with_logits';
const CE = 'cross_entropy';

function texts(p: string, y: string): string {
  return `x = tensor(${p})\ny = tensor(${y})\n`;
}

function doc(p: string, y: string, loss?: LossName, options?: LossOptions): Document {
  return { text: texts(p, y), ...(loss && { loss }), ...(options && { options }) };
}

function nested(rows: readonly (readonly number[])[]): string {
  return `[${rows.map((row) => `[${row.map((value) => value.toFixed(4)).join(', ')}]`).join(',\n        ')}]`;
}

/** Rows whose largest logit is `class` of a row, `strength` above noise. */
function pointing(classes: readonly number[], width: number, strength: number, seed: number): string {
  const next = uniform(seed);
  return nested(
    classes.map((own) => Array.from({ length: width }, (_, c) => 2 * next() - 1 + (c === own ? strength : 0))),
  );
}

const ONES = Array.from({ length: 10 }, (_, row) => row % 3);
const TOKENS = Array.from({ length: 20 }, (_, row) => (row * row + 3 * row) % 7);

export const EXAMPLES: readonly Example[] = [
  {
    id: 'double-softmax',
    severity: 'warning',
    has: doc(SOFTMAX, '[2, 0]', CE),
    hasNot: doc(SIGMOID, '[2, 0]', CE),
    offers: ['as-probabilities'],
  },
  {
    id: 'double-softmax',
    severity: 'info',
    has: doc(SOFTMAX, '[2, 0]'),
    hasNot: doc(LOGITS, '[2, 0]'),
    offers: ['softmax-twice'],
  },
  {
    id: 'log-softmax',
    severity: 'info',
    has: doc('[[-0.4170, -1.4170, -2.3170], [-1.0986, -1.0986, -1.0986]]', '[0, 2]'),
    hasNot: doc('[[-0.4170, -1.4170, -2.0170], [-1.0986, -1.0986, -1.0986]]', '[0, 2]'),
    offers: ['as-log-probabilities'],
  },
  {
    id: 'double-sigmoid',
    severity: 'warning',
    has: doc(SIGMOID, MULTI, BCEL),
    hasNot: doc(LOGITS, MULTI, BCEL),
    offers: ['as-probabilities'],
  },
  {
    id: 'logits-as-probabilities',
    severity: 'error',
    has: doc(LOGITS, MULTI, BCE),
    hasNot: doc(SIGMOID, MULTI, BCE),
    offers: ['with-logits', 'keras-clips'],
  },
  {
    id: 'probability-overshoot',
    severity: 'warning',
    has: doc('[0.5000000, 1.0000001]', '[0., 1.]', BCE),
    hasNot: doc('[0.5000000, 1.0000000]', '[0., 1.]', BCE),
    offers: ['clamped'],
  },
  {
    id: 'percentages',
    severity: 'warning',
    has: doc('[99.0, 10.0, 55.5, 1.0]', '[1., 0., 1., 0.]', BCE),
    hasNot: doc('[0.99, 0.10, 0.555, 0.01]', '[1., 0., 1., 0.]', BCE),
    offers: ['hundredths'],
  },
  { id: 'label-out-of-range', severity: 'error', has: doc(LOGITS, '[2, 4]'), hasNot: doc(LOGITS, '[2, 3]') },
  {
    id: 'labels-from-one',
    severity: 'warning',
    has: doc(LOGITS, '[1, 4]'),
    hasNot: doc(LOGITS, '[0, 3]'),
    offers: ['labels-minus-one'],
  },
  {
    id: 'labels-from-one',
    severity: 'warning',
    has: doc(pointing(ONES, 5, 5, 3), `[${ONES.map((own) => own + 1).join(', ')}]`),
    hasNot: doc(
      pointing(
        ONES.map((own) => own + 1),
        5,
        5,
        3,
      ),
      `[${ONES.map((own) => own + 1).join(', ')}]`,
    ),
    offers: ['labels-minus-one'],
  },
  {
    id: 'ignored-label',
    severity: 'error',
    has: doc(LOGITS, '[2, 255]'),
    hasNot: doc(LOGITS, '[2, 255]', undefined, { ignoreIndex: 255 }),
    offers: ['ignored'],
  },
  {
    id: 'all-ignored',
    severity: 'error',
    has: doc(LOGITS, '[-100, -100]'),
    hasNot: doc(LOGITS, '[-100, 1]'),
    offers: ['sum-over-count'],
  },
  {
    id: 'ignored-class',
    severity: 'info',
    has: doc(LOGITS, '[2, 0]', undefined, { ignoreIndex: 0 }),
    hasNot: doc(LOGITS, '[2, 0]', undefined, { ignoreIndex: -1 }),
  },
  {
    id: 'target-dtype',
    severity: 'error',
    has: doc(LOGITS, '[2., 0.]'),
    hasNot: doc(LOGITS, '[2, 0]'),
    offers: ['cast'],
  },
  {
    id: 'target-dtype',
    severity: 'error',
    has: doc('[0.5, -1.5]', '[1, 0]'),
    hasNot: doc('[0.5, -1.5]', '[1., 0.]'),
    offers: ['cast'],
  },
  {
    id: 'column-against-vector',
    severity: 'error',
    has: doc('[[0.9], [0.2], [0.6]]', '[1., 0., 1.]'),
    hasNot: doc('[[0.9], [0.2], [0.6]]', '[[1.], [0.], [1.]]'),
    offers: ['squeezed', 'broadcast'],
  },
  {
    id: 'class-axis',
    severity: 'error',
    has: doc('[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0]]', '[0, 1, 1]'),
    hasNot: doc('[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0]]', '[0, 1]'),
    offers: ['class-axis-moved'],
  },
  {
    id: 'class-axis',
    severity: 'error',
    has: doc('[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0]]', '[0, 1, 1]', CE),
    hasNot: doc('[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0]]', '[0, 1]', CE),
    offers: ['class-axis-moved'],
  },
  {
    id: 'class-axis',
    severity: 'error',
    has: doc('[[[1.5, 0.5], [0.5, 2.5], [1.5, 0.0]]]', '[[0, 1, 1]]', CE),
    hasNot: doc('[[[1.5, 0.5], [0.5, 2.5], [1.5, 0.0]]]', '[[0, 1]]', CE),
    offers: ['class-axis-moved'],
  },
  {
    id: 'wrong-softmax-axis',
    severity: 'warning',
    has: doc('[[0.7311, 0.2689, 0.5000], [0.2689, 0.7311, 0.5000]]', '[0, 1]', CE),
    hasNot: doc(SOFTMAX, '[0, 1]', CE),
  },
  {
    id: 'wrong-softmax-axis',
    severity: 'warning',
    has: doc('[[0.40, 0.10], [0.20, 0.30]]', '[0, 1]', CE),
    hasNot: doc('[[0.80, 0.20], [0.40, 0.60]]', '[0, 1]', CE),
    offers: ['rows-normalised'],
  },
  {
    id: 'masked-smoothing',
    severity: 'error',
    has: doc('[[1.5, 0.5, -inf], [0.5, 2.5, 1.0]]', '[0, 1]', CE, { labelSmoothing: 0.1 }),
    hasNot: doc('[[1.5, 0.5, -inf], [0.5, 2.5, 1.0]]', '[0, 1]', CE),
    offers: ['smoothed-over-open'],
  },
  {
    id: 'zero-times-infinity',
    severity: 'error',
    has: doc('[[1.0, 2.0, -inf]]', '[[1., 0., 0.]]', CE),
    hasNot: doc('[[1.0, 2.0, -inf]]', '[0]', CE),
    offers: ['limit'],
  },
  {
    id: 'not-finite',
    severity: 'error',
    has: doc('[[1.0, nan], [0.5, 1.5]]', '[0, 1]', CE),
    hasNot: doc('[[1.0, -inf], [0.5, 1.5]]', '[0, 1]', CE),
  },
  {
    id: 'clamp-dominates',
    severity: 'warning',
    has: doc('[0.0000, 0.7000, 0.2000]', '[1., 1., 0.]', BCE),
    hasNot: doc('[0.0100, 0.7000, 0.2000]', '[1., 1., 0.]', BCE),
  },
  {
    id: 'printed-digits',
    severity: 'warning',
    has: doc('[0.0000, 0.7000, 0.2000]', '[1., 1., 0.]', BCE),
    hasNot: doc('[0.0000, 0.7000, 0.2000]', '[0., 1., 0.]', BCE),
  },
  {
    id: 'eps-too-small',
    severity: 'warning',
    has: {
      text: 'x = tensor([0.9, 0.2], dtype=torch.float16)\ny = tensor([1., 0.])\n',
      loss: BCE,
      options: { eps: 1e-10 },
    },
    hasNot: {
      text: 'x = tensor([0.9, 0.2], dtype=torch.float16)\ny = tensor([1., 0.])\n',
      loss: BCE,
      options: { eps: 1e-3 },
    },
  },
  {
    id: 'eps-too-large',
    severity: 'info',
    has: doc('[0.9, 0.2]', '[1., 0.]', BCE, { eps: 1e-2 }),
    hasNot: doc('[0.9, 0.2]', '[1., 0.]', BCE, { eps: 1e-7 }),
    offers: ['without-eps'],
  },
  {
    id: 'negative-loss',
    severity: 'error',
    has: doc(SOFTMAX, '[2, 0]', 'nll_loss'),
    hasNot: doc('[[-0.4170, -1.4170, -2.3170]]', '[0]', 'nll_loss'),
    offers: ['log-first'],
  },
  {
    id: 'binary-targets',
    severity: 'error',
    has: doc('[2.5, 0.5]', '[1., -1.]', BCEL),
    hasNot: doc('[2.5, 0.5]', '[1., 0.]', BCEL),
    offers: ['from-signs'],
  },
  {
    id: 'one-hot-binary',
    severity: 'info',
    has: doc(
      '[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0], [0.1, 0.2, 0.3]]',
      '[[1., 0., 0.], [0., 1., 0.], [0., 0., 1.]]',
      BCEL,
    ),
    hasNot: doc(
      '[[1.5, 0.5, -0.5], [0.5, 2.5, 1.0], [0.1, 0.2, 0.3]]',
      '[[1., 0., 0.], [0., 1., 0.], [0., 1., 1.]]',
      BCEL,
    ),
    offers: ['categorical'],
  },
  {
    id: 'multi-hot-categorical',
    severity: 'warning',
    has: doc(LOGITS, MULTI, CE),
    hasNot: doc(LOGITS, '[[0., 1., 0., 0.], [0., 0., 0., 1.]]', CE),
    offers: ['binary'],
  },
  {
    id: 'single-class',
    severity: 'error',
    has: doc('[[0.5], [1.5]]', '[[1.], [0.]]', CE),
    hasNot: doc('[[0.5], [1.5]]', '[[1.], [0.]]', BCEL),
    offers: ['binary'],
  },
  {
    id: 'one-hot-integers',
    severity: 'error',
    has: doc(LOGITS, '[[0, 1, 0, 0], [0, 0, 0, 1]]', CE),
    hasNot: doc(LOGITS, '[[0., 1., 0., 0.], [0., 0., 0., 1.]]', CE),
    offers: ['cast'],
  },
  {
    id: 'weighted-mean',
    severity: 'info',
    has: doc(LOGITS, '[2, 0]', CE, { weight: tensorOf([1, 2, 3, 4]) }),
    hasNot: doc(LOGITS, '[2, 0]', CE),
    offers: ['divided-by-rows'],
  },
  {
    id: 'smoothing-with-weights',
    severity: 'info',
    has: doc(LOGITS, '[2, 0]', CE, { weight: tensorOf([1, 2, 3, 4]), labelSmoothing: 0.1 }),
    hasNot: doc(LOGITS, '[2, 0]', CE, { weight: tensorOf([1, 2, 3, 4]) }),
    offers: ['row-weighted'],
  },
  {
    id: 'smoothing-convention',
    severity: 'info',
    has: doc(LOGITS, '[2, 0]', CE, { labelSmoothing: 0.1 }),
    hasNot: doc(LOGITS, '[2, 0]', CE),
    offers: ['off-target-only'],
  },
  {
    id: 'token-or-sequence-mean',
    severity: 'info',
    has: doc(
      '[[[1.5, 0.5, 1.0], [0.5, 2.5, 0.0]], [[0.5, 0.0, 2.0], [1.5, 1.0, 1.0]]]',
      '[[0, 1, 1], [0, -100, -100]]',
      CE,
    ),
    hasNot: doc(
      '[[[1.5, 0.5, 1.0], [0.5, 2.5, 0.0]], [[0.5, 0.0, 2.0], [1.5, 1.0, 1.0]]]',
      '[[0, 1, 1], [0, 1, 0]]',
      CE,
    ),
    offers: ['mean-of-sequences'],
  },
  {
    id: 'shifted-targets',
    severity: 'warning',
    has: doc(pointing(TOKENS.slice(1).concat(0), 7, 4, 5), `[${TOKENS.join(', ')}]`),
    hasNot: doc(pointing(TOKENS, 7, 4, 5), `[${TOKENS.join(', ')}]`),
    offers: ['shifted'],
  },
  {
    id: 'at-chance',
    severity: 'info',
    has: doc('[[0.01, 0.02, 0.00], [0.02, 0.01, 0.01]]', '[0, 2]'),
    hasNot: doc('[[1.01, 0.02, 0.00], [0.02, 0.01, 2.01]]', '[0, 2]'),
  },
  {
    id: 'signature',
    severity: 'info',
    has: doc('[[1.0000, 0.0000, 0.0000, 0.0000], [0.0000, 1.0000, 0.0000, 0.0000]]', '[0, 1]', CE),
    hasNot: doc('[[1.0000, 0.0000, 0.0000, 0.0000], [0.0000, 1.0000, 0.0000, 0.0000]]', '[1, 2]', CE),
  },
  // Six rows may be any six of a good model.
  {
    id: 'at-chance',
    severity: 'info',
    has: doc(pointing([0, 1, 2, 0, 1, 2, 0, 1], 3, 4, 7), '[1, 2, 0, 1, 2, 0, 1, 2]'),
    hasNot: doc(pointing([0, 1, 2, 0, 1, 2], 3, 4, 7), '[1, 2, 0, 1, 2, 0]'),
  },
  {
    id: 'signature',
    severity: 'info',
    has: doc('[[1.0000, 0.0000, 0.0000, 0.0000], [0.9000, 2.5000, 0.0000, 0.0000]]', '[0, 1]', CE),
    hasNot: doc('[[1.0001, 0.0000, 0.0000, 0.0000], [0.9000, 2.5000, 0.0000, 0.0000]]', '[0, 1]', CE),
  },
  {
    id: 'kl-divergence',
    severity: 'warning',
    has: doc('[[0.2500, 0.7500]]', '[[0.5000, 0.5000]]', 'kl_div'),
    hasNot: doc('[[-1.3863, -0.2877]]', '[[0.5000, 0.5000]]', 'kl_div', { reduction: 'batchmean' }),
    offers: ['log-first'],
  },
  {
    id: 'log-base',
    severity: 'info',
    has: { ...doc('[[1.0, 2.0]]', '[0]'), reference: 1.8946 },
    hasNot: { ...doc('[[1.0, 2.0]]', '[0]'), reference: 1.3133 },
  },
  {
    id: 'pos-weight-shape',
    severity: 'warning',
    has: doc('[[[[0.5], [1.5]], [[0.1], [0.2]]]]', '[[[[1.], [0.]], [[0.], [1.]]]]', BCEL, {
      posWeight: tensorOf([2, 3]),
    }),
    hasNot: doc('[[[[0.5], [1.5]], [[0.1], [0.2]]]]', '[[[[1.], [0.]], [[0.], [1.]]]]', BCEL, {
      posWeight: tensorOf([[[2]], [[3]]]),
    }),
    offers: ['by-class'],
  },
  {
    id: 'low-precision',
    severity: 'info',
    has: { text: 'x = tensor([[1.0, 2.0]], dtype=torch.bfloat16)\ny = tensor([0])\n' },
    hasNot: { text: 'x = tensor([[1.0, 2.0]], dtype=torch.float64)\ny = tensor([0])\n' },
  },
];
