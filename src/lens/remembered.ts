import { DTYPES, FROM_KINDS, LOSS_NAMES, type LossOptions, REDUCTIONS } from '../core/problem';
import { sizeOf, type Tensor } from '../core/tensor';
import type { Span } from '../read/reading';
import { OPTIONS_FROM_ARRAYS, type OptionArrays, type Settled } from './settled';

/** A small array as JSON. */
interface PlainTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

type PlainOptions = {
  readonly [Name in keyof LossOptions]: Tensor extends LossOptions[Name] ? PlainTensor : LossOptions[Name];
};

/** A settled reading in plain JSON, to outlive its window: places, choices and weights, never the arrays themselves. */
export interface Remembered {
  /** From the first to the last number of either array, as offsets in the document when last seen. */
  readonly predictions: Span;
  readonly targets: Span;
  /** The document that the targets stand in, where that is another. */
  readonly targetsIn?: string;
  readonly loss: string;
  readonly from: string;
  readonly options: PlainOptions;
  /** Where the options stand that are arrays of the document, so that they go on following these. */
  readonly arrays?: OptionArrays;
}

export function remembered({ predictions, targets, targetsIn, loss, from, options, arrays }: Settled): Remembered {
  const plain = Object.entries(options).map(([name, value]) => [
    name,
    plainOf(value as LossOptions[keyof LossOptions]),
  ]);
  const elsewhere = targetsIn === undefined ? {} : { targetsIn };
  const kept = { options: Object.fromEntries(plain) as PlainOptions, ...(arrays && { arrays }) };
  return { predictions, targets, ...elsewhere, loss, from, ...kept };
}

/** What was remembered, checked by shape: it may come from another version, or from anywhere. */
export function recalled(saved: unknown): Settled | undefined {
  if (!isRecord(saved)) return undefined;
  const { predictions, targets, targetsIn } = saved;
  const loss = LOSS_NAMES.find((known) => known === saved['loss']);
  const from = FROM_KINDS.find((known) => known === saved['from']);
  const options = recalledOptions(saved['options']);
  if (!isSpan(predictions) || !isSpan(targets)) return undefined;
  if (loss === undefined || from === undefined || options === undefined) return undefined;
  if (targetsIn !== undefined && typeof targetsIn !== 'string') return undefined;
  const arrays = recalledArrays(saved['arrays']);
  if (saved['arrays'] !== undefined && arrays === undefined) return undefined;
  const elsewhere = targetsIn === undefined ? {} : { targetsIn };
  return { predictions, targets, ...elsewhere, loss, from, options, ...(arrays && { arrays }) };
}

function recalledArrays(saved: unknown): OptionArrays | undefined {
  if (!isRecord(saved)) return undefined;
  const places = Object.entries(saved);
  const known = places.every(([name, place]) => OPTIONS_FROM_ARRAYS.some((option) => option === name) && isSpan(place));
  return known ? Object.fromEntries(places) : undefined;
}

/** How each option comes back; undefined where the value is none of its kind. */
const RECALL: { readonly [Name in keyof LossOptions]-?: (value: unknown) => LossOptions[Name] } = {
  reduction: (value) => [...REDUCTIONS, 'batchmean' as const].find((known) => known === value),
  dtype: (value) => DTYPES.find((known) => known === value),
  weight: tensorOf,
  posWeight: tensorOf,
  ignoreIndex: numberOf,
  labelSmoothing: numberOf,
  eps: numberOf,
  logTarget: (value) => (typeof value === 'boolean' ? value : undefined),
  alpha: numberOf,
  gamma: numberOf,
  epsilon: numberOf,
};

function recalledOptions(saved: unknown): LossOptions | undefined {
  if (!isRecord(saved)) return undefined;
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(saved)) {
    const option = Object.hasOwn(RECALL, name) ? RECALL[name as keyof LossOptions](value) : undefined;
    // One option less would be another loss than the one that was shown.
    if (option === undefined) return undefined;
    options[name] = option;
  }
  return options;
}

function plainOf(value: LossOptions[keyof LossOptions]): unknown {
  return typeof value === 'object' ? { shape: [...value.shape], data: Array.from(value.data) } : value;
}

function tensorOf(value: unknown): Tensor | undefined {
  if (!isRecord(value)) return undefined;
  const { shape, data } = value;
  if (!Array.isArray(shape) || !Array.isArray(data)) return undefined;
  if (!shape.every((extent) => Number.isSafeInteger(extent) && (extent as number) >= 0)) return undefined;
  if (data.length !== sizeOf(shape as number[]) || !data.every((item) => typeof item === 'number')) return undefined;
  return { shape: shape as number[], data: Float64Array.from(data) };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function isSpan(value: unknown): value is Span {
  if (!isRecord(value)) return false;
  const { start, end } = value;
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && (start as number) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
