import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetSchema } from 'hyparquet';
import { refusedFile } from '../read/bytes/fault';
import { type KnownBlock, NOWHERE, type Trouble } from '../read/reading';
import { type ParquetAnswer, refusedParquet, STORED } from './answer';
import { columnRuns } from './columnValues';
import { ParquetFault } from './fault';
import { type Column, columnsOf } from './schema';

/** More numbers than this are not handed over at once: 512 MiB as float64. */
const NUMBER_LIMIT = 2 ** 26;

/** pandas keeps an index without a name so. */
const INDEX = /^__index_level_\d+__$/;
/** Rows that are looked at to see whether a column only counts them. */
const SAMPLE = 64;
const LABEL_NAME = /label|target|class|truth|^y$/i;

type Numbers = Column & { readonly kind: 'numbers' };

interface Opened {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** Of the whole file. */
  readonly rows: number;
  readonly columns: readonly Column[];
}

/**
 * The arrays of a Parquet file, or of some of its rows. Its columns of numbers are one table, as those of a CSV file
 * are; where some hold lists, every column is an array of its own, and lists of one length are rows. Never throws.
 */
export async function readParquet(file: AsyncBuffer, from = 0, to = Infinity): Promise<ParquetAnswer> {
  try {
    const opened = await open(file);
    return await arraysOf(opened, Math.min(from, opened.rows), Math.min(to, opened.rows));
  } catch (error) {
    if (error instanceof ParquetFault) return refusedParquet(error.fault, error.part);
    return refusedParquet(error instanceof RangeError ? 'memory' : 'damaged');
  }
}

async function open(file: AsyncBuffer): Promise<Opened> {
  await checkMagic(file);
  let metadata: FileMetaData;
  let columns: readonly Column[];
  try {
    // Nothing but numbers is looked at: what the file says of places on maps is left alone.
    metadata = await parquetMetadataAsync(file, { geoparquet: false });
    columns = columnsOf(parquetSchema(metadata));
  } catch {
    throw new ParquetFault('header');
  }
  const groups = metadata.row_groups.map((group) => group.num_rows);
  const stated = groups.reduce((sum, rows) => sum + rows, 0n);
  if (groups.some((rows) => rows < 0n) || stated !== metadata.num_rows || stated > BigInt(Number.MAX_SAFE_INTEGER))
    throw new ParquetFault('size-mismatch');
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ParquetFault('duplicate-name', twice);
  return { file, metadata, columns, rows: Number(stated) };
}

async function checkMagic(file: AsyncBuffer): Promise<void> {
  const { byteLength } = file;
  if (byteLength < 12) throw new ParquetFault(byteLength < 4 ? 'magic' : 'truncated');
  const [first, last] = [await file.slice(0, 4), await file.slice(byteLength - 4, byteLength)].map((bytes) =>
    new TextDecoder('latin1').decode(bytes),
  );
  if (first === 'PARE' || last === 'PARE') throw new ParquetFault('encrypted');
  if (first !== 'PAR1') throw new ParquetFault('magic');
  if (last !== 'PAR1') throw new ParquetFault('truncated');
}

async function arraysOf(opened: Opened, from: number, to: number): Promise<ParquetAnswer> {
  const { rows, columns } = opened;
  const troubles: Trouble[] = columns.flatMap((column) =>
    column.kind === 'refused' ? refusedFile('parquet', column.fault, column.name).troubles : [],
  );
  const numbers = columns.filter((column): column is Numbers => column.kind === 'numbers' && !INDEX.test(column.name));
  const lists = numbers.some(({ depth }) => depth > 0);
  const blocks: KnownBlock[] = [];
  try {
    if (lists) {
      for (const column of numbers) {
        const found = column.depth > 0 ? listBlock(opened, column, from, to) : tableBlock(opened, [column], from, to);
        blocks.push(take(await found, troubles));
      }
    } else if (numbers.length > 0) {
      const chosen = (await isRunning(opened, numbers)) ? numbers.slice(1) : numbers;
      blocks.push(take(await tableBlock(opened, chosen, from, to), troubles));
    }
  } catch (error) {
    if (!(error instanceof Ragged)) throw error;
    return { rows, reading: { blocks: [], troubles: [...troubles, error.trouble] } };
  }
  return { rows, reading: { blocks, troubles } };
}

interface Found {
  readonly block: KnownBlock;
  readonly inexact: string | undefined;
}

function take({ block, inexact }: Found, troubles: Trouble[]): KnownBlock {
  if (inexact !== undefined) troubles.push({ code: 'inexact', span: NOWHERE, found: inexact });
  return block;
}

/** Does the first of several columns merely count the rows? Then it is left out, as it is of a CSV file. */
async function isRunning({ file, metadata, rows }: Opened, [first, ...others]: readonly Numbers[]): Promise<boolean> {
  if (others.length === 0 || !/^u?int/.test(first.dtype) || LABEL_NAME.test(first.name)) return false;
  const numbers: unknown[] = [];
  for await (const { values } of columnRuns(file, metadata, first.name, 0, Math.min(rows, SAMPLE)))
    for (let index = 0; index < values.length; index++) numbers.push(values[index]);
  const [start] = numbers.map(Number);
  if (start !== 0 && start !== 1) return false;
  return numbers.length > 1 && numbers.every((value, index) => value != null && Number(value) === start + index);
}

