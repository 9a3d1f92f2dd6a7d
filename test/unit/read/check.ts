import assert from 'node:assert/strict';
import { read } from '../../../src/read/read';
import type { Block, KnownBlock, Reading } from '../../../src/read/reading';

/** Nested lists of numbers, as a literal in a test; a scalar is a bare number. */
export type Nested = number | readonly Nested[];
/** Values in row-major order, as fixtures hold them: what JSON has no number for is a word. */
type Flat = readonly (number | string)[];

/** What is expected of one array; what is left out is not compared. */
export interface Expected {
  readonly values?: Nested | Flat;
  readonly shape?: readonly number[];
  /** null: the array has no name. */
  readonly name?: string | null;
  readonly notation?: string;
  readonly dtype?: string | null;
  readonly decimals?: number;
  readonly integers?: boolean;
  readonly elided?: boolean;
  /** The text of its span. */
  readonly text?: string;
  /** null: there are none. */
  readonly rowNames?: readonly string[] | null;
  readonly columnNames?: readonly string[] | null;
}

export interface Context {
  readonly language?: string;
  /** The codes of the troubles, in order; none by default. */
  readonly troubles?: readonly string[];
}

/** Reads the text, proves what must hold of every reading, and compares the arrays one by one. */
export function reads(text: string, expected: Expected | readonly Expected[], context: Context = {}): void {
  const { language, troubles = [] } = context;
  const reading = read({ text, ...(language !== undefined && { language }) });
  holds(text, reading);
  const wanted = Array.isArray(expected) ? (expected as readonly Expected[]) : [expected as Expected];
  assert.deepEqual(
    reading.troubles.map((trouble) => trouble.code),
    troubles,
  );
  assert.equal(reading.blocks.length, wanted.length, `arrays found: ${JSON.stringify(reading.blocks.map(summary))}`);
  wanted.forEach((array, index) => compare(text, reading.blocks[index], array));
}

/** No array and no trouble: there is nothing here. */
export function readsNothing(text: string, language?: string): void {
  reads(text, [], { ...(language !== undefined && { language }) });
}

/** No array, and one trouble of this code whose span holds this text. */
export function refuses(text: string, code: string, at?: string, language?: string): void {
  const reading = read({ text, ...(language !== undefined && { language }) });
  holds(text, reading);
  assert.deepEqual(reading.blocks.filter((block) => !block.elided).map(summary), []);
  assert.deepEqual(
    reading.troubles.map((trouble) => trouble.code),
    [code],
  );
  const span = reading.troubles[0]?.span;
  if (at !== undefined) assert.equal(text.slice(span?.start, span?.end), at);
}

/** What is true of every reading, whatever the text. */
export function holds(text: string, reading: Reading): void {
  let last = 0;
  for (const block of reading.blocks) {
    assert.ok(block.span.start >= last, 'arrays stand in the order of the text and do not overlap');
    assert.ok(block.span.end > block.span.start && block.span.end <= text.length, 'the span lies in the text');
    // The fields of records lie between one another.
    const interleaved = block.notation === 'jsonl' || block.notation === 'json';
    last = interleaved ? block.span.start : block.span.end;
    if (!block.elided) holdsOfArray(text, block);
  }
  for (const { span } of reading.troubles) {
    assert.ok(
      span.start >= 0 && span.start <= span.end && span.end <= text.length,
      'a trouble has a place in the text',
    );
  }
}

function holdsOfArray(text: string, block: KnownBlock): void {
  const { shape, data } = block.tensor;
  const count = shape.reduce((size, extent) => size * extent, 1);
  assert.equal(data.length, count, 'the shape counts the numbers');
  assert.equal(block.cells.starts.length, count, 'every number has a place');
  if (block.rowNames !== undefined) assert.equal(block.rowNames.length, shape[0]);
  if (block.columnNames !== undefined) assert.equal(block.columnNames.length, shape.at(-1));
  for (let index = 0; index < count; index++) {
    const cell = text.slice(block.cells.starts[index], block.cells.ends[index]);
    assert.ok(
      block.span.start <= block.cells.starts[index] && block.cells.ends[index] <= block.span.end,
      'every number stands in the span of its array',
    );
    const value = data[index];
    const { scale = 1 } = block;
    // Where slices have factors of their own, each is some power of ten.
    const own = Number.isNaN(scale) && value !== 0 ? 10 ** Math.round(Math.log10(value / Number(cell))) : scale;
    assert.ok(isValueOf(cell, value, Number.isNaN(own) ? 1 : own), `${cell} is read as ${value}`);
  }
}

const WORDS = new Map([
  ['true', 1],
  ['false', 0],
  ['t', 1],
  ['f', 0],
]);

