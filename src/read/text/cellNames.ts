import type { Block } from '../reading';
import { printedExpressions } from './names';
import type { Line } from './source';

/** One `In [n]:` cell of a notebook that was exported as text. */
interface TextCell {
  /** Offset of the first character of the source. */
  readonly source: number;
  /** Offset of the next cell's prompt, or the end of the text. */
  readonly end: number;
}

/** Gives what a cell of a notebook export printed the name of the expression that printed it. */
export class CellNames {
  private readonly cells: TextCell[] = [];

  constructor(private readonly text: string) {}

  /** @returns the offset behind the `In [n]:` or `Out[n]:` that the line starts with; -1 where there is none. */
  promptEnd(line: Line): number {
    const { text } = this;
    const code = text.charCodeAt(line.first);
    if (code !== 0x49 && code !== 0x4f) return -1;
    const prompt = /^(In|Out) ?\[[\d ]{1,6}\]:/.exec(text.slice(line.first, line.first + 16));
    if (prompt === null) return -1;
    const end = line.first + prompt[0].length;
    if (prompt[1] === 'In') this.open(line.first, end);
    return end;
  }

  private open(prompt: number, source: number): void {
    const previous = this.cells.at(-1);
    if (previous !== undefined) this.cells[this.cells.length - 1] = { ...previous, end: prompt };
    this.cells.push({ source, end: this.text.length });
  }

  applyTo(blocks: readonly Block[]): readonly Block[] {
    if (this.cells.length === 0) return blocks;
    const names = new Map<Block, string>();
    let next = 0;
    for (const cell of this.cells) {
      const outputs: Block[] = [];
      for (; next < blocks.length; next++) {
        const block = blocks[next];
        if (block.span.start >= cell.end) break;
        if (block.span.start > cell.source && block.name === undefined && startsLine(this.text, block.span.start)) {
          outputs.push(block);
        }
      }
      this.nameOutputs(cell, outputs, names);
    }
    return blocks.map((block) => {
      const name = names.get(block);
      return name === undefined ? block : { ...block, name };
    });
  }

  private nameOutputs(cell: TextCell, outputs: readonly Block[], names: Map<Block, string>): void {
    const [first] = outputs;
    if (first === undefined) return;
    const start = Math.max(cell.source, first.span.start - SOURCE_LIMIT);
    const source = this.text.slice(start, first.span.start).replace(/Out ?\[\d+\]:\s*$/, '');
    const printed = printedExpressions(source.trimStart());
    if (printed.length !== outputs.length) return;
    outputs.forEach((block, index) => {
      const name = printed[index];
      if (name !== undefined) names.set(block, name);
    });
  }
}

/** How much of a cell's source is looked at. */
const SOURCE_LIMIT = 4000;

function startsLine(text: string, at: number): boolean {
  for (let p = at - 1; p >= 0 && text.charCodeAt(p) !== 0x0a; p--) {
    if (text.charCodeAt(p) > 0x20) return /(?:^|\n)[ \t]*Out ?\[\d+\]:\s*$/.test(text.slice(Math.max(0, at - 24), at));
  }
  return true;
}
