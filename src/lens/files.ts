import type { Request } from '../pair/pair';
import { decodeText } from '../read/bytes/decodeText';
import { BYTE_FORMATS, readBytes } from '../read/bytes/readBytes';
import { read } from '../read/read';
import type { Block, Reading, Span, Trouble } from '../read/reading';
import { askOpened, againOpened, type Desk, type Opened, readingsOpened } from './desk';

/** A file by its name and what is in it. */
export interface OpenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A file that was read elsewhere: in a process of its own. */
export interface FileRead {
  readonly name: string;
  readonly reading: Reading;
}

/** Files to be answered about. */
export interface OpenFiles {
  readonly version: number;
  readonly files: readonly (OpenFile | FileRead)[];
  /** Whether the first file holds the predictions and the second the targets, or that is to be told from the arrays. */
  readonly roles: 'in-order' | 'told-apart';
}

/** How the ending of a file's name tells what text it holds. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.ipynb': 'notebook',
  '.csv': 'csv',
  '.tsv': 'tsv',
};

/** The desk for files: one after the other they are one document, whose text is that of the files. */
export const filesDesk: Desk<OpenFiles> = {
  ask: async (files, question, interest) => {
    const opened = openFiles(files);
    return askOpened(opened, { blocks: opened.reading.blocks, request: opened.request }, question, interest);
  },
  again: async (files, settled, interest) => againOpened(openFiles(files), settled, interest),
  readings: async (files, settled, interest) => readingsOpened(openFiles(files), settled, interest),
};

/**
 * Reads files as one document. Bytes have no text: each of their arrays gets a line that says what it is, so that it
 * has a place of its own like any other.
 */
export function openFiles({ files, roles }: OpenFiles): Opened & { readonly request: Request } {
  let text = '';
  const blocks: Block[] = [];
  const troubles: Trouble[] = [];
  const positions: number[][] = [];
  for (const file of files) {
    const opened = openFile(file);
    const by = text.length;
    positions.push(opened.reading.blocks.map((_, index) => blocks.length + index));
    blocks.push(...opened.reading.blocks.map((block) => shifted(block, by)));
    troubles.push(...opened.reading.troubles.map((trouble) => ({ ...trouble, span: shiftedSpan(trouble.span, by) })));
    text += `${opened.text}\n`;
  }
  const [predictions, targets] = positions;
  const inOrder = roles === 'in-order' && predictions !== undefined && targets !== undefined;
  return { text, reading: { blocks, troubles }, request: inOrder ? { predictions, targets } : {} };
}

function openFile(file: OpenFile | FileRead): Opened {
  if ('reading' in file) return listed(file.reading);
  const { name, bytes } = file;
  const ending = (/\.[^./\\]+$/.exec(name)?.[0] ?? '').toLowerCase();
  const stem = name.slice(0, name.length - ending.length);
  const format = Object.hasOwn(BYTE_FORMATS, ending) ? BYTE_FORMATS[ending] : undefined;
  if (format !== undefined) return listed(readBytes(bytes, format, stem));
  const text = decodeText(bytes);
  const language = Object.hasOwn(LANGUAGES, ending) ? LANGUAGES[ending] : undefined;
  const { blocks, troubles } = read({ text, ...(language !== undefined && { language }) });
  // An array that is all of its file needs no name of its own.
  const [only] = blocks;
  const named =
    blocks.length === 1 && only !== undefined && only.name === undefined ? [{ ...only, name: stem }] : blocks;
  return { text, reading: { blocks: named, troubles } };
}

function listed({ blocks, troubles }: Reading): Opened {
  let text = '';
  const placed = blocks.map((block): Block => {
    const shape = block.elided ? (block.shape ?? []) : block.tensor.shape;
    const line = `${block.name ?? ''}\t${block.dtype ?? ''}\t(${shape.join(', ')})\n`;
    const span = { start: text.length, end: text.length + line.length - 1 };
    text += line;
    return { ...block, span };
  });
  return { text, reading: { blocks: placed, troubles } };
}

function shifted(block: Block, by: number): Block {
  const span = shiftedSpan(block.span, by);
  if (block.elided || by === 0) return { ...block, span };
  const { starts, ends } = block.cells;
  return { ...block, span, cells: { starts: starts.map((at) => at + by), ends: ends.map((at) => at + by) } };
}

function shiftedSpan({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}
