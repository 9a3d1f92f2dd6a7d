/**
 * `loss-lens dataset --engine dask` on a cluster of this machine, beside the same engine without one: `npm run dask`.
 * Every answer has to be the same text, character by character. Needs a Python with dask.distributed, NumPy and mpmath (in
 * Debian python3-distributed, python3-numpy and python3-mpmath; PYTHON names another). Exit code 1 on any difference.
 *   --numbers N     logits of each kind and number of classes beside NumPy (100000)
 *   --shardings N   random shardings, each by the cluster and without it (1000)
 *   --kills N       runs in which one of four workers is killed (50)
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { datasetCall } from '../../src/cli/arguments';
import { clusterEngine } from '../../src/cli/clusterEngine';
import { runCommand } from '../../src/cli/command';
import { tellDataset } from '../../src/cli/dataset';
import type { Engine } from '../../src/cli/engine';
import { localEngine } from '../../src/cli/localEngine';
import { npyOf } from '../unit/read/npyOf';
import { uniform } from '../unit/core/samples';
import { CountingProxy } from './countingProxy';
import { LocalCluster } from './localCluster';
import { besideNumpy } from './rowsBesideNumpy';

const { values } = parseArgs({
  options: {
    numbers: { type: 'string', default: '100000' },
    shardings: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '50' },
  },
});
const python = process.env['PYTHON'] ?? '/usr/bin/python3';
const program = path.resolve('src/cli/loss_lens_dask.py');
const folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-dask-'));
const next = uniform(71);
let faults = 0;

async function main(): Promise<void> {
  rowsBesideNumpy();
  const cluster = await LocalCluster.start(python, path.join(folder, 'cluster'), 4);
  try {
    await refusals(cluster);
    await traffic(cluster);
    const far = await clusterEngine({}, { scheduler: cluster.address, python, program });
    try {
      await shardings(far);
      await kills(far, cluster);
    } finally {
      far.close();
    }
  } finally {
    await cluster.stop();
  }
}

function rowsBesideNumpy(): void {
  for (const [name, found] of besideNumpy(python, path.join(folder, 'rows'), Number(values.numbers))) {
    const [losses, confidences] = found.farthest;
    console.log(
      `rows, ${name}: ${found.rows}, ${found.different} with another bit than NumPy's; of ${found.checked} at most ` +
        `${losses.toFixed(2)} units (confidence ${confidences.toFixed(2)}) from mpmath`,
    );
    if (found.different > 0 || losses > MOST_UNITS || confidences > MOST_UNITS) faults++;
  }
}

/** Of the last place: three roundings, and what the polynomials leave. */
const MOST_UNITS = 3;

/** The same rows as files: of how many rows each shard is, and in which type, is drawn. */
function writeShards(name: string, rows: number, classes: number, shards: number): readonly string[] {
  const into = path.join(folder, name);
  rmSync(into, { recursive: true, force: true });
  for (const part of ['x', 'y']) mkdirSync(path.join(into, part), { recursive: true });
  const cuts = new Set([0, rows, ...Array.from({ length: shards - 1 }, () => Math.floor(rows * next()))]);
  const ends = [...cuts].sort((a, b) => a - b);
  const draw = uniform(5);
  // Halves and quarters are the same in every type.
  const logits = Float64Array.from({ length: rows * classes }, () => Math.round(64 * draw()) / 4 - 8);
  const labels = BigInt64Array.from({ length: rows }, (_, row) =>
    row % 31 === 0 ? -100n : BigInt(Math.floor(classes * draw())),
  );
  ends.slice(1).forEach((to, index) => {
    const from = ends[index] ?? 0;
    const part = logits.subarray(from * classes, to * classes);
    const [descr, body] = next() < 0.5 ? (['<f8', part] as const) : (['<f4', Float32Array.from(part)] as const);
    writeFileSync(path.join(into, 'x', `part-${index}.npy`), npyOf(descr, `(${to - from}, ${classes})`, body));
    writeFileSync(path.join(into, 'y', `part-${index}.npy`), npyOf('<i8', `(${to - from},)`, labels.slice(from, to)));
  });
  return [path.join(into, 'x', '*.npy'), path.join(into, 'y', '*.npy'), '--json'];
}

async function told(engine: Engine, args: readonly string[]): Promise<string> {
  let out = '';
  const terminal = { out: (text: string) => void (out += text), err: () => undefined, input: process.stdin };
  await tellDataset(engine, datasetCall(args), terminal);
  return out;
}

const near = localEngine({}, { program: undefined, threads: 1 });
const portable = ['--engine', 'portable'];

