import { parseArgs } from 'node:util';
import { DTYPES, FROM_KINDS, LOSS_NAMES, type LossOptions, REDUCTIONS } from '../core/problem';
import { type Printed, printedNumber } from '../lens/explain';
import type { Request } from '../pair/pair';
import { SNIPPET_KINDS, type SnippetKind } from '../report/snippets';
import { commandNamed, type CommandName, type EngineName, ENGINES, type Option, type Shell } from './commands';

/** A call that makes no sense: what is wrong with it. Ends the program with exit code 2. */
export class UsageError extends Error {}

export interface ReadCall {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly values: boolean;
}

export interface ComputeCall {
  readonly files: readonly string[];
  readonly json: boolean;
  /** Print the exact loss of the printed numbers to this many digits. */
  readonly digits?: number;
  readonly predictions?: string;
  readonly targets?: string;
  readonly request: Pick<Request, 'loss' | 'from'>;
  readonly options: LossOptions;
  /** Print code that reproduces the loss instead of its value. */
  readonly code?: SnippetKind;
  /** Arrays of the first file that hold the weights. */
  readonly weightNames: { readonly weight?: string; readonly posWeight?: string };
}

export function readCall(args: readonly string[]): ReadCall {
  const { values, positionals } = parse('read', args);
  if (positionals.length === 0) throw new UsageError('read needs a file; - is standard input.');
  return { files: positionals, json: values['json'] === true, values: values['values'] === true };
}

export interface ScanCall {
  readonly files: readonly string[];
  readonly json: boolean;
  /** A number to explain, and half a unit of its last place. */
  readonly explain?: Printed;
}

export function scanCall(args: readonly string[]): ScanCall {
  const { values, positionals } = parse('scan', args);
  if (positionals.length === 0) throw new UsageError('scan needs a file; - is standard input.');
  const explain = optional(values['explain'] as string | undefined, numberToExplain);
  return { files: positionals, json: values['json'] === true, ...(explain && { explain }) };
}

export interface DatasetCall {
  readonly patterns: readonly string[];
  readonly manifest?: string;
  readonly json: boolean;
  /** Names of the arrays in files of several. */
  readonly predictions?: string;
  readonly targets?: string;
  readonly request: Pick<Request, 'loss' | 'from'>;
  readonly options: LossOptions;
  readonly worst: number;
  readonly bins: number;
  readonly threads?: number;
  readonly engine: EngineName;
  /** Of a cluster. */
  readonly scheduler?: string;
  /** The program that speaks to it. */
  readonly python: string;
  /** Where what is finished is kept. */
  readonly resume?: string;
}

export function datasetCall(args: readonly string[]): DatasetCall {
  const { values, positionals } = parse('dataset', args);
  const text = (key: string): string | undefined => values[key] as string | undefined;
  const manifest = text('manifest');
  if (positionals.length > 2) throw new UsageError(`dataset takes two patterns at most; found ${positionals.length}.`);
  if ((manifest === undefined) === (positionals.length === 0))
    throw new UsageError('dataset needs patterns of files, or a manifest, and not both.');
  const loss = optional(text('loss'), (value) => oneOf('--loss', value, LOSS_NAMES));
  const from = optional(text('from'), (value) => oneOf('--from', value, FROM_KINDS));
  const weight = optional(text('weight'), (value) => {
    const given = vector('--weight', value);
    if (given === undefined) throw new UsageError(`--weight is ${value}; expected numbers with commas between them.`);
    return given;
  });
  const ignoreIndex = optional(text('ignore-index'), (value) => integer('--ignore-index', value));
  const labelSmoothing = optional(text('label-smoothing'), (value) => real('--label-smoothing', value));
  const threads = optional(text('threads'), (value) => integer('--threads', value, 1, 1024));
  const [predictions, targets, resume] = [text('pred'), text('target'), text('resume')];
  const engine = oneOf('--engine', text('engine') ?? 'fast', ENGINES);
  const [scheduler, python] = [text('scheduler'), text('python')];
  if (engine === 'dask' && scheduler === undefined)
    throw new UsageError('--engine dask needs --scheduler, the address of a cluster: tcp://host:8786.');
  if (engine !== 'dask' && (scheduler ?? python) !== undefined)
    throw new UsageError('--scheduler and --python are for --engine dask.');
  if (engine === 'dask' && threads !== undefined)
    throw new UsageError('--threads is of this machine; of a cluster its workers say how many work at once.');
  return {
    patterns: positionals,
    json: values['json'] === true,
    ...(manifest !== undefined && { manifest }),
    ...(predictions !== undefined && { predictions }),
    ...(targets !== undefined && { targets }),
    request: { ...(loss && { loss }), ...(from && { from }) },
    options: {
      ...(weight && { weight }),
      ...(ignoreIndex !== undefined && { ignoreIndex }),
      ...(labelSmoothing !== undefined && { labelSmoothing }),
    },
    worst: integer('--worst', text('worst') ?? '10', 1, 10_000),
    bins: integer('--bins', text('bins') ?? '15', 1, 10_000),
    ...(threads !== undefined && { threads }),
    engine,
    python: python ?? 'python3',
    ...(scheduler !== undefined && { scheduler }),
    ...(resume !== undefined && { resume }),
  };
}

function numberToExplain(text: string): Printed {
  const number = printedNumber(text);
  if (number === undefined) throw new UsageError(`--explain is ${text}; expected a number.`);
  return number;
}

export interface CheckCall {
  readonly files: readonly string[];
  readonly json: boolean;
  /** As annotations of GitHub's workflows. */
  readonly github: boolean;
  /** Write the values that were found into the comments. */
  readonly update: boolean;
}

