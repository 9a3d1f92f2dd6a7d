import { differentiateCategorical, evaluateCategorical, type Normalizations } from './categoricalLoss';
import type { Loss } from './loss';

export const NORMALIZATIONS: Normalizations = {
  logits: 'softmax',
  probabilities: 'log',
  log_probabilities: 'identity',
};

/**
 * torch.nn.functional.nll_loss: -weight[t] x input[t]. Nothing checks that the input is a logarithm of
 * probabilities, so probabilities given as they are make a negative loss, as in PyTorch.
 */
export const nllLoss: Loss = {
  natural: 'log_probabilities',
  reduction: 'mean',
  options: ['weight', 'ignoreIndex', 'eps'],
  evaluate: (problem) => evaluateCategorical(problem, NORMALIZATIONS[problem.from ?? 'log_probabilities']),
  differentiate: (problem, form) =>
    differentiateCategorical(problem, NORMALIZATIONS[problem.from ?? 'log_probabilities'], form),
};
