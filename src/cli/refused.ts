import type { Finding } from '../check/finding';
import { selectColumns } from '../pair/columns';
import { select } from '../pair/selector';
import type { Block, KnownBlock } from '../read/reading';
import { selectorText } from '../report/questions';

/** Why there is no answer. Ends the program with exit code 1. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly findings: readonly Finding[] = [],
  ) {
    super(message);
  }
}

/** The arrays that a selector picks, or the columns of one as an array of its own. Throws {@link Refused}. */
export function selected(
  blocks: readonly Block[],
  selector: string,
): { readonly indices: readonly number[] } | { readonly columns: KnownBlock } {
  const columns = selectColumns(blocks, selector);
  if (columns !== undefined) {
    if ('code' in columns) throw new Refused(columns.code, selectorText(columns));
    return { columns };
  }
  return { indices: pick(blocks, selector) };
}

/** The positions of the arrays that a selector picks. Throws {@link Refused}. */
export function pick(blocks: readonly Block[], selector: string): readonly number[] {
  const found = select(blocks, selector);
  if ('code' in found) throw new Refused(found.code, selectorText(found));
  return found;
}
