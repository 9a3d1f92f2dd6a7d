import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { loadKernel } from '../kernel/loadKernel';
import { sizeOf } from '../core/tensor';
import { computeInPieces, type Piece, type StreamedOutcome } from '../lens/streamed';
import { choices, pair, type Request } from '../pair/pair';
import { BytesFault, refusedFile } from '../read/bytes/fault';
import type { FileBytes } from '../read/pieces/fileBytes';
import { openNpyRows } from '../read/pieces/npyRows';
import { openSafetensorsRows } from '../read/pieces/safetensorsRows';
import type { FileRows } from '../read/pieces/fileRows';
import { type LineLanguage, textPieces } from '../read/pieces/textPieces';
import { type Block, type FileFormat, type KnownBlock, NOWHERE, type Reading } from '../read/reading';
import { lossCaption, streamedCaption } from '../report/captions';
import { streamedJson } from '../report/json';
import { changedText, nothingText, onlyWholeText, choiceText } from '../report/questions';
import { fullText } from '../report/numbers';
import { reasonText } from '../report/reasons';
import { refusalText } from '../report/refusals';
import { troubleText } from '../report/troubles';
import { crossEntropyOfStored } from '../kernel/storedRows';
import type { ComputeCall } from './arguments';
import { readSource } from './input';
import { Refused, selected } from './refused';
import type { Terminal } from './terminal';

/** Files beyond this are read in pieces, so that memory does not grow with them. */
export const LARGE_BYTES = 64 * 2 ** 20;

const LINES: Readonly<Record<string, LineLanguage>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

/** Is it large, and of a kind that can be read in pieces? */
export function isLarge(file: string): boolean {
  const ending = extname(file).toLowerCase();
  if (file === '-' || !(ending === '.npy' || Object.hasOwn(LINES, ending))) return false;
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && stats.size > LARGE_BYTES;
}

/** Opens a file for as long as `use` takes, and tells how much of it was read. */
export function withFile<T>(path: string, use: (file: FileBytes) => T, progress?: (share: number) => void): T {
  const handle = openSync(path, 'r');
  try {
    const { size } = fstatSync(handle);
    let furthest = 0;
    const read = (at: number, into: Uint8Array): number => {
      let count = 0;
      while (count < into.length) {
        const more = readSync(handle, into, count, into.length - count, at + count);
        if (more === 0) break;
        count += more;
      }
      furthest = Math.max(furthest, at + count);
      progress?.(furthest / size);
      return count;
    };
    return use({ size, read });
  } finally {
    closeSync(handle);
  }
}

/**
 * `loss-lens read` of a large file: its arrays as they are, but for their numbers, which are counted and not kept.
 */
export function readLarge(path: string): Reading {
  return withFile(path, (file) => {
    const ending = extname(path).toLowerCase();
    try {
      return ending === '.npy' ? npyOutline(file, path) : textOutline(file, LINES[ending]);
    } catch (error) {
      if (error instanceof BytesFault) return refusedFile('npy', error.fault, error.part);
      throw error;
    }
  });
}

function npyOutline(file: FileBytes, path: string): Reading {
  const rows = openNpyRows(file, stem(path));
  const none = rows.block(0, 0);
  return { blocks: [{ ...none, tensor: { ...none.tensor, shape: rows.head.shape } }], troubles: [] };
}

function textOutline(file: FileBytes, language: LineLanguage): Reading {
  let blocks: KnownBlock[] = [];
  for (const { reading } of textPieces(file, language)) {
    if (reading.troubles.length > 0) return { blocks: [], troubles: reading.troubles };
    const known = reading.blocks.filter((block) => !block.elided);
    blocks = known.map((block, index) => joined(blocks[index], block));
  }
  return { blocks, troubles: [] };
}

/** Names of rows are not kept either. */
function joined(before: KnownBlock | undefined, block: KnownBlock): KnownBlock {
  const [rows = 0, ...inner] = block.tensor.shape;
  return {
    ...withoutRows(block),
    span: NOWHERE,
    tensor: { shape: [(before?.tensor.shape[0] ?? 0) + rows, ...inner], data: new Float64Array(0) },
    decimals: Math.max(before?.decimals ?? 0, block.decimals),
    integers: block.integers && before?.integers !== false,
  };
}

