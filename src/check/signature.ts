import type { Check } from './finding';
import { classRows, isCategorical } from './subject';

interface Signature {
  readonly code: string;
  readonly value: number;
}

const EPS = [1e-7, 1e-8, 1e-10, 1e-12, 1e-15] as const;

/** Caps that libraries put on the loss of one element. */
const CAPS: readonly Signature[] = [
  { code: 'torch-clamp', value: 100 },
  { code: 'keras-clip', value: 15.94238472 },
  { code: 'keras-clip', value: 16.1180954 },
  { code: 'tf-keras-clip', value: 15.333239 },
  { code: 'tf-keras-clip', value: 15.424949 },
  { code: 'sklearn-clip', value: 36.04365339 },
  { code: 'sklearn-clip', value: 6.93147181 },
  ...EPS.map((eps) => ({ code: `eps-${eps}`, value: -Math.log(eps) })),
];

/** The whole was perhaps rounded or averaged over little else; a single loss is known in all its digits. */
const NEAR = 5e-4;
const NEAR_ELEMENT = 1e-6;

/**
 * D35. A number that is known, or a single loss of it: the floor of softmax applied twice, or a library's cap. Losses
 * within the range of a double sigmoid are what D03 tells; PyTorch's own clamp of single losses is what D19 tells.
 */
export const signature: Check = ({ problem, evaluation }) => {
  if (evaluation === undefined) return undefined;
  const known: Signature[] = [...CAPS];
  if (isCategorical(problem.loss)) {
    const { classes } = classRows(problem.predictions.shape);
    if (classes > 1) known.push({ code: 'softmax-twice-floor', value: Math.log(Math.E + classes - 1) - 1 });
  }
  const { reduction = 'mean', weight } = problem.options;
  const value = reduction === 'mean' ? evaluation.value.data[0] : NaN;
  const hit = known.find((entry) => Math.abs(value - entry.value) <= NEAR * entry.value);
  if (hit)
    return { id: 'signature', severity: 'info', evidence: { code: hit.code, known: hit.value }, alternatives: [] };
  // Weighted losses are no longer those of the formula.
  if (weight !== undefined || evaluation.rows.length < 2) return undefined;
  const ofElements = known.filter(({ code }) => code !== 'torch-clamp');
  for (const [row, loss] of evaluation.rows.entries()) {
    const one = ofElements.find((entry) => Math.abs(loss - entry.value) <= NEAR_ELEMENT * entry.value);
    if (one === undefined) continue;
    return { id: 'signature', severity: 'info', evidence: { code: one.code, known: one.value, row }, alternatives: [] };
  }
  return undefined;
};
