import { isDigit } from './numbers';
import type { Margin } from './brackets';
import type { Source } from './source';

const HASH = 0x23;

/** What the surroundings of a bracket say about it. All look-ups are over a bounded stretch. */

/** Wrappers whose brackets hold a shape or a size, never values. */
const METADATA_CALLS =
  /^(?:(?:torch\.)?Size|TensorShape|.*\.?(?:zeros|ones|empty|full|randn?|randint|normal|uniform|reshape|view|permute|transpose|expand|repeat|tile|sum|mean|squeeze|unsqueeze|flip|roll|subplots|range|arange|shape|size|pad|broadcast_to|Normalize|Resize))$/;

/** Names whose value is a shape or the like. */
const METADATA_NAMES: ReadonlySet<string> = new Set([
  'shape',
  'size',
  'dims',
  'dim',
  'axis',
  'axes',
  'stride',
  'strides',
  'figsize',
  'pos',
  'betas',
  'kernel_size',
  'padding',
  'dilation',
  'xlim',
  'ylim',
  'fill_value',
  'mask',
  'python_version',
  'version',
  'row.names',
  'levels',
  'nrow',
  'ncol',
]);

export function isMetadataCall(name: string): boolean {
  return METADATA_CALLS.test(name);
}

export function isMetadataName(name: string | undefined): boolean {
  return name !== undefined && METADATA_NAMES.has(name);
}

/** The word that ends at `end`, dots included: `torch.tensor`. */
export function wordBefore(text: string, end: number): { name: string; start: number } | undefined {
  let start = end;
  while (start > 0 && end - start < 40 && isPathPart(text.charCodeAt(start - 1))) start--;
  return start === end ? undefined : { name: text.slice(start, end), start };
}

/** The word in front of the parenthesis that is the last thing before `bracket`: what the bracket is passed to. */
export function callBefore(text: string, bracket: number): string | undefined {
  let at = bracket - 1;
  while (at >= 0 && at > bracket - 200 && text.charCodeAt(at) <= 0x20) at--;
  return text.charCodeAt(at) === 0x28 ? wordBefore(text, at)?.name : undefined;
}

/** `x[0]`, `f(x)[0]`, `"..."[0]`: what stands directly in front makes it an index. */
export function isSubscript(text: string, open: number): boolean {
  if (open === 0) return false;
  const before = text.charCodeAt(open - 1);
  if (before === 0x22 || before === 0x27) return !isOpeningQuote(text, open - 1);
  return isPathPart(before) || before === 0x29 || before === 0x5d;
}

/** A quote that begins a string: `"[[1, 2]]"`, and does not end one: `"abc"[0]`. */
function isOpeningQuote(text: string, quote: number): boolean {
  return quote === 0 || ' \t\n=(,:[{'.includes(text.charAt(quote - 1));
}

export function isPathPart(code: number): boolean {
  const lower = code | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === 0x5f || code === 0x2e || code > 0xbf;
}

/** Where the line of `at` starts, looking no further back than `limit` characters. */
export function lineStartOf(text: string, at: number, limit = 400): number {
  const from = Math.max(0, at - limit);
  return from + text.slice(from, at).lastIndexOf('\n') + 1;
}

/** How the line of the bracket begins: a comment mark, a quotation mark, a docstring's prompt. */
export function marginOf(text: string, open: number): Margin {
  const start = lineStartOf(text, open, 80);
  const line = text.slice(start, open);
  return {
    promptColumn: /^[ \t]*>>> /.exec(line)?.[0].indexOf('>') ?? -1,
    mark: /^[ \t]*(#+|\/\/+|%+|\*|--|>(?!>>))(?=[ \t[({]|$)/.exec(line)?.[1] ?? '',
  };
}

/** In source code: inside a comment, or inside a string that ends on the same line. */
export function isCommentOrString(source: Source, at: number): boolean {
  const { text, quoting, slashComments } = source;
  if (source.language !== 'python' && !slashComments) return false;
  const start = lineStartOf(text, at);
  // Asked of every bracket of a line in turn: it goes on from the bracket before.
  const known = quoting.from === start && quoting.at <= at;
  let p = known ? quoting.at : start;
  let quote = known ? quoting.quote : 0;
  for (; p < at && quote !== HASH; p++) {
    const code = text.charCodeAt(p);
    if (quote !== 0) {
      if (code === 0x5c) p++;
      else if (code === quote) quote = 0;
    } else if (slashComments && code === 0x2f && text.charCodeAt(p + 1) === 0x2f) quote = HASH;
    else if (code === 0x22 || code === 0x27) {
      // A string of several lines may hold a docstring's examples.
      if (text.charCodeAt(p + 1) === code && text.charCodeAt(p + 2) === code) return false;
      quote = code;
    } else if (code === HASH && !slashComments) quote = code;
  }
  source.quoting = { from: start, at: p, quote };
  if (quote === 0 || quote === HASH) return quote === HASH;
  const rest = text.slice(at, at + 400);
  return rest.slice(0, rest.indexOf('\n') >>> 0).includes(String.fromCharCode(quote));
}

/** Casts and moves that leave the numbers alone. */
const HARMLESS =
  /^\.(?:float|long|double|half|int|to|cuda|cpu|detach|clone|numpy|astype|requires_grad_|requires_grad|tolist|contiguous)\(/;

/** `x = tensor(...) / 3`: what stands here is not x. */
export function isPartOfExpression(text: string, end: number): boolean {
  const rest = text.slice(end, end + 40);
  return /^[ \t]*[-+*/@%|&<.]/.test(rest) && !HARMLESS.test(rest) && !/^[ \t]*(?:->|\/\/|\.$|\.\s)/.test(rest);
}
