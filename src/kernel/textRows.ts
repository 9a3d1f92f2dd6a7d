import { FIRST_FREE, instantiated, newMemory } from './wasmKernel';

/** How rows stand in a text: a line each, or in brackets of their own with commas or blanks between the numbers. */
export type RowForm = 'lines' | 'commas' | 'blanks';

/** Where the rows are looked for, and what they are like. */
export interface RowsWanted {
  /** In front of a line; behind the bracket of the row before. */
  readonly at: number;
  /** No row goes on beyond it. */
  readonly limit: number;
  readonly columns: number;
  readonly form: RowForm;
  /** Between the numbers of a line, as a character code. */
  readonly delimiter?: number;
  /** Only numbers as JSON allows them. */
  readonly strict?: boolean;
}

/** Rows that were taken; the arrays are good until more is taken. */
export interface RowsTaken {
  readonly values: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly decimals: number;
  readonly integers: boolean;
  /** Some number but the first of its row is negative. */
  readonly minus: boolean;
}

/** Characters at a time: with the numbers in them they stay in the cache. */
const PIECE = 65_536;
/** No number takes less than a digit and what is behind it. */
const MOST = PIECE / 2;
const FORMS: Readonly<Record<RowForm, number>> = { lines: 0, commas: 1, blanks: 2 };

type Run = (
  ...given: readonly [number, number, number, number, number, number, number, number, number, number, number, number]
) => number;

/** Takes whole rows of plain decimals out of a text, to the same doubles as the reader that reads everything. */
export class TextRows {
  private readonly encoder = new TextEncoder();
  private readonly run: Run;
  private readonly bytes: Uint8Array;
  /** Browsers encode into no memory that could be shared, as that of the modules is. */
  private readonly encoded = new Uint8Array(PIECE + 64);
  private readonly values: Float64Array;
  private readonly starts: Uint32Array;
  private readonly ends: Uint32Array;
  private readonly facts: Int32Array;
  private readonly places: readonly [number, number, number, number];

  /** Throws where the platform does not take the module. */
  constructor() {
    const memory = newMemory();
    memory.grow(Math.ceil((2 * PIECE + 16 * MOST) / 65_536));
    const exports = instantiatedFirst(memory);
    this.run = exports['textRows'] as Run;
    const text = FIRST_FREE + 64;
    const values = text + PIECE + 64;
    const starts = values + 8 * MOST;
    const ends = starts + 4 * MOST;
    this.places = [text, values, starts, ends];
    this.bytes = new Uint8Array(memory.buffer, text, PIECE + 64);
    this.values = new Float64Array(memory.buffer, values, MOST);
    this.starts = new Uint32Array(memory.buffer, starts, MOST);
    this.ends = new Uint32Array(memory.buffer, ends, MOST);
    this.facts = new Int32Array(memory.buffer, FIRST_FREE, 4);
  }

  /**
   * Takes the rows as long as they are plain.
   * @returns where the first row stands that is not; wanted.at where none was taken.
   */
  read(text: string, wanted: RowsWanted, take: (rows: number, taken: RowsTaken) => void): number {
    const { limit, columns, form, delimiter = 0x2c, strict = false } = wanted;
    const { facts, places } = this;
    let { at } = wanted;
    if (columns > MOST) return at;
    for (;;) {
      const piece = text.slice(at, Math.min(at + PIECE, limit));
      const { read, written } = this.encoder.encodeInto(piece, this.encoded);
      // Beyond ASCII, bytes are no characters.
      if (read !== written || written < piece.length) return at;
      this.encoded.fill(0, written, written + 64);
      this.bytes.set(this.encoded);
      const most = Math.floor(MOST / columns);
      const [bytes, values, starts, ends] = places;
      const how = [columns, FORMS[form], delimiter, strict ? 1 : 0] as const;
      const rows = this.run(bytes, bytes + written, ...how, at, values, starts, ends, most, facts.byteOffset);
      if (rows === 0) return at;
      const count = rows * columns;
      take(rows, {
        values: this.values.subarray(0, count),
        starts: this.starts.subarray(0, count),
        ends: this.ends.subarray(0, count),
        decimals: facts[1],
        integers: facts[2] === 0,
        minus: facts[3] !== 0,
      });
      at += facts[0];
      // The last row of a piece is most often cut; what stops in its first half stopped for another reason.
      if (rows < most && facts[0] < written / 2) return at;
    }
  }
}

/** Made on first use; undefined where the platform has no WebAssembly SIMD: then everything is read number by number. */
export function loadTextRows(): TextRows | undefined {
  try {
    return new TextRows();
  } catch {
    return undefined;
  }
}

function instantiatedFirst(memory: ReturnType<typeof newMemory>): Readonly<Record<string, unknown>> {
  try {
    return instantiated('relaxed-simd', memory);
  } catch {
    return instantiated('simd128', memory);
  }
}
