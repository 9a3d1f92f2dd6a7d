import { sizeOf } from '../../core/tensor';
import type { Notation, Span, Trouble, Unsupported } from '../reading';
import { type Facts, readLeading, readTrailing } from './arguments';
import { type Misfit, type Nest, readBrackets, tokenAt } from './brackets';
import { CellSink } from './cells';
import { constructed, initialised, typeBefore } from './declarations';
import {
  callBefore,
  isCommentOrString,
  isMetadataCall,
  isMetadataName,
  isPartOfExpression,
  isSubscript,
  marginOf,
  wordBefore,
} from './context';
import type { Findings } from './findings';
import { namingBefore, type Naming, promptedExpression } from './names';
import type { CallNotation } from './notation';
import { JULIA_TYPES } from './notations/julia';
import { readCombined } from './notations/rLiterals';
import { readAngleHead } from './notations/tensorflow';
import { isDigit } from './numbers';
import { CALLS, REFUSED_CALLS } from './registry';
import type { Source } from './source';

/** A lone integer or two in brackets is more often a citation or an interval than an array. */
const PROSE_LIMIT = 2;
/** A subscript is no longer than this; what is longer is looked into. */
const SUBSCRIPT_LIMIT = 200;

/** Finds the arrays that are written in brackets: calls, lists, tuples, braces. Each method returns where to go on. */
export class BracketFinder {
  private readonly text: string;

  constructor(
    private readonly source: Source,
    private readonly findings: Findings,
  ) {
    this.text = source.text;
  }

  /** A square bracket: an index, or the start of an array. */
  square(open: number): number {
    const { text } = this;
    if (isSubscript(text, open)) return this.subscript(open);
    const macro = text[open - 1] === '!' ? wordBefore(text, open - 1) : undefined;
    if (macro !== undefined && /^(?:vec|array|arr[123])$/.test(macro.name))
      return this.bare(open, this.naming(macro.start));
    const call = callBefore(text, open);
    if (call !== undefined && isMetadataCall(call)) return this.behind(open, open + 1);
    const made = call === undefined ? -1 : constructed(text, open, call);
    return made < 0 ? this.bare(open) : this.bare(open, this.naming(made));
  }

  /** A round bracket: a call, or a Python tuple. */
  round(open: number): number {
    const { text } = this;
    const word = wordBefore(text, open);
    if (word === undefined) return this.tuple(open);
    const refused = REFUSED_CALLS.get(word.name);
    if (refused !== undefined) return this.refuseCall(open, word.start, refused);
    const call = CALLS.get(word.name);
    if (call !== undefined) {
      // C++ writes torch::tensor.
      const scope = /\w+::$/.exec(text.slice(Math.max(0, word.start - 20), word.start))?.[0].length ?? 0;
      const end = this.call(open, word.start - scope, call);
      if (end >= 0) return end;
    }
    return readCombined(this.source, open, word, this.findings) ?? open + 1;
  }

