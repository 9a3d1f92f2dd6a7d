import { FROM_KINDS, type From, LOSS_NAMES, type LossName, type LossOptions, REDUCTIONS } from '../core/problem';
import type { Refusal } from '../core/problem';
import { choices, pair, type Request } from '../pair/pair';
import { select } from '../pair/selector';
import type { Block, Span } from '../read/reading';
import type { Interest } from '../run/run';
import { type Answer, answer } from './answer';
import { uncertaintyOf } from './judge';
import { optionsFor } from './options';

/** A loss that a comment holds to: `# loss-lens: 0.6935`, with options behind it: `loss=nll_loss reduction=sum`. */
export interface Pin {
  /** From the word loss-lens to the last option. */
  readonly span: Span;
  /** Where the number stands. */
  readonly number: Span;
  readonly value: number;
  /** Decimals of the number as it is written, or significant digits behind the point of one with an exponent. */
  readonly decimals: number;
  readonly exponent: boolean;
  readonly request: Pick<Request, 'loss' | 'from'>;
  readonly options: LossOptions;
  /** Names or places of the two arrays, where the pin says them. */
  readonly predictions?: string;
  readonly targets?: string;
  /** An option that is not known, as it is written. */
  readonly unknown?: string;
}

export type PinOutcome =
  /** The loss is what the pin says, within what the printed digits leave open. */
  | { readonly kind: 'holds'; readonly answer: Answer }
  /** `text` is the number that the pin should have. */
  | { readonly kind: 'drifted'; readonly answer: Answer; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** No two arrays stand beside it. */
  | { readonly kind: 'nothing' };

export interface CheckedPin {
  readonly pin: Pin;
  readonly outcome: PinOutcome;
}

const PIN =
  /loss-lens["']?[ \t]*[:=][ \t]*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|nan|inf|-inf)(?![\w.])((?:[ \t]+\w+=[^\s,;*>"']+)*)/g;

/** Every pin of a text, in its order. */
export function pinsOf(text: string): readonly Pin[] {
  return Array.from(text.matchAll(PIN), (match) => pinOf(match));
}

function pinOf(match: RegExpExecArray): Pin {
  const [whole, number = '', words = ''] = match;
  const start = match.index + whole.indexOf(number, whole.search(/[:=]/));
  const value = number === 'nan' ? NaN : Number(number.replace('inf', 'Infinity'));
  const mantissa = number.split(/[eE]/)[0] ?? '';
  const settings = new Map(
    words
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
  );
  return {
    span: { start: match.index, end: match.index + whole.length },
    number: { start, end: start + number.length },
    value,
    decimals: mantissa.split('.')[1]?.length ?? 0,
    exponent: /[eE]/.test(number),
    ...settled(settings),
  };
}

type Settled = Pick<Pin, 'request' | 'options' | 'predictions' | 'targets' | 'unknown'>;

function settled(settings: ReadonlyMap<string, string>): Settled {
  let loss: LossName | undefined;
  let from: From | undefined;
  let predictions: string | undefined;
  let targets: string | undefined;
  let unknown: string | undefined;
  const options: { -readonly [name in keyof LossOptions]: LossOptions[name] } = {};
  const number = (text: string): number | undefined => (Number.isFinite(Number(text)) ? Number(text) : undefined);
  for (const [name, value] of settings) {
    let known = true;
    if (name === 'pred') predictions = value;
    else if (name === 'target') targets = value;
    else if (name === 'loss') known = (loss = LOSS_NAMES.find((one) => one === value)) !== undefined;
    else if (name === 'from') known = (from = FROM_KINDS.find((one) => one === value)) !== undefined;
    else if (name === 'reduction')
      known = set(
        options,
        'reduction',
        REDUCTIONS.find((one) => one === value && one !== 'none'),
      );
    else if (name === 'label_smoothing') known = set(options, 'labelSmoothing', number(value));
    else if (name === 'ignore_index') known = set(options, 'ignoreIndex', number(value));
    else if (name === 'eps') known = set(options, 'eps', number(value));
    else known = false;
    if (!known) unknown ??= `${name}=${value}`;
  }
  return {
    request: { ...(loss && { loss }), ...(from && { from }) },
    options,
    ...(predictions !== undefined && { predictions }),
    ...(targets !== undefined && { targets }),
    ...(unknown !== undefined && { unknown }),
  };
}

type Mutable = { -readonly [name in keyof LossOptions]: LossOptions[name] };

function set<Name extends keyof Mutable>(options: Mutable, name: Name, value: Mutable[Name] | undefined): boolean {
  if (value === undefined) return false;
  options[name] = value;
  return true;
}

/**
 * Computes the loss of every pin: that of the arrays it names, or of the array it stands beside (the last one that
 * begins before it, else the first one behind) with its likeliest partner.
 * @returns undefined where interest was lost before there was an answer.
 */
export async function checkPins(
  blocks: readonly Block[],
  text: string,
  interest: Interest,
): Promise<readonly CheckedPin[] | undefined> {
  const checked: CheckedPin[] = [];
  for (const pin of pinsOf(text)) {
    const outcome = await checkPin(pin, blocks, text, interest);
    if (outcome === undefined) return undefined;
    checked.push({ pin, outcome });
  }
  return checked;
}

async function checkPin(
  pin: Pin,
  blocks: readonly Block[],
  text: string,
  interest: Interest,
): Promise<PinOutcome | undefined> {
  if (pin.unknown !== undefined) return { kind: 'nothing' };
  const request = requestOf(pin, blocks);
  if (request === undefined) return { kind: 'nothing' };
  // Where readings tie, the pin says which was meant: the one that it is.
  const readings = choices(blocks, pair(blocks, request));
  let first: PinOutcome | undefined;
  for (const pairing of readings) {
    const computed = await answer(blocks, pairing, optionsFor(pairing.loss, pin.options), interest);
    if (computed === undefined) return undefined;
    if (!computed.ok) {
      first ??= { kind: 'refused', refusal: computed.refusal };
      continue;
    }
    if (holds(pin, computed.value, text)) return { kind: 'holds', answer: computed.value };
    if (first === undefined || first.kind === 'refused') {
      first = { kind: 'drifted', answer: computed.value, text: numberText(pin, computed.value) };
    }
  }
  return first ?? { kind: 'nothing' };
}

function requestOf(pin: Pin, blocks: readonly Block[]): Request | undefined {
  const { predictions, targets, request } = pin;
  const position = (selector: string | undefined): readonly number[] | undefined => {
    if (selector === undefined) return undefined;
    const found = select(blocks, selector);
    return 'code' in found ? [] : [nearest(found, blocks, pin.span.start)];
  };
  const p = position(predictions);
  const t = position(targets);
  if (p?.length === 0 || t?.length === 0) return undefined;
  if (p !== undefined && t !== undefined) return { ...request, predictions: p, targets: t };
  const named = p?.[0] ?? t?.[0];
  const beside = named ?? nearest(matrices(blocks), blocks, pin.span.start);
  if (beside < 0) return undefined;
  return {
    ...request,
    ...(p && { predictions: p }),
    ...(t && { targets: t }),
    ...(named === undefined && { including: beside }),
  };
}

function matrices(blocks: readonly Block[]): readonly number[] {
  return blocks.flatMap((block, index) => (block.elided || block.tensor.shape.length > 0 ? [index] : []));
}

/** The last that begins before an offset, else the first behind it; -1 of none. */
function nearest(indices: readonly number[], blocks: readonly Block[], offset: number): number {
  const before = indices.filter((index) => (blocks[index]?.span.start ?? Infinity) < offset);
  return before.at(-1) ?? indices[0] ?? -1;
}

function holds(pin: Pin, found: Answer, text: string): boolean {
  const value = found.report.evaluation.value.data[0];
  if (Number.isNaN(pin.value) || !Number.isFinite(pin.value)) return Object.is(value, pin.value);
  const half = halfOf(pin);
  if (Math.abs(value - pin.value) <= half * (1 + 1e-9)) return true;
  const bounds = uncertaintyOf(found, { predictions: text, targets: text });
  if (bounds === undefined || bounds.loss.high === Infinity) return false;
  return bounds.loss.low <= pin.value + half && bounds.loss.high >= pin.value - half;
}

function halfOf({ decimals, exponent, value }: Pin): number {
  const own = exponent && value !== 0 ? Math.floor(Math.log10(Math.abs(value))) : 0;
  return 0.5 * 10 ** (own - decimals);
}

/** The loss in the form the pin has. */
function numberText({ decimals, exponent }: Pin, { report }: Answer): string {
  const value = report.evaluation.value.data[0];
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return exponent ? value.toExponential(decimals) : value.toFixed(decimals);
}

/** The text with the numbers of all drifted pins put right. */
export function updatedText(text: string, checked: readonly CheckedPin[]): string {
  let updated = text;
  for (const { pin, outcome } of [...checked].reverse()) {
    if (outcome.kind !== 'drifted') continue;
    updated = updated.slice(0, pin.number.start) + outcome.text + updated.slice(pin.number.end);
  }
  return updated;
}
