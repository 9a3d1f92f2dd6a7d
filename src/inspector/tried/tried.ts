import { LOSSES } from '../../core/losses/registry';
import type { LossOptions, Problem } from '../../core/problem';
import type { Tensor } from '../../core/tensor';
import { Divided } from '../problem/divided';

/** What is tried out on a problem; empty where nothing is. Everything here is a change: what is left out is as given. */
export interface Tried {
  /** The logits are divided by it. */
  readonly temperature?: number | undefined;
  readonly labelSmoothing?: number | undefined;
  readonly ignoreIndex?: number | undefined;
  readonly eps?: number | undefined;
  readonly alpha?: number | undefined;
  readonly gamma?: number | undefined;
  readonly epsilon?: number | undefined;
  /** By class; 1 where undefined. */
  readonly weight?: readonly number[] | undefined;
  readonly posWeight?: readonly number[] | undefined;
  /** The probability from which a binary prediction is a yes. It moves no loss, only what is right. */
  readonly threshold?: number | undefined;
  /** Numbers of the predictions and of the targets by their place in the tensor. */
  readonly predictions?: ReadonlyMap<number, number> | undefined;
  readonly targets?: ReadonlyMap<number, number> | undefined;
}

export const NOTHING_TRIED: Tried = {};

export const DEFAULT_THRESHOLD = 0.5;

/** The options that are one number. */
export const NUMBER_OPTIONS = ['labelSmoothing', 'ignoreIndex', 'eps', 'alpha', 'gamma', 'epsilon'] as const;
export type NumberOption = (typeof NUMBER_OPTIONS)[number];

export function isNothing(tried: Tried): boolean {
  return Object.values(tried).every(
    (part: Tried[keyof Tried]) => part === undefined || (part instanceof Map && part.size === 0),
  );
}

/** Whether the loss takes the option at all. */
export function takes(problem: Problem, option: keyof LossOptions): boolean {
  return LOSSES[problem.loss].options.includes(option);
}

/** Only logits have a temperature. */
export function hasTemperature(problem: Problem): boolean {
  return (problem.from ?? LOSSES[problem.loss].natural) === 'logits';
}

/** The problem with everything tried put into it; the very problem given where nothing of it is changed. */
export function triedProblem(problem: Problem, tried: Tried): Problem {
  if (isNothing({ ...tried, threshold: undefined })) return problem;
  const { predictions, targets, temperature, weight, posWeight } = tried;
  return {
    ...problem,
    predictions: divided(edited(problem.predictions, predictions), temperature),
    targets: edited(problem.targets, targets),
    options: {
      ...problem.options,
      ...Object.fromEntries(
        NUMBER_OPTIONS.flatMap((option) => {
          const value = tried[option];
          return value === undefined ? [] : [[option, value]];
        }),
      ),
      ...(weight === undefined ? {} : { weight: vector(weight) }),
      ...(posWeight === undefined ? {} : { posWeight: vector(posWeight) }),
    },
  };
}

/** One cell set to another number; to the one it had, and it counts as changed no more. */
export function withCell(
  changes: ReadonlyMap<number, number> | undefined,
  tensor: Tensor,
  index: number,
  value: number,
): ReadonlyMap<number, number> {
  const next = new Map(changes);
  if (Object.is(tensor.data[index], value)) next.delete(index);
  else next.set(index, value);
  return next;
}

function edited(tensor: Tensor, changes: ReadonlyMap<number, number> | undefined): Tensor {
  if (changes === undefined || changes.size === 0) return tensor;
  const data = tensor.data.slice();
  for (const [index, value] of changes) data[index] = value;
  return { ...tensor, data };
}

function divided(tensor: Tensor, temperature: number | undefined): Tensor {
  return temperature === undefined || temperature === 1 ? tensor : new Divided(tensor, temperature);
}

function vector(values: readonly number[]): Tensor {
  return { shape: [values.length], data: Float64Array.from(values) };
}