export function checkCall(args: readonly string[]): CheckCall {
  const { values, positionals } = parse('check', args);
  if (positionals.length === 0) throw new UsageError('check needs a file or a folder; - is standard input.');
  const json = values['json'] === true;
  const github = values['github'] === true;
  if (json && github) throw new UsageError('--json and --github are two ways to say the same; give one of them.');
  return { files: positionals, json, github, update: values['update'] === true };
}

export function computeCall(args: readonly string[]): ComputeCall {
  const { values, positionals } = parse('compute', args);
  if (positionals.length < 1 || positionals.length > 2) {
    throw new UsageError(`compute takes one file or two (predictions, then targets); found ${positionals.length}.`);
  }
  const text = (key: string): string | undefined => values[key] as string | undefined;
  const loss = oneOf('--loss', text('loss') ?? 'auto', ['auto', ...LOSS_NAMES]);
  const from = optional(text('from'), (value) => oneOf('--from', value, FROM_KINDS));
  const digits = optional(text('exact'), (value) => integer('--exact', value, 1, 1000));
  const code = optional(text('code'), (value) => oneOf('--code', value, SNIPPET_KINDS));
  const predictions = text('pred');
  const targets = text('target');
  const weight = optional(text('weight'), (value) => vector('--weight', value));
  const posWeight = optional(text('pos-weight'), (value) => vector('--pos-weight', value));
  const ignoreIndex = optional(text('ignore-index'), (value) => integer('--ignore-index', value));
  const labelSmoothing = optional(text('label-smoothing'), (value) => real('--label-smoothing', value));
  const eps = optional(text('eps'), (value) => real('--eps', value));
  return {
    files: positionals,
    json: values['json'] === true,
    ...(digits !== undefined && { digits }),
    ...(code !== undefined && { code }),
    ...(predictions !== undefined && { predictions }),
    ...(targets !== undefined && { targets }),
    weightNames: {
      ...(weight === undefined && text('weight') !== undefined && { weight: text('weight') ?? '' }),
      ...(posWeight === undefined && text('pos-weight') !== undefined && { posWeight: text('pos-weight') ?? '' }),
    },
    request: { ...(loss !== 'auto' && { loss }), ...(from !== undefined && { from }) },
    options: {
      reduction: oneOf('--reduction', text('reduction') ?? 'mean', REDUCTIONS),
      dtype: oneOf('--dtype', text('dtype') ?? 'float64', DTYPES),
      ...(weight && { weight }),
      ...(posWeight && { posWeight }),
      ...(ignoreIndex !== undefined && { ignoreIndex }),
      ...(labelSmoothing !== undefined && { labelSmoothing }),
      ...(eps !== undefined && { eps }),
    },
  };
}

/** Reads what stands behind a command, by the options that are told of it. */
function parse(
  command: CommandName,
  args: readonly string[],
): { values: Record<string, unknown>; positionals: string[] } {
  const known: readonly Option[] = commandNamed(command)?.options ?? [];
  const options = Object.fromEntries(
    known.map(({ name, value }) => [name, { type: value === undefined ? ('boolean' as const) : ('string' as const) }]),
  );
  try {
    return parseArgs({ args: joinNegatives(args), options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** `--ignore-index -1`: parseArgs takes a value that starts with a dash only behind an equals sign. */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const argument of args) {
    const option = joined.at(-1);
    if (/^-[\d.]/.test(argument) && option?.startsWith('--') && !option.includes('=')) {
      joined[joined.length - 1] = `${option}=${argument}`;
    } else joined.push(argument);
  }
  return joined;
}

function optional<T>(value: string | undefined, convert: (value: string) => T): T | undefined {
  return value === undefined ? undefined : convert(value);
}

function oneOf<const T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new UsageError(`${option} is ${value}; expected ${known.join(', ')}.`);
  return found;
}

function real(option: string, value: string): number {
  const number = value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number)) throw new UsageError(`${option} is ${value}; expected a number.`);
  return number;
}

function integer(option: string, value: string, min = -Infinity, max = Infinity): number {
  const number = real(option, value);
  if (!Number.isSafeInteger(number) || number < min || number > max) {
    throw new UsageError(
      `${option} is ${value}; expected an integer${max < Infinity ? ` from ${min} to ${max}` : ''}.`,
    );
  }
  return number;
}

/** `1,2,3`: a vector of weights; undefined for what is the name of an array instead. */
function vector(option: string, value: string): { shape: number[]; data: Float64Array } | undefined {
  if (!value.includes(',') && !Number.isFinite(Number(value))) return undefined;
  const data = Float64Array.from(value.split(','), (item) => real(option, item));
  return { shape: [data.length], data };
}

export function shellNamed(args: readonly string[]): Shell {
  const { positionals } = parse('completion', args);
  const [shell = '', ...others] = positionals;
  if (others.length > 0) throw new UsageError(`completion takes one shell; found ${positionals.length}.`);
  return oneOf('the shell', shell, commandNamed('completion')?.words as readonly Shell[]);
}

/** The files of a call that is to be repeated when one of them changes; undefined of one that is not. */
export function watched(command: CommandName, args: readonly string[]): readonly string[] | undefined {
  if (!commandNamed(command)?.options.some(({ name }) => name === 'watch')) return undefined;
  const { values, positionals } = parse(command, args);
  if (values['watch'] !== true) return undefined;
  if (positionals.includes('-')) throw new UsageError('--watch needs files; standard input is read once.');
  return positionals;
}
