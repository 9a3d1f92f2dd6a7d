import type { KnownBlock, Notation, Reading, Span, Trouble } from '../reading';
import { sameShape } from '../../core/tensor';
import { DEPTH_LIMIT, tokenAt } from '../text/brackets';
import { blockOf, CellSink } from '../text/cells';
import { inexactTrouble } from '../text/findings';
import { RowRuns } from '../text/rowRuns';
import { JsonCursor, type JsonFault, type JsonToken } from './cursor';

/** JSON leaves no number out. */
interface JsonReading extends Reading {
  readonly blocks: readonly KnownBlock[];
}

/** Every array of a JSON file, called by its path. What is not JSON is refused as a whole. */
export function readJson(text: string): JsonReading {
  const reader = new JsonReader(text);
  return reader.read('end');
}

/** JSON Lines: a record a line; each field of the records becomes one array. */
export function readJsonLines(text: string): JsonReading {
  const reader = new JsonReader(text);
  return reader.readRecords();
}

const NUMBER: readonly number[] = [];

/** An open bracket. */
interface Frame {
  readonly start: number;
  readonly isObject: boolean;
  /** How the path goes on below: the key at hand, or the number of elements so far. */
  key: string;
  count: number;
  /** Of an array: the shape of its elements as long as they are alike, [] for numbers. */
  shape: readonly number[] | undefined;
  /** An object, or an array whose first element is neither a number nor an array of them. */
  other: boolean;
  ragged: { readonly at: number; readonly row: number; readonly found: string; readonly expected: string } | undefined;
  /** What stands among numbers or rows and is neither. */
  mixed: Span | undefined;
  /** Shared with the arrays inside: together they are one array. */
  readonly sink: CellSink;
}

/** A field of the records of a list, as far as it was seen. */
interface Field {
  /** The numbers of all records so far. */
  readonly sink: CellSink;
  /** What every record holds of it: [] for a number. */
  readonly shape: readonly number[];
  /** How many records held it. */
  count: number;
  start: number;
  end: number;
  /** The first record that held another shape. */
  odd: { readonly span: Span; readonly record: number; readonly shape: readonly number[] } | undefined;
  /** The record that held it last. */
  record: number;
  text: Span | undefined;
  missing: boolean;
}

class JsonReader {
  private readonly cursor: JsonCursor;
  private readonly rowRuns: RowRuns;
  private readonly frames: Frame[] = [];
  private readonly blocks: KnownBlock[] = [];
  private readonly troubles: Trouble[] = [];
  /** The fields of the records at hand, by path below the record. */
  private fields = new Map<string, Field>();
  /** How many frames are open around a record; -1 outside of records. */
  private recordDepth = -1;
  private record = -1;
  private spare: CellSink | undefined;
  /** Where Python's NaN or Infinity stands. */
  private pythonic = -1;

  constructor(private readonly text: string) {
    this.cursor = new JsonCursor(text);
    this.rowRuns = new RowRuns(text);
  }

  read(behind: 'end'): JsonReading {
    const fault = this.value(this.cursor.next()) ?? this.expect(behind);
    return this.reading(fault, 'json');
  }

  readRecords(): JsonReading {
    this.recordDepth = 0;
    let fault: JsonFault | undefined;
    let last = -1;
    for (;;) {
      const token = this.cursor.next();
      if (token === 'end') break;
      // Two records on one line are no JSON Lines.
      if (last >= 0 && !this.text.slice(last, this.cursor.start).includes('\n')) fault = this.fault('end');
      this.record++;
      fault ??= this.value(token);
      if (fault !== undefined) break;
      last = this.cursor.end;
    }
    if (fault === undefined) this.closeRecords(this.record + 1, '', 'jsonl');
    return this.reading(fault, 'jsonl');
  }

  private reading(fault: JsonFault | undefined, notation: Notation): JsonReading {
    if (fault !== undefined) return { blocks: [], troubles: [this.troubleOf(fault)] };
    if (this.troubles.some((trouble) => trouble.code === 'too-deep')) {
      return { blocks: [], troubles: this.troubles };
    }
    const blocks = this.blocks.sort((a, b) => a.span.start - b.span.start);
    this.sayDuplicates(blocks);
    if (this.pythonic < 0) return { blocks, troubles: this.troubles };
    const found = tokenAt(this.text, this.pythonic);
    const span = { start: this.pythonic, end: this.pythonic + found.length };
    this.troubles.push({ code: 'not-json', span, found, expected: notation === 'json' ? 'number' : 'value' });
    return { blocks: blocks.map((block) => ({ ...block, notation: 'python' })), troubles: this.troubles };
  }

