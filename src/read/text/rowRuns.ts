import type { RowsWanted, TextRows } from '../../kernel/textRows';
import type { CellSink } from './cells';

/** Characters from which on it is worth the way: shorter texts are read before anybody looks. */
const LONG = 65_536;
/** Characters that are read the long way where it has just failed. */
const PAUSE = 16_384;

type Fast = Pick<TextRows, 'read'>;

let make: (() => Fast | undefined) | undefined;
let fast: Fast | undefined;
let long = LONG;

/**
 * Gives this process a faster way to read rows of plain numbers. Only those take one that large texts are handed to: it
 * is WebAssembly, no part of what an editor loads. What it does not take, and where there is none, is read number by
 * number, to the same doubles.
 * @param from how much text has to follow.
 */
export function takeTextRows(maker: (() => Fast | undefined) | undefined, from = LONG): void {
  make = maker;
  fast = undefined;
  long = from;
}

/** Rows that were taken together. */
export interface RowRun {
  readonly rows: number;
  /** Where the text goes on. */
  readonly at: number;
  /** Some number but the first of its row is negative. */
  readonly minus: boolean;
}

/** The attempts at one text. */
export class RowRuns {
  private next = 0;

  constructor(private readonly text: string) {}

  /** Takes the plain rows that follow into the sink; undefined where there are none. */
  take(wanted: RowsWanted, sink: CellSink): RowRun | undefined {
    if (make === undefined || wanted.at < this.next || wanted.limit - wanted.at < long) return undefined;
    fast ??= make();
    if (fast === undefined) return undefined;
    let rows = 0;
    let minus = false;
    const at = fast.read(this.text, wanted, (count, taken) => {
      rows += count;
      minus ||= taken.minus;
      sink.takeRows(taken);
    });
    // A lone number that is not plain costs its row; where there are many, it is not worth to try again for each.
    this.next = at - wanted.at < PAUSE ? at + PAUSE : at;
    return rows === 0 ? undefined : { rows, at, minus };
  }
}
