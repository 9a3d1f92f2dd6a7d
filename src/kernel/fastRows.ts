import { DEFAULT_IGNORE_INDEX } from '../core/categorical';
import { multiplyLimit } from '../core/primitives';
import type { Problem } from '../core/problem';
import type { Kernel } from './kernel';

const IGNORED = -1;

/**
 * The exact losses of the rows of a problem (weighted, 0 where ignored) by a kernel: cross_entropy of logits
 * (N, C) and class indices (N), with weight and ignore_index. Undefined for everything else - smoothing, soft targets,
 * eps, other shapes, what is to be refused - which is for core/ to evaluate. In float32 the logits are rounded
 * first and the losses are those of the rounded logits, as core/ has it.
 */
export function fastRows(problem: Problem, kernel: Kernel): Float64Array | undefined {
  if (!isFast(problem)) return undefined;
  const { predictions, targets, options } = problem;
  const [rows, classes] = predictions.shape;
  const { ignoreIndex = DEFAULT_IGNORE_INDEX, weight } = options;
  const indices = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const target = targets.data[row];
    const isClass = Number.isInteger(target) && target >= 0 && target < classes;
    if (!isClass && target !== ignoreIndex) return undefined;
    // ignore_index may be a class of PyTorch's; to a kernel it is none.
    indices[row] = target === ignoreIndex ? IGNORED : target;
  }
  const logits = options.dtype === 'float32' ? Float32Array.from(predictions.data) : predictions.data;
  const losses = new Float64Array(rows);
  kernel.crossEntropy({ logits, targets: indices, classes, ignoreIndex: IGNORED, losses });
  if (weight) {
    const round = options.dtype === 'float32' ? Math.fround : Number;
    for (let row = 0; row < rows; row++) {
      if (indices[row] !== IGNORED) losses[row] = multiplyLimit(round(weight.data[indices[row]]), losses[row]);
    }
  }
  return losses;
}

function isFast({ loss, from = 'logits', predictions, targets, options }: Problem): boolean {
  const { shape } = predictions;
  const { weight, labelSmoothing = 0, eps, posWeight } = options;
  if (loss !== 'cross_entropy' || from !== 'logits' || labelSmoothing > 0 || eps !== undefined || posWeight)
    return false;
  if (shape.length !== 2 || shape[1] === 0 || targets.shape.length !== 1 || targets.shape[0] !== shape[0]) return false;
  return weight === undefined || (weight.shape.length === 1 && weight.shape[0] === shape[1]);
}
