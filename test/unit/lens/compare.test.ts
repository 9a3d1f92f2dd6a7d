import { strict as assert } from 'node:assert';
import type { Problem } from '../../../src/core/problem';
import { comparisonsOf } from '../../../src/lens/compare';
import { tensorOf } from '../core/samples';

const LOGITS = tensorOf([
  [2, 1, 0],
  [0, 1, 3],
]);

/**
 * What frameworks were seen to say: Keras 3.15 clips p = 0 to 16.118095 and p = 1 to 15.942385 where PyTorch 2.13 stops
 * at 100; with weights Keras divides by the rows; an ignored -100 is refused by Keras on TensorFlow.
 */
const COMPARED: readonly (readonly [string, Problem, readonly (readonly [string, number | null, string])[]])[] = [
  [
    'agree on plain logits',
    { loss: 'cross_entropy', predictions: LOGITS, targets: tensorOf([0, 2]), options: {} },
    // torch 1.13: 0.28872599, and 0.22928601 with weights.
    ['PyTorch', 'PyTorch', 'exact', 'Keras', 'scikit-learn', 'Optax', 'ONNX'].map(
      (name) => [name, 0.288726, 'same'] as const,
    ),
  ],
  [
    'agree on a sum',
    { loss: 'cross_entropy', predictions: LOGITS, targets: tensorOf([0, 2]), options: { reduction: 'sum' } },
    // torch 1.13, and scikit-learn 1.2's log_loss(..., normalize=False): 0.57745203.
    ['PyTorch', 'PyTorch', 'exact', 'Keras', 'scikit-learn', 'Optax', 'ONNX'].map(
      (name) => [name, 0.577452, 'same'] as const,
    ),
  ],
  [
    'cap a probability of 0 each in its own way',
    { loss: 'binary_cross_entropy', predictions: tensorOf([0]), targets: tensorOf([1]), options: {} },
    [
      ['PyTorch', 100, 'same'],
      ['PyTorch', 100, 'same'],
      ['exact', Infinity, 'no-clamp'],
      ['Keras', 16.1180954, 'clips'],
      ['scikit-learn', 36.0436534, 'clips'],
    ],
  ],
  [
    'divide by weights or by rows',
    {
      loss: 'cross_entropy',
      predictions: LOGITS,
      targets: tensorOf([0, 2]),
      options: { weight: tensorOf([1, 1, 3]) },
    },
    [
      ['PyTorch', 0.229286, 'same'],
      ['PyTorch', 0.229286, 'same'],
      ['exact', 0.229286, 'same'],
      ['Keras', 0.458572, 'weights-not-averaged'],
      ['scikit-learn', 0.229286, 'same'],
      ['ONNX', 0.229286, 'same'],
    ],
  ],
];

describe('frameworks', () => {
  for (const [name, problem, expected] of COMPARED) {
    it(name, () => {
      const found = comparisonsOf(problem).map(({ framework, result, reason }) => [
        framework,
        // What is computed in float32 says nothing finer.
        result.ok ? result.value.toFixed(6) : null,
        reason,
      ]);
      assert.deepEqual(
        found,
        expected.map(([framework, value, reason]) => [framework, value === null ? null : value.toFixed(6), reason]),
      );
    });
  }
});
