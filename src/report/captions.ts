import { LOSSES } from '../core/losses/registry';
import type { Evaluation, From, LossName, LossOptions, Problem } from '../core/problem';
import type { Streamed } from '../lens/streamed';
import { t } from './l10n';
import { fullText, lossText } from './numbers';
import { fromText } from './reasons';

/** The loss by its PyTorch name, and what it was given where that is not what it takes by nature. */
export function lossCaption(loss: LossName, from: From): string {
  return from === LOSSES[loss].natural ? loss : t('{0} from {1}', loss, fromText(from));
}

/** The number of the result: the reduced loss, or how many there are where it was not reduced. */
export function valueText(evaluation: Evaluation): string {
  if (evaluation.reduction !== 'none') return lossText(evaluation.value.data[0]);
  return t('{0} losses', evaluation.value.data.length);
}

/** 'mean of 10 rows', 'mean of 40 values', 'sum of 9 rows, 1 ignored'. */
export function reductionCaption(problem: Problem, evaluation: Evaluation): string {
  const binary = isBinary(problem.loss);
  const { shape } = problem.predictions;
  const columns = shape.length < 2 ? 1 : (shape.at(-1) ?? 1);
  const counted = binary ? columns * evaluation.rows.length : evaluation.rows.length - evaluation.ignored;
  const unit = binary ? t('{0} values', counted) : counted === 1 ? t('1 row') : t('{0} rows', counted);
  const reduced = evaluation.reduction === 'none' ? unit : t('{0} of {1}', evaluation.reduction, unit);
  return evaluation.ignored === 0 ? reduced : t('{0}, {1} ignored', reduced, evaluation.ignored);
}

/** The same of a file that was read in pieces. */
export function streamedCaption({ rows, ignored }: Streamed, { reduction = 'mean' }: LossOptions): string {
  const reduced = t('{0} of {1}', reduction, t('{0} rows', rows - ignored));
  return ignored === 0 ? reduced : t('{0}, {1} ignored', reduced, ignored);
}

export function isBinary(loss: LossName): boolean {
  return loss !== 'cross_entropy' && loss !== 'nll_loss' && loss !== 'poly_loss';
}

/** How the number came about: the rule, then the numbers put into it. One line each. */
export function steps(problem: Problem, evaluation: Evaluation): readonly string[] {
  const lines = [rule(problem)];
  const { reduction, value, denominator } = evaluation;
  if (reduction === 'mean') {
    const mean = value.data[0];
    lines.push(
      t('mean = {0} / {1} = {2}', fullText(roundTo(mean * denominator)), fullText(denominator), fullText(mean)),
      weighted(problem) ? t('The mean divides by the sum of the targets’ weights.') : '',
    );
  }
  if (reduction === 'sum') lines.push(t('sum = {0}', fullText(value.data[0])));
  const exact = evaluation.exact.data[0];
  const shown = value.data[0];
  if (reduction !== 'none' && lossText(exact) !== lossText(shown)) {
    lines.push(
      t('PyTorch returns {0}; without its clamp and rounding the loss is {1}.', lossText(shown), lossText(exact)),
    );
  }
  return lines.filter((line) => line !== '');
}

function weighted(problem: Problem): boolean {
  return (
    problem.options.weight !== undefined &&
    !isBinary(problem.loss) &&
    problem.targets.shape.length < problem.predictions.shape.length
  );
}

/** The formula of one row or value, in the symbols of PyTorch's documentation. */
export function rule(problem: Problem): string {
  const { loss, options } = problem;
  const from = problem.from ?? LOSSES[loss].natural;
  const indices = problem.targets.shape.length < problem.predictions.shape.length;
  if (options.eps !== undefined) {
    const eps = fullText(options.eps);
    if (isBinary(loss)) {
      const p = from === 'logits' ? 'σ(x)' : 'p';
      return `ℓ = −( y · log(${p} + ${eps}) + (1 − y) · log(1 − ${p} + ${eps}) )`;
    }
    return `ℓ = −log(p[t] + ${eps})`;
  }
  switch (loss) {
    case 'cross_entropy':
      return indices ? 'ℓ = log Σⱼ exp(zⱼ) − z[t]' : 'ℓ = −Σⱼ qⱼ · (zⱼ − log Σₖ exp(zₖ))';
    case 'nll_loss':
      return from === 'probabilities' ? 'ℓ = −log p[t]' : from === 'logits' ? 'ℓ = log Σⱼ exp(zⱼ) − z[t]' : 'ℓ = −x[t]';
    case 'binary_cross_entropy':
      return 'ℓ = −( y · log p + (1 − y) · log(1 − p) )';
    case 'binary_cross_entropy_with_logits':
      return 'ℓ = (1 − y) · x + log(1 + exp(−x))';
    case 'kl_div':
      return options.logTarget ? 'ℓ = exp(t) · (t − x)' : 'ℓ = t · (log t − x)';
    case 'multilabel_soft_margin_loss':
      return 'ℓ = −mean over columns of ( y · log σ(x) + (1 − y) · log σ(−x) )';
    case 'sigmoid_focal_loss':
      return 'ℓ = αₜ · (1 − pₜ)^γ · ( (1 − y) · x + log(1 + exp(−x)) )';
    case 'poly_loss':
      return 'ℓ = −Σⱼ qⱼ · log pⱼ + ε · Σⱼ qⱼ · (1 − pⱼ)';
  }
}

/** The sum is recovered from the mean: shown to the digits that survive that. */
function roundTo(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(12)) : value;
}
