/**
 * Breaks prints and files in every way it knows and reads them, and computes made-up problems beside their definition:
 * `npm run fuzz -- --inputs 1000000 [--seed N] [--slice K/M] [--record FILE]`.
 *
 * A run is a row of batches, each with a seed of its own that follows from the run's. A slice is every M-th of them, so
 * that all slices together are the whole run, whichever machine took them and when. Each adds a line to the record,
 * which the last line of the command adds up.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { fuzzBytes, fuzzText, readsTogether, survivesBytes, survivesText } from '../unit/read/fuzzing';
import { agrees, fuzzProblem } from './lossFuzzing';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    slice: { type: 'string', default: '1/1' },
    record: { type: 'string' },
  },
});
const inputs = Number(values.inputs);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const [slice, slices] = values.slice.split('/').map(Number);
/** One property run keeps all its inputs in memory; a batch does not. */
const BATCH = 10_000;

interface Counts {
  readonly prints: number;
  readonly files: number;
  readonly problems: number;
}

/** A slice that was run to its end without a fault. */
interface Slice extends Counts {
  readonly inputs: number;
  readonly seed: number;
  readonly slice: number;
  readonly slices: number;
  readonly commit: string;
  readonly seconds: number;
}

const done: Slice = run();
console.log(`fuzz: slice ${slice} of ${slices} (seed ${seed}): ${told(done, done.seconds)}`);
if (values.record !== undefined) record(values.record);

function run(): Slice {
  let counts: Counts = { prints: 0, files: 0, problems: 0 };
  const start = performance.now();
  for (let batch = slice - 1; batch * BATCH < inputs; batch += slices) {
    const size = Math.min(BATCH, inputs - batch * BATCH);
    const added = runBatch(size, mixed(seed, batch));
    counts = sum(counts, added);
  }
  const seconds = Math.round((performance.now() - start) / 1000);
  return { inputs, seed, slice, slices, commit: commit(), ...counts, seconds };
}

/** Eight prints and a file for every problem. */
function runBatch(size: number, seed: number): Counts {
  const files = Math.floor(size / 10);
  const problems = Math.floor(size / 10);
  const prints = size - files - problems;
  let read = 0;
  const reads = fc.property(fuzzText(seed), (text) => {
    const reading = survivesText(text);
    // Reading costs more than all else here; with rows together only every fourth is read again.
    if (read++ % 4 === 0) readsTogether(text, reading);
  });
  fc.assert(reads, { numRuns: prints, seed });
  if (files > 0) fc.assert(fc.property(fuzzBytes(seed), survivesBytes), { numRuns: files, seed });
  if (problems > 0) fc.assert(fc.property(fuzzProblem, agrees), { numRuns: problems, seed });
  return { prints, files, problems };
}

/** Another 32 bits for each batch, so that runs with seeds side by side share nothing (the finaliser of MurmurHash3). */
function mixed(seed: number, batch: number): number {
  let bits = (seed ^ Math.imul(batch + 1, 0x9e3779b1)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** Writes the slice down, and adds up those of the same run; one that was run twice counts once. */
function record(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(done)}\n`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const recorded = lines.map((line) => JSON.parse(line) as Slice);
  const same = recorded.filter((other) => other.inputs === inputs && other.seed === seed && other.slices === slices);
  const once = [...new Map(same.map((other) => [other.slice, other])).values()];
  const counts = once.reduce<Counts>(sum, { prints: 0, files: 0, problems: 0 });
  const seconds = once.reduce((all, other) => all + other.seconds, 0);
  console.log(`fuzz: ${once.length} of ${slices} slices of ${inputs} inputs: ${told(counts, seconds)}`);
}

function sum(a: Counts, b: Counts): Counts {
  return { prints: a.prints + b.prints, files: a.files + b.files, problems: a.problems + b.problems };
}

function told({ prints, files, problems }: Counts, seconds: number): string {
  return (
    `${prints + files + problems} inputs survived in ${seconds} s: ${prints} prints, ${files} files, ` +
    `${problems} problems that agree with their definition`
  );
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
