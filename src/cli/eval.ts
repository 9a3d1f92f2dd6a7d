import { cellsOf } from '../core/cells';
import { evaluate, gradient } from '../core/evaluate';
import { LOSSES } from '../core/losses/registry';
import {
  DTYPES,
  FROM_KINDS,
  LOSS_NAMES,
  type LossName,
  type LossOptions,
  type Outcome,
  type Problem,
  type Refusal,
  REDUCTIONS,
} from '../core/problem';
import type { Tensor } from '../core/tensor';
import { refusalText, type RequestFault, requestFaultText } from '../report/refusals';
import { describeValue, fault, parseNested, parseNumber, type Parsed, printNumber } from './nested';

const WANTS = ['rows', 'grad', 'probabilities', 'cells', 'argmax', 'confidence', 'margin'] as const;
type Want = (typeof WANTS)[number];

type Fields = Readonly<Record<string, unknown>>;

/** One line of the contract: a problem, and what is wanted beside its value. */
interface EvalRequest {
  readonly problem: Problem;
  readonly wants: readonly Want[];
}

/** How a keyword of PyTorch is read, and the option it becomes. */
interface Parameter {
  readonly option: keyof LossOptions;
  readonly parse: (value: unknown, where: string) => Parsed<unknown>;
}

const PARAMETERS: Readonly<Record<string, Parameter>> = {
  weight: { option: 'weight', parse: parseNested },
  pos_weight: { option: 'posWeight', parse: parseNested },
  ignore_index: { option: 'ignoreIndex', parse: parseInteger },
  label_smoothing: { option: 'labelSmoothing', parse: parseReal },
  reduction: { option: 'reduction', parse: parseOneOf([...REDUCTIONS, 'batchmean']) },
  eps: { option: 'eps', parse: parseReal },
  log_target: { option: 'logTarget', parse: parseTruth },
  alpha: { option: 'alpha', parse: parseReal },
  gamma: { option: 'gamma', parse: parseReal },
  epsilon: { option: 'epsilon', parse: parseReal },
};

/**
 * Reads one problem a line and writes one answer a line, in the same order; blank lines are skipped.
 * Never throws over what a line holds: a line that cannot be read is answered with its fault.
 */
export async function evalLines(
  lines: AsyncIterable<string>,
  write: (line: string) => void,
): Promise<{ failed: number }> {
  let failed = 0;
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const answer = answerLine(line);
    if ('error' in answer) failed++;
    write(JSON.stringify(answer));
  }
  return { failed };
}

/** The answer to one line as a plain object, ready for JSON. */
export function answerLine(line: string): Fields {
  const parsed = parseFields(line);
  if (!parsed.ok) return { id: null, error: errorOf(parsed.fault) };
  const id = parsed.value['id'] ?? null;
  const request = parseRequest(parsed.value);
  return request.ok ? { id, ...answerRequest(request.value) } : { id, error: errorOf(request.fault) };
}

function answerRequest({ problem, wants }: EvalRequest): Fields {
  const outcome = evaluate(problem);
  if (!outcome.ok) return { error: refused(outcome.refusal) };
  const { value, exact, reduction, rows } = outcome.value;
  const answer = {
    value: printResult(value, reduction === 'none'),
    exact: printResult(exact, reduction === 'none'),
    ...(wants.includes('rows') && { rows: Array.from(rows, printNumber) }),
  };
  const parts = { ...gradientOf(problem, wants), ...cellsWanted(problem, wants) };
  return 'error' in parts ? { error: parts['error'] } : { ...answer, ...parts };
}

function gradientOf(problem: Problem, wants: readonly Want[]): Fields {
  if (!wants.includes('grad')) return {};
  const derivative: Outcome<Tensor> = gradient(problem);
  return derivative.ok
    ? { grad: Array.from(derivative.value.data, printNumber) }
    : { error: refused(derivative.refusal) };
}

/** What stands behind the rows, in the exact form. */
function cellsWanted(problem: Problem, wants: readonly Want[]): Fields {
  const wanted = (['probabilities', 'cells', 'argmax', 'confidence', 'margin'] as const).filter((want) =>
    wants.includes(want),
  );
  if (wanted.length === 0) return {};
  const outcome = cellsOf(problem);
  if (!outcome.ok) return { error: refused(outcome.refusal) };
  const { probabilities, losses, argmax, confidence, margin } = outcome.value;
  const lists = { probabilities: probabilities.data, cells: losses.data, argmax, confidence, margin };
  return Object.fromEntries(wanted.map((want) => [want, Array.from(lists[want], printNumber)]));
}

function printResult({ data }: Tensor, list: boolean): unknown {
  return list ? Array.from(data, printNumber) : printNumber(data[0]);
}

function refused(refusal: Refusal): Fields {
  return { code: refusal.code, message: refusalText(refusal) };
}

function errorOf(found: RequestFault): Fields {
  return { code: found.code, message: requestFaultText(found) };
}

function parseFields(line: string): Parsed<Fields> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return fault({ code: 'malformed-json', detail: error instanceof Error ? error.message : 'unreadable' });
  }
  return isFields(value) ? { ok: true, value } : fault({ code: 'malformed-json', detail: describeValue(value) });
}