function withoutRows({ rowNames, ...block }: KnownBlock): KnownBlock {
  void rowNames;
  return { ...block, cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) } };
}

/** `loss-lens compute` where a file is large: the mean or the sum, and nothing that is told of single rows. */
export async function computeLarge(call: ComputeCall, terminal: Terminal): Promise<number> {
  const whole = onlyOfWhole(call);
  if (whole !== undefined) throw new Refused('too-large', onlyWholeText(whole, LARGE_BYTES / 2 ** 20));
  const [first, second] = call.files;
  const outcome =
    second === undefined
      ? withFile(first, (file) => computeInPieces(piecesOfOne(file, first, call), call.options), terminal.progress)
      : await ofTwo(first, second, call, terminal);
  return tell(outcome, call, terminal);
}

/** What was asked for that needs all rows at hand. */
function onlyOfWhole({ options, digits, code, weightNames }: ComputeCall): string | undefined {
  if (options.reduction === 'none') return '--reduction none';
  if (digits !== undefined) return '--exact';
  if (code !== undefined) return '--code';
  return weightNames.weight ?? weightNames.posWeight;
}

function* piecesOfOne(file: FileBytes, path: string, call: ComputeCall): Generator<Piece> {
  const ending = extname(path).toLowerCase();
  if (ending === '.npy') {
    const rows = openRows(file, path);
    yield piece([rows.block(0, Math.min(rows.rows, 1))], [], call);
    return;
  }
  for (const { reading } of textPieces(file, LINES[ending])) yield piece(reading.blocks, [], call, reading.troubles);
}

/** Predictions in the first file, targets in the second: one of .npy is read where its rows are wanted. */
async function ofTwo(first: string, second: string, call: ComputeCall, terminal: Terminal): Promise<StreamedOutcome> {
  if (isLarge(second) && extname(second).toLowerCase() !== '.npy') {
    throw new Refused('too-large', onlyWholeText(basename(second), LARGE_BYTES / 2 ** 20));
  }
  if (extname(second).toLowerCase() === '.npy') {
    return withFile(second, (file) => {
      const targets = openRows(file, second);
      return overFirst(first, call, targets, (from, to) => [targets.block(from, to)], terminal);
    });
  }
  const { reading } = await readSource(second, terminal);
  return overFirst(
    first,
    call,
    undefined,
    (from, to) => reading.blocks.map((block) => rowsOf(block, from, to)),
    terminal,
  );
}

type RowsOf = (from: number, to: number) => readonly Block[];

function overFirst(
  path: string,
  call: ComputeCall,
  targets: FileRows | undefined,
  rowsOfTargets: RowsOf,
  { progress }: Terminal,
): StreamedOutcome {
  const use = (file: FileBytes): StreamedOutcome => {
    const ending = extname(path).toLowerCase();
    if (ending !== '.npy') return computeInPieces(alongText(file, LINES[ending], call, rowsOfTargets), call.options);
    const predictions = openRows(file, path);
    return (
      quickly(predictions, targets, call) ?? computeInPieces(alongRows(predictions, call, rowsOfTargets), call.options)
    );
  };
  return withFile(path, use, progress);
}

/** By the kernel, where the first rows say that it is cross entropy of logits. */
function quickly(predictions: FileRows, targets: FileRows | undefined, call: ComputeCall): StreamedOutcome | undefined {
  if (targets === undefined || call.predictions !== undefined || call.targets !== undefined) return undefined;
  const some = Math.min(predictions.rows, targets.rows, rowsAtOnce(predictions));
  const sample = piece([predictions.block(0, some)], [targets.block(0, some)], call);
  const [pairing, rival] = choices(sample.blocks, pair(sample.blocks, sample.request));
  if (pairing?.loss !== 'cross_entropy' || pairing.from !== 'logits' || rival !== undefined) return undefined;
  const found = crossEntropyOfStored(predictions, targets, call.options, loadKernel());
  if (found === undefined) return undefined;
  if (!found.ok) return { kind: 'refused', refusal: found.refusal, row: 0 };
  return { kind: 'answer', answer: { pairing, ...found.value } };
}

const NUMBERS_AT_ONCE = 2 ** 17;

