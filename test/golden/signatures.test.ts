import { strict as assert } from 'node:assert';
import { evaluate } from '../../src/core/evaluate';
import type { Problem } from '../../src/core/problem';
import { scalar, type Tensor } from '../../src/core/tensor';
import { bits } from '../../src/core/metrics/perplexity';
import { kerasLosses } from '../../src/core/variants/keras';
import { scikitLearnLogLoss } from '../../src/core/variants/scikitLearn';
import type { Variant } from '../../src/core/variants/variant';
import { readGoldens } from './goldens';

/** Losses that betray a mistake, each by the loss that makes it; the first pattern that fits counts. */
const MAKERS: readonly (readonly [RegExp, (size: number) => number])[] = [
  [/uniform prediction over (\d+) classes/, (classes) => rowLoss(new Float64Array(classes), 0)],
  [/double-softmax floor, C=(\d+)/, (classes) => rowLoss(oneHot(classes), 0)],
  [/double-softmax ceiling, C=(\d+)/, (classes) => rowLoss(oneHot(classes), 1)],
  [/offset by eps=(1e-\d+)/, (eps) => binaryLoss(0, 1, eps)],
  [/torch BCELoss log clamp/, () => binaryLoss(0, 1)],
  [/Keras3\/TFJS clip eps=1e-7, p=0,y=1/, () => variantLoss(keras(), 0, 1)],
  [/Keras3 clip, p=1,y=0/, () => variantLoss(keras(), 1, 0)],
  // tf.keras 2 adds eps to what it has clipped; the float32 of 1 - 1e-7 is 1 - 2 ** -23.
  [/tf\.keras 2\.x log\(clip\(p\)\+eps\) p=0,y=1/, () => binaryLoss(Math.fround(1e-7), 1, 1e-7)],
  [/tf\.keras 2\.x p=1,y=0/, () => binaryLoss(2 ** -23, 1, 1e-7)],
  [/sklearn log_loss eps, float64/, () => variantLoss(scikitLearnLogLoss('1.9'), 0, 1)],
  [/sklearn log_loss eps, float32/, () => variantLoss(scikitLearnLogLoss('1.9'), 0, 1, 'float32')],
  // Half precision is not computed: what its eps would make of p.
  [/sklearn log_loss eps, float16/, () => binaryLoss(2 ** -10, 1)],
  [/ratio bits\/nats/, () => bits(1)],
];

describe('signatures', () => {
  for (const { value, meaning } of readGoldens().signatures) {
    it(`${value} is ${meaning}`, () => {
      const [found] = MAKERS.flatMap(([pattern, make]) => {
        const match = pattern.exec(
          meaning.replace('uniform prediction over 2 classes / BCE at p=0.5', 'uniform prediction over 2 classes'),
        );
        return match ? [make(Number(match[1] ?? 0))] : [];
      });
      assert.ok(found !== undefined, 'has a maker');
      // The golden values of float32 frameworks were printed with six to eight digits.
      assert.ok(Math.abs(found - value) <= 1e-7 * value, `${found}`);
    });
  }
});

function rowLoss(logits: Float64Array, target: number): number {
  const predictions = { shape: [1, logits.length], data: logits };
  return lossOf({ loss: 'cross_entropy', predictions, targets: vector(target), options: {} });
}

function binaryLoss(p: number, y: number, eps?: number): number {
  const options = eps === undefined ? {} : { eps };
  return lossOf({ loss: 'binary_cross_entropy', predictions: scalar(p), targets: scalar(y), options });
}

function lossOf(problem: Problem): number {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok);
  return outcome.value.value.data[0];
}

function variantLoss(variant: Variant, p: number, y: number, precision: 'float64' | 'float32' = 'float64'): number {
  const outcome = variant.evaluate({ predictions: vector(p), targets: vector(y), precision });
  assert.ok(outcome.ok);
  return outcome.value.data[0];
}

function keras(): Variant {
  return kerasLosses('jax')['BinaryCrossentropy'];
}

function oneHot(classes: number): Float64Array {
  return new Float64Array(classes).fill(1, 0, 1);
}

function vector(value: number): Tensor {
  return { shape: [1], data: Float64Array.of(value) };
}
