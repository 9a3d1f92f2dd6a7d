import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadTextRows } from '../../../src/kernel/textRows';
import { readBytes } from '../../../src/read/bytes/readBytes';
import { read } from '../../../src/read/read';
import type { FileFormat, Reading } from '../../../src/read/reading';
import { takeTextRows } from '../../../src/read/text/rowRuns';
import { comparable, holds } from './check';
import { fixtures } from './fixtures';
import { matrix, PRINTERS } from './printers';

/** No input may take longer. */
const TIME_LIMIT = 1000;

const LANGUAGES = ['', 'python', 'json', 'jsonl', 'csv', 'tsv', 'notebook', 'c', 'r', 'matlab', 'julia', 'javascript'];

/** What a mutation puts in: what readers stumble over. */
const SHARDS = [
  ...'[](){}<>,;:|&=#"\'\\\n\r\t .-+eE0_%*$…⋮×−\u00a0\u200b\u001b',
  ...[
    'tensor(',
    'array([',
    '...',
    '--',
    'nan',
    '-inf',
    'None',
    'True',
    '0x1f',
    '1_0',
    '1e999',
    '1.#INF',
    '[[',
    ']]',
    '>>> ',
    'In [1]:\n',
  ],
  ...[
    '\\begin{tabular}{l}',
    '\\end{tabular}',
    ' \\\\ ',
    '|--|--|',
    'x =\n\n',
    '[1] ',
    '[1,]',
    ', , 1\n',
    'c(',
    'matrix(c(',
    '2×2 Matrix{Float64}:\n',
  ],
  ...[
    'dtype: float64',
    'shape: (2, 2)\n┌',
    '│',
    '1.0e+03 *\n',
    'Columns 1 through 2:\n',
    '[torch.FloatTensor of size 2x2]',
    '/*',
    '//',
    '<tf.Tensor: shape=(), dtype=f, numpy=',
  ],
  ...['{"a": ', '"cells": [', '\\u0041', '\ud800', '١', '１', '9007199254740993', '\u001b[31m', '1 0 0 0', 'Name: x, '],
];

type Kind = 'insert' | 'replace' | 'remove' | 'repeat' | 'line' | 'cut' | 'swap';

interface Mutation {
  /** Where, in parts of 2^16 of the text. */
  readonly place: number;
  readonly kind: Kind;
  readonly length: number;
  readonly shard: string;
}

const KINDS: readonly Kind[] = ['insert', 'insert', 'replace', 'replace', 'remove', 'repeat', 'line', 'cut', 'swap'];

const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(fc.nat(0xffff), fc.nat(KINDS.length * 30 - 1), fc.nat(SHARDS.length - 1))
  .map(([place, kind, shard]) => ({
    place: place / 0x10000,
    kind: KINDS[Math.floor(kind / 30)],
    length: 1 + (kind % 30),
    shard: SHARDS[shard],
  }));

function mutate(text: string, { place, kind, length, shard }: Mutation): string {
  const at = Math.floor(place * text.length);
  const head = text.slice(0, at);
  switch (kind) {
    case 'insert':
      return head + shard + text.slice(at);
    case 'replace':
      // Of a word, or of what stands between two.
      return head + text.slice(at).replace(/[\w.+-]+/, () => shard);
    case 'remove':
      return head + text.slice(at + length);
    case 'repeat':
      return head + text.slice(at, at + length).repeat(3) + text.slice(at + length);
    case 'line': {
      const start = text.indexOf('\n', at) + 1;
      const end = text.indexOf('\n', start) + 1;
      const line = text.slice(start, end);
      // Away or twice: both leave every other line as it was.
      return text.slice(0, start) + (length % 2 === 0 ? line + line : '') + text.slice(Math.max(start, end));
    }
    case 'cut':
      return length < 6 ? head : text.slice(at);
    case 'swap':
      return text.slice(at) + head;
  }
}

export interface FuzzText {
  readonly text: string;
  readonly language: string;
}

const printed: fc.Arbitrary<FuzzText> = fc
  .tuple(fc.constantFrom(...PRINTERS), matrix(true))
  .map(([{ print, language = '' }, m]) => ({ text: print(m, 'x'), language }));

/** What real libraries printed: every notation that some reader knows, most of which no printer of ours writes. */
const REAL: readonly FuzzText[] = fixtures()
  .flatMap(({ cases }) => cases)
  .filter(({ text }) => text.length < 600)
  .map(({ text, language = '' }) => ({ text, language }));