/** Is this the number that the text spells? Worked out in another way than the reader does. */
function isValueOf(cell: string, value: number, scale: number): boolean {
  // Most are plain, and need none of the rest.
  if (scale === 1 && /^[-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?$/.test(cell)) return Object.is(Number(cell), value);
  const plain = cell
    .replace(/^['"]|['"]$/g, '')
    .replaceAll('\\', '')
    .replaceAll(/[\u2212\u2013\ufe63\uff0d]/g, '-')
    .replaceAll('_', '')
    .toLowerCase();
  const inner = /\(\s*['"]?([^'"]*?)['"]?\s*\)$/.exec(plain)?.[1] ?? plain;
  const word = WORDS.get(inner);
  if (word !== undefined) return value === word;
  const infinite = /^([-+]?)(?:[a-z]+\.)*inf(?:inity)?(?:32|f0|16)?$/.exec(inner);
  if (infinite) return value === (infinite[1] === '-' ? -Infinity : Infinity);
  if (inner === '\u22c5') return value === 0;
  if (!/\d/.test(inner)) return Number.isNaN(value);
  const percent = inner.endsWith('%');
  const decimal = inner
    .replace(/%$/, '')
    .replace(/(?<=[\d.])(?:f|l|u|n|d|ul|ll|f0|f32|f64|[iu](?:8|16|32|64|size))$/, '')
    .replace(/(?<=\d)f(?=[-+]?\d)/, 'e')
    .replace(/(?<=[\d.])d(?=[-+]?\d)/, 'e')
    .replace('*^', 'e')
    .replace(/`[\d.]*/, '');
  const number = Number(
    /^[-+]?\d+,\d+(?:e[-+]?\d+)?$/.test(decimal) ? decimal.replace(',', '.') : decimal.replaceAll(',', ''),
  );
  return (
    Object.is(value, (percent ? number / 100 : number) * scale) || (scale !== 1 && near(value, number * scale, scale))
  );
}

/** The product has the rounding of the number in it, which the smallest doubles have no digits for. */
function near(a: number, b: number, scale: number): boolean {
  return Math.abs(a - b) <= Math.abs(b) * 1e-15 + scale * Number.MIN_VALUE;
}

function compare(text: string, block: Block, expected: Expected): void {
  const { values, shape, elided = false, name, dtype } = expected;
  assert.equal(block.elided, elided);
  if (!block.elided && values !== undefined) {
    // Fixtures state the shape beside flat values.
    if (shape !== undefined && Array.isArray(values))
      assert.deepEqual(Array.from(block.tensor.data), (values as Flat).map(fromWord));
    else assert.deepEqual(nested(block), values);
  }
  if (shape !== undefined) assert.deepEqual(block.elided ? block.shape : block.tensor.shape, shape);
  if (name !== undefined) assert.equal(block.name ?? null, name);
  if (dtype !== undefined) assert.equal(block.dtype ?? null, dtype);
  if (expected.notation !== undefined) assert.equal(block.notation, expected.notation);
  if (expected.text !== undefined) assert.equal(text.slice(block.span.start, block.span.end), expected.text);
  if (block.elided) return;
  if (expected.decimals !== undefined) assert.equal(block.decimals, expected.decimals);
  if (expected.integers !== undefined) assert.equal(block.integers, expected.integers);
  if (expected.rowNames !== undefined) assert.deepEqual(block.rowNames, expected.rowNames ?? undefined);
  if (expected.columnNames !== undefined) assert.deepEqual(block.columnNames, expected.columnNames ?? undefined);
}

const NOT_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

function fromWord(value: number | string): number {
  return typeof value === 'number' ? value : NOT_FINITE[value];
}

/** The values as nested lists of the array's shape. */
export function nested({ tensor: { shape, data } }: KnownBlock): Nested {
  let level: Nested[] = Array.from(data);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const extent = shape[axis];
    const rows = shape.slice(0, axis).reduce((size, e) => size * e, 1);
    level = Array.from({ length: rows }, (_, row) => level.slice(row * extent, (row + 1) * extent));
  }
  return level[0];
}

function summary(block: Block): object {
  return { name: block.name, notation: block.notation, shape: block.elided ? '...' : block.tensor.shape };
}

/** A whole reading, with -0 told from 0 and arrays as lists. */
export function comparable({ blocks, troubles }: Reading): unknown {
  return {
    troubles,
    blocks: blocks.map((block) =>
      block.elided
        ? block
        : {
            ...block,
            tensor: { shape: block.tensor.shape, data: Array.from(block.tensor.data) },
            cells: { starts: Array.from(block.cells.starts), ends: Array.from(block.cells.ends) },
          },
    ),
  };
}