function rowsAtOnce({ width }: FileRows): number {
  return Math.max(1, Math.floor(NUMBERS_AT_ONCE / Math.max(1, width)));
}

function* alongRows(predictions: FileRows, call: ComputeCall, rowsOfTargets: RowsOf): Generator<Piece> {
  const step = rowsAtOnce(predictions);
  for (let from = 0; from < predictions.rows; from += step) {
    const to = Math.min(predictions.rows, from + step);
    yield piece([predictions.block(from, to)], rowsOfTargets(from, to), call);
  }
}

function* alongText(
  file: FileBytes,
  language: LineLanguage,
  call: ComputeCall,
  rowsOfTargets: RowsOf,
): Generator<Piece> {
  let from = 0;
  for (const { reading } of textPieces(file, language)) {
    const [block] = reading.blocks;
    const to = from + (block === undefined || block.elided ? 0 : (block.tensor.shape[0] ?? 0));
    yield piece(reading.blocks, rowsOfTargets(from, to), call, reading.troubles);
    from = to;
  }
}

/** Fewer rows than asked for where the array ends: the shapes then disagree, which is said as PyTorch would. */
function rowsOf(block: Block, from: number, to: number): Block {
  if (block.elided) return block;
  const [rows = 0, ...inner] = block.tensor.shape;
  const size = sizeOf(inner);
  const last = Math.min(to, rows);
  return {
    ...withoutRows(block),
    tensor: { shape: [Math.max(0, last - from), ...inner], data: block.tensor.data.subarray(from * size, last * size) },
  };
}

function piece(
  first: readonly Block[],
  second: readonly Block[],
  call: ComputeCall,
  troubles: Piece['troubles'] = [],
): Piece {
  const blocks = [...first, ...second];
  const part = (selector: string | undefined, from: number, to: number): readonly number[] | undefined => {
    if (selector === undefined) return second.length > 0 ? range(from, to) : undefined;
    const found = selected(blocks.slice(from, to), selector);
    return 'columns' in found ? [blocks.push(found.columns) - 1] : found.indices.map((index) => index + from);
  };
  if (troubles.length > 0) return { blocks, request: call.request, troubles };
  const middle = first.length;
  const [from, to] = second.length > 0 ? [middle, middle + second.length] : [0, middle];
  const predictions = part(call.predictions, 0, middle);
  const targets = part(call.targets, from, to);
  const request: Request = { ...call.request, ...(predictions && { predictions }), ...(targets && { targets }) };
  return { blocks, request, troubles };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

export function openRows(file: FileBytes, path: string): FileRows {
  return opened('npy', () => openNpyRows(file, stem(path)));
}

export function openTensors(file: FileBytes): readonly FileRows[] {
  return opened('safetensors', () => openSafetensorsRows(file));
}

function opened<Opened>(format: FileFormat, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof BytesFault)) throw error;
    const [trouble] = refusedFile(format, error.fault, error.part).troubles;
    throw new Refused('bad-file', troubleText(trouble));
  }
}

function stem(path: string): string {
  return basename(path, extname(path));
}

function tell(outcome: StreamedOutcome, call: ComputeCall, terminal: Terminal): number {
  switch (outcome.kind) {
    case 'nothing':
      throw new Refused('no-pairing', nothingText(outcome.blocks, outcome.request));
    case 'choose':
      throw new Refused('ambiguous', choiceText(outcome.pairings.length, []));
    case 'changed':
      throw new Refused('ambiguous', changedText(outcome.pairing.from, outcome.row));
    case 'refused':
      throw new Refused(outcome.refusal.code, refusalText(outcome.refusal));
    case 'trouble':
      throw new Refused(outcome.trouble.code, troubleText(outcome.trouble));
    case 'answer': {
      const { answer } = outcome;
      if (call.json) terminal.out(`${JSON.stringify(streamedJson(answer, call.options))}\n`);
      else {
        terminal.out(`${fullText(answer.value)}\n`);
        terminal.err(
          `${lossCaption(answer.pairing.loss, answer.pairing.from)}, ${streamedCaption(answer, call.options)}\n`,
        );
        for (const reason of answer.pairing.reasons) terminal.err(`  ${reasonText(reason)}\n`);
      }
      return 0;
    }
  }
}
