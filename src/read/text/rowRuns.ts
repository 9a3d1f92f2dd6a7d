import type { RowsWanted, TextRows } from '../../kernel/textRows';
import type { CellSink } from './cells';

/** Texts from which on it is worth the way: shorter ones are read before anybody looks. */
const LONG = 65_536;
/** Characters that are read the long way before it is tried again. */
const PAUSE = 16_384;

let fast: Pick<TextRows, 'read'> | undefined;

/**
 * Gives this process a faster way to read rows of plain numbers. Only those take one that large texts are handed to: it
 * is WebAssembly, no part of what an editor loads. What it does not take, and where there is none, is read number by
 * number, to the same doubles.
 */
export function takeTextRows(rows: Pick<TextRows, 'read'> | undefined): void {
  fast = rows;
}

/** The attempts at one text: after one that failed there is a pause. */
export class RowRuns {
  private next = 0;

  constructor(private readonly text: string) {}

  /**
   * Takes the plain rows that follow into the sink.
   * @returns how many rows, and where the text goes on; undefined where there are none.
   */
  take(
    wanted: RowsWanted,
    sink: CellSink,
  ): { readonly rows: number; readonly at: number; readonly minus: boolean } | undefined {
    if (fast === undefined || wanted.at < this.next || wanted.limit - wanted.at < LONG) return undefined;
    let rows = 0;
    let minus = false;
    const at = fast.read(this.text, wanted, (count, taken) => {
      rows += count;
      minus ||= taken.minus;
      sink.takeRows(taken);
    });
    this.next = at + PAUSE;
    return rows === 0 ? undefined : { rows, at, minus };
  }
}
