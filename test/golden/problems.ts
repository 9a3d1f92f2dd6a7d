import type { From, LossName, LossOptions, Problem } from '../../src/core/problem';
import { goldenTensor, type GoldenCase, type Nested } from './goldens';

/** The losses of ours by the names of the goldens. */
export const GOLDEN_LOSSES: Readonly<Record<string, { readonly loss: LossName; readonly from?: From }>> = {
  bce: { loss: 'binary_cross_entropy' },
  bce_logits: { loss: 'binary_cross_entropy_with_logits' },
  cross_entropy: { loss: 'cross_entropy' },
  nll_loss: { loss: 'nll_loss' },
  kl_div: { loss: 'kl_div' },
  multilabel_soft_margin_loss: { loss: 'multilabel_soft_margin_loss' },
  sigmoid_focal_loss: { loss: 'sigmoid_focal_loss' },
  notebook_bce: { loss: 'binary_cross_entropy' },
  notebook_bce_from_logits: { loss: 'binary_cross_entropy', from: 'logits' },
  notebook_cce_from_logits: { loss: 'cross_entropy' },
};

/** The problem that a golden poses, with the mean taken. */
export function problemOf({ fn, input, target, params }: GoldenCase): Problem {
  const { loss, from } = GOLDEN_LOSSES[fn] ?? { loss: 'cross_entropy' };
  return {
    loss,
    ...(from && { from }),
    predictions: goldenTensor(input),
    targets: goldenTensor(target),
    options: { ...optionsOf(params), reduction: 'mean' },
  };
}

function optionsOf(params: GoldenCase['params']): LossOptions {
  const { weight, pos_weight, ignore_index, label_smoothing, eps, log_target, alpha, gamma } = params;
  return {
    ...(weight !== undefined && { weight: goldenTensor(weight as Nested) }),
    ...(pos_weight !== undefined && { posWeight: goldenTensor(pos_weight as Nested) }),
    ...(ignore_index !== undefined && { ignoreIndex: ignore_index as number }),
    ...(label_smoothing !== undefined && { labelSmoothing: label_smoothing as number }),
    ...(eps !== undefined && { eps: eps as number }),
    ...(log_target !== undefined && { logTarget: log_target as boolean }),
    ...(alpha !== undefined && { alpha: alpha as number }),
    ...(gamma !== undefined && { gamma: gamma as number }),
  };
}
