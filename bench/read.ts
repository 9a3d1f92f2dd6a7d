// The reader beside its peers on the same texts, in one interleaved run: `npm run bench -- read [--rounds 7] [--cpu]`.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { STORED_WINDOW } from '../src/kernel/storedRows';
import { loadTextRows } from '../src/kernel/textRows';
import { read } from '../src/read/read';
import type { KnownBlock } from '../src/read/reading';
import { takeTextRows } from '../src/read/text/rowRuns';
import { lossOfStored } from './stored';

/** One way to get the numbers of a text. @returns seconds, or why it was skipped. */
interface Contender {
  readonly name: string;
  readonly run: () => number | string;
}

interface Work {
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  readonly contenders: readonly Contender[];
  /** How many times as fast as the named contender the reader is meant to be. */
  readonly goals: Readonly<Record<string, number>>;
}

/** Megabytes a second that every text is meant to be read at. */
const LEAST = 750;
const MEGABYTES = 10;
/** Megabytes from which on a second thread is worth to be measured. */
const MANY_MEGABYTES = 100;
/** How many times as fast two threads are meant to be as one. */
const TWO_THREADS = 1.5;
const COLUMNS = 10;
/** Megabytes that an .npy file may take beside the window it is read through. */
const MEMORY = 16;

/** Measures all works and prints a table for each. @returns how many goals were missed. */
export function measureReading(rounds: number, cpu: boolean): number {
  const clock = cpu ? cpuSeconds : wallSeconds;
  takeTextRows(loadTextRows);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-read-'));
  let missed = 0;
  try {
    for (const work of works(folder, clock)) missed += measure(work, rounds);
    missed += measureThreads(clock, rounds);
    missed += measureStored(folder, clock, rounds);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return missed;
}

function measure({ name, length, contenders, goals }: Work, rounds: number): number {
  const times = new Map<string, number[]>(contenders.map((contender) => [contender.name, []]));
  const skipped = new Map<string, string>();
  for (let round = -2; round < rounds; round++) {
    for (const contender of shuffled(contenders)) {
      const time = contender.run();
      if (typeof time === 'string') skipped.set(contender.name, time);
      else if (round >= 0) times.get(contender.name)?.push(time);
    }
  }
  const speed = (contender: string): number => length / 1e6 / median(times.get(contender) ?? []);
  const own = speed('ours');
  console.log(`\n${name} (${(length / 1e6).toFixed(1)} MB)`);
  let missed = own < LEAST ? 1 : 0;
  console.log(`  ours: ${own.toFixed(0)} MB/s${own < LEAST ? `, goal ${LEAST}: missed` : ''}`);
  for (const contender of contenders.slice(1)) {
    const reason = skipped.get(contender.name);
    if (reason !== undefined) {
      console.log(`  ${contender.name}: skipped, ${reason}`);
      continue;
    }
    const ratio = own / speed(contender.name);
    const goal = goals[contender.name];
    const verdict = goal === undefined ? '' : `, goal ${goal}: ${ratio >= goal ? 'reached' : 'missed'}`;
    if (goal !== undefined && ratio < goal) missed++;
    console.log(
      `  ${contender.name}: ${speed(contender.name).toFixed(0)} MB/s; ours is ${ratio.toFixed(2)} times as fast${verdict}`,
    );
  }
  return missed;
}

type Clock = () => number;

function wallSeconds(): number {
  return performance.now() / 1000;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function works(folder: string, clock: Clock): readonly Work[] {
  const json9 = asRead(jsonText(9));
  const json17 = asRead(jsonText(17));
  const csv = asRead(csvText());
  const print = asRead(torchText());
  const file = path.join(folder, 'table.csv');
  writeFileSync(file, csv);
  const json = (text: string): Contender[] => [
    ours(text, 'json', clock),
    plainly(ours(text, 'json', clock)),
    timed('JSON.parse', clock, () => JSON.parse(text)),
  ];
  return [
    { name: 'JSON of up to 9 digits', length: json9.length, contenders: json(json9), goals: { 'JSON.parse': 2.7 } },
    { name: 'JSON of 17 digits', length: json17.length, contenders: json(json17), goals: { 'JSON.parse': 1.25 } },
    {
      name: 'CSV of 6 digits',
      length: csv.length,
      contenders: [
        ours(csv, 'csv', clock),
        plainly(ours(csv, 'csv', clock)),
        library(csv, clock),
        python('pandas.read_csv', 'import pandas', `pandas.read_csv(${JSON.stringify(file)}).to_numpy()`),
        python('numpy.loadtxt', 'import numpy', `numpy.loadtxt(${JSON.stringify(file)}, delimiter=",", skiprows=1)`),
      ],
      goals: { 'pandas.read_csv': 6, 'numpy.loadtxt': 5.5 },
    },
    {
      name: 'a print of PyTorch, 4 decimals',
      length: print.length,
      contenders: [ours(print, '', clock), plainly(ours(print, '', clock))],
      goals: {},
    },
  ];
}

/** The same long text by two threads and by one. */
function measureThreads(clock: Clock, rounds: number): number {
  const one = loadTextRows();
  const two = loadTextRows((help) => new Worker(path.join(__dirname, 'rowHelper.cjs'), { workerData: help }).unref());
  const text = asRead(jsonText(9, MANY_MEGABYTES));
  const by = (name: string, rows: typeof one): Contender => {
    const { run } = ours(text, 'json', clock);
    const taking = (): number | string => {
      takeTextRows(() => rows);
      return run();
    };
    return { name, run: taking };
  };
  const name = 'JSON of up to 9 digits, by two threads';
  const contenders = [by('ours', two), by('ours, one thread', one)];
  return measure({ name, length: text.length, contenders, goals: { 'ours, one thread': TWO_THREADS } }, rounds);
}

/** 400 MB of float32 logits with their labels, to the loss in float32; a megabyte at a time. */
function measureStored(folder: string, clock: Clock, rounds: number): number {
  const classes = 100;
  const count = 1_000_000;
  const [logits, labels] = ['logits.npy', 'labels.npy'].map((name) => path.join(folder, name));
  const next = numbers();
  const block = Float32Array.from({ length: classes * 1000 }, next);
  const handle = openSync(logits, 'w');
  writeSync(handle, npyHead('<f4', `(${count}, ${classes})`));
  for (let written = 0; written < count; written += 1000) writeSync(handle, new Uint8Array(block.buffer));
  closeSync(handle);
  const classOf = Int32Array.from({ length: count }, (_, row) => row % classes);
  writeFileSync(labels, Buffer.concat([npyHead('<i4', `(${count},)`), new Uint8Array(classOf.buffer)]));
  const compute = (): void => {
    lossOfStored(logits, labels);
  };
  const load = (file: string): string => `torch.from_numpy(numpy.load(${JSON.stringify(file)}))`;
  const loss = `torch.nn.functional.cross_entropy(${load(logits)}, ${load(labels)}.long())`;
  const missed = measure(
    {
      name: 'an .npy file to its loss',
      length: count * classes * 4,
      contenders: [timed('ours', clock, compute), python('numpy.load and PyTorch', 'import torch, numpy', loss)],
      goals: { 'numpy.load and PyTorch': 4.5 },
    },
    rounds,
  );
  return missed + measureMemory(logits, labels, rounds);
}

/** What the loss takes beside the program itself, at its peak, in processes of their own. */
function measureMemory(logits: string, labels: string, rounds: number): number {
  const peak = (files: readonly string[]): number => {
    const { stdout } = spawnSync(process.execPath, [path.join(__dirname, 'storedMemory.cjs'), ...files], {
      encoding: 'utf8',
    });
    return Number(stdout);
  };
  const peaks = Array.from({ length: rounds }, () => [peak([]), peak([logits, labels])] as const);
  const [empty, full] = [0, 1].map((which) => median(peaks.map((pair) => pair[which])));
  const beside = full - empty - STORED_WINDOW / 1e6;
  if (Number.isNaN(beside)) {
    console.log('  memory: skipped, only Linux tells the peak of a process');
    return 0;
  }
  const reached = beside <= MEMORY;
  console.log(
    `  memory: ${full.toFixed(1)} MB at its peak, ${empty.toFixed(1)} without a file, ` +
      `${beside.toFixed(1)} beside the window of ${(STORED_WINDOW / 1e6).toFixed(1)}, ` +
      `goal ${MEMORY}: ${reached ? 'reached' : 'missed'}`,
  );
  return reached ? 0 : 1;
}

function npyHead(descr: string, shape: string): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  return Buffer.concat([Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]), Buffer.from(`${header}\n`)]);
}

