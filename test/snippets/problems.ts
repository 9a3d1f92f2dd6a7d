import type { Problem } from '../../src/core/problem';
import type { Tensor } from '../../src/core/tensor';
import { comparisonsOf } from '../../src/lens/compare';
import type { Reproduced } from '../../src/report/snippets';
import { tensorOf } from '../unit/core/samples';

const LOGITS = tensorOf([
  [1.9269, 1.4873, 0.9007, -2.1055],
  [0.6784, -1.2345, -0.0431, -1.6047],
  [-0.7521, 1.6487, -0.3925, -1.4036],
]);
const SOFTMAX = tensorOf([
  [0.495, 0.3189, 0.1774, 0.0087],
  [0.5761, 0.0851, 0.28, 0.0588],
  [0.0715, 0.7888, 0.1024, 0.0373],
]);
const LABELS = tensorOf([2, 3, 0]);
const TAGS = tensorOf([
  [0, 1, 0, 0],
  [1, 1, 0, 1],
  [1, 0, 0, 1],
]);
const SOFT = tensorOf([
  [0.1, 0.2, 0.3, 0.4],
  [0.7, 0.1, 0.1, 0.1],
  [0.25, 0.25, 0.25, 0.25],
]);
const WEIGHT = tensorOf([0.5, 1, 2, 1.5]);

/** One problem for every option and reading that a snippet writes in its own way. */
/** A problem with what it came to here, and what other frameworks say of it. */
export function reproduced(problem: Problem, value: Tensor): Reproduced {
  return { problem, value, comparisons: comparisonsOf(problem) };
}

export const PROBLEMS: Readonly<Record<string, Problem>> = {
  cross_entropy: { loss: 'cross_entropy', predictions: LOGITS, targets: LABELS, options: {} },
  'cross_entropy in float32': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: LABELS,
    options: { dtype: 'float32' },
  },
  'cross_entropy summed': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: LABELS,
    options: { reduction: 'sum' },
  },
  'cross_entropy a row': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: LABELS,
    options: { reduction: 'none' },
  },
  'cross_entropy with weights, smoothing and an ignored row': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: tensorOf([2, -1, 0]),
    options: { weight: WEIGHT, labelSmoothing: 0.1, ignoreIndex: -1 },
  },
  'cross_entropy of soft targets': { loss: 'cross_entropy', predictions: LOGITS, targets: SOFT, options: {} },
  'cross_entropy of soft targets with weights and smoothing': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: SOFT,
    options: { weight: WEIGHT, labelSmoothing: 0.2 },
  },
  'cross_entropy with eps': { loss: 'cross_entropy', predictions: LOGITS, targets: LABELS, options: { eps: 1e-3 } },
  'cross_entropy with smoothing': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: LABELS,
    options: { labelSmoothing: 0.1 },
  },
  'cross_entropy of everything ignored': {
    loss: 'cross_entropy',
    predictions: LOGITS,
    targets: tensorOf([-100, -100, -100]),
    options: {},
  },
  'cross_entropy of images': {
    loss: 'cross_entropy',
    predictions: tensorOf([
      [
        [
          [1.5, 0.5],
          [0, -1],
        ],
        [
          [0.5, 2.5],
          [1, -2],
        ],
      ],
    ]),
    targets: tensorOf([
      [
        [0, 1],
        [1, 0],
      ],
    ]),
    options: {},
  },
  'nll_loss of probabilities': {
    loss: 'nll_loss',
    from: 'probabilities',
    predictions: SOFTMAX,
    targets: LABELS,
    options: {},
  },
  'nll_loss of probabilities with weights': {
    loss: 'nll_loss',
    from: 'probabilities',
    predictions: SOFTMAX,
    targets: LABELS,
    options: { weight: WEIGHT },
  },
  'nll_loss as it stands': { loss: 'nll_loss', predictions: SOFTMAX, targets: LABELS, options: {} },
  binary_cross_entropy: { loss: 'binary_cross_entropy', predictions: SOFTMAX, targets: TAGS, options: {} },
  'binary_cross_entropy at its clamp': {
    loss: 'binary_cross_entropy',
    predictions: tensorOf([0, 0.25, 1]),
    targets: tensorOf([1, 0, 1]),
    options: {},
  },
  'binary_cross_entropy with eps': {
    loss: 'binary_cross_entropy',
    predictions: SOFTMAX,
    targets: TAGS,
    options: { eps: 1e-10 },
  },
  'binary_cross_entropy of a vector': {
    loss: 'binary_cross_entropy',
    predictions: tensorOf([0.9, 0.2, 0.6]),
    targets: tensorOf([1, 0, 1]),
    options: { reduction: 'sum' },
  },
  binary_cross_entropy_with_logits: {
    loss: 'binary_cross_entropy_with_logits',
    predictions: LOGITS,
    targets: TAGS,
    options: {},
  },
  'binary_cross_entropy_with_logits with weights': {
    loss: 'binary_cross_entropy_with_logits',
    predictions: LOGITS,
    targets: TAGS,
    options: { weight: WEIGHT, posWeight: tensorOf([2, 1, 0.5, 3]), reduction: 'none' },
  },
  'binary_cross_entropy_with_logits of a vector': {
    loss: 'binary_cross_entropy_with_logits',
    predictions: tensorOf([0.5, -1.5, 2.5]),
    targets: tensorOf([1, 0, 1]),
    options: {},
  },
};
