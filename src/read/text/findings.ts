import type { Block, Trouble } from '../reading';
import { blockOf, type CellSink, type Particulars } from './cells';
import type { Found } from './notation';
import { tokenAt } from './brackets';

/** Arrays and troubles as they are found, in the order of the text. */
export class Findings {
  readonly blocks: Block[] = [];
  readonly troubles: Trouble[] = [];

  take(found: Found): void {
    for (const block of found.blocks) this.blocks.push(block);
    for (const trouble of found.troubles) this.troubles.push(trouble);
  }

  /** Keeps the collected numbers as an array; says where an integer was changed by becoming a double. */
  keep(text: string, sink: CellSink, particulars: Particulars): void {
    this.blocks.push(blockOf(sink, particulars));
    const trouble = inexactTrouble(text, sink);
    if (trouble !== undefined) this.troubles.push(trouble);
  }
}

/**
 * @param columns the numbers are columns of different kinds. Otherwise, one number with a point makes decimals of all,
 *   and a decimal stands for the nearest double.
 */
export function inexactTrouble(text: string, sink: CellSink, columns = false): Trouble | undefined {
  if (sink.inexact < 0 || (!columns && !sink.integers)) return undefined;
  const found = tokenAt(text, sink.inexact);
  return { code: 'inexact', span: { start: sink.inexact, end: sink.inexact + found.length }, found };
}

/** One array and nothing else. */
export function foundArray(text: string, end: number, sink: CellSink, particulars: Particulars): Found {
  const trouble = inexactTrouble(text, sink);
  return { end, blocks: [blockOf(sink, particulars)], troubles: trouble === undefined ? [] : [trouble] };
}

export function foundTrouble(end: number, trouble: Trouble): Found {
  return { end, blocks: [], troubles: [trouble] };
}