function ours(text: string, language: string, clock: Clock): Contender {
  return timed('ours', clock, () => {
    const block = read({ text, language }).blocks[0] as KnownBlock;
    if (block.tensor.shape[1] !== COLUMNS) throw new Error('the text was not read');
  });
}

/** The reader that everything is read by where WebAssembly does not take it. */
function plainly({ run }: Contender): Contender {
  return {
    name: 'ours, plain TypeScript',
    run: () => {
      takeTextRows(undefined);
      try {
        return run();
      } finally {
        takeTextRows(loadTextRows);
      }
    },
  };
}

function timed(name: string, clock: Clock, run: () => unknown): Contender {
  return {
    name,
    run: () => {
      globalThis.gc?.();
      const start = clock();
      run();
      return clock() - start;
    },
  };
}

/** papaparse, where `npm install --prefix bench` has brought it. */
function library(text: string, clock: Clock): Contender {
  const name = 'papaparse';
  try {
    const load = createRequire(path.resolve('bench/package.json'));
    const { parse } = load('papaparse') as { parse: (text: string, options: object) => unknown };
    return timed(name, clock, () => parse(text, { header: false, dynamicTyping: true }));
  } catch {
    return { name, run: () => 'it is not installed' };
  }
}

/** One call in a process of its own, which tells the time that the call alone took. */
function python(name: string, load: string, call: string): Contender {
  const program = `${load}, time\nstart = time.process_time()\n${call}\nprint(time.process_time() - start)`;
  return {
    name,
    run: () => {
      for (const command of ['python3', '/usr/bin/python3']) {
        const { status, stdout } = spawnSync(command, ['-c', program], {
          encoding: 'utf8',
          env: { ...process.env, OMP_NUM_THREADS: '1' },
        });
        if (status === 0) return Number(stdout);
      }
      return 'Python does not have it';
    },
  };
}