/** Columns of numbers side by side; a lone one is a vector. */
async function tableBlock(opened: Opened, columns: readonly Numbers[], from: number, to: number): Promise<Found> {
  const { file, metadata } = opened;
  const width = columns.length;
  const data = room((to - from) * width);
  const sink = new Sink(data);
  for (const [place, { name }] of columns.entries()) {
    for await (const run of columnRuns(file, metadata, name, from, to)) {
      const { values } = run;
      for (let index = 0; index < values.length; index++)
        sink.put((run.from - from + index) * width + place, values[index], name);
    }
  }
  const [first, ...others] = columns;
  const dtype = others.every((column) => column.dtype === first.dtype) ? first.dtype : undefined;
  const block: KnownBlock = {
    ...STORED,
    ...(width === 1 && { name: first.name }),
    ...(dtype !== undefined && { dtype }),
    ...(width > 1 && { columnNames: columns.map(({ name }) => name) }),
    integers: columns.every(isInteger),
    tensor: { shape: width === 1 ? [to - from] : [to - from, width], data },
  };
  return { block, inexact: sink.inexact };
}

/** Lists of numbers as rows: all of one length, at every depth. */
async function listBlock(opened: Opened, column: Numbers, from: number, to: number): Promise<Found> {
  const { file, metadata } = opened;
  const { name, dtype, depth } = column;
  let lengths: readonly number[] | undefined;
  let sink = new Sink(room(0));
  let at = 0;
  for await (const run of columnRuns(file, metadata, name, from, to)) {
    for (let index = 0; index < run.values.length; index++) {
      const list = run.values[index];
      if (lengths === undefined) {
        lengths = lengthsOf(list, depth, run.from + index, name);
        sink = new Sink(room((to - from) * lengths.reduce((size, extent) => size * extent, 1)));
      }
      at = putList(list, lengths, 0, { sink, at, row: run.from + index, name });
    }
  }
  const shape = [to - from, ...(lengths ?? new Array<number>(depth).fill(0))];
  const block: KnownBlock = {
    ...STORED,
    ...{ name, dtype, integers: isInteger(column), tensor: { shape, data: sink.data } },
  };
  return { block, inexact: sink.inexact };
}

interface Place {
  readonly sink: Sink;
  at: number;
  readonly row: number;
  readonly name: string;
}

function putList(list: unknown, lengths: readonly number[], depth: number, place: Place): number {
  const expected = lengths[depth];
  const items = listOf(list);
  if (items?.length !== expected) throw new Ragged(place.row, items?.length ?? 'null', expected);
  for (let index = 0; index < expected; index++) {
    if (depth + 1 < lengths.length) putList(items[index], lengths, depth + 1, place);
    else place.sink.put(place.at++, items[index], place.name);
  }
  return place.at;
}

function lengthsOf(list: unknown, depth: number, row: number, name: string): readonly number[] {
  const lengths: number[] = [];
  let item = list;
  for (let level = 0; level < depth; level++) {
    const items = listOf(item);
    if (items === undefined) throw new ParquetFault('null-list', name);
    lengths.push(items.length);
    if (items.length === 0 && level + 1 < depth) throw new Ragged(row, 0, 1);
    item = items[0];
  }
  return lengths;
}

function listOf(value: unknown): ArrayLike<unknown> | undefined {
  return Array.isArray(value) || ArrayBuffer.isView(value) ? (value as unknown as ArrayLike<unknown>) : undefined;
}

/** Takes values as doubles; a missing one is nan. */
class Sink {
  /** The first integer that no double holds. */
  inexact: string | undefined;

  constructor(readonly data: Float64Array) {}

  put(at: number, value: unknown, name: string): void {
    this.data[at] = this.number(value, name);
  }

  private number(value: unknown, name: string): number {
    switch (typeof value) {
      case 'number':
        return value;
      case 'bigint': {
        const nearest = Number(value);
        if (BigInt(nearest) !== value) this.inexact ??= String(value);
        return nearest;
      }
      case 'boolean':
        return value ? 1 : 0;
      default:
        // A decoder that runs out of values leaves undefined ones.
        if (value === null) return NaN;
        throw new ParquetFault('damaged', name);
    }
  }
}

function room(count: number): Float64Array {
  if (count > NUMBER_LIMIT) throw new ParquetFault('too-large');
  return new Float64Array(count);
}

function isInteger({ dtype }: Numbers): boolean {
  return dtype === 'bool' || /^u?int/.test(dtype);
}

/** A row of another length than the first. */
class Ragged extends Error {
  readonly trouble: Trouble;

  constructor(row: number, found: number | string, expected: number) {
    super('ragged');
    this.trouble = { code: 'ragged', span: NOWHERE, row, found: String(found), expected: String(expected) };
  }
}