  private sayDuplicates(blocks: readonly KnownBlock[]): void {
    const seen = new Set<string>();
    for (const { name, span } of blocks) {
      if (name === undefined) continue;
      if (seen.has(name)) this.troubles.push({ code: 'duplicate-key', span, key: name });
      seen.add(name);
    }
  }

  private troubleOf({ at, end, expected }: JsonFault): Trouble {
    return { code: 'not-json', span: { start: at, end }, found: this.text.slice(at, Math.min(end, at + 40)), expected };
  }

  /** Reads the value that begins with the token, without recursion. */
  private value(first: JsonToken): JsonFault | undefined {
    const { cursor, frames } = this;
    const base = frames.length;
    let token = first;
    for (;;) {
      const opened = token === '[' || token === '{';
      if (opened) {
        if (frames.length >= DEPTH_LIMIT) return this.tooDeep();
        this.open(token === '{');
        token = cursor.next();
        if (token === (frames.at(-1)?.isObject === true ? '}' : ']')) this.close();
        else {
          const fault = this.beforeValue(token);
          if (fault !== undefined) return fault;
          token = this.atValue;
          continue;
        }
      } else {
        const fault = this.scalar(token);
        if (fault !== undefined) return fault;
      }
      for (;;) {
        if (frames.length === base) return undefined;
        token = cursor.next();
        const frame = frames[frames.length - 1];
        if (token === (frame.isObject ? '}' : ']')) {
          this.close();
          continue;
        }
        if (token !== ',') return this.fault('comma-or-end', token);
        const fault = this.beforeValue(cursor.next());
        if (fault !== undefined) return fault;
        token = this.atValue;
        break;
      }
    }
  }

  private atValue: JsonToken = 'bad';

  /** In an object, a key and a colon stand in front of the value. */
  private beforeValue(token: JsonToken): JsonFault | undefined {
    const { cursor } = this;
    const frame = this.frames[this.frames.length - 1];
    this.atValue = token;
    if (!frame.isObject) return undefined;
    if (token !== 'string') return this.fault('key', token);
    frame.key = cursor.stringValue().slice(0, 200);
    const colon = cursor.next();
    if (colon !== ':') return this.fault('colon', colon);
    this.atValue = cursor.next();
    return undefined;
  }

  private open(isObject: boolean): void {
    const parent = this.frames.at(-1);
    this.frames.push({
      start: this.cursor.start,
      isObject,
      key: '',
      count: 0,
      shape: undefined,
      other: isObject,
      ragged: undefined,
      mixed: undefined,
      sink: parent === undefined || parent.other ? this.emptySink() : parent.sink,
    });
    const records = isObject && parent !== undefined && !parent.isObject && this.recordDepth < 0;
    if (records && parent.count === 0) {
      this.recordDepth = this.frames.length - 1;
      this.record = 0;
    } else if (isObject && this.frames.length - 1 === this.recordDepth) this.record = parent?.count ?? this.record;
  }

  private scalar(token: JsonToken): JsonFault | undefined {
    const { cursor } = this;
    const frame = this.frames.at(-1);
    switch (token) {
      case 'string':
        this.words(frame);
        return undefined;
      case 'number':
        this.number(frame, cursor.end);
        return undefined;
      case 'word': {
        const python = 'NI'.includes(this.text.charAt(cursor.start));
        if (python && this.pythonic < 0) this.pythonic = cursor.start;
        const end = cursor.scanner.read(cursor.start);
        if (end !== cursor.end) return this.fault('value');
        this.number(frame, end);
        return undefined;
      }
      default:
        if (token === 'bad' && this.text.startsWith('-Infinity', cursor.start)) {
          if (this.pythonic < 0) this.pythonic = cursor.start;
          const end = cursor.scanner.read(cursor.start);
          if (end !== cursor.start + 9) return this.fault('value', token);
          cursor.at = cursor.end = end;
          this.number(frame, end);
          return undefined;
        }
        return this.fault('value', token);
    }
  }

  private number(frame: Frame | undefined, end: number): void {
    const { cursor } = this;
    if (frame === undefined) return;
    if (frame.isObject) {
      this.recordScalar(end);
      return;
    }
    if (!frame.other) {
      if (frame.shape === undefined) frame.shape = NUMBER;
      else if (frame.shape.length > 0) this.markRagged(frame, cursor.start, 'a number', 'a row');
      frame.sink.add(cursor.scanner, cursor.start, end);
      if (frame.shape.length === 0) this.numberRun(frame);
    }
    frame.count++;
  }

