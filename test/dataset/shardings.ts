/**
 * Summaries of random shardings against that of the whole: `npm run shardings -- [--count N]`. Every number of each has to be
 * the same bits, whatever the sharding, the order of merging and the kernel's calls were. Exit code 1 on any difference.
 */
import { parseArgs } from 'node:util';
import { Summary } from '../../src/core/summary';
import { blockArray } from '../../src/dataset/shardArray';
import { type DatasetQuestion, summariseStretch } from '../../src/dataset/summariseShard';
import { loadKernel } from '../../src/kernel/loadKernel';
import { type KnownBlock, NOWHERE } from '../../src/read/reading';
import { uniform } from '../unit/core/samples';

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } });
const COUNT = Number(values.count);
const ROWS = 2000;
const CLASSES = 11;
const QUESTION: DatasetQuestion = { loss: 'cross_entropy', from: 'logits', options: {}, worst: 10, bins: 15 };

const next = uniform(29);
const predictions = blockArray(block([ROWS, CLASSES], () => 20 * next() - 10, false));
const targets = blockArray(block([ROWS], (row) => (row % 31 === 0 ? -100 : Math.floor(CLASSES * next())), true));

const whole = bits(part(0, ROWS));
let different = 0;
for (let sharding = 0; sharding < COUNT; sharding++) {
  const cuts = new Set([0, ROWS, ...Array.from({ length: Math.floor(40 * next()) }, () => Math.floor(ROWS * next()))]);
  const ends = [...cuts].sort((a, b) => a - b);
  const parts = ends.slice(1).map((to, index) => part(ends[index] ?? 0, to));
  const merged = new Summary({ worst: QUESTION.worst, bins: QUESTION.bins, classes: CLASSES });
  for (const one of parts.sort(() => next() - 0.5)) merged.merge(Summary.restore(structuredClone(one.state())));
  if (bits(merged) !== whole) different++;
}
console.log(`shardings: ${COUNT} of ${ROWS} rows, ${different} with another bit`);
if (different > 0) process.exitCode = 1;

function part(from: number, to: number): Summary {
  const found = summariseStretch(predictions, targets, { from, to, name: from }, QUESTION, loadKernel());
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
}

function bits(summary: Summary): string {
  return JSON.stringify(summary.state(), (_, value: unknown) =>
    value instanceof Float64Array
      ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')
      : value,
  );
}

function block(shape: readonly number[], value: (index: number) => number, integers: boolean): KnownBlock {
  const count = shape.reduce((size, extent) => size * extent, 1);
  const tensor = { shape, data: Float64Array.from({ length: count }, (_, index) => value(index)) };
  const cells = { starts: new Uint32Array(0), ends: new Uint32Array(0) };
  return { elided: false, span: NOWHERE, notation: 'npy', tensor, cells, decimals: 0, integers };
}
