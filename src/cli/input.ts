import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { askParquet } from '../parquet/askParquet';
import { BYTE_FORMATS, readBytes } from '../read/bytes/readBytes';
import { read } from '../read/read';
import type { Reading } from '../read/reading';
import type { Terminal } from './terminal';

/** A file that could not be read: the message names it and says why. */
export class InputError extends Error {}

/** A file and the arrays in it; `text` is empty where it holds bytes. */
export interface SourceFile {
  readonly text: string;
  readonly reading: Reading;
}

/** How the ending of a file's name tells what it holds. */
const LANGUAGES: Readonly<Record<string, string>> = {
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.ipynb': 'notebook',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.py': 'python',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.ts': 'typescript',
  '.c': 'c',
  '.h': 'c',
  '.cpp': 'cpp',
  '.java': 'java',
  '.rs': 'rust',
  '.go': 'go',
  '.r': 'r',
  '.jl': 'julia',
  '.m': 'matlab',
};

/** Larger files are refused before anything is taken into memory. */
const BYTE_LIMIT = 2 ** 30;

/** Reads a file, or standard input for `-`, in the way its name tells. Throws {@link InputError}. */
export async function readSource(
  file: string,
  { input, parquetProgram }: Pick<Terminal, 'input' | 'parquetProgram'>,
): Promise<SourceFile> {
  const ending = extname(file).toLowerCase();
  if (ending === '.parquet' && parquetProgram !== undefined) {
    await sizeOf(file);
    return { text: '', reading: (await askParquet(parquetProgram, { path: file })).reading };
  }
  const bytes = file === '-' ? await readAll(input) : await readWhole(file);
  const format = Object.hasOwn(BYTE_FORMATS, ending) ? BYTE_FORMATS[ending] : undefined;
  if (format !== undefined) return { text: '', reading: readBytes(bytes, format, basename(file, extname(file))) };
  const language = Object.hasOwn(LANGUAGES, ending) ? LANGUAGES[ending] : undefined;
  const text = decode(file, bytes);
  return { text, reading: read({ text, ...(language !== undefined && { language }) }) };
}

async function readWhole(file: string): Promise<Uint8Array> {
  const size = await sizeOf(file);
  if (size > BYTE_LIMIT) throw new InputError(`${file} cannot be read: it holds more than ${BYTE_LIMIT / 2 ** 20} MB.`);
  try {
    return await readFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): InputError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new InputError(`${file} cannot be read: ${REASONS[reason] ?? reason}.`);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
};

async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of input) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** UTF-8, or UTF-16 where a byte order mark says so. A mark is no part of the text. */
function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes)).decode(bytes);
  } catch {
    throw new InputError(`${file} cannot be read: it is too large to be read as one text.`);
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
