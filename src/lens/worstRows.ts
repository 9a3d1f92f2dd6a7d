/** A row that stands out, and the line (from 1) it ends on. */
export interface WorstRow {
  readonly line: number;
  readonly row: number;
  readonly loss: number;
}

/** Marks on more rows than this would no longer point at anything. */
const MOST_MARKS = 5;
/** Of fewer rows than this every one is in sight. */
const FEWEST_ROWS = 4;
/** Rows below this share of the largest loss are no trouble beside it. */
const SHARE = 2 / 3;

/**
 * The rows whose losses stand out: those without a finite loss, then the largest that are positive and near the
 * largest of all; worst first, a line once.
 *
 * @param lines the line (from 1) each row ends on; 0 where it ends on none of its own
 */
export function worstRows(rows: Float64Array, lines: Uint32Array, largestRowLoss: number): readonly WorstRow[] {
  if (rows.length < FEWEST_ROWS) return [];
  const worst: WorstRow[] = [];
  // Of hundreds of thousands of rows all but a few are passed over at once.
  let least = -Infinity;
  for (let row = 0; row < rows.length; row++) {
    const loss = rows[row];
    const line = lines[row];
    if (line === 0 || (Number.isFinite(loss) && !(loss > 0 && loss >= SHARE * largestRowLoss))) continue;
    if (rank(loss) <= least) continue;
    insert(worst, { line, row, loss });
    if (worst.length > MOST_MARKS) worst.pop();
    if (worst.length === MOST_MARKS) least = rank(worst[MOST_MARKS - 1].loss);
  }
  return worst.filter(({ line }, index) => worst.findIndex((other) => other.line === line) === index);
}

/** Before the first that is less, so that of equal rows the earlier one stands first. */
function insert(worst: WorstRow[], row: WorstRow): void {
  const at = worst.findIndex((other) => rank(row.loss) > rank(other.loss));
  worst.splice(at < 0 ? worst.length : at, 0, row);
}

/** What is no number is worse than any loss. */
function rank(loss: number): number {
  return Number.isFinite(loss) ? loss : Infinity;
}
