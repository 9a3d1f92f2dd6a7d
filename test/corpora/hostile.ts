import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSource } from '../../src/cli/input';
import { tally, type Tally } from './tally';

/** What one file came to, in a process of its own. */
interface Probe {
  readonly arrays: readonly {
    readonly shape: readonly number[] | null;
    readonly values: readonly (number | string)[];
  }[];
  readonly troubles: readonly string[];
  readonly milliseconds: number;
  readonly peak: number;
}

const TIME_LIMIT = 2000;
const MEGABYTE = 2 ** 20;

/** Reads one file and prints what came of it: the child's side. */
export function probe(file: string): void {
  const start = performance.now();
  const none = (async function* (): AsyncGenerator<Uint8Array> {})();
  void readSource(file, { input: none }).then(({ reading }) => {
    const result: Probe = {
      arrays: reading.blocks.map((block) => ({
        shape: block.elided ? null : block.tensor.shape,
        values: block.elided
          ? []
          : Array.from(block.tensor.data.slice(0, 100), (value) => (Number.isFinite(value) ? value : String(value))),
      })),
      troubles: reading.troubles.map((trouble) => trouble.code),
      milliseconds: performance.now() - start,
      peak: process.resourceUsage().maxRSS * 1024,
    };
    process.stdout.write(JSON.stringify(result));
  });
}

