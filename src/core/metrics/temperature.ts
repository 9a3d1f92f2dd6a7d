import { ExactSum } from '../exactSum';
import { isCounted, type Scores } from './scores';

/** The temperature that the logits are to be divided by for the least mean cross-entropy, and that loss. */
export interface Temperature {
  /**
   * 0 where every row is right and any sharpening helps; inf where the logits are worse than none; NaN where no
   * temperature makes the loss finite.
   */
  readonly temperature: number;
  readonly loss: number;
}

const MOST_STEPS = 200;
/** Beyond this inverse temperature no finite double of the loss changes. */
const LARGEST_BETA = 1e9;

/**
 * Best temperature (Guo et al. 2017). The mean loss is convex in beta = 1 / T, so its slope has one root:
 * Newton steps, halved into the bracket where they leave it.
 */
export function bestTemperature(logits: Scores): Temperature {
  const { loss } = slopeAt(logits, 1);
  if (!Number.isFinite(loss)) return { temperature: NaN, loss };
  let low = 0;
  let high = 1;
  const even = slopeAt(logits, 0);
  if (even.slope >= 0) return { temperature: Infinity, loss: even.loss };
  while (slopeAt(logits, high).slope < 0) {
    low = high;
    high *= 2;
    if (high > LARGEST_BETA) return { temperature: 0, loss: slopeAt(logits, high).loss };
  }
  let beta = (low + high) / 2;
  for (let step = 0; step < MOST_STEPS && high - low > 0; step++) {
    const { slope, curvature } = slopeAt(logits, beta);
    if (slope < 0) low = beta;
    else high = beta;
    const newton = beta - slope / curvature;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (next === beta) break;
    beta = next;
  }
  return { temperature: 1 / beta, loss: slopeAt(logits, beta).loss };
}

/** The mean loss at beta x logits with its first and second derivative by beta: mean and variance of the logits. */
function slopeAt(logits: Scores, beta: number): { loss: number; slope: number; curvature: number } {
  const { classes, values, targets } = logits;
  const sums = { loss: new ExactSum(), slope: new ExactSum(), curvature: new ExactSum() };
  let rows = 0;
  for (let row = 0; row < targets.length; row++) {
    if (!isCounted(logits, row)) continue;
    rows++;
    const z = values.subarray(row * classes, (row + 1) * classes);
    const target = z[targets[row]];
    const max = z.reduce((most, value) => Math.max(most, value), -Infinity);
    let total = 0;
    let mean = 0;
    for (const value of z) {
      const share = shareOf(value, max, beta);
      total += share;
      mean += share === 0 ? 0 : share * value;
    }
    mean /= total;
    let variance = 0;
    for (const value of z) {
      const share = shareOf(value, max, beta);
      variance += share === 0 ? 0 : (share / total) * (value - mean) ** 2;
    }
    sums.loss.add(beta * (max - target) + Math.log(total));
    sums.slope.add(mean - target);
    sums.curvature.add(variance);
  }
  return { loss: sums.loss.value() / rows, slope: sums.slope.value() / rows, curvature: sums.curvature.value() / rows };
}

/** What is impossible stays so at every temperature: 0 x -inf is not asked. */
function shareOf(value: number, max: number, beta: number): number {
  return value === -Infinity ? 0 : Math.exp(beta * (value - max));
}
