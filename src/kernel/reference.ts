import { exactLogSoftmax } from '../core/categorical';
import { softplus, multiplyLimit } from '../core/primitives';
import type { CrossEntropyRows, Floats, GradientRows } from './kernel';

/** One row by core/: what a kernel leaves out. `logP` holds the classes of one row. */
export function referenceRow(rows: CrossEntropyRows, row: number, logP: Float64Array): void {
  const { logits, targets, classes, ignoreIndex, losses, argmax, confidence } = rows;
  for (let c = 0; c < classes; c++) logP[c] = logits[row * classes + c];
  const top = firstLargest(logP);
  exactLogSoftmax(logP);
  const target = targets[row];
  losses[row] = target === ignoreIndex ? 0 : -logP[target];
  if (argmax) argmax[row] = top;
  if (confidence) confidence[row] = top < 0 ? NaN : Math.exp(logP[top]);
}

/** The gradient of one row: p, less 1 at the target; nothing where it is ignored. */
export function referenceGradient(rows: GradientRows, row: number, logP: Float64Array): void {
  const { classes, targets, ignoreIndex, gradient, scale } = rows;
  referenceRow(rows, row, logP);
  const target = targets[row];
  for (let c = 0; c < classes; c++) {
    const ofClass = c === target ? Math.expm1(logP[c]) : Math.exp(logP[c]);
    gradient[row * classes + c] = target === ignoreIndex ? 0 : ofClass * scale;
  }
}

/** The sum of the losses of cells start to end, by core/. */
export function referenceCells(logits: Floats, targets: Floats, start: number, end: number): number {
  let sum = 0;
  for (let index = start; index < end; index++) {
    const x = logits[index];
    const y = targets[index];
    sum += multiplyLimit(y, softplus(-x)) + multiplyLimit(1 - y, softplus(x));
  }
  return sum;
}

function firstLargest(values: Float64Array): number {
  let top = -1;
  for (let c = 0; c < values.length; c++) {
    if (Number.isNaN(values[c])) return -1;
    if (top < 0 || values[c] > values[top]) top = c;
  }
  return top;
}