/** As a file's text is in memory: in one piece, which a string that was joined is not. */
function asRead(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

/** The same numbers in every run: a linear congruential generator. */
function numbers(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state / 0x7fffffff) * 20 - 10;
  };
}

function rows(
  cell: (value: number) => string,
  length: number,
  join: (cells: readonly string[]) => string,
  megabytes = MEGABYTES,
): string[] {
  const next = numbers();
  const count = Math.ceil((megabytes * 1e6) / (length * COLUMNS));
  return Array.from({ length: count }, () => join(Array.from({ length: COLUMNS }, () => cell(next()))));
}

function jsonText(digits: number, megabytes = MEGABYTES): string {
  return `[${rows(
    (value) => value.toPrecision(digits),
    digits + 2.5,
    (cells) => `[${cells.join(',')}]`,
    megabytes,
  ).join(',')}]`;
}

function csvText(): string {
  const names = Array.from({ length: COLUMNS }, (_, index) => `class_${index}`).join(',');
  return `${names}\n${rows(
    (value) => value.toPrecision(6),
    8.5,
    (cells) => cells.join(','),
  ).join('\n')}\n`;
}

function torchText(): string {
  const lines = rows(
    (value) => value.toFixed(4).padStart(8),
    10.5,
    (cells) => `[${cells.join(', ')}]`,
  );
  return `tensor([${lines.join(',\n        ')}])`;
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => [Math.random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
