import { differentiateCategorical, evaluateCategorical, type Normalizations } from './categoricalLoss';
import type { Loss } from './loss';

export const NORMALIZATIONS: Normalizations = {
  logits: 'softmax',
  probabilities: 'softmax-of-log',
  // The logarithm of a softmax is its own logits.
  log_probabilities: 'softmax',
};

/**
 * torch.nn.functional.cross_entropy (ATen LossNLL.cpp, cross_entropy_loss): log_softmax over axis 1, then
 * -weight[t] log p[t] for class indices, or the sum of -weight[c] q[c] log p[c] for probabilities, which are
 * targets of the very shape of the predictions. Label smoothing moves its part to every class evenly.
 */
export const crossEntropy: Loss = {
  natural: 'logits',
  reduction: 'mean',
  options: ['weight', 'ignoreIndex', 'labelSmoothing', 'eps'],
  evaluate: (problem) => evaluateCategorical(problem, NORMALIZATIONS[problem.from ?? 'logits']),
  differentiate: (problem, form) => differentiateCategorical(problem, NORMALIZATIONS[problem.from ?? 'logits'], form),
};
