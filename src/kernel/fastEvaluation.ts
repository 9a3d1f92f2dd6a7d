import { type CategoricalPlan, fillLogProbabilities, planCategorical, rowLoss } from '../core/categorical';
import { evaluationOfRows } from '../core/losses/categoricalLoss';
import { multiply, multiplyLimit } from '../core/primitives';
import type { Evaluation, Outcome, Problem, Whole } from '../core/problem';
import type { Kernel } from './kernel';

/** To the kernel no row is ignored. */
const NONE = -1;
/** A smaller loss has its target at the largest logit: then it is log(1 + the other terms). */
const OF_LARGEST = 0.5;

/**
 * What core/ makes of a problem, its rows by a kernel: cross_entropy in float64 of logits (N, C) and class indices (N),
 * with weight and ignore_index; options of other losses are refused before. Rows are within the kernel's units of those
 * of core/.
 * @returns undefined for everything else - smoothing, soft targets, eps, float32 with its own roundings, other shapes.
 */
export function fastEvaluation(problem: Whole, kernel: Kernel): Outcome<Evaluation> | undefined {
  if (!isFast(problem)) return undefined;
  const planned = planCategorical(problem, 'softmax');
  if (!planned.ok) return planned;
  const plan = planned.value;
  if (plan.targets.kind !== 'indices') return undefined;
  const { values, ignoreIndex } = plan.targets;
  const { rows, classes, predictions: logits } = plan;
  // Any class will do where the row counts for nothing: a kernel leaves what is no class to the slow reference.
  const targets = Int32Array.from(values, (target) => (target === ignoreIndex ? 0 : target));
  const losses = new Float64Array(rows);
  const argmax = new Int32Array(rows);
  kernel.crossEntropy({ logits, targets, classes, ignoreIndex: NONE, losses, argmax });
  const torch = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const target = values[row];
    const loss = losses[row];
    if (target === ignoreIndex) {
      losses[row] = 0;
      continue;
    }
    const weight = plan.weight?.[target] ?? 1;
    losses[row] = multiplyLimit(weight, loss);
    const usual = Number.isFinite(logits[row * classes + argmax[row]]);
    torch[row] = usual ? multiply(weight, asTorch(loss)) : torchRow(plan, row);
  }
  return { ok: true, value: evaluationOfRows(plan, torch, losses) };
}

/** PyTorch adds 1 to the other terms before it takes the logarithm, and so loses what is small beside 1. */
function asTorch(loss: number): number {
  return loss < OF_LARGEST ? Math.log(1 + Math.expm1(loss)) : loss;
}

/** Where infinities make PyTorch's row another than its limit. */
function torchRow(plan: CategoricalPlan, row: number): number {
  const logP = new Float64Array(plan.classes);
  fillLogProbabilities(plan, row, 'torch', logP);
  return rowLoss(plan, row, 'torch', logP);
}

function isFast({ loss, from = 'logits', predictions, targets, options }: Problem): boolean {
  const { dtype = 'float64', labelSmoothing = 0 } = options;
  const plain = loss === 'cross_entropy' && from === 'logits' && dtype === 'float64' && labelSmoothing <= 0;
  const { shape } = predictions;
  return plain && options.eps === undefined && shape.length === 2 && shape[1] > 0 && targets.shape.length === 1;
}
