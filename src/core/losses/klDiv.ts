import { spread } from '../broadcast';
import { multiplyLimit, rounded, roundingOf, type Rounding } from '../primitives';
import type { Evaluation, Outcome, Problem, Refusal, Whole } from '../problem';
import { reduceCells } from '../reduce';
import type { Tensor } from '../tensor';
import { rowMeans } from './binaryLoss';
import type { Loss } from './loss';

/** A validated problem: predictions as log-probabilities, rounded to the dtype. */
interface Plan {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly logTarget: boolean;
  readonly round: Rounding;
}

/**
 * torch.nn.functional.kl_div (ATen Loss.cpp): xlogy(t, t) - t x input, or exp(t) (t - input) with log targets.
 * Shapes repeat over each other; mean divides by every element, so only batchmean is the divergence.
 * Probabilities are taken to their logarithm; logits have no class axis here and are refused.
 */
export const klDiv: Loss = {
  natural: 'log_probabilities',
  reduction: 'mean',
  options: ['logTarget'],
  evaluate(problem) {
    const refusal = fromRefusal(problem);
    if (refusal) return { ok: false, refusal };
    const spreaded = spread(problem);
    if (!spreaded.ok) return spreaded;
    return { ok: true, value: evaluateSpread(spreaded.value.problem, denominatorOf(problem, spreaded.value.problem)) };
  },
  differentiate(problem, form): Outcome<Tensor> {
    const refusal = fromRefusal(problem);
    if (refusal) return { ok: false, refusal };
    const spreaded = spread(problem);
    if (!spreaded.ok) return spreaded;
    const repeated = spreaded.value.problem;
    const plan = planOf(repeated);
    const { reduction } = problem.options;
    const scale = reduction === 'mean' || reduction === 'batchmean' ? denominatorOf(problem, repeated) : 1;
    const times = form === 'exact' ? multiplyLimit : (a: number, b: number) => a * b;
    const data = plan.targets.map((target, index) => {
      const mass = plan.logTarget ? Math.exp(target) : target;
      const byLogarithm = -mass / scale;
      const chain = problem.from === 'probabilities' ? 1 / repeated.predictions.data[index] : 1;
      return plan.round(times(byLogarithm, chain));
    });
    return { ok: true, value: spreaded.value.collect({ shape: repeated.predictions.shape, data }) };
  },
};

function evaluateSpread(problem: Whole, denominator: number): Evaluation {
  const { shape } = problem.predictions;
  const plan = planOf(problem);
  const { reduction } = problem.options;
  const cells = {
    shape,
    data: plan.inputs.map((input, index) => torchCell(plan, input, plan.targets[index])),
  };
  const exact = {
    shape,
    data: plan.inputs.map((input, index) => exactKlCell(input, plan.targets[index], plan.logTarget)),
  };
  return {
    loss: problem.loss,
    reduction,
    value: reduceCells(cells, reduction, denominator, plan.round),
    exact: reduceCells(exact, reduction, denominator, Number),
    rows: rowMeans(cells).map(plan.round),
    denominator,
    ignored: 0,
  };
}

function planOf({ predictions, targets, options, from }: Problem): Plan {
  const round = roundingOf(options.dtype ?? 'float64');
  const inputs = rounded(predictions.data, options.dtype);
  return {
    inputs: from === 'probabilities' ? inputs.map((p) => round(Math.log(p))) : inputs,
    targets: rounded(targets.data, options.dtype),
    logTarget: options.logTarget ?? false,
    round,
  };
}

function torchCell({ logTarget, round }: Plan, input: number, target: number): number {
  if (logTarget) return round(round(Math.exp(target)) * round(target - input));
  const entropy = target === 0 ? 0 : round(target * round(Math.log(target)));
  return round(entropy - round(target * input));
}

/** t (log t - input) with 0 for no target. Where the two logarithms nearly cancel, their own rounding is what is left. */
export function exactKlCell(input: number, target: number, logTarget: boolean): number {
  const mass = logTarget ? Math.exp(target) : target;
  if (mass === 0) return Number.isNaN(input) ? input : 0;
  return multiplyLimit(mass, (logTarget ? target : Math.log(target)) - input);
}

/** The mean divides by the elements, batchmean by the first axis of the predictions as given. */
function denominatorOf(given: Problem, repeated: Problem): number {
  if (given.options.reduction !== 'batchmean') return repeated.predictions.data.length;
  return given.predictions.shape[0] ?? 1;
}

function fromRefusal({ from, loss }: Problem): Refusal | undefined {
  if (from !== 'logits') return undefined;
  return { code: 'option-not-supported', option: 'from', loss, reason: 'no-class-axis' };
}
