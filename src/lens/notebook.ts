import type { Span } from '../read/reading';
import type { ScannedPairing } from './scan';
import type { Survey } from './question';

/** What matters of a code cell: its source, and what is stored as its plain-text output. */
export interface CodeCell {
  readonly source: string;
  readonly output: string;
}

/** A notebook as the text of its export, which names what each cell printed, and where each cell's output stands. */
export interface NotebookText {
  readonly text: string;
  readonly outputs: readonly Span[];
}

export function notebookText(cells: readonly CodeCell[]): NotebookText {
  const outputs: Span[] = [];
  let text = '';
  cells.forEach(({ source, output }, index) => {
    text += `In [${index + 1}]:\n${source.trimEnd()}\n\n`;
    outputs.push({ start: text.length, end: text.length + output.length });
    text += `${output}\n\n`;
  });
  return { text, outputs };
}

/** What is shown under a cell. */
export interface CellLoss {
  readonly pairing: ScannedPairing;
  /** The cell prints this very loss. */
  readonly confirmed: boolean;
}

/**
 * The best pairing for each cell: the one whose loss the cell prints, or else the best one that the cell completes by
 * printing the later of its two arrays. Undefined for cells that have part in none.
 */
export function lossesOfCells({ blocks, scan }: Survey, outputs: readonly Span[]): readonly (CellLoss | undefined)[] {
  return outputs.map((output) => {
    const inCell = (span: Span | undefined): boolean =>
      span !== undefined && span.start >= output.start && span.end <= output.end;
    const confirmed = scan.pairings.find(({ confirms }) => confirms.some((index) => inCell(blocks[index]?.span)));
    if (confirmed !== undefined) return { pairing: confirmed, confirmed: true };
    const completed = scan.pairings.find(({ answer: { predictions, targets } }) => {
      const later = predictions.span.start > targets.span.start ? predictions : targets;
      return inCell(later.span);
    });
    return completed && { pairing: completed, confirmed: false };
  });
}