function parseRequest(fields: Fields): Parsed<EvalRequest> {
  const loss = parseLoss(fields['loss']);
  if (!loss.ok) return loss;
  const predictions = parseTensorField(fields, 'pred');
  if (!predictions.ok) return predictions;
  const targets = parseTensorField(fields, 'target');
  if (!targets.ok) return targets;
  const options = parseParams(fields['params'], loss.value);
  if (!options.ok) return options;
  const dtype = parseOptional(fields['dtype'], 'dtype', parseOneOf(DTYPES));
  if (!dtype.ok) return dtype;
  const from = parseOptional(fields['from'], 'from', parseOneOf(FROM_KINDS));
  if (!from.ok) return from;
  const wants = parseOptional(fields['want'], 'want', parseWants);
  if (!wants.ok) return wants;
  const problem: Problem = {
    loss: loss.value,
    ...(from.value && { from: from.value }),
    predictions: predictions.value,
    targets: targets.value,
    options: { ...options.value, ...(dtype.value && { dtype: dtype.value }) },
  };
  return { ok: true, value: { problem, wants: wants.value ?? [] } };
}

function parseLoss(value: unknown): Parsed<LossName> {
  if (value === undefined) return fault({ code: 'missing-field', where: 'loss' });
  const loss = LOSS_NAMES.find((name) => name === value);
  if (loss) return { ok: true, value: loss };
  return fault({ code: 'unknown-loss', found: describeValue(value), expected: LOSS_NAMES });
}

function parseTensorField(fields: Fields, name: 'pred' | 'target'): Parsed<Tensor> {
  if (fields[name] === undefined) return fault({ code: 'missing-field', where: name });
  const shape = parseOptional(fields[`${name}_shape`], `${name}_shape`, parseShape);
  return shape.ok ? parseNested(fields[name], name, shape.value) : shape;
}

/** null stands for Python's None: the default. */
function parseParams(params: unknown, loss: LossName): Parsed<LossOptions> {
  if (params === undefined || params === null) return { ok: true, value: {} };
  if (!isFields(params)) {
    return fault({ code: 'bad-value', where: 'params', found: describeValue(params), expected: 'an object' });
  }
  const options: Partial<Record<keyof LossOptions, unknown>> = {};
  for (const [name, value] of Object.entries(params)) {
    const parameter = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (!parameter) return fault({ code: 'unknown-parameter', found: name, expected: parameterNames(loss) });
    if (value === null) continue;
    const parsed = parameter.parse(value, `params.${name}`);
    if (!parsed.ok) return parsed;
    options[parameter.option] = parsed.value;
  }
  // Every entry was made by the parser of its own option.
  return { ok: true, value: options as LossOptions };
}

function parameterNames(loss: LossName): string[] {
  const own: readonly (keyof LossOptions)[] = [...LOSSES[loss].options, 'reduction'];
  return Object.keys(PARAMETERS).filter((name) => own.includes(PARAMETERS[name].option));
}

function parseOptional<T>(
  value: unknown,
  where: string,
  parse: (value: unknown, where: string) => Parsed<T>,
): Parsed<T | undefined> {
  return value === undefined || value === null ? { ok: true, value: undefined } : parse(value, where);
}

function parseReal(value: unknown, where: string): Parsed<number> {
  const number = parseNumber(value);
  if (number !== undefined) return { ok: true, value: number };
  return fault({ code: 'bad-number', where, found: describeValue(value) });
}

function parseTruth(value: unknown, where: string): Parsed<boolean> {
  if (typeof value === 'boolean') return { ok: true, value };
  return fault({ code: 'bad-value', where, found: describeValue(value), expected: 'true or false' });
}

function parseInteger(value: unknown, where: string): Parsed<number> {
  if (Number.isSafeInteger(value)) return { ok: true, value: value as number };
  return fault({ code: 'bad-value', where, found: describeValue(value), expected: 'an integer' });
}

function parseShape(value: unknown, where: string): Parsed<readonly number[]> {
  const extents = Array.isArray(value) ? (value as unknown[]) : [NaN];
  if (extents.every((extent) => Number.isSafeInteger(extent) && (extent as number) >= 0)) {
    return { ok: true, value: extents as number[] };
  }
  return fault({ code: 'bad-value', where, found: describeValue(value), expected: 'a list of integers from 0' });
}

function parseWants(value: unknown, where: string): Parsed<readonly Want[]> {
  const wants = Array.isArray(value) ? (value as unknown[]) : [value];
  if (wants.every((want): want is Want => WANTS.some((name) => name === want))) return { ok: true, value: wants };
  return fault({ code: 'bad-value', where, found: describeValue(value), expected: `a list of ${WANTS.join(', ')}` });
}

function parseOneOf<T extends string>(names: readonly T[]): (value: unknown, where: string) => Parsed<T> {
  return (value, where) => {
    const name = names.find((candidate) => candidate === value);
    if (name !== undefined) return { ok: true, value: name };
    const expected = names.map((candidate) => `"${candidate}"`).join(', ');
    return fault({ code: 'bad-value', where, found: describeValue(value), expected });
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
