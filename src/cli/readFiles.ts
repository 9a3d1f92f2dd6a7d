import { lineAt, lineStarts } from '../read/lines';
import type { Block } from '../read/reading';
import { errorJson, JSON_VERSION, readingJson } from '../report/json';
import { shapeText } from '../report/numbers';
import { troubleText } from '../report/troubles';
import { readCall } from './arguments';
import { InputError, readSource, type SourceFile } from './input';
import { isLarge, readLarge } from './largeFiles';
import type { Terminal } from './terminal';

/** `loss-lens read`: lists every array of the files. @returns the exit code: 1 where anything is troubled. */
export async function readFiles(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = readCall(args);
  const files: object[] = [];
  let troubled = false;
  for (const file of call.files) {
    let source: SourceFile;
    try {
      // With their numbers, all of them are kept anyway.
      source =
        !call.values && isLarge(file) ? { text: '', reading: readLarge(file) } : await readSource(file, terminal);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      terminal.err(`loss-lens: ${error.message}\n`);
      files.push({ file, arrays: [], troubles: [], ...errorOf(error) });
      troubled = true;
      continue;
    }
    const { text, reading } = source;
    const starts = lineStarts(text);
    for (const trouble of reading.troubles) {
      troubled = true;
      terminal.err(`${file}:${lineAt(starts, trouble.span.start)}: ${troubleText(trouble)}\n`);
    }
    if (call.json) files.push(readingJson(file, text, reading, call.values));
    else for (const block of reading.blocks) terminal.out(`${describe(file, block, starts)}\n`);
  }
  if (call.json) terminal.out(`${JSON.stringify({ version: JSON_VERSION, files })}\n`);
  return troubled ? 1 : 0;
}

function errorOf(error: Error): object {
  const { error: fault } = errorJson('unreadable', error.message) as { error: object };
  return { error: fault };
}

function describe(file: string, block: Block, starts: Uint32Array): string {
  const place = `${file}:${lineAt(starts, block.span.start)}`;
  const shape = block.elided ? 'elided' : shapeText(block.tensor.shape);
  return [place, block.name ?? '-', shape, block.dtype ?? '-', block.notation].join('\t');
}
