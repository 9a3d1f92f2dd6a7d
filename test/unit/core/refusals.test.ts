import { strict as assert } from 'node:assert';
import { cellsOf } from '../../../src/core/cells';
import { evaluate, gradient } from '../../../src/core/evaluate';
import { metricsOf } from '../../../src/core/metrics/metrics';
import { preciseLoss } from '../../../src/core/precise/preciseLoss';
import { LOSS_NAMES, type Problem, type Refusal } from '../../../src/core/problem';
import { summarise } from '../../../src/core/summarise';
import { uncertainty } from '../../../src/core/uncertainty/uncertainty';
import { mathjsBigMath } from '../../../src/exact/mathjs';
import { tensorFrom, tensorOf } from './samples';

/** What PyTorch raises an error for, and what is said of it. */
const REFUSED: Readonly<Record<string, readonly [Problem, Partial<Refusal>]>> = {
  'shapes that do not repeat over each other': [
    { loss: 'kl_div', predictions: zeros(2, 3), targets: zeros(2, 2), options: {} },
    { code: 'shape-mismatch', predictions: [2, 3], targets: [2, 2], expected: '(2, 3)' },
  ],
  'the same in a multilabel loss': [
    { loss: 'multilabel_soft_margin_loss', predictions: zeros(2, 3), targets: zeros(2, 2), options: {} },
    { code: 'shape-mismatch', predictions: [2, 3], targets: [2, 2], expected: '(2, 3)' },
  ],
  'a multilabel loss of a scalar': [
    { loss: 'multilabel_soft_margin_loss', predictions: zeros(), targets: zeros(), options: {} },
    { code: 'shape-mismatch', predictions: [], targets: [], expected: '(C) or (..., C)' },
  ],
  'a weight that would make a multilabel loss larger': [
    { loss: 'multilabel_soft_margin_loss', predictions: zeros(3), targets: zeros(3), options: { weight: zeros(2, 3) } },
    { code: 'weight-shape', option: 'weight', found: [2, 3], expected: '(3)' },
  ],
  'kl_div of logits, which have no class axis there': [
    { loss: 'kl_div', from: 'logits', predictions: zeros(2, 3), targets: zeros(2, 3), options: {} },
    { code: 'option-not-supported', option: 'from', loss: 'kl_div', reason: 'no-class-axis' },
  ],
  'an alpha beyond 1': [
    { loss: 'sigmoid_focal_loss', predictions: zeros(2), targets: zeros(2), options: { alpha: 1.5 } },
    { code: 'option-out-of-range', option: 'alpha', value: 1.5, expected: '[0, 1], or -1' },
  ],
  'an alpha below 0 that is not -1': [
    { loss: 'sigmoid_focal_loss', predictions: zeros(2), targets: zeros(2), options: { alpha: -0.5 } },
    { code: 'option-out-of-range', option: 'alpha', value: -0.5, expected: '[0, 1], or -1' },
  ],
  'other shapes in a focal loss': [
    { loss: 'sigmoid_focal_loss', predictions: zeros(2), targets: zeros(1), options: {} },
    { code: 'shape-mismatch', predictions: [2], targets: [1], expected: '(2)' },
  ],
  'class indices of another number in a poly loss': [
    { loss: 'poly_loss', predictions: zeros(2, 3), targets: zeros(3), options: {} },
    { code: 'shape-mismatch', predictions: [2, 3], targets: [3], expected: '(2) or (2, 3)' },
  ],
  'class indices of another number in nll_loss': [
    { loss: 'nll_loss', predictions: zeros(2, 3), targets: zeros(3), options: {} },
    { code: 'shape-mismatch', predictions: [2, 3], targets: [3], expected: '(2)' },
  ],
  'a scalar for a row of classes': [
    { loss: 'cross_entropy', predictions: zeros(), targets: zeros(), options: {} },
    { code: 'shape-mismatch', predictions: [], targets: [], expected: '(C), (N, C) or (N, C, d1, ...)' },
  ],
  'batchmean of another loss than kl_div': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: zeros(2), options: { reduction: 'batchmean' } },
    { code: 'option-not-supported', option: 'reduction', loss: 'cross_entropy', reason: 'batchmean' },
  ],
  'other shapes in a binary loss': [
    { loss: 'binary_cross_entropy', predictions: zeros(2), targets: zeros(3), options: {} },
    { code: 'shape-mismatch', predictions: [2], targets: [3], expected: '(2)' },
  ],
  'a class that there is not': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: tensorOf([0, 3]), options: {} },
    { code: 'target-out-of-bounds', target: 3, row: 1, classes: 3 },
  ],
  'a class below 0': [
    { loss: 'nll_loss', predictions: zeros(2, 3), targets: tensorOf([-1, 0]), options: {} },
    { code: 'target-out-of-bounds', target: -1, row: 0, classes: 3 },
  ],
  'a part of a class': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: tensorOf([1, 0.5]), options: {} },
    { code: 'target-not-integer', target: 0.5, row: 1 },
  ],
  'weights of other classes': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: zeros(2), options: { weight: zeros(2) } },
    { code: 'weight-shape', option: 'weight', found: [2], expected: '(3)' },
  ],
  'smoothing beyond 1': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: zeros(2), options: { labelSmoothing: 1.5 } },
    { code: 'option-out-of-range', option: 'label_smoothing', value: 1.5, expected: '[0, 1]' },
  ],
  'an ignored class of soft targets': [
    { loss: 'cross_entropy', predictions: zeros(2, 3), targets: zeros(2, 3), options: { ignoreIndex: 1 } },
    { code: 'option-not-supported', option: 'ignore_index', loss: 'cross_entropy', reason: 'probability-targets' },
  ],
};

