import { type CategoricalPlan, isIgnored, rowStart, weightOf } from '../categorical';
import { epsilonOf } from '../losses/polyLoss';
import type { BigFunctions } from './bigMath';

/** The exact loss of one row: {@link rowLoss} in its exact form in big numbers. */
export function preciseCategoricalRow<Big>(plan: CategoricalPlan, row: number, big: BigFunctions<Big>): Big {
  if (isIgnored(plan, row)) return big.zero;
  const { math } = big;
  const logP = logProbabilities(plan, row, big);
  let loss = big.zero;
  for (let c = 0; c < plan.classes; c++) {
    const mass = math.multiply(math.from(-weightOf(plan, c)), massOf(plan, row, c, big));
    loss = math.add(loss, big.multiplyLimit(mass, logP[c]));
  }
  return loss;
}

/** The exact poly loss of one row: cross-entropy plus epsilon times the sum of y (1 - p). */
export function precisePolyRow<Big>(plan: CategoricalPlan, row: number, big: BigFunctions<Big>): Big {
  const { math } = big;
  const logP = logProbabilities(plan, row, big);
  let wrongness = big.zero;
  for (let c = 0; c < plan.classes; c++) {
    const wrong = big.complement(logP[c]);
    wrongness = math.add(wrongness, big.multiplyLimit(massOf(plan, row, c, big), wrong));
  }
  const extra = math.multiply(math.from(epsilonOf(plan)), wrongness);
  return math.add(preciseCategoricalRow(plan, row, big), extra);
}

/** What a row asks of a class before its weight, smoothing included. */
function massOf<Big>(plan: CategoricalPlan, row: number, c: number, big: BigFunctions<Big>): Big {
  const { math } = big;
  const { targets, smoothing, classes, stride } = plan;
  const share = math.divide(math.from(smoothing), math.from(classes));
  const kept = math.subtract(big.one, math.from(smoothing));
  if (targets.kind === 'indices') return targets.values[row] === c ? math.add(kept, share) : share;
  const mass = math.from(targets.values[rowStart(plan, row) + c * stride]);
  return math.add(math.multiply(mass, kept), share);
}

function logProbabilities<Big>(plan: CategoricalPlan, row: number, big: BigFunctions<Big>): Big[] {
  const { math } = big;
  const { normalization, predictions, classes, stride, eps } = plan;
  const start = rowStart(plan, row);
  const given = Array.from({ length: classes }, (_, c) => math.from(predictions[start + c * stride]));
  if (normalization === 'log' && eps !== undefined) {
    return given.map((p) => big.logPlusEps(p, math.subtract(big.one, p), eps));
  }
  const logs = normalization === 'identity' || normalization === 'softmax' ? given : given.map((p) => math.log(p));
  const logP = normalization === 'identity' || normalization === 'log' ? logs : logSoftmax(logs, big);
  if (eps === undefined) return logP;
  return logP.map((value) => big.logPlusEps(math.exp(value), big.complement(value), eps));
}

/** The largest logit is left out of the sum, so the digits of a tiny remainder are kept. */
function logSoftmax<Big>(z: readonly Big[], big: BigFunctions<Big>): Big[] {
  const { math } = big;
  const values = z.map((logit) => math.toNumber(logit));
  if (values.some(Number.isNaN)) return z.map(() => math.from(NaN));
  const shares = values.filter((value) => value === Infinity).length;
  if (shares > 0) return values.map((value) => math.from(value === Infinity ? -Math.log(shares) : -Infinity));
  const top = values.indexOf(Math.max(...values));
  const max = z[top];
  let rest = big.zero;
  for (let c = 0; c < z.length; c++) {
    if (c !== top) rest = math.add(rest, math.exp(math.subtract(z[c], max)));
  }
  const logSum = big.log1p(rest);
  return z.map((logit) => math.subtract(math.subtract(logit, max), logSum));
}
