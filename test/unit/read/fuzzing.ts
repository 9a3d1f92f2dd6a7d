import assert from 'node:assert/strict';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { sizeOf } from '../../../src/core/tensor';
import { loadTextRows } from '../../../src/kernel/textRows';
import { readBytes } from '../../../src/read/bytes/readBytes';
import { read } from '../../../src/read/read';
import type { ByteFormat, Reading } from '../../../src/read/reading';
import { takeTextRows } from '../../../src/read/text/rowRuns';
import { comparable, holds } from './check';
import { fixtures } from './fixtures';
import { npyWith } from './npyOf';
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
    .tuple(print, print, fc.nat(7), fc.array(mutation, { maxLength: 5 }), fc.nat(2 * LANGUAGES.length - 1))
    .map(([first, second, both, mutations, language]) => ({
      text: mutations.reduce(mutate, both === 7 ? `${first.text}\n${second.text}` : first.text),
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

export interface FuzzBytes {
  readonly format: ByteFormat;
  readonly bytes: Uint8Array;
}

/** What a mutation puts in place of a word of a header. */
const HEADER_SHARDS = [
  ...["'<f8'", "'>f4'", "'|b1'", "'|O'", "'<i8'", "'=f2'", "'<c8'", 'descr', 'shape', 'fortran_order', 'True', 'None'],
  ...['(3, 2)', '(6,)', '()', '(0, 3)', '(-1, 6)', '(2, 3', '[2,3]', '[0,24]', '[24,0]', '"F64"', '"BF16"', '"BOOL"'],
  ...['0', '1', '24', '99999999999999999999', '4294967296', '6L', '1e1', '-0', '{', '}', ',', ':', '"', "'", '\\u0078'],
  ...['"__metadata__"', '"x"', '"y"', ' ', '\n', '\0'],
];

const headerMutation = fc
  .tuple(fc.nat(0xffff), fc.nat(HEADER_SHARDS.length - 1), fc.nat(4))
  .map(([place, shard, kind]): Mutation => ({
    place: place / 0x10000,
    kind: kind === 0 ? 'insert' : kind === 1 ? 'remove' : 'replace',
    length: 1 + (place % 12),
    shard: HEADER_SHARDS[shard],
  }));

/** A header with a few of its words changed, and the numbers behind it. */
function withHeader(header: string): fc.Arbitrary<{ header: string; body: Uint8Array }> {
  return fc
    .tuple(fc.array(headerMutation, { maxLength: 2 }), fc.uint8Array({ minLength: 24, maxLength: 24 }))
    .map(([mutations, body]) => ({ header: mutations.reduce(mutate, header), body }));
}

const npy = fc
  .tuple(
    withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"),
    fc.constantFrom<1 | 2 | 3>(1, 1, 2, 3),
  )
  .map(([{ header, body }, version]): FuzzBytes => ({ format: 'npy', bytes: npyWith(header, body, version) }));

const npz = fc.tuple(npy, npy, fc.constantFrom<0 | 6>(0, 6)).map(([x, y, level]): FuzzBytes => ({
  format: 'npz',
  bytes: zipSync({ 'x.npy': x.bytes, 'y.npy': y.bytes }, { level }),
}));

const safetensors = withHeader(
  '{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"y":{"dtype":"I64","shape":[1],"data_offsets":[16,24]}}',
).map(({ header, body }): FuzzBytes => {
  const head = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + head.length + body.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(head.length), true);
  bytes.set(head, 8);
  bytes.set(body, 8 + head.length);
  return { format: 'safetensors', bytes };
});

const FORMATS: readonly ByteFormat[] = ['npy', 'npz', 'safetensors', 'pt', 'pickle', 'parquet'];

/** A small file whose header says something else than it should, then with bytes changed or its end cut off. */
export function fuzzBytes(seed: number): fc.Arbitrary<FuzzBytes> {
  const files = fc.sample(fc.oneof(npy, npz, safetensors), { numRuns: 300, seed });
  return fc
    .tuple(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(0xffff), fc.nat(255)), { maxLength: 3 }),
      fc.nat(0x3ffff),
      fc.nat(100),
    )
    .map(([file, changes, cut, format]) => {
      const bytes = file.bytes.slice(0, cut < 0x10000 ? Math.floor((cut / 0x10000) * file.bytes.length) : undefined);
      for (const [at, byte] of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return { format: FORMATS[format] ?? file.format, bytes };
    });
}

/** Never a throw, and never more numbers than there are bytes. */
export function survivesBytes({ format, bytes }: FuzzBytes): void {
  for (const block of readBytes(bytes, format).blocks) {
    assert.ok(!block.elided);
    const { shape, data } = block.tensor;
    assert.equal(data.length, sizeOf(shape));
    assert.ok(data.length <= bytes.length);
  }
}
