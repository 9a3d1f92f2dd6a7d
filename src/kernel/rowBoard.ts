import { FIRST_FREE, instantiated, newMemory } from './wasmKernel';

/** Characters at a time: with the numbers in them they stay in the cache. */
export const PIECE = 32_768;
/** No number takes less than a digit and what is behind it. */
export const MOST_NUMBERS = PIECE / 2;
/** Places for pieces: enough that nobody waits for the slower one of two threads. */
export const PLACES = 8;

/** What threads share. */
export type RowMemory = WebAssembly.Memory;

/** What every piece of a stretch of rows has in common. */
export interface PieceForm {
  readonly columns: number;
  /** 0: a line each; 1: brackets and commas; 2: brackets and blanks. */
  readonly form: number;
  readonly delimiter: number;
  readonly strict: boolean;
}

/** What was found in a piece; the arrays are good until its place is laid out again. */
export interface PieceRows {
  readonly rows: number;
  /** How many characters they take. */
  readonly length: number;
  readonly values: Float64Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly decimals: number;
  readonly points: boolean;
  readonly minus: boolean;
}

// The shared integers: a bell that is rung when there is something to do, then sixteen for each place.
const BELL = 0;
const STRIDE = 16;
const STATE = 0;
/** Bytes, columns, form, delimiter, strict, base. */
const GIVEN = 1;
const COLUMNS = 2;
const ROWS = 7;
/** Length, decimals, points, minus. */
const FACTS = 8;

// Where a place stands: it is laid out, somebody takes it, and is done with it.
const FREE = 0;
const READY = 1;
const TAKEN = 2;
const DONE = 3;

/** In front of the text and behind it, so that whole lanes can be loaded anywhere. */
const MARGIN = 64;
/** Numbers that a place has room for: the module writes a few more than it finds. */
const ROOM = MOST_NUMBERS + 64;
const PLACE_BYTES = MARGIN + PIECE + MARGIN + 16 * ROOM;
const INTEGERS = FIRST_FREE;
const FIRST_PLACE = FIRST_FREE + 1024;

type Run = (
  ...given: readonly [number, number, number, number, number, number, number, number, number, number, number, number]
) => number;

/**
 * Pieces of a text in memory that threads share. One thread lays them out and takes what was found; any of them reads
 * them, each piece on its own, so that what is found does not depend on who does.
 */
export class RowBoard {
  private readonly run: Run;
  private readonly integers: Int32Array;
  private readonly encoder = new TextEncoder();
  /** Only where the platform encodes into no memory that is shared, as browsers do. */
  private readonly encoded: Uint8Array | undefined;

  /** Throws where the platform does not take the module. */
  constructor(readonly memory: RowMemory = newBoardMemory()) {
    this.run = instantiatedFirst(memory)['textRows'] as Run;
    this.integers = new Int32Array(memory.buffer, INTEGERS, (PLACES + 1) * STRIDE);
    this.encoded = encodesShared(this.encoder, memory) ? undefined : new Uint8Array(PIECE);
  }

  /** @returns false, with nothing laid out, where the piece holds characters that are no bytes. */
  lay(place: number, text: string, base: number, { columns, form, delimiter, strict }: PieceForm): boolean {
    const { encoded, integers } = this;
    const bytes = new Uint8Array(this.memory.buffer, textAt(place), PIECE + MARGIN);
    const { read, written } = this.encoder.encodeInto(text, encoded ?? bytes);
    if (read !== written || written < text.length) return false;
    if (encoded !== undefined) bytes.set(encoded.subarray(0, written));
    bytes.fill(0, written, written + MARGIN);
    const at = integersAt(place);
    integers.set([written, columns, form, delimiter, strict ? 1 : 0, base], at + GIVEN);
    Atomics.store(integers, at + STATE, READY);
    Atomics.add(integers, BELL, 1);
    Atomics.notify(integers, BELL);
    return true;
  }

  /** Reads the piece, or waits for who is at it; meanwhile reads others that are laid out. */
  found(place: number): PieceRows {
    const { integers, memory } = this;
    const at = integersAt(place);
    while (Atomics.load(integers, at + STATE) !== DONE) {
      if (!this.readPlace(place) && !this.work(place + 1)) Atomics.wait(integers, at + STATE, TAKEN);
    }
    integers[at + STATE] = FREE;
    const rows = integers[at + ROWS];
    const count = rows * integers[at + COLUMNS];
    const values = valuesAt(place);
    return {
      rows,
      length: integers[at + FACTS],
      values: new Float64Array(memory.buffer, values, count),
      starts: new Uint32Array(memory.buffer, values + 8 * ROOM, count),
      ends: new Uint32Array(memory.buffer, values + 12 * ROOM, count),
      decimals: integers[at + FACTS + 1],
      points: integers[at + FACTS + 2] !== 0,
      minus: integers[at + FACTS + 3] !== 0,
    };
  }

  /** Nobody needs the piece any more. */
  drop(place: number): void {
    const { integers } = this;
    const state = integersAt(place) + STATE;
    if (Atomics.compareExchange(integers, state, READY, FREE) === READY) return;
    while (Atomics.load(integers, state) === TAKEN) Atomics.wait(integers, state, TAKEN);
    Atomics.store(integers, state, FREE);
  }

  /** Reads what others lay out, for ever. */
  serve(): never {
    const { integers } = this;
    for (;;) {
      const rung = Atomics.load(integers, BELL);
      if (!this.work()) Atomics.wait(integers, BELL, rung);
    }
  }

  /** Reads one piece that is laid out. @returns false where none is. */
  work(first = 0): boolean {
    for (let place = first; place < first + PLACES; place++) if (this.readPlace(place % PLACES)) return true;
    return false;
  }

  /** @returns false where it is not there to be taken. */
  private readPlace(place: number): boolean {
    const { integers } = this;
    const at = integersAt(place);
    if (Atomics.compareExchange(integers, at + STATE, READY, TAKEN) !== READY) return false;
    const [bytes, columns, form, delimiter, strict, base] = integers.subarray(at + GIVEN, at + ROWS);
    const from = textAt(place);
    const values = valuesAt(place);
    const starts = values + 8 * ROOM;
    const most = Math.floor(MOST_NUMBERS / columns);
    const how = [columns, form, delimiter, strict, base] as const;
    const to = [values, starts, starts + 4 * ROOM] as const;
    integers[at + ROWS] = this.run(from, from + bytes, ...how, ...to, most, INTEGERS + 4 * (at + FACTS));
    Atomics.store(integers, at + STATE, DONE);
    Atomics.notify(integers, at + STATE);
    return true;
  }
}

function integersAt(place: number): number {
  return (place + 1) * STRIDE;
}

function textAt(place: number): number {
  return FIRST_PLACE + place * PLACE_BYTES + MARGIN;
}

function valuesAt(place: number): number {
  return textAt(place) + PIECE + MARGIN;
}

function newBoardMemory(): RowMemory {
  const memory = newMemory();
  memory.grow(Math.ceil((PLACES * PLACE_BYTES) / 65_536));
  return memory;
}

function encodesShared(encoder: TextEncoder, memory: RowMemory): boolean {
  try {
    encoder.encodeInto('', new Uint8Array(memory.buffer, 0, 0));
    return true;
  } catch {
    return false;
  }
}

function instantiatedFirst(memory: RowMemory): Readonly<Record<string, unknown>> {
  try {
    return instantiated('relaxed-simd', memory);
  } catch {
    return instantiated('simd128', memory);
  }
}
