import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadTextRows } from '../../../src/kernel/textRows';
import { readBytes } from '../../../src/read/bytes/readBytes';
import { read } from '../../../src/read/read';
import type { FileFormat } from '../../../src/read/reading';
import { takeTextRows } from '../../../src/read/text/rowRuns';
import { comparable, holds } from './check';
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

interface Mutation {
  readonly place: number;
  readonly kind: 'insert' | 'remove' | 'repeat' | 'cut' | 'swap';
  readonly length: number;
  readonly shard: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('insert', 'insert', 'insert', 'remove', 'repeat', 'cut', 'swap'),
  length: fc.integer({ min: 1, max: 30 }),
  shard: fc.constantFrom(...SHARDS),
});

function mutate(text: string, { place, kind, length, shard }: Mutation): string {
  const at = Math.floor(place * text.length);
  const head = text.slice(0, at);
  switch (kind) {
    case 'insert':
      return head + shard + text.slice(at);
    case 'remove':
      return head + text.slice(at + length);
    case 'repeat':
      return head + text.slice(at, at + length).repeat(3) + text.slice(at + length);
    case 'cut':
      return length < 6 ? head : text.slice(at);
    case 'swap':
      return text.slice(at) + head;
  }
}

const printed = fc
  .tuple(fc.constantFrom(...PRINTERS), matrix(true))
  .map(([{ print, language }, m]) => ({ text: print(m, 'x'), language: language ?? '' }));

export interface FuzzText {
  readonly text: string;
  readonly language: string;
}

/** One or two prints, broken in a few places, read as some language. */
export const fuzzText: fc.Arbitrary<FuzzText> = fc
  .tuple(
    fc.array(printed, { minLength: 1, maxLength: 2 }),
    fc.array(mutation, { maxLength: 5 }),
    fc.option(fc.constantFrom(...LANGUAGES)),
  )
  .map(([prints, mutations, language]) => ({
    text: mutations.reduce(mutate, prints.map(({ text }) => text).join('\n')),
    language: language ?? prints[0]?.language ?? '',
  }));

/** Never a throw, never slow, and every number that is taken stands in the text where the reader says. */
export function survivesText({ text, language }: FuzzText): void {
  const start = process.cpuUsage();
  const reading = read({ text, language });
  const { user, system } = process.cpuUsage(start);
  const time = (user + system) / 1000;
  assert.ok(time < TIME_LIMIT, `took ${time} ms`);
  holds(text, reading);
}

const rowsTogether = loadTextRows();

/** Where rows are read together, the reading is the same. */
export function readsTogether({ text, language }: FuzzText): void {
  const expected = read({ text, language });
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
