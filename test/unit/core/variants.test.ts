import { strict as assert } from 'node:assert';
import { kerasLosses } from '../../../src/core/variants/keras';
import { ONNX_SOFTMAX_CROSS_ENTROPY_LOSS } from '../../../src/core/variants/onnx';
import { OPTAX_LOSSES } from '../../../src/core/variants/optax';
import { scikitLearnLogLoss } from '../../../src/core/variants/scikitLearn';
import { TFJS_LOSSES } from '../../../src/core/variants/tensorFlowJs';
import type { Variant, VariantArguments } from '../../../src/core/variants/variant';
import { tensorFrom, tensorOf } from './samples';

const { LN2 } = Math;
const KERAS = kerasLosses('numpy');
const EVEN = tensorOf([
  [0, 0],
  [0, 0],
]);
const ONE_HOT = tensorOf([
  [1, 0],
  [0, 1],
]);
const HALVES = tensorOf([
  [0.5, 0.5],
  [0.5, 0.5],
]);

/** Losses of even chances: a logarithm of 2 a row, summed or weighted as each framework's documentation says. */
const EVEN_CHANCES: readonly (readonly [string, Variant | undefined, VariantArguments, number])[] = [
  [
    'onnx sums',
    ONNX_SOFTMAX_CROSS_ENTROPY_LOSS,
    { predictions: EVEN, targets: tensorOf([0, 1]), reduction: 'sum' },
    2 * LN2,
  ],
  ['keras sums', KERAS.BinaryCrossentropy, { predictions: HALVES, targets: ONE_HOT, reduction: 'sum' }, 2 * LN2],
  ['keras takes a scalar', KERAS.BinaryCrossentropy, { predictions: tensorOf(0.5), targets: tensorOf(1) }, LN2],
  [
    'keras makes nothing of rows without classes',
    KERAS.CategoricalCrossentropy,
    { predictions: tensorFrom([2, 0], () => 0), targets: tensorFrom([2, 0], () => 0) },
    0,
  ],
  [
    'keras focuses logits',
    KERAS.CategoricalFocalCrossentropy,
    { predictions: EVEN, targets: ONE_HOT, fromLogits: true },
    0.25 * 0.25 * LN2,
  ],
  ['tfjs sums', TFJS_LOSSES.softmaxCrossEntropy, { predictions: EVEN, targets: ONE_HOT, reduction: 'sum' }, 2 * LN2],
  [
    'tfjs makes nothing of rows without classes',
    TFJS_LOSSES.softmaxCrossEntropy,
    { predictions: tensorFrom([2, 0], () => 0), targets: tensorFrom([2, 0], () => 0), reduction: 'sum' },
    0,
  ],
  [
    'optax loses nothing by the only class',
    OPTAX_LOSSES.softmax_cross_entropy,
    { predictions: tensorOf(3), targets: tensorOf(1) },
    0,
  ],
  [
    'tfjs divides by the number of losses where no weight says otherwise',
    TFJS_LOSSES.softmaxCrossEntropy,
    { predictions: EVEN, targets: ONE_HOT, reduction: 'weighted-mean' },
    LN2,
  ],
  [
    'tfjs smooths a lone row over its classes',
    TFJS_LOSSES.softmaxCrossEntropy,
    { predictions: tensorOf([0, 0]), targets: tensorOf([1, 0]), labelSmoothing: 0.5 },
    LN2,
  ],
];

const REFUSED: readonly (readonly [string, Variant | undefined, VariantArguments, string])[] = [
  ['onnx: a lone row', ONNX_SOFTMAX_CROSS_ENTROPY_LOSS, { predictions: tensorOf([1, 2]), targets: tensorOf(0) }, '(N)'],
  [
    'onnx: another number of labels',
    ONNX_SOFTMAX_CROSS_ENTROPY_LOSS,
    { predictions: EVEN, targets: tensorOf([0]) },
    '(N)',
  ],
  ['keras: other shapes', KERAS.BinaryFocalCrossentropy, { predictions: EVEN, targets: tensorOf([0]) }, '(2, 2)'],
  [
    'tfjs: other shapes of cells',
    TFJS_LOSSES.sigmoidCrossEntropy,
    { predictions: EVEN, targets: tensorOf([0]) },
    '(2, 2)',
  ],
  [
    'tfjs: other shapes of rows',
    TFJS_LOSSES.softmaxCrossEntropy,
    { predictions: EVEN, targets: tensorOf([0]) },
    '(2, 2)',
  ],
  [
    'optax: other classes',
    OPTAX_LOSSES.softmax_cross_entropy,
    { predictions: EVEN, targets: tensorOf([1, 0, 0]) },
    '(..., 2)',
  ],
  [
    'optax: shapes that do not repeat over each other',
    OPTAX_LOSSES.sigmoid_binary_cross_entropy,
    { predictions: EVEN, targets: tensorOf([1, 0, 0]) },
    '(2, 2)',
  ],
  [
    'scikit-learn: another number of labels',
    scikitLearnLogLoss('1.9'),
    { predictions: HALVES, targets: tensorOf([0]) },
    '(N)',
  ],
];

describe('losses of other frameworks', () => {
  for (const [name, variant, given, expected] of EVEN_CHANCES) {
    it(name, () => {
      assert.ok(variant);
      const outcome = variant.evaluate(given);
      assert.ok(outcome.ok);
      const [found] = outcome.value.data;
      // They compute in float32.
      assert.ok(Math.abs(found - expected) <= 1e-6, `${found}, not ${expected}`);
    });
  }

  for (const [name, variant, given, expected] of REFUSED) {
    it(`refuse, ${name}`, () => {
      assert.ok(variant);
      const { predictions, targets } = given;
      assert.deepEqual(variant.evaluate(given), {
        ok: false,
        refusal: { code: 'shape-mismatch', predictions: predictions.shape, targets: targets.shape, expected },
      });
    });
  }

  it('refuse, scikit-learn: a label beyond the columns', () => {
    assert.deepEqual(scikitLearnLogLoss('1.9').evaluate({ predictions: HALVES, targets: tensorOf([0, 2]) }), {
      ok: false,
      refusal: { code: 'target-out-of-bounds', target: 2, row: 1, classes: 2 },
    });
  });
});