async function shardings(far: Engine): Promise<void> {
  const count = Number(values.shardings);
  let different = 0;
  const losses = new Set<string>();
  for (let sharding = 0; sharding < count; sharding++) {
    const args = writeShards('shards', 1000, 11, 1 + Math.floor(12 * next()));
    const [here, there] = [await told(near, [...args, ...portable]), await told(far, [...args, ...portable])];
    if (here !== there) different++;
    const { value, accuracy, ece, confusion } = JSON.parse(there) as Record<string, unknown>;
    losses.add(JSON.stringify([value, accuracy, ece, confusion]));
  }
  console.log(
    `shardings: ${count}, ${different} with another answer on the cluster; ${losses.size} answers for the same rows`,
  );
  if (different > 0 || losses.size !== 1) faults++;
}

async function kills(far: Engine, cluster: LocalCluster): Promise<void> {
  const args = [...writeShards('many', 100_000, 100, 40), ...portable];
  const expected = await told(near, args);
  const count = Number(values.kills);
  const usual = await millisecondsOf(() => told(far, args));
  let [equal, working, over] = [0, 0, 0];
  while (working < count && over < 10 * count) {
    const victim = cluster.workers[Math.floor(cluster.workers.length * next())];
    let killed: Promise<void> | undefined;
    const killing: Engine = {
      ...far,
      work: async (tasks, done) => {
        const timer = setTimeout(() => void (killed = cluster.kill(victim)), usual * next());
        await far.work(tasks, done);
        clearTimeout(timer);
      },
    };
    const answer = await told(killing, args);
    if (killed === undefined) over++;
    else {
      working++;
      if (answer === expected) equal++;
      else console.log(`after a kill: ${answer}, not ${expected}`);
      await killed;
      await cluster.addWorker();
    }
  }
  console.log(`killed: one of four workers in each of ${working} runs at work; ${equal} answers equal`);
  if (equal < count) faults++;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What crosses the network between the client and the cluster for so many rows, as a proxy between them counts it. */
async function traffic(cluster: LocalCluster): Promise<void> {
  const proxy = await CountingProxy.start(cluster.address);
  const far = await clusterEngine({}, { scheduler: proxy.address, python, program });
  try {
    const meant = [...portable, '--loss', 'cross_entropy', '--from', 'logits'];
    for (const [rows, classes] of [
      [200_000, 10],
      [20_000, 100],
      [2_000, 1000],
    ] as const) {
      const args = writeShards('sent', rows, classes, 16);
      const before = proxy.bytes();
      await told(far, [...args, ...meant]);
      const [to, from] = proxy.bytes().map((bytes, index) => bytes - (before[index] ?? 0));
      console.log(
        `network: 16 shards, ${rows} rows of ${classes} classes: ${to} bytes to the scheduler, ${from} back to the client`,
      );
    }
  } finally {
    far.close();
    proxy.stop();
  }
}

/** Each with what it has to say. */
async function refusals(cluster: LocalCluster): Promise<void> {
  const args = writeShards('few', 20, 3, 2);
  const [x = '', y = ''] = args;
  const there = ['--engine', 'dask', '--scheduler', cluster.address, '--python', python];
  const away = path.join(folder, 'away', '*.npy');
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[...args, '--engine', 'dask', '--scheduler', 'tcp://127.0.0.1:1', '--python', python], /cannot be reached/],
    [[...args, '--engine', 'dask', '--scheduler', 'nonsense://x', '--python', python], /cannot be reached/],
    [[...args, '--engine', 'dask', '--scheduler', cluster.address, '--python', '/no/python'], /ended: .*ENOENT/],
    [[away, y, '--json', ...there], /away\/ is no folder that worker tcp:\S+ can read/],
    [
      [x.replace('*', 'part-7'), y.replace('*', 'part-7'), '--json', ...there],
      /part-7\.npy is no file that worker tcp/,
    ],
    [['x/*.npy', 'y/*.npy', '--json', ...there], /x\/ is relative/],
    [[...args, '--label-smoothing', '0.1', ...there], /The portable engine computes cross_entropy of logits/],
    [[...args, '--weight', '1,2', ...there], /--weight has 2 numbers; expected one for each of 3/],
    [
      [...args, '--loss', 'cross_entropy', '--from', 'logits', '--ignore-index', '7', ...there],
      /Target -100 at row 0 is out of bounds/,
    ],
  ];
  let right = 0;
  for (const [call, expected] of cases) {
    let out = '';
    const code = await runCommand(['dataset', ...call], {
      out: (text) => void (out += text),
      err: () => undefined,
      input: process.stdin,
      clusterProgram: program,
    });
    const { error } = JSON.parse(out) as { error?: { message: string } };
    if (code === 1 && expected.test(error?.message ?? '')) right++;
    else console.log(`refused otherwise than by ${expected}: ${out}`);
  }
  console.log(`refusals: ${right} of ${cases.length}`);
  if (right < cases.length) faults++;
}

void main()
  .catch((error: unknown) => {
    console.error(error);
    faults++;
  })
  .finally(() => {
    rmSync(folder, { recursive: true, force: true });
    console.log(faults === 0 ? 'dask: all of it holds' : `dask: ${faults} faults`);
    process.exitCode = faults > 0 ? 1 : 0;
  });
