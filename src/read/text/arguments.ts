import type { Unsupported } from '../reading';

/** What keyword arguments around the numbers say: `dtype=torch.float64, device='cuda:0', grad_fn=<AddmmBackward0>`. */
export interface Facts {
  dtype?: string;
  shape?: readonly number[];
  /** How numbers that are written flat are laid out: `tf.tensor2d([1, 2, 3, 4], [2, 2])`. */
  layout?: readonly number[];
  name?: string;
  /** A keyword that says the numbers are not the values. */
  unsupported?: Unsupported;
}

/** No keyword of a print is longer; it also bounds what is looked at where the text is something else. */
const ARGUMENT_LIMIT = 1000;

/** Keywords whose value is the numbers themselves. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['data', 'object', 'numpy', 'value', 'values', 'initial_value']);

/**
 * Reads keyword arguments up to the numbers: `shape=[2, 3], dtype=float32, [[...`, or none.
 * @returns the offset of the first character that is no keyword's; -1 where the arguments make no sense.
 */
export function readLeading(text: string, start: number, facts: Facts): number {
  let at = start;
  const limit = Math.min(text.length, start + ARGUMENT_LIMIT);
  for (;;) {
    at = skipSeparators(text, at, limit);
    const equals = endOfKeyword(text, at);
    if (equals < 0) return at;
    const key = text.slice(at, equals);
    if (DATA_KEYWORDS.has(key)) return skipSeparators(text, equals + 1, limit);
    const end = endOfArgument(text, equals + 1, limit);
    if (end < 0) return -1;
    note(facts, key, text.slice(equals + 1, end).trim());
    at = end;
  }
}

/**
 * Reads the arguments from behind the numbers to the closing bracket.
 * @returns the offset behind the bracket, or -1 where something else stands there.
 */
export function readTrailing(text: string, start: number, facts: Facts, close = ')'): number {
  let at = start;
  const limit = Math.min(text.length, start + ARGUMENT_LIMIT);
  for (;;) {
    at = skipSeparators(text, at, limit);
    if (at >= limit) return -1;
    if (text[at] === close) return at + 1;
    const end = endOfArgument(text, at, limit);
    if (end <= at) return -1;
    const argument = text.slice(at, end);
    const equals = argument.indexOf('=');
    const value = argument.slice(equals + 1).trim();
    if (equals >= 0) note(facts, argument.slice(0, equals).trim(), value);
    else if (isDtype(value)) facts.dtype = dtypeName(value);
    else {
      const layout = facts.layout === undefined && /^\[[\d, ]{1,60}\]$/.test(value) ? shapeOf(value) : undefined;
      if (layout === undefined) return -1;
      facts.layout = layout;
    }
    at = end;
  }
}

function note(facts: Facts, key: string, value: string): void {
  switch (key) {
    case 'dtype':
      if (value.startsWith('[')) facts.unsupported = 'records';
      else if (/^(?:object|np\.object_?|'O'|"O")$/.test(value)) facts.unsupported = 'objects';
      else if (/^['"][<>|=]?[US]\d*['"]$/.test(value)) facts.unsupported = 'text';
      else if (/^['"]?(?:torch\.|np\.|tf\.|jnp\.)?complex/.test(value)) facts.unsupported = 'complex';
      else facts.dtype = dtypeName(value);
      break;
    case 'shape':
    case 'size': {
      const shape = shapeOf(value);
      if (shape !== undefined) facts.shape = shape;
      break;
    }
    case 'name':
      if (/^'[^']*'$/.test(value)) facts.name = value.slice(1, -1);
      break;
    case 'layout':
      if (value.includes('sparse')) facts.unsupported = 'sparse';
      break;
    case 'nnz':
    case 'indices':
    case 'crow_indices':
    case 'ccol_indices':
      facts.unsupported = 'sparse';
      break;
    case 'scale':
    case 'quantization_scheme':
      facts.unsupported = 'quantized';
      break;
    case 'mask':
      facts.unsupported = 'masked';
      break;
  }
}

/** The offset of the `=` behind the word at `at`; -1 where no keyword stands there. */
function endOfKeyword(text: string, at: number): number {
  let end = at;
  while (end < at + 40 && isWordPart(text.charCodeAt(end))) end++;
  return end > at && text[end] === '=' && text[end + 1] !== '=' ? end : -1;
}

function skipSeparators(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit && (text.charCodeAt(at) === 0x2c || text.charCodeAt(at) <= 0x20)) at++;
  return at;
}

/** The offset of the comma or bracket that ends the argument; brackets, angle brackets and quotes nest. */
function endOfArgument(text: string, start: number, limit: number): number {
  let depth = 0;
  let quote = '';
  for (let at = start; at < limit; at++) {
    const c = text.charAt(at);
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '(' || c === '[' || c === '<' || c === '{') depth++;
    else if (depth === 0 && (c === ',' || c === ')' || c === '>')) return at;
    else if (c === ')' || c === ']' || c === '>' || c === '}') depth--;
  }
  return -1;
}

const DTYPE =
  /^(?:torch\.|np\.|numpy\.|jnp\.|tf\.|[<>|=])?['"]?((?:b?float|u?int|bool|double|long|half|short|complex|qu?int|f|i|u|c)_?\d*(?:_e\dm\d(?:fn)?)?)['"]?$/;

function isDtype(value: string): boolean {
  return value.length < 40 && (/\d$/.test(value) || value.includes('bool')) && DTYPE.test(value);
}

const TORCH_SYNONYMS: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
};

/** `torch.float64` as 'float64', `'>f4'` as it is written; torch's short names by what they stand for. */
function dtypeName(value: string): string {
  const bare = value.replace(/^(?:torch|np|numpy|jnp|tf|paddle|mx)\./, '').replaceAll(/['"]/g, '');
  if (bare === 'bool_') return 'bool';
  return Object.hasOwn(TORCH_SYNONYMS, bare) && value.startsWith('torch.') ? TORCH_SYNONYMS[bare] : bare;
}

/** The extents in `(2, 3)`, `[2, 3]`, `torch.Size([2, 3])`. */
export function shapeOf(value: string): readonly number[] | undefined {
  const inner = /^(?:torch\.Size\()?[[(]([\d\s,]*)[\])]\)?$/.exec(value)?.[1];
  if (inner === undefined) return undefined;
  const extents = inner
    .split(',')
    .map((extent) => extent.trim())
    .filter((extent) => extent !== '');
  // `(0 3)` is no tuple.
  return extents.some((extent) => /\s/.test(extent)) ? undefined : extents.map(Number);
}

function isWordPart(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}
