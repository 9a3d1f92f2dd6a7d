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

/** D35. A number that is known: the floor of softmax applied twice, or a library's cap. */
export const signature: Check = ({ problem, evaluation }) => {
  if (evaluation === undefined || (problem.options.reduction ?? 'mean') !== 'mean') return undefined;
  const value = evaluation.value.data[0];
  const known: Signature[] = [...CAPS];
  if (isCategorical(problem.loss)) {
    const { classes } = classRows(problem.predictions.shape);
    if (classes > 1) known.push({ code: 'softmax-twice-floor', value: Math.log(Math.E + classes - 1) - 1 });
  }
  const hit = known.find((entry) => Math.abs(value - entry.value) <= 5e-4 * entry.value);
  if (hit === undefined) return undefined;
  return { id: 'signature', severity: 'info', evidence: { code: hit.code, known: hit.value }, alternatives: [] };
};
