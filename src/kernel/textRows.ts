import { MOST_NUMBERS, PIECE, type PieceForm, type PieceRows, PLACES, RowBoard, type RowMemory } from './rowBoard';

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

/** What a second thread is given to help. */
export interface RowHelp {
  readonly rowMemory: RowMemory;
}

/** Characters from which on a second thread is begun: it takes as long to start as a million of them to read. */
const WORTH_HELP = 4_000_000;
const FORMS: Readonly<Record<RowForm, number>> = { lines: 0, commas: 1, blanks: 2 };

/**
 * Takes whole rows of plain decimals out of a text, to the same doubles as the reader that reads everything.
 *
 * The text is cut behind line ends or closing brackets, and every piece read as if a row began there. Whether one does
 * is known once all before it is read: the rows of a piece are taken only where those in front of it end where it
 * begins. So pieces can be read ahead, by a second thread too, and the rows are those of one thread by construction.
 */
export class TextRows {
  private readonly board = new RowBoard();
  /** How many pieces may be laid out at once. */
  private ahead = 1;

  /**
   * Throws where the platform does not take the module.
   * @param begin begins a thread that calls {@link helpTextRows}; it need not.
   * @param worthHelp how much text has to follow.
   */
  constructor(
    private readonly begin?: (help: RowHelp) => void,
    private readonly worthHelp = WORTH_HELP,
  ) {}

  /**
   * Takes the rows as long as they are plain.
   * @returns where the first row stands that is not; wanted.at where none was taken.
   */
  read(text: string, wanted: RowsWanted, take: (rows: number, taken: RowsTaken) => void): number {
    const { limit, columns, form, delimiter = 0x2c, strict = false } = wanted;
    const { board } = this;
    if (columns > MOST_NUMBERS) return wanted.at;
    if (limit - wanted.at >= this.worthHelp) this.askForHelp();
    const how: PieceForm = { columns, form: FORMS[form], delimiter, strict };
    const ends: number[] = [];
    let at = wanted.at;
    let cut = at;
    for (let piece = 0; ; piece++) {
      // What follows a short stretch of rows is most often something else: the further it goes, the further ahead.
      while (ends.length - piece < Math.min(this.ahead, piece + 1)) {
        const end = endOfPiece(text, cut, limit, form);
        if (end === cut || !board.lay(ends.length % this.ahead, text.slice(cut, end), cut, how)) break;
        ends.push((cut = end));
      }
      if (piece === ends.length) return at;
      const found = board.found(piece % this.ahead);
      if (found.rows > 0) take(found.rows, takenOf(found));
      at += found.length;
      if (at === ends[piece]) continue;
      for (let later = piece + 1; later < ends.length; later++) board.drop(later % this.ahead);
      return at;
    }
  }

  private askForHelp(): void {
    if (this.begin === undefined || this.ahead > 1) return;
    this.ahead = PLACES;
    this.begin({ rowMemory: this.board.memory });
  }
}

export function isRowHelp(given: unknown): given is RowHelp {
  return typeof given === 'object' && given !== null && 'rowMemory' in given;
}

/** What the second thread does: it never returns. */
export function helpTextRows({ rowMemory }: RowHelp): never {
  return new RowBoard(rowMemory).serve();
}

/** Made on first use; undefined where the platform has no WebAssembly SIMD: then everything is read number by number. */
export function loadTextRows(begin?: (help: RowHelp) => void): TextRows | undefined {
  try {
    return new TextRows(begin);
  } catch {
    return undefined;
  }
}

function takenOf({ values, starts, ends, decimals, points, minus }: PieceRows): RowsTaken {
  return { values, starts, ends, decimals, integers: !points, minus };
}

/** Behind the last row that can end in it; where it begins where none can. */
function endOfPiece(text: string, start: number, limit: number, form: RowForm): number {
  if (limit - start <= PIECE) return limit;
  const end = text.lastIndexOf(form === 'lines' ? '\n' : ']', start + PIECE - 1) + 1;
  return Math.max(start, end);
}