function run(file: string): Probe | string {
  const child = spawnSync(process.execPath, [process.argv[1] ?? '', '--probe', file], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (child.status !== 0 || child.stdout === '')
    return `ended with ${child.signal ?? child.status}: ${child.stderr.slice(0, 200)}`;
  return JSON.parse(child.stdout) as Probe;
}

interface Entry {
  readonly file: string;
  readonly verdict?: string;
  readonly shape?: readonly number[];
  readonly values?: readonly number[];
  readonly arrays?: readonly string[];
  readonly expect?: {
    readonly either?: unknown;
    readonly values?: readonly (readonly number[])[];
    readonly none?: boolean;
  };
}

/** Verdicts that the manifest states in words; a file that is not named here is to be refused, or hold nothing. */
const STATED: Readonly<Record<string, (found: Probe) => boolean>> = {
  'decimal_comma.csv': refusedOr([1.5, -2.25, 3, 0.5, 0.25, -1]),
  'underscore.py': refusedOr([1000.5, 2, 3, 4]),
  'hex.txt': refusedOr([16, 2, 3, 4]),
  'dot_forms.txt': holds([0.5, 5, -0.5, 1000]),
  'fraction.txt': refusedOr([0.5, 1 / 3, 1, 2]),
  'underflow.txt': holds([0, 1, 2, 3]),
  'neg_zero.txt': holds([0, 0, 1, 2]),
  'nan_words.txt': holds(['NaN', 'NaN', 'NaN', 'NaN', 'Infinity', '-Infinity', 'Infinity', 'Infinity']),
  'na_words.csv': refusedOr(['NaN', 1, 'NaN', 2, 'NaN', 3, 'NaN', 4]),
  'big_int.json': (found) => found.troubles.includes('inexact'),
  'ragged.csv': (found) => found.arrays.length === 0 && found.troubles.includes('ragged'),
  'ellipsis_torch.txt': (found) => found.troubles.includes('elided'),
  'rounded_repr.txt': holds([0.1235, 0.8765]),
  'csv_formula.csv': (found) => found.arrays.length === 0 && found.troubles.includes('bad-token'),
  'html_cell.csv': () => true,
  'codelens_icon.csv': () => true,
  'dup_keys.json': (found) => found.troubles.includes('duplicate-key'),
  'deep_100k.json': (found) => found.arrays.length === 0 && found.troubles.includes('too-deep'),
  'deep_100k_obj.json': (found) => found.arrays.length === 0 && found.troubles.includes('too-deep'),
  'tensor_open_1MB.txt': (found) => found.arrays.length === 0 && found.milliseconds < 1000,
};

function holds(values: readonly (number | string)[]): (found: Probe) => boolean {
  // A minus in front of a zero is kept by the reader, and lost by JSON between the two processes.
  return ({ arrays }) => arrays.length === 1 && JSON.stringify(arrays[0]?.values) === JSON.stringify(values);
}

function refusedOr(values: readonly (number | string)[]): (found: Probe) => boolean {
  return (found) => found.arrays.length === 0 || holds(values)(found);
}

/** Every hostile file to its verdict, in time, in memory. */
export function hostile(folder: string): readonly Tally[] {
  const root = path.join(folder, 'hostile');
  const base = emptyPeak();
  const entries = ['MANIFEST.json', 'MANIFEST-text.json'].flatMap(
    (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Entry[],
  );
  const numpy = objectFiles(path.join(folder, 'numpy'));
  const found = new Map(
    [...entries.map(({ file }) => path.join(root, file)), ...numpy].map((file) => [file, run(file)] as const),
  );
  const probes = (files: readonly string[]) => (judge: (probe: Probe, file: string) => string | undefined) =>
    files.flatMap((file) => {
      const probe = found.get(file);
      return typeof probe === 'object' ? [() => judge(probe, file)] : [() => `${file} ${probe ?? ''}`];
    });
  const all = [...found.keys()];
  const each = (name: string, judge: (probe: Probe, file: string) => string | undefined, note: string): Tally =>
    tally(name, probes(all)(judge), (check) => check(), note);
  return [
    tally('hostile, verdicts', entries, (entry) => {
      const probe = found.get(path.join(root, entry.file));
      return typeof probe !== 'object' ? `${entry.file} ${probe ?? ''}` : verdict(entry, probe);
    }),
    tally('objects of NumPy, refused', numpy, (file) => {
      const probe = found.get(file);
      return typeof probe === 'object' && probe.arrays.length === 0 && probe.troubles.length > 0 ? undefined : file;
    }),
    each(
      'hostile, time',
      ({ milliseconds }, file) => (milliseconds <= TIME_LIMIT ? undefined : `${file}: ${milliseconds} ms`),
      slowest(found),
    ),
    each(
      'hostile, memory',
      ({ peak }, file) => {
        const limit = base + 3 * statSync(file).size + 64 * MEGABYTE;
        return peak <= limit ? undefined : `${file}: ${Math.round(peak / MEGABYTE)} MB`;
      },
      `at most ${largest(found, base)} MB beyond an empty file`,
    ),
  ];
}

function verdict(entry: Entry, found: Probe): string | undefined {
  const name = path.basename(entry.file);
  const miss = `${entry.file}: ${JSON.stringify(found).slice(0, 200)}`;
  if (entry.verdict !== undefined) {
    if (entry.verdict === 'reject') return found.arrays.length === 0 && found.troubles.length > 0 ? undefined : miss;
    if (entry.verdict === 'reject-or-say') return found.troubles.length > 0 ? undefined : miss;
    if (entry.verdict === 'accept-or-warn')
      return found.arrays.length > 0 && found.troubles.length > 0 ? undefined : miss;
    const [first] = found.arrays;
    if (first === undefined || found.troubles.length > 0) return miss;
    if (entry.values && JSON.stringify(first.values) !== JSON.stringify(entry.values)) return miss;
    if (entry.shape && JSON.stringify(first.shape) !== JSON.stringify(entry.shape)) return miss;
    return undefined;
  }
  const stated = Object.hasOwn(STATED, name) ? STATED[name] : undefined;
  if (stated !== undefined) return stated(found) ? undefined : miss;
  const { values, none, either } = entry.expect ?? {};
  if (none === true) return found.arrays.length === 0 ? undefined : miss;
  if (values === undefined) return found.arrays.length === 0 ? undefined : miss;
  if (found.arrays.length === 0) return either !== undefined && found.troubles.length > 0 ? undefined : miss;
  return holds(values.flat())(found) ? undefined : miss;
}

/** What reading an empty file takes: the process itself. */
function emptyPeak(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'corpora-'));
  const file = path.join(folder, 'empty.txt');
  writeFileSync(file, '');
  const probe = run(file);
  rmSync(folder, { recursive: true });
  return typeof probe === 'object' ? probe.peak : 0;
}

function objectFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /objarr\.np[yz]$/.test(file))
    .map((file) => path.join(folder, file));
}

function slowest(found: ReadonlyMap<string, Probe | string>): string {
  const times = [...found.values()].map((probe) => (typeof probe === 'object' ? probe.milliseconds : 0));
  return `slowest ${Math.round(Math.max(...times))} ms`;
}

function largest(found: ReadonlyMap<string, Probe | string>, base: number): number {
  const peaks = [...found.values()].map((probe) => (typeof probe === 'object' ? probe.peak - base : 0));
  return Math.max(0, Math.round(Math.max(...peaks) / MEGABYTE));
}