  /** Takes the numbers that follow as long as only commas and blanks stand between: nearly all time is spent here. */
  private numberRun(frame: Frame): void {
    const { cursor, text } = this;
    const { scanner } = cursor;
    for (let at = cursor.at; text.charCodeAt(at) === 0x2c;) {
      let code = text.charCodeAt(++at);
      while (code === 0x20 || code === 0x0a) code = text.charCodeAt(++at);
      if (!((code >= 0x30 && code <= 0x39) || code === 0x2d)) return;
      const end = scanner.read(at);
      if (end < 0 || !scanner.strict) return;
      frame.sink.add(scanner, at, end);
      frame.count++;
      cursor.start = at;
      cursor.at = cursor.end = at = end;
    }
  }

  private words(frame: Frame | undefined): void {
    const { cursor } = this;
    if (frame === undefined) return;
    if (frame.isObject) {
      if (this.recordDepth >= 0) {
        const field = this.field();
        field.text ??= { start: cursor.start, end: cursor.end };
        field.record = this.record;
      }
      return;
    }
    this.addOther(frame, { start: cursor.start, end: cursor.end });
  }

  /** An element that is neither a number nor an array of numbers. */
  private addOther(frame: Frame, span: Span): void {
    if (frame.shape === undefined) frame.other = true;
    else frame.mixed ??= span;
    frame.count++;
  }

  private close(): void {
    const frame = this.frames.pop() as Frame;
    const parent = this.frames.at(-1);
    const list = parent !== undefined && !parent.isObject ? parent : undefined;
    const span = { start: frame.start, end: this.cursor.end };
    if (!frame.isObject && this.frames.length === this.recordDepth - 1) {
      this.closeRecords(frame.count, this.pathTo(this.frames.length), 'json');
    }
    if (frame.other) {
      if (list !== undefined) this.addOther(list, { start: frame.start, end: frame.start + 1 });
    } else if (list !== undefined && !list.other) this.closeRow(frame, list);
    else {
      this.keep(frame, span);
      if (list !== undefined) list.count++;
    }
  }

  /** An array inside an array: one of its rows. */
  private closeRow(frame: Frame, list: Frame): void {
    const shape = [frame.count, ...(frame.shape ?? [])];
    list.ragged ??= frame.ragged;
    list.mixed ??= frame.mixed;
    if (list.shape === undefined) list.shape = shape;
    else if (!sameShape(list.shape, shape)) {
      const alike = list.shape.length === shape.length;
      const found = alike ? String(shape[0]) : 'a row';
      this.markRagged(list, frame.start, found, alike ? String(list.shape[0]) : 'a number');
    }
    list.count++;
    if (shape.length === 1 && list.shape?.length === 1) this.takeRows(list, shape[0]);
  }

  /** Rows like the one that was closed, as many as follow with nothing but commas between them. */
  private takeRows(list: Frame, columns: number): void {
    const { cursor, text } = this;
    if (list.ragged !== undefined || list.mixed !== undefined || columns === 0) return;
    const wanted = { at: cursor.end, limit: text.length, columns, form: 'commas', strict: true } as const;
    const taken = this.rowRuns.take(wanted, list.sink);
    if (taken === undefined) return;
    list.count += taken.rows;
    cursor.at = cursor.end = taken.at;
  }

  /** An array that is complete and stands for itself. */
  private keep(frame: Frame, span: Span): void {
    const { sink, mixed, ragged } = frame;
    if (sink.count === 0 || frame.shape === undefined) return;
    if (mixed !== undefined) {
      if (sink.count > 1) this.refuseMixed(mixed);
      return;
    }
    if (ragged !== undefined) {
      const { at, row, found, expected } = ragged;
      this.troubles.push({ code: 'ragged', span: { start: at, end: at + 1 }, row, found, expected });
      return;
    }
    const shape = [frame.count, ...frame.shape];
    if (this.recordDepth >= 0 && this.frames.length > this.recordDepth) {
      this.addToField(sink, shape, span);
      this.spare = sink;
      return;
    }
    const path = this.pathTo(this.frames.length);
    const block = blockOf(sink, { notation: 'json', span, shape, name: path === '' ? undefined : path });
    const inexact = inexactTrouble(this.text, sink);
    if (inexact !== undefined) this.troubles.push(inexact);
    this.blocks.push(block);
  }

