import type { Check } from './finding';

/** D37. The number held against the loss is the same loss in bits, or its perplexity. */
export const logBase: Check = ({ evaluation, problem, reference }) => {
  if (reference === undefined || evaluation === undefined || problem.options.reduction === 'none') return undefined;
  const value = evaluation.value.data[0];
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= 5e-4 * Math.abs(b);
  if (near(reference, value) || value < 1e-6) return undefined;
  const unit = near(reference, value / Math.LN2)
    ? 'bits'
    : near(reference, value * Math.LN2)
      ? 'nats'
      : near(reference, Math.exp(value))
        ? 'perplexity'
        : near(reference, 2 ** value)
          ? 'perplexity-of-bits'
          : undefined;
  if (unit === undefined) return undefined;
  return { id: 'log-base', severity: 'info', evidence: { reference, value, unit }, alternatives: [] };
};