  /** A curly bracket: a C or Mathematica list, unless it is a dictionary, a set or a block of code. */
  curly(open: number): number {
    const { text } = this;
    if (open > 0 && '\\$%}"\''.includes(text.charAt(open - 1))) return open + 1;
    const type = typeBefore(text, open);
    const variable = /^c(?:pp|uda-cpp)$/.test(this.source.language) ? initialised(text, open) : undefined;
    if (variable !== undefined) return this.bare(open, { kind: 'assigned', name: variable, declared: true });
    if (type === open && wordBefore(text, open) !== undefined) return open + 1;
    const naming = namingBefore(text, type);
    const nested = /^\{\s*\{/.test(text.slice(open, open + 40));
    const listed = naming.kind === 'assigned' && this.source.language !== 'python';
    if (!nested && !listed && naming.kind !== 'line-start') return open + 1;
    return this.bare(open, naming);
  }

  /** `<tf.Tensor: shape=..., dtype=..., numpy=`: the whole print up to its closing angle bracket. */
  angle(start: number): number {
    const head = readAngleHead(this.text, start);
    if (head === undefined) return start + 1;
    const { blocks } = this.findings;
    const before = blocks.length;
    const word = /^array\(/.test(this.text.slice(head.data, head.data + 6)) ? 5 : -1;
    let end = word < 0 ? this.angleScalar(head.data) : this.round(head.data + word);
    const last = blocks.at(-1);
    if (blocks.length !== before + 1 || last === undefined) return Math.max(end, start + 1);
    if (this.text[end] === '>') end++;
    const naming = this.naming(start);
    const name = this.nameOf(naming, true, start, end).name ?? head.name;
    blocks[before] = {
      ...last,
      ...(name !== undefined && { name }),
      notation: 'tensorflow',
      dtype: head.dtype,
      span: { start, end },
      ...(last.elided && { shape: head.shape }),
    };
    return end;
  }

  private angleScalar(at: number): number {
    const { scanner } = this.source;
    const length = this.text.slice(at, at + 60).indexOf('>');
    if (length < 0) return at;
    const close = at + length;
    scanner.stop = close;
    const end = scanner.read(at);
    scanner.stop = -1;
    if (end !== close) return at;
    this.keepScalar(at, end, { start: at, end }, 'tensorflow', undefined, undefined);
    return end;
  }

  /** `x[2, 3]`, `float32[3]`, `Tensor[[2, 2], f32]`; but Julia's `Float32[1.5, 2.5]` is a vector. */
  private subscript(open: number): number {
    const word = wordBefore(this.text, open);
    const type = word === undefined ? undefined : JULIA_TYPES[word.name];
    if (word !== undefined && type !== undefined && Object.hasOwn(JULIA_TYPES, word.name)) {
      return this.bare(open, this.naming(word.start), word.start, type === '' ? undefined : type);
    }
    const end = this.source.closings.after(open);
    return end >= 0 && end - open <= SUBSCRIPT_LIMIT ? end : open + 1;
  }

  private tuple(open: number): number {
    const { text } = this;
    if (open > 0 && /[\])}'"]/.test(text.charAt(open - 1))) return open + 1;
    const naming = namingBefore(text, open);
    const nested = /^\((?:\s*[([])/.test(text.slice(open, open + 40));
    if (!nested && naming.kind !== 'assigned' && naming.kind !== 'key') return open + 1;
    const call = callBefore(text, open);
    if (call !== undefined && isMetadataCall(call)) return this.behind(open, open + 1);
    return this.bare(open, naming);
  }

  /** Brackets without a call around them. */
  private bare(open: number, naming = this.naming(open), start = open, dtype?: string): number {
    const { text, source } = this;
    if (isMetadataName(naming.name) || isCommentOrString(source, open)) return this.behind(open, open + 1);
    const read = readBrackets(source, open, marginOf(text, open));
    const assigned = naming.kind === 'assigned' || naming.kind === 'key';
    if (read.kind === 'misfit') return this.refuse(read, open, start, false, open, assigned);
    const typed = start < open;
    if (!typed && !this.isArray(read, naming, open)) return read.end;
    if (isComputedWith(text, read)) {
      // `[0] * 10` fills a list, and is no array of one number.
      if (assigned && read.sink.count > 1) this.refuseExpression(read.end);
      return read.end;
    }
    if (read.signedGap && source.language === 'python' && naming.kind === 'assigned') {
      // Python computes 1 - 2 here; nothing is evaluated.
      this.findings.troubles.push({
        code: 'bad-token',
        span: { start: open, end: read.end },
        found: tokenAt(text, open),
      });
      return read.end;
    }
    const notation = typed ? 'julia' : this.bareNotation(read, naming, open);
    this.keep(read, { start, end: read.end }, { ...(dtype !== undefined && { dtype }) }, notation, undefined, naming);
    return read.end;
  }

  private refuseExpression(at: number): void {
    let start = at;
    while (this.text.charCodeAt(start) === 0x20) start++;
    const found = tokenAt(this.text, start);
    this.findings.troubles.push({ code: 'bad-token', span: { start, end: start + found.length }, found });
  }

  /** A call with numbers in it. @returns -1 where there are none. */
  private call(open: number, start: number, call: CallNotation): number {
    const { text, source } = this;
    const facts: Facts = {};
    const first = readLeading(text, open + 1, facts);
    if (facts.unsupported !== undefined) return this.refuseCall(open, start, facts.unsupported);
    if (first < 0 || isCommentOrString(source, open)) return -1;
    const scaled = this.scaleAt(first);
    const data = scaled?.data ?? first;
    // C++ writes torch::tensor({{1.0, 2.0}, {3.0, 4.0}}).
    const braces = text[data] === '{' && text.slice(start, open).includes('::');
    if (scaled === undefined && !braces && !'[('.includes(text.charAt(data)))
      return this.scalarCall(data, open, start, call, facts);
    if (text[data] !== '[' && text[data] !== '(' && !braces) return -1;
    source.scanner.shift = scaled?.shift ?? 0;
    const read = readBrackets(source, data, marginOf(text, start));
    source.scanner.shift = 0;
    if (read.kind === 'misfit') return this.refuse(read, data, start, true, open);
    const end = readTrailing(text, read.end, facts);
    if (end < 0) return read.end;
    if (facts.unsupported !== undefined) return this.refuseCall(open, start, facts.unsupported);
    this.keep(read, { start, end }, facts, call.notation, call, this.naming(start), scaled?.shift);
    return end;
  }

  /** `tensor(1.00000e-02 *` in front of the brackets. */
  private scaleAt(at: number): { shift: number; data: number } | undefined {
    const head = /^1\.?0*e([-+]\d{1,3}) ?\*\s*(?=\[)/.exec(this.text.slice(at, at + 60));
    return head === null ? undefined : { shift: Number(head[1]), data: at + head[0].length };
  }

  private scalarCall(at: number, open: number, start: number, call: CallNotation, facts: Facts): number {
    const { text, source } = this;
    const { scanner } = source;
    const end = scanner.read(at);
    if (end < 0) return -1;
    const { kind } = scanner;
    const close = readTrailing(text, end, facts);
    if (close < 0) return -1;
    if (kind === 'complex') return this.refuseCall(open, start, 'complex');
    if (facts.unsupported !== undefined) return this.refuseCall(open, start, facts.unsupported);
    scanner.read(at);
    const naming = this.naming(start);
    const name = this.nameOf(naming, true, start, close).name ?? facts.name;
    this.keepScalar(at, end, { start, end: close }, call.notation, name, facts.dtype ?? implied(call, kind));
    return close;
  }

  private keepScalar(
    at: number,
    end: number,
    span: Span,
    notation: Notation,
    name: string | undefined,
    dtype: string | undefined,
  ): void {
    const sink = new CellSink();
    sink.add(this.source.scanner, at, end);
    this.findings.keep(this.text, sink, { notation, span, shape: [], name, dtype });
  }

  private keep(
    nest: Nest,
    span: Span,
    facts: Facts,
    notation: Notation,
    call: CallNotation | undefined,
    naming: Naming,
    shift = 0,
  ): void {
    const { findings } = this;
    const { sink } = nest;
    const kind = sink.count === 0 ? 'decimal' : sink.booleans ? 'boolean' : sink.integers ? 'integer' : 'decimal';
    const dtype = facts.dtype ?? (call === undefined ? undefined : implied(call, kind));
    const name = this.nameOf(naming, call !== undefined, span.start, span.end).name ?? facts.name;
    if (nest.elision >= 0) {
      findings.blocks.push({
        elided: true,
        ...(name !== undefined && { name }),
        span,
        notation,
        ...(dtype !== undefined && { dtype }),
        ...(facts.shape !== undefined && { shape: facts.shape }),
      });
      findings.troubles.push({ code: 'elided', span: { start: nest.elision, end: nest.elision + 1 } });
      return;
    }
    const shape = this.shapeOf(nest, facts, span);
    if (shape !== undefined) findings.keep(this.text, sink, { notation, span, shape, name, dtype, shift });
  }

  /** The printed shape, or the stated one of an array without numbers; undefined where the two disagree. */
  private shapeOf(nest: Nest, facts: Facts, span: Span): readonly number[] | undefined {
    const { shape, sink } = nest;
    const { shape: stated, layout } = facts;
    if (layout !== undefined) return this.laidOut(nest, layout, span);
    if (stated === undefined || String(stated) === String(shape)) return shape;
    if (sink.count === 0 && stated.includes(0)) return stated;
    this.findings.troubles.push({
      code: 'shape-mismatch',
      span,
      found: `[${shape.join(', ')}]`,
      expected: `[${stated.join(', ')}]`,
    });
    return undefined;
  }

  private laidOut({ shape, sink }: Nest, layout: readonly number[], span: Span): readonly number[] | undefined {
    if (sizeOf(layout) === sink.count) return layout;
    const found = `[${shape.join(', ')}]`;
    this.findings.troubles.push({ code: 'shape-mismatch', span, found, expected: `[${layout.join(', ')}]` });
    return undefined;
  }

  /** What was tried and does not fit: silence where it never looked like an array, a trouble where it did. */
  private refuse(
    misfit: Misfit,
    open: number,
    start: number,
    wrapped: boolean,
    parenthesis: number,
    named = false,
  ): number {
    const { text, source } = this;
    const next = text[misfit.at];
    if (misfit.code === 'too-deep') {
      const end = source.closings.after(open);
      this.findings.troubles.push({ code: 'too-deep', span: { start: open, end: misfit.at }, limit: misfit.depth });
      if (end >= 0) return end;
      let at = misfit.at;
      while (at < text.length && '[({ \n\r\t'.includes(text.charAt(at))) at++;
      return at;
    }
    const numeric = misfit.code === 'complex' || misfit.code === 'masked';
    const certain = wrapped && (misfit.numbers > 0 || numeric);
    const likely =
      (misfit.numbers > 1 ||
        (misfit.numbers > 0 && misfit.depth > 1) ||
        (misfit.numbers > 0 && isDigit(text.charCodeAt(misfit.at))) ||
        (misfit.code === 'complex' && misfit.depth > 0) ||
        (misfit.numbers > 0 && numeric) ||
        (misfit.numbers === 0 && isExpressionFirst(text, misfit, named))) &&
      (misfit.depth > 1 || named || misfit.code === 'ragged' || (next !== ')' && next !== ']')) &&
      next !== '{' &&
      next !== '=' &&
      next !== ':';
    if (!certain && !likely) return open + 1;
    this.findings.troubles.push(this.troubleOf(misfit, start));
    return this.behind(wrapped ? parenthesis : open, Math.max(misfit.at, open + 1));
  }

  private troubleOf(misfit: Misfit, start: number): Trouble {
    const { text } = this;
    const token = tokenAt(text, misfit.at);
    const span = { start: misfit.at, end: Math.min(misfit.at + token.length, text.length) };
    switch (misfit.code) {
      case 'ragged':
        return { code: 'ragged', span, row: misfit.row, found: misfit.found, expected: misfit.expected };
      case 'unclosed':
        return { code: 'unclosed', span: { start, end: text.length }, found: text.slice(start, start + 40) };
      case 'complex':
      case 'masked':
        return { code: 'unsupported', kind: misfit.code, span };
      default:
        return { code: 'bad-token', span, found: token };
    }
  }

  private refuseCall(open: number, start: number, kind: Unsupported): number {
    const end = this.behind(open, open + 1);
    this.findings.troubles.push({ code: 'unsupported', kind, span: { start, end } });
    return end;
  }

  /** Behind the bracket that closes this one; `otherwise` where none does. */
  private behind(open: number, otherwise: number): number {
    const end = this.source.closings.after(open);
    return end >= 0 ? end : otherwise;
  }

  /** Is a bare bracket of numbers data, or part of a sentence? */
  private isArray(nest: Nest, naming: Naming, open: number): boolean {
    const { count, integers } = nest.sink;
    if (nest.elision >= 0) return count > 1;
    // `[1,2] =`: where something is put.
    if (/^[ \t]*=(?![=])/.test(this.text.slice(nest.end, nest.end + 20))) return false;
    if (count === 0) return false;
    if (nest.shape.length > 1 || naming.kind === 'assigned' || naming.kind === 'key') return true;
    if (naming.kind === 'label') return count > 1 || !integers;
    if (naming.kind === 'line-start') return !(count === 1 && integers) || this.isWhole(open, nest.end);
    if (naming.kind === 'opener') return count > 1 || !integers;
    return count > PROSE_LIMIT && !isCitation(nest);
  }

  private isWhole(start: number, end: number): boolean {
    const before = this.text.slice(Math.max(0, start - 200), start);
    const after = this.text.slice(end, end + 200);
    return start < 200 && this.text.length - end < 200 && before.trim() === '' && after.trim() === '';
  }

  private bareNotation(nest: Nest, naming: Naming, open: number): Notation {
    const { language } = this.source;
    if (this.text[open] === '{')
      return /^(?:c|cpp|cuda-cpp|java|csharp|go)$/.test(language) ? 'c' : braceNotation(naming);
    if (nest.rows) return language === 'julia' ? 'julia' : 'matlab';
    if (nest.separator === 'space')
      return this.source.rowLines ? (language === 'julia' ? 'julia' : 'matlab') : 'numpy-str';
    if (language === 'python' || nest.tuple || naming.pythonic === true) return 'python';
    if (naming.declared === true || /^(?:javascript|typescript)/.test(language)) return 'javascript';
    if (language === 'json' || naming.quoted === true) return 'json';
    return naming.kind === 'assigned' ? 'python' : 'json';
  }

  private naming(start: number): Naming {
    return namingBefore(this.text, start);
  }

  private nameOf(naming: Naming, wrapped: boolean, start: number, end: number): { name?: string } {
    if (naming.kind === 'assigned' && isPartOfExpression(this.text, end)) return {};
    if (naming.name !== undefined && (naming.kind !== 'prose' || wrapped)) {
      return { name: this.text[start] === '{' ? naming.name.replace(/(?:\[[^\]]*\])+$/, '') : naming.name };
    }
    const prompted = naming.kind === 'line-start' ? promptedExpression(this.text, start) : undefined;
    return prompted === undefined ? {} : { name: prompted };
  }
}

/** What begins with digits and goes on as no number does: `1/2`, `0x1f`, `2**3`. */
function isExpressionFirst(text: string, { at, code, depth }: Misfit, named: boolean): boolean {
  if (code !== 'bad-token' || !(named || depth > 1)) return false;
  const first = text.charCodeAt(at) === 0x2d ? at + 1 : at;
  return (
    isDigit(text.charCodeAt(first)) && /^\d[\w.]*(?: ?[-+*/]|$)/.test(text.slice(first, first + 20).split(/[,\])}]/)[0])
  );
}

/** Repeated or added to, as lists are; or a matrix turned on its side by MATLAB's quote. */
function isComputedWith(text: string, { end, shape, tuple, rows }: Nest): boolean {
  const next = text.slice(end, end + 12);
  if (rows && shape.length > 1 && next.startsWith("'")) return true;
  return !tuple && /^[ \t]*[*+][ \t]*[\w[(]/.test(next);
}

function braceNotation(naming: Naming): Notation {
  return naming.declared === true || /\]$/.test(naming.name ?? '') ? 'c' : 'mathematica';
}

function implied(call: CallNotation, kind: string): string | undefined {
  if (kind === 'boolean') return 'bool';
  return kind === 'integer' ? call.implied?.integer : call.implied?.decimal;
}

/** `[3, 4, 12]` in a sentence: a few integers in rising order. */
function isCitation({ sink }: Nest): boolean {
  if (!sink.integers || sink.count > 6) return false;
  for (let index = 1; index < sink.count; index++) {
    if (sink.valueAt(index) <= sink.valueAt(index - 1)) return false;
  }
  return true;
}
