import type { Check } from './finding';
import { OVERSHOOT, outside, takesProbabilities } from './probabilityRange';
import { mapped, mended } from './subject';

/** D05. A probability that rounding has pushed past 0 or 1: PyTorch raises all the same. */
export const probabilityOvershoot: Check = (subject) => {
  const { problem } = subject;
  if (!takesProbabilities(subject)) return undefined;
  const { count, min, max, reach } = outside(problem.predictions);
  if (count === 0 || reach > OVERSHOOT) return undefined;
  const clamped = mapped(problem.predictions, (p) => Math.min(Math.max(p, 0), 1));
  return {
    id: 'probability-overshoot',
    severity: 'warning',
    evidence: { count, value: max > 1 ? max : min },
    alternatives: mended('clamped', 'p.clamp(0, 1)', { ...problem, predictions: clamped }),
  };
};
