import type { Problem } from '../core/problem';
import { classRows, mapped } from './subject';

/** The class indices of a problem that count, and what they are held against. */
export interface Labels {
  readonly classes: number;
  readonly ignoreIndex: number;
  readonly counted: Float64Array;
  readonly min: number;
  readonly max: number;
}

export function labelsOf({ predictions, targets, options }: Problem): Labels {
  const ignoreIndex = options.ignoreIndex ?? -100;
  const counted = targets.data.filter((label) => label !== ignoreIndex);
  return {
    classes: classRows(predictions.shape).classes,
    ignoreIndex,
    counted,
    min: counted.reduce((a, b) => Math.min(a, b), Infinity),
    max: counted.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** Every label that counts lowered by one. */
export function lowered(problem: Problem): Problem {
  const { ignoreIndex } = labelsOf(problem);
  return { ...problem, targets: mapped(problem.targets, (label) => (label === ignoreIndex ? label : label - 1)) };
}
