import type { Check } from './finding';
import { OVERSHOOT, outside, takesProbabilities } from './probabilityRange';
import { asLoss, isBinary, mapped, mended } from './subject';

/** Keras moves probabilities into this range without a word. */
const KERAS_EPSILON = 1e-7;

/** D04. Logits where probabilities belong: PyTorch raises, Keras clips in silence. */
export const logitsAsProbabilities: Check = (subject) => {
  const { problem } = subject;
  if (!takesProbabilities(subject)) return undefined;
  const { count, min, max, reach } = outside(problem.predictions);
  if (count === 0 || reach <= OVERSHOOT) return undefined;
  const binary = isBinary(problem.loss);
  const clipped = mapped(problem.predictions, (p) => Math.min(Math.max(p, KERAS_EPSILON), 1 - KERAS_EPSILON));
  return {
    id: 'logits-as-probabilities',
    severity: 'error',
    evidence: { count, min, max },
    alternatives: binary
      ? [
          ...mended(
            'with-logits',
            'F.binary_cross_entropy_with_logits(x, y)',
            asLoss(problem, 'binary_cross_entropy_with_logits'),
          ),
          ...mended('keras-clips', 'keras.losses.BinaryCrossentropy()(y, x)', { ...problem, predictions: clipped }),
        ]
      : mended('with-logits', 'F.cross_entropy(x, y)', asLoss(problem, 'cross_entropy')),
  };
};