/** The same prints as a cell of a notebook holds them. */
function inNotebook({ text }: FuzzText): FuzzText {
  const lines = text.split(/(?<=\n)/);
  const output = { output_type: 'execute_result', execution_count: 3, metadata: {}, data: { 'text/plain': lines } };
  const cell = {
    cell_type: 'code',
    execution_count: 3,
    metadata: {},
    source: ['logits, labels'],
    outputs: [{ output_type: 'stream', name: 'stdout', text }, output],
  };
  const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  return { text: JSON.stringify(notebook), language: 'notebook' };
}

/**
 * One or two prints, broken in a few places, read as some language. The prints are drawn once, by the seed: what breaks
 * them is drawn for every input, and costs a tenth of them.
 */
export function fuzzText(seed: number): fc.Arbitrary<FuzzText> {
  const prints = [...REAL, ...fc.sample(printed, { numRuns: 3 * REAL.length, seed })];
  const notebooks = fc.sample(fc.constantFrom(...prints).map(inNotebook), { numRuns: prints.length / 8, seed });
  const print = fc.constantFrom(...prints, ...notebooks);
  return fc
    .tuple(print, print, fc.nat(3), fc.array(mutation, { maxLength: 5 }), fc.nat(2 * LANGUAGES.length - 1))
    .map(([first, second, both, mutations, language]) => ({
      text: mutations.reduce(mutate, both === 3 ? `${first.text}\n${second.text}` : first.text),
      language: LANGUAGES[language] ?? first.language,
    }));
}

/** Never a throw, never slow, and every number that is taken stands in the text where the reader says. */
export function survivesText({ text, language }: FuzzText): Reading {
  const start = performance.now();
  const reading = read({ text, language });
  // Only a reading that seems slow is timed by what it took itself: asking costs as much as reading a short text.
  if (performance.now() - start > TIME_LIMIT) isInTime({ text, language });
  holds(text, reading);
  return reading;
}

function isInTime(excerpt: FuzzText): void {
  const start = process.cpuUsage();
  read(excerpt);
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  assert.ok(time < TIME_LIMIT, `took ${time} ms`);
}

const rowsTogether = loadTextRows();

/** Where rows are read together, the reading is the same. */
export function readsTogether({ text, language }: FuzzText, expected: Reading): void {
  let took = false;
  takeTextRows(
    () =>
      rowsTogether && {
        read: (of, wanted, take) => {
          const at = rowsTogether.read(of, wanted, take);
          took ||= at > wanted.at;
          return at;
        },
      },
    0,
  );
  try {
    const reading = read({ text, language });
    if (took) assert.deepEqual(comparable(reading), comparable(expected));
  } finally {
    takeTextRows(undefined);
  }
}

const FORMATS: readonly FileFormat[] = ['npy', 'npz', 'safetensors', 'pt'];

/** A small file of the format, before it is broken. */
const SEEDS: Readonly<Record<string, Uint8Array>> = {
  npy: npySeed(),
  safetensors: safetensorsSeed(),
};

export interface FuzzBytes {
  readonly format: FileFormat;
  readonly bytes: Uint8Array;
}

export const fuzzBytes: fc.Arbitrary<FuzzBytes> = fc
  .tuple(
    fc.constantFrom(...FORMATS),
    fc.constantFrom('npy', 'safetensors'),
    fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 4 }),
    fc.option(fc.nat(200)),
  )
  .map(([format, seed, changes, cut]) => {
    const bytes = Uint8Array.from(SEEDS[format] ?? SEEDS[seed] ?? []);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return { format, bytes: cut === null ? bytes : bytes.subarray(0, cut) };
  });

/** Never a throw, and never more numbers than there are bytes. */
export function survivesBytes({ format, bytes }: FuzzBytes): void {
  for (const block of readBytes(bytes, format).blocks) {
    assert.ok(!block.elided);
    const { shape, data } = block.tensor;
    assert.equal(
      data.length,
      shape.reduce((size, extent) => size * extent, 1),
    );
    assert.ok(data.length <= bytes.length);
  }
}

function npySeed(): Uint8Array {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) + '\n';
  const bytes = new Uint8Array(128 + 24);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
}

function safetensorsSeed(): Uint8Array {
  const header = new TextEncoder().encode('{"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}');
  const bytes = new Uint8Array(8 + header.length + 24);
  bytes[0] = header.length;
  bytes.set(header, 8);
  return bytes;
}
