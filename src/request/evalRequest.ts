import { LOSSES } from '../core/losses/registry';
import type { MetricOptions } from '../core/metrics/metrics';
import { DTYPES, FROM_KINDS, type LossName, type LossOptions, type Problem } from '../core/problem';
import { VARIANTS } from '../core/variants/registry';
import type { Variant, VariantArguments } from '../core/variants/variant';
import type { Tensor } from '../core/tensor';
import { type Fields, isFields, parseLoss, parseOneOf, parseOptional } from './fields';
import { fault, parseNested, type Parsed } from './nested';
import { PARAMETERS, parseParams, VARIANT_PARAMETERS } from './parameters';

export const WANTS = [
  'rows',
  'grad',
  'exact_grad',
  'probabilities',
  'cells',
  'argmax',
  'confidence',
  'margin',
  'metrics',
  'summary',
] as const;
export type Want = (typeof WANTS)[number];

/** One line of the contract: a problem of PyTorch's and what is wanted beside its value, or another framework's loss. */
export type EvalRequest =
  | { readonly kind: 'problem'; readonly problem: Problem; readonly wants: readonly Want[]; readonly measure: Measure }
  | { readonly kind: 'variant'; readonly variant: Variant; readonly given: VariantArguments };

/** How metrics and the summary are taken. */
export interface Measure extends MetricOptions {
  /** How many of the largest losses a summary keeps. */
  readonly worst: number;
}

/** What is allocated, and what is only counted. */
const FEW = countUpTo(10_000);
const MANY = countUpTo(Number.MAX_SAFE_INTEGER);

const MEASURE: Measure = { bins: 15, topK: [5], worst: 5 };

export function parseRequest(fields: Fields): Parsed<EvalRequest> {
  const variant = typeof fields['loss'] === 'string' ? VARIANTS.get(fields['loss']) : undefined;
  return variant ? parseVariant(fields, variant) : parseProblem(fields);
}

function parseProblem(fields: Fields): Parsed<EvalRequest> {
  const loss = parseLossField(fields['loss']);
  if (!loss.ok) return loss;
  const predictions = parseTensorField(fields, 'pred');
  if (!predictions.ok) return predictions;
  const targets = parseTensorField(fields, 'target');
  if (!targets.ok) return targets;
  const known: readonly (keyof LossOptions)[] = [...LOSSES[loss.value].options, 'reduction'];
  const options = parseParams<LossOptions>(fields['params'], 'params', PARAMETERS, known);
  if (!options.ok) return options;
  const dtype = parseOptional(fields['dtype'], 'dtype', parseOneOf(DTYPES));
  if (!dtype.ok) return dtype;
  const from = parseOptional(fields['from'], 'from', parseOneOf(FROM_KINDS));
  if (!from.ok) return from;
  const wants = parseOptional(fields['want'], 'want', parseWants);
  if (!wants.ok) return wants;
  const measure = parseMeasure(fields['measure']);
  if (!measure.ok) return measure;
  const problem: Problem = {
    loss: loss.value,
    ...(from.value && { from: from.value }),
    predictions: predictions.value,
    targets: targets.value,
    options: { ...options.value, ...(dtype.value && { dtype: dtype.value }) },
  };
  return { ok: true, value: { kind: 'problem', problem, wants: wants.value ?? [], measure: measure.value } };
}

/** What belongs to PyTorch's losses is refused here rather than left out in silence. */
function parseVariant(fields: Fields, variant: Variant): Parsed<EvalRequest> {
  for (const name of ['want', 'from', 'dtype', 'measure']) {
    if (fields[name] === undefined || fields[name] === null) continue;
    return fault({ code: 'bad-value', where: name, found: fields[name], expected: 'nothing here' });
  }
  const predictions = parseTensorField(fields, 'pred');
  if (!predictions.ok) return predictions;
  const targets = parseTensorField(fields, 'target');
  if (!targets.ok) return targets;
  const options = parseParams<VariantArguments>(fields['params'], 'params', VARIANT_PARAMETERS, variant.takes);
  if (!options.ok) return options;
  const given = { ...options.value, predictions: predictions.value, targets: targets.value };
  return { ok: true, value: { kind: 'variant', variant, given } };
}

function parseLossField(value: unknown): Parsed<LossName> {
  return value === undefined ? fault({ code: 'missing-field', where: 'loss' }) : parseLoss(value);
}

function parseTensorField(fields: Fields, name: 'pred' | 'target'): Parsed<Tensor> {
  if (fields[name] === undefined) return fault({ code: 'missing-field', where: name });
  const shape = parseOptional(fields[`${name}_shape`], `${name}_shape`, parseShape);
  return shape.ok ? parseNested(fields[name], name, shape.value) : shape;
}

function parseMeasure(value: unknown): Parsed<Measure> {
  if (value === undefined || value === null) return { ok: true, value: MEASURE };
  if (!isFields(value)) {
    return fault({ code: 'bad-value', where: 'measure', found: value, expected: 'an object' });
  }
  const unknown = Object.keys(value).find((name) => !['bins', 'top_k', 'worst', 'units'].includes(name));
  if (unknown !== undefined) {
    return fault({ code: 'unknown-parameter', found: unknown, expected: ['bins', 'top_k', 'worst', 'units'] });
  }
  const bins = parseOptional(value['bins'], 'measure.bins', FEW);
  if (!bins.ok) return bins;
  const worst = parseOptional(value['worst'], 'measure.worst', FEW);
  if (!worst.ok) return worst;
  const units = parseOptional(value['units'], 'measure.units', MANY);
  if (!units.ok) return units;
  const topK = parseOptional(value['top_k'], 'measure.top_k', parseCounts);
  if (!topK.ok) return topK;
  return {
    ok: true,
    value: {
      bins: bins.value ?? MEASURE.bins,
      worst: worst.value ?? MEASURE.worst,
      topK: topK.value ?? MEASURE.topK,
      ...(units.value !== undefined && { units: units.value }),
    },
  };
}

function parseWants(value: unknown, where: string): Parsed<readonly Want[]> {
  const wants = Array.isArray(value) ? (value as unknown[]) : [value];
  if (wants.every((want): want is Want => WANTS.some((name) => name === want))) return { ok: true, value: wants };
  return fault({ code: 'bad-value', where, found: value, expected: `a list of ${WANTS.join(', ')}` });
}

function parseCounts(value: unknown, where: string): Parsed<readonly number[]> {
  const counts = (Array.isArray(value) ? (value as unknown[]) : [value]).map((count) => MANY(count, where));
  const wrong = counts.find((count) => !count.ok);
  return wrong ?? { ok: true, value: counts.flatMap((count) => (count.ok ? [count.value] : [])) };
}

function countUpTo(most: number): (value: unknown, where: string) => Parsed<number> {
  return (value, where) => {
    const isCount = Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= most;
    if (isCount) return { ok: true, value: value as number };
    return fault({ code: 'bad-value', where, found: value, expected: `an integer from 1 to ${most}` });
  };
}

function parseShape(value: unknown, where: string): Parsed<readonly number[]> {
  const extents = Array.isArray(value) ? (value as unknown[]) : [NaN];
  if (extents.every((extent) => Number.isSafeInteger(extent) && (extent as number) >= 0)) {
    return { ok: true, value: extents as number[] };
  }
  return fault({ code: 'bad-value', where, found: value, expected: 'a list of integers from 0' });
}