  private markRagged(frame: Frame, at: number, found: string, expected: string): void {
    frame.ragged ??= { at, row: frame.count, found, expected };
  }

  private refuseMixed(span: Span): void {
    this.troubles.push({
      code: 'bad-token',
      span,
      found: this.text.slice(span.start, Math.min(span.end, span.start + 64)),
    });
  }

  /** `epochs[0].logits`: keys and indices from the root, or from the record. */
  private pathTo(depth: number): string {
    let path = '';
    const first = this.recordDepth >= 0 && depth > this.recordDepth ? this.recordDepth : 0;
    for (let index = first; index < depth; index++) {
      const frame = this.frames[index];
      if (!frame.isObject) path += `[${frame.count}]`;
      else path += path === '' ? frame.key : `.${frame.key}`;
    }
    return path;
  }

  /** @param shape of the value at hand, where it is numbers. */
  private field(shape: readonly number[] = NUMBER): Field {
    const path = this.pathTo(this.frames.length);
    let field = this.fields.get(path);
    if (field === undefined) {
      const sink = new CellSink(this.text.length);
      const missing = this.record > 0;
      field = { sink, shape, count: 0, start: -1, end: -1, odd: undefined, record: -1, text: undefined, missing };
      this.fields.set(path, field);
    }
    if (field.record >= 0 && field.record < this.record - 1) field.missing = true;
    return field;
  }

  private recordScalar(end: number): void {
    if (this.recordDepth < 0) return;
    const { scanner, start } = this.cursor;
    const field = this.field();
    if (this.isNext(field, NUMBER, start, end)) field.sink.add(scanner, start, end);
  }

  private addToField(sink: CellSink, shape: readonly number[], { start, end }: Span): void {
    const field = this.field(shape);
    if (this.isNext(field, shape, start, end)) field.sink.takeAll(sink);
    else sink.clear();
  }

  /** Counts a value of the field. @returns false where its shape is not that of those before. */
  private isNext(field: Field, shape: readonly number[], start: number, end: number): boolean {
    if (field.count === 0) field.start = start;
    field.count++;
    field.end = end;
    field.record = this.record;
    if (field.odd === undefined && sameShape(field.shape, shape)) return true;
    field.odd ??= { span: { start, end }, record: field.count - 1, shape };
    return false;
  }

  /** The sink of the last array of a record serves the next one. */
  private emptySink(): CellSink {
    const sink = this.spare ?? new CellSink(this.text.length);
    this.spare = undefined;
    return sink;
  }

  /** The records are complete: every field that all of them have, in the same shape, is one array. */
  private closeRecords(count: number, path: string, notation: Notation): void {
    for (const [name, field] of this.fields)
      this.closeField(field, path === '' ? name : `${path}.${name}`, count, notation);
    this.fields = new Map();
    this.recordDepth = -1;
    this.record = -1;
  }

  private closeField(field: Field, name: string, count: number, notation: Notation): void {
    if (field.count === 0) return;
    if (field.text !== undefined) {
      if (field.count > 1) this.refuseMixed(field.text);
      return;
    }
    const span = { start: field.start, end: field.end };
    if (field.missing || field.count !== count) {
      const found = String(field.count);
      this.troubles.push({ code: 'ragged', span, row: count, found, expected: String(count) });
      return;
    }
    const { sink, shape, odd } = field;
    if (odd === undefined) {
      const inexact = inexactTrouble(this.text, sink);
      if (inexact !== undefined) this.troubles.push(inexact);
      this.blocks.push(blockOf(sink, { notation, span, name, shape: [count, ...shape] }));
      return;
    }
    const found = `[${odd.shape.join(', ')}]`;
    this.troubles.push({ code: 'ragged', span: odd.span, row: odd.record, found, expected: `[${shape.join(', ')}]` });
  }

  private expect(token: 'end'): JsonFault | undefined {
    return this.cursor.next() === token ? undefined : this.fault('end');
  }

  private tooDeep(): JsonFault | undefined {
    const { start, end } = this.cursor;
    this.troubles.push({ code: 'too-deep', span: { start, end }, limit: DEPTH_LIMIT });
    // Nothing behind it is looked at.
    this.frames.length = 0;
    this.cursor.at = this.text.length;
    return undefined;
  }

  private fault(expected: JsonFault['expected'], token?: JsonToken): JsonFault {
    const { cursor } = this;
    return { at: cursor.start, end: cursor.end, expected: token === 'bad' ? cursor.expected : expected };
  }
}
