import type { Form } from './categorical';
import { LOSSES } from './losses/registry';
import type { Evaluation, LossOptions, Outcome, Problem, Refusal, Whole } from './problem';
import type { Tensor } from './tensor';

/** Options of some losses only, by PyTorch's keyword. */
const KEYWORDS = {
  weight: 'weight',
  posWeight: 'pos_weight',
  ignoreIndex: 'ignore_index',
  labelSmoothing: 'label_smoothing',
  eps: 'eps',
  logTarget: 'log_target',
  alpha: 'alpha',
  gamma: 'gamma',
  epsilon: 'epsilon',
} as const satisfies Partial<Record<keyof LossOptions, string>>;

/** A faster way to the same evaluation. @returns undefined for what it does not take. */
export type Shortcut = (problem: Whole) => Outcome<Evaluation> | undefined;

/** Predictions from which on it is worth the way. */
const LARGE = 65_536;

let shortcut: Shortcut | undefined;

/**
 * Gives this process a shortcut for large problems. Only those take one that large problems are handed to: it is tens of
 * kilobytes of WebAssembly, no part of what an editor loads.
 */
export function takeShortcut(way: Shortcut): void {
  shortcut = way;
}

/**
 * One loss: what PyTorch returns and the exact value beside it. What PyTorch refuses is refused, with the
 * same cause as data. Never throws.
 */
export function evaluate(problem: Problem): Outcome<Evaluation> {
  const refusal = foreignOption(problem);
  if (refusal) return { ok: false, refusal };
  const whole = withReduction(problem);
  const short = problem.predictions.data.length >= LARGE ? shortcut?.(whole) : undefined;
  return short ?? LOSSES[problem.loss].evaluate(whole);
}

/**
 * The derivative of the reduced loss (of the sum for none) by the predictions as given, shaped like them:
 * as PyTorch's autograd computes it, or (form 'exact') accurate where it is small.
 */
export function gradient(problem: Problem, form: Form = 'torch'): Outcome<Tensor> {
  const refusal = foreignOption(problem);
  return refusal ? { ok: false, refusal } : LOSSES[problem.loss].differentiate(withReduction(problem), form);
}

function withReduction(problem: Problem): Whole {
  const { reduction = LOSSES[problem.loss].reduction } = problem.options;
  return { ...problem, options: { ...problem.options, reduction } };
}

/** PyTorch has no such keyword on this loss, so nothing is left out in silence. */
function foreignOption({ loss, options }: Problem): Refusal | undefined {
  const known = LOSSES[loss].options;
  for (const [option, keyword] of Object.entries(KEYWORDS) as [keyof typeof KEYWORDS, string][]) {
    if (options[option] === undefined || known.includes(option)) continue;
    return { code: 'option-not-supported', option: keyword, loss, reason: 'not-an-option-of-the-loss' };
  }
  if (options.reduction === 'batchmean' && loss !== 'kl_div') {
    return { code: 'option-not-supported', option: 'reduction', loss, reason: 'batchmean' };
  }
  return undefined;
}
