import { type BinaryPlan, posWeightAt, weightAt } from '../binary';
import { DEFAULT_ALPHA, gammaOf } from '../losses/sigmoidFocalLoss';
import { roundingOf } from '../primitives';
import type { Problem } from '../problem';
import type { BigFunctions } from './bigMath';

/** p and 1 - p with their logarithms, each to full precision. */
interface Chances<Big> {
  readonly p: Big;
  readonly q: Big;
  readonly logP: Big;
  readonly logQ: Big;
}

/** The exact loss of one cell: {@link exactBinaryCell} in big numbers. */
export function preciseBinaryCell<Big>(plan: BinaryPlan, index: number, big: BigFunctions<Big>): Big {
  const { math } = big;
  const y = math.from(plan.targets[index]);
  const { logP, logQ } = offset(plan, chancesOf(plan, plan.predictions[index], big), big);
  const positive = big.multiplyLimit(math.multiply(math.from(posWeightAt(plan, index)), y), logP);
  const negative = big.multiplyLimit(math.subtract(big.one, y), logQ);
  return big.multiplyLimit(math.from(-weightAt(plan, index)), math.add(positive, negative));
}

/** The exact focal loss of one cell: alpha_t (1 - p_t)^gamma times the cross-entropy. */
export function preciseFocalCell<Big>(plan: BinaryPlan, index: number, big: BigFunctions<Big>): Big {
  const { math } = big;
  const y = math.from(plan.targets[index]);
  const rest = math.subtract(big.one, y);
  const { p, q } = chancesOf(plan, plan.predictions[index], big);
  const wrongness = math.add(math.multiply(q, y), math.multiply(p, rest));
  const focus = math.exp(big.multiplyLimit(math.from(gammaOf(plan)), math.log(wrongness)));
  const loss = big.multiplyLimit(focus, preciseBinaryCell(plan, index, big));
  const { alpha = DEFAULT_ALPHA } = plan.problem.options;
  if (alpha < 0) return loss;
  const own = math.multiply(math.from(alpha), y);
  const other = math.multiply(math.subtract(big.one, math.from(alpha)), rest);
  return big.multiplyLimit(math.add(own, other), loss);
}

/** t (log t - input), or e^t (t - input): {@link exactKlCell} in big numbers. */
export function preciseKlCell<Big>(problem: Problem, index: number, big: BigFunctions<Big>): Big {
  const { math } = big;
  const { predictions, targets, options, from } = problem;
  const round = roundingOf(options.dtype ?? 'float64');
  const given = math.from(round(predictions.data[index]));
  const target = math.from(round(targets.data[index]));
  const input = from === 'probabilities' ? math.log(given) : given;
  const mass = options.logTarget ? math.exp(target) : target;
  const logMass = options.logTarget ? target : math.log(target);
  if (math.isZero(mass)) return Number.isNaN(math.toNumber(input)) ? input : big.zero;
  return big.multiplyLimit(mass, math.subtract(logMass, input));
}

function chancesOf<Big>({ from }: BinaryPlan, prediction: number, big: BigFunctions<Big>): Chances<Big> {
  const { math } = big;
  const x = math.from(prediction);
  switch (from) {
    case 'logits':
      return {
        p: big.sigmoid(x),
        q: big.sigmoid(big.negate(x)),
        logP: big.negate(big.softplus(big.negate(x))),
        logQ: big.negate(big.softplus(x)),
      };
    case 'probabilities':
      return { p: x, q: math.subtract(big.one, x), logP: math.log(x), logQ: big.log1p(big.negate(x)) };
    case 'log_probabilities':
      return { p: math.exp(x), q: big.complement(x), logP: x, logQ: big.log1mExp(x) };
  }
}

/** log(p + eps) and log(1 - p + eps) where eps is given. */
function offset<Big>({ eps }: BinaryPlan, chances: Chances<Big>, big: BigFunctions<Big>): Chances<Big> {
  if (eps === undefined) return chances;
  const { p, q } = chances;
  return { p, q, logP: big.logPlusEps(p, q, eps), logQ: big.logPlusEps(q, p, eps) };
}
