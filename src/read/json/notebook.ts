import type { Block, NotebookCell, Reading, Span, Trouble } from '../reading';
import { printedExpressions } from '../text/names';
import { readText } from '../text/text';
import { readJson } from './json';
import { field, itemsOf, type JsonNode, parseTree, wordOf } from './tree';
import { notebookFault } from './notebookFormat';
import { DecodedStrings } from './strings';

/**
 * The arrays in the outputs of a notebook file, versions 3 to 4.5: streams, results and displays, as plain text or
 * JSON and nothing else. What was printed decides; the source only gives the names.
 */
export function readNotebook(text: string): Reading {
  const tree = parseTree(text);
  if ('deepAt' in tree) {
    return {
      blocks: [],
      troubles: [{ code: 'too-deep', span: { start: tree.deepAt, end: tree.deepAt + 1 }, limit: 64 }],
    };
  }
  if ('fault' in tree) {
    const { at, end, expected } = tree.fault;
    return {
      blocks: [],
      troubles: [{ code: 'not-json', span: { start: at, end }, found: text.slice(at, end), expected }],
    };
  }
  const fault = notebookFault(text, tree.root);
  if (fault !== undefined) {
    const span = { start: fault.at, end: fault.at + 1 };
    return { blocks: [], troubles: [{ code: 'not-a-notebook', span, missing: fault.missing }] };
  }
  return new NotebookReader(text).read(tree.root);
}

class NotebookReader {
  private readonly blocks: Block[] = [];
  private readonly troubles: Trouble[] = [];

  constructor(private readonly text: string) {}

  read(root: JsonNode): Reading {
    let index = 0;
    const worksheets = itemsOf(field(root, 'worksheets'));
    const cells =
      worksheets.length > 0
        ? worksheets.flatMap((sheet) => itemsOf(field(sheet, 'cells')))
        : itemsOf(field(root, 'cells'));
    for (const cell of cells) this.readCell(cell, index++);
    // Keys are sorted in the file, so an output may stand before or behind its cell's source; cells keep their order.
    return { blocks: this.blocks, troubles: this.troubles };
  }

  private readCell(cell: JsonNode, index: number): void {
    const count = field(cell, 'execution_count') ?? field(cell, 'prompt_number');
    const place: NotebookCell = { index, ...(count?.kind === 'number' && { executionCount: count.value }) };
    const before = this.blocks.length;
    for (const output of itemsOf(field(cell, 'outputs'))) this.readOutput(output, place);
    if (this.blocks.length > before) this.name(cell, before);
  }

  private readOutput(output: JsonNode, place: NotebookCell): void {
    switch (wordOf(this.text, field(output, 'output_type'))) {
      case 'stream':
        this.readWords(field(output, 'text'), place, '');
        break;
      case 'execute_result':
      case 'display_data':
      case 'pyout': {
        const data = field(output, 'data');
        const plain = data === undefined ? field(output, 'text') : field(data, 'text/plain');
        const json = data === undefined ? field(output, 'json') : field(data, 'application/json');
        const before = this.blocks.length + this.troubles.length;
        if (plain !== undefined) this.readWords(plain, place, '');
        // The text beside JSON is often but `<IPython.core.display.JSON object>`.
        const nothing = this.blocks.length + this.troubles.length === before;
        if (json !== undefined && nothing) this.readJsonValue(json, place);
        break;
      }
      default: // Errors, and what later versions add.
    }
  }

  /** One string, or a list of lines. */
  private readWords(words: JsonNode | undefined, place: NotebookCell, language: string): void {
    if (words === undefined) return;
    const strings = new DecodedStrings(this.text);
    for (const part of words.kind === 'array' ? words.items : [words]) {
      if (part.kind === 'string') strings.add(part.start, part.end);
    }
    const text = strings.finish();
    if (text === '') return;
    this.take(readText({ text, language }), place, {
      start: (offset) => strings.rawStart(offset),
      end: (offset) => strings.rawEnd(offset),
    });
  }

  /** JSON stands in the file as it is. */
  private readJsonValue(value: JsonNode, place: NotebookCell): void {
    if (value.kind !== 'array' && value.kind !== 'object') return;
    const shifted = (offset: number): number => offset + value.start;
    this.take(readJson(this.text.slice(value.start, value.end)), place, { start: shifted, end: shifted });
  }

  private take({ blocks, troubles }: Reading, place: NotebookCell, way: Way): void {
    for (const block of blocks) this.blocks.push({ ...moved(block, way), cell: place });
    for (const trouble of troubles) this.troubles.push({ ...trouble, span: movedSpan(trouble.span, way) });
  }

  /** What a cell printed is called by the expressions that printed it. */
  private name(cell: JsonNode, from: number): void {
    const source = field(cell, 'source') ?? field(cell, 'input');
    if (source === undefined) return;
    const strings = new DecodedStrings(this.text);
    for (const part of source.kind === 'array' ? source.items : [source]) {
      if (part.kind === 'string') strings.add(part.start, part.end);
    }
    const unnamed = this.blocks.slice(from).flatMap((block, index) => (block.name === undefined ? [from + index] : []));
    const printed = printedExpressions(strings.finish().slice(-4000));
    if (printed.length !== unnamed.length) return;
    unnamed.forEach((position, index) => {
      const name = printed[index];
      if (name !== undefined) this.blocks[position] = { ...this.blocks[position], name };
    });
  }
}

/** From offsets in what was read to places in the file. */
interface Way {
  start(offset: number): number;
  end(offset: number): number;
}

function moved(block: Block, way: Way): Block {
  const span = movedSpan(block.span, way);
  if (block.elided) return { ...block, span };
  const { starts, ends } = block.cells;
  return {
    ...block,
    span,
    cells: { starts: starts.map((at) => way.start(at)), ends: ends.map((at) => way.end(at)) },
  };
}

function movedSpan({ start, end }: Span, way: Way): Span {
  const from = way.start(start);
  return { start: from, end: Math.max(from, way.end(end)) };
}
