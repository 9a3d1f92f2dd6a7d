import { evaluate } from '../core/evaluate';
import { exactSum } from '../core/exactSum';
import type { Check } from './finding';
import { hasIndices, withOptions } from './subject';

/** D32. Sequences of unequal length: the mean over tokens is not the mean of the sequences' means. */
export const tokenOrSequenceMean: Check = ({ problem, evaluation }) => {
  const { targets, options } = problem;
  if (!hasIndices(problem) || targets.shape.length !== 2 || evaluation === undefined) return undefined;
  if ((options.reduction ?? 'mean') !== 'mean' || options.weight !== undefined) return undefined;
  const [sequences, length] = targets.shape;
  const outcome = evaluate(withOptions(problem, { reduction: 'sum' }));
  if (!outcome.ok) return undefined;
  const ignoreIndex = options.ignoreIndex ?? -100;
  const means: number[] = [];
  const counts: number[] = [];
  for (let sequence = 0; sequence < sequences; sequence++) {
    const own = outcome.value.rows.subarray(sequence * length, (sequence + 1) * length);
    const labels = targets.data.subarray(sequence * length, (sequence + 1) * length);
    const count = labels.filter((label) => label !== ignoreIndex).length;
    counts.push(count);
    if (count > 0) means.push(exactSum(own) / count);
  }
  if (new Set(counts).size < 2 || means.length < 2) return undefined;
  return {
    id: 'token-or-sequence-mean',
    severity: 'info',
    evidence: { fewest: Math.min(...counts), most: Math.max(...counts), value: evaluation.value.data[0] },
    alternatives: [
      {
        label: 'mean-of-sequences',
        value: exactSum(means) / means.length,
        change: 'per-sequence .mean(), then .mean()',
      },
    ],
  };
};
