import type { From, LossName, LossOptions } from '../core/problem';
import { DTYPES, FROM_KINDS } from '../core/problem';
import { sameShape, type Tensor } from '../core/tensor';
import { type Printed, printedNumber } from '../lens/explain';
import { type KnownBlock, NOWHERE } from '../read/reading';
import type { RequestFault } from '../report/refusals';
import { type Fields, isFields, parseLoss, parseOneOf, parseOptional } from '../request/fields';
import { fault, parseNested, type Parsed } from '../request/nested';
import { PARAMETERS, parseParams } from '../request/parameters';

/** Two arrays of numbers, and what the agent says of them. */
export interface AgentRequest {
  readonly predictions: KnownBlock;
  readonly targets: KnownBlock;
  readonly loss?: LossName;
  readonly from?: From;
  readonly options: LossOptions;
  /** The number that is to be checked. */
  readonly reference?: Printed;
}

/** Why a request is none, as data. */
export type AgentFault = RequestFault | { readonly code: 'too-large'; readonly count: number; readonly limit: number };

/** More numbers than a conversation ever holds: a caller that has them has a file, which the terminal reads. */
export const NUMBER_LIMIT = 1_000_000;

/** Digits past which a print says more than a float64 holds. */
const MOST_DECIMALS = 17;

const FIELDS = ['predictions', 'targets', 'loss', 'from', 'options', 'decimals', 'reference'];

/** Reads what an agent sends, which may be anything. */
export function parseAgentRequest(input: unknown): Parsed<AgentRequest, AgentFault> {
  if (!isFields(input)) return fault({ code: 'bad-value', where: 'input', found: input, expected: 'an object' });
  if (Object.keys(input).some((name) => !FIELDS.includes(name))) {
    return fault({ code: 'unknown-parameter', found: '', expected: FIELDS });
  }
  const predictions = numbers(input, 'predictions');
  if (!predictions.ok) return predictions;
  const targets = numbers(input, 'targets');
  if (!targets.ok) return targets;
  const loss = parseOptional(input['loss'], 'loss', parseLoss);
  if (!loss.ok) return loss;
  const from = parseOptional(input['from'], 'from', parseOneOf(FROM_KINDS));
  if (!from.ok) return from;
  const options = parseOptions(input['options']);
  if (!options.ok) return options;
  const decimals = parseOptional(input['decimals'], 'decimals', parseDecimals);
  if (!decimals.ok) return decimals;
  const reference = parseOptional(input['reference'], 'reference', parseReference);
  if (!reference.ok) return reference;
  // JSON cannot tell 1 from 1.0: only class indices are taken for integers.
  const indices = !sameShape(predictions.value.shape, targets.value.shape);
  return {
    ok: true,
    value: {
      predictions: blockOf(predictions.value, decimals.value?.predictions, false),
      targets: blockOf(targets.value, decimals.value?.targets, indices),
      ...(loss.value && { loss: loss.value }),
      ...(from.value && { from: from.value }),
      options: options.value,
      ...(reference.value && { reference: reference.value }),
    },
  };
}

function numbers(input: Fields, name: 'predictions' | 'targets'): Parsed<Tensor, AgentFault> {
  if (input[name] === undefined) return fault({ code: 'missing-field', where: name });
  const parsed = parseNested(input[name], name);
  if (!parsed.ok) return parsed;
  const count = parsed.value.data.length;
  return count > NUMBER_LIMIT ? { ok: false, fault: { code: 'too-large', count, limit: NUMBER_LIMIT } } : parsed;
}

function parseOptions(value: unknown): Parsed<LossOptions> {
  const { dtype, ...params } = isFields(value) ? value : { dtype: undefined };
  const precision = parseOptional(dtype, 'options.dtype', parseOneOf(DTYPES));
  if (!precision.ok) return precision;
  const known = Object.values(PARAMETERS).map(({ option }) => option);
  const parsed = parseParams<LossOptions>(isFields(value) ? params : value, 'options', PARAMETERS, known);
  if (!parsed.ok) return parsed;
  return { ok: true, value: { ...parsed.value, ...(precision.value && { dtype: precision.value }) } };
}

type Decimals = Readonly<Partial<Record<'predictions' | 'targets', number>>>;

function parseDecimals(value: unknown, where: string): Parsed<Decimals> {
  if (!isFields(value)) return fault({ code: 'bad-value', where, found: value, expected: 'an object' });
  const names = ['predictions', 'targets'];
  if (Object.keys(value).some((name) => !names.includes(name))) {
    return fault({ code: 'unknown-parameter', found: '', expected: names });
  }
  for (const name of names) {
    const found = value[name];
    if (
      found === undefined ||
      (Number.isInteger(found) && (found as number) >= 0 && (found as number) <= MOST_DECIMALS)
    )
      continue;
    return fault({
      code: 'bad-value',
      where: `${where}.${name}`,
      found,
      expected: `an integer from 0 to ${MOST_DECIMALS}`,
    });
  }
  return { ok: true, value: value };
}

/** As text, since a number no longer says how many digits it was printed with; a number is taken as it stands. */
function parseReference(value: unknown, where: string): Parsed<Printed> {
  const text = typeof value === 'number' ? String(value) : value;
  const printed = typeof text === 'string' ? printedNumber(text) : undefined;
  return printed
    ? { ok: true, value: printed }
    : fault({ code: 'bad-value', where, found: value, expected: 'a number' });
}

function blockOf(tensor: Tensor, decimals = 0, indices: boolean): KnownBlock {
  return {
    elided: false,
    span: NOWHERE,
    notation: 'json',
    tensor,
    cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) },
    decimals,
    integers: indices && tensor.data.every(Number.isInteger),
  };
}