/** Options of some losses only, each with the keyword of PyTorch and where it is known. */
const OPTIONS = [
  ['weight', 'weight', zeros(1), /cross_entropy$|nll_loss|with_logits|multilabel/],
  ['posWeight', 'pos_weight', zeros(1), /with_logits/],
  ['ignoreIndex', 'ignore_index', 0, /^cross_entropy|nll_loss/],
  ['labelSmoothing', 'label_smoothing', 0.1, /^cross_entropy/],
  ['logTarget', 'log_target', true, /kl_div/],
  ['alpha', 'alpha', 0.5, /focal/],
  ['gamma', 'gamma', 1, /focal/],
  ['epsilon', 'epsilon', 1, /poly/],
] as const;

describe('what is refused', () => {
  for (const [name, [problem, refusal]] of Object.entries(REFUSED)) {
    it(`is ${name}, wherever it is asked for`, () => {
      const asked = [
        evaluate(problem),
        gradient(problem),
        cellsOf(problem),
        summarise(problem, { worst: 1, bins: 5 }),
        preciseLoss(problem, mathjsBigMath(32), 20),
      ];
      for (const outcome of asked) assert.deepEqual(!outcome.ok && outcome.refusal, refusal);
      // Bounds of an option that the loss does not have are asked for by nobody.
      if (refusal.code !== 'option-not-supported')
        assert.equal(uncertainty(problem, { predictions: 0.5, targets: 0 }), undefined);
    });
  }

  for (const loss of LOSS_NAMES) {
    it(`are the options that ${loss} does not have`, () => {
      for (const [option, keyword, value, known] of OPTIONS) {
        if (known.test(loss)) continue;
        const outcome = evaluate({
          loss,
          predictions: zeros(1, 1),
          targets: zeros(1, 1),
          options: { [option]: value },
        });
        assert.deepEqual(!outcome.ok && outcome.refusal, {
          code: 'option-not-supported',
          option: keyword,
          loss,
          reason: 'not-an-option-of-the-loss',
        });
      }
    });
  }
});

/** Targets that name no class, or no loss with classes: nothing can be right or wrong there. */
const WITHOUT_CLASSES: Readonly<Record<string, readonly [Problem, Refusal]>> = {
  'a divergence': [
    { loss: 'kl_div', predictions: zeros(1, 2), targets: zeros(1, 2), options: {} },
    { code: 'option-not-supported', option: 'metrics', loss: 'kl_div', reason: 'no-classes' },
  ],
  'a row of no class': [
    {
      loss: 'cross_entropy',
      predictions: zeros(2, 2),
      targets: tensorOf([
        [0, 1],
        [0, 0],
      ]),
      options: {},
    },
    { code: 'target-not-integer', target: 0, row: 1 },
  ],
  'a row of two classes': [
    { loss: 'cross_entropy', predictions: zeros(1, 2), targets: tensorOf([[1, 1]]), options: {} },
    { code: 'target-not-integer', target: 1, row: 0 },
  ],
  'half an answer': [
    { loss: 'binary_cross_entropy', predictions: zeros(2), targets: tensorOf([1, 0.5]), options: {} },
    { code: 'target-not-integer', target: 0.5, row: 1 },
  ],
  'other shapes': [
    { loss: 'binary_cross_entropy', predictions: zeros(2), targets: zeros(3), options: {} },
    { code: 'shape-mismatch', predictions: [2], targets: [3], expected: '(2)' },
  ],
  'a class that there is not': [
    { loss: 'nll_loss', predictions: zeros(1, 2), targets: tensorOf([2]), options: {} },
    { code: 'target-out-of-bounds', target: 2, row: 0, classes: 2 },
  ],
};

describe('metrics', () => {
  for (const [name, [problem, refusal]] of Object.entries(WITHOUT_CLASSES)) {
    it(`are refused of ${name}`, () => {
      const outcome = metricsOf(problem, { bins: 5, topK: [] });
      assert.deepEqual(!outcome.ok && outcome.refusal, refusal);
    });
  }
});

function zeros(...shape: readonly number[]): Problem['predictions'] {
  return tensorFrom(shape, () => 0);
}
