import { strict as assert } from 'node:assert';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ClusterFault, clusterFaultText } from '../../../src/cli/clusterFaults';
import { json, type Ran } from './terminal';

/**
 * In place of the Python program: answers what it is asked by a table, which is handed to it as the scheduler's address,
 * and ends as Python does where it has no answer.
 */
const PROGRAM = `
import { createInterface } from 'node:readline';
let table;
for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  table ??= JSON.parse(request.scheduler);
  if (table[request.ask] === undefined) {
    console.error('Traceback (most recent call last):\\nModuleNotFoundError: no ' + request.ask);
    process.exit(1);
  }
  for (const answer of table[request.ask]) console.log(JSON.stringify(answer));
}
`;

type Table = Readonly<Record<string, readonly object[]>>;

interface Told {
  readonly rows: number;
  readonly value: number;
  readonly error?: { readonly code: string; readonly message: string };
}

const { summary } = JSON.parse(readFileSync('test/golden/portable.json', 'utf8')) as { summary: { state: object } };
const shard = { predictions: { shape: [60, 5], integers: false }, targets: { shape: [60], integers: true } };
const CLUSTER: Table = {
  connect: [{ workers: 2 }],
  names: [{ names: { '/there/': ['x-1.npy', 'x-2.npy', 'y-1.npy', 'y-2.npy'] } }],
  heads: [
    {
      heads: [
        { ...shard, stamp: [1], inStretches: true },
        { ...shard, stamp: [2], inStretches: true },
      ],
    },
  ],
  work: [{ tasks: [0, 1], state: summary.state }, { done: true }],
};
const MEANT = ['--loss', 'cross_entropy', '--from', 'logits', '--ignore-index', '-1'];

describe('loss-lens dataset on a cluster', function () {
  // Processes are begun.
  this.timeout(20_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-'));
    writeFileSync(path.join(folder, 'program.mjs'), PROGRAM);
  });
  after(() => rmSync(folder, { recursive: true }));

  const ask = (table: Table, ...more: readonly string[]): Promise<Told & Ran> => {
    const there = ['--engine', 'dask', '--scheduler', JSON.stringify(table), '--python', process.execPath];
    const program = path.join(folder, 'program.mjs');
    return json<Told>(['dataset', '/there/x-*.npy', '/there/y-*.npy', '--json', ...there, ...more], '', program);
  };

  it('tells what the workers found, of several tasks at once too, and keeps it', async () => {
    const kept = ['--resume', path.join(folder, 'kept.json')];
    const { rows, value } = await ask(CLUSTER, ...MEANT, ...kept);
    assert.ok(rows > 0 && rows < 60 && Number.isNaN(Number(value)));
    const { connect = [], names = [], heads = [] } = CLUSTER;
    assert.equal((await ask({ connect, names, heads }, ...MEANT, ...kept)).rows, rows);
  });

  it('says what Python said last where it ends, and where there is none', async () => {
    const { connect = [] } = CLUSTER;
    assert.match((await ask({ connect }, ...MEANT)).error?.message ?? '', /ended: .*ModuleNotFoundError: no names/);
    assert.match((await ask(CLUSTER, ...MEANT, '--python', '/no/python')).error?.message ?? '', /ended: .*ENOENT/);
  });

  it('refuses a row as PyTorch does, with the shard and the row', async () => {
    const refusal = { code: 'target-out-of-bounds', target: 9, row: 4, classes: 5 };
    const { error } = await ask({ ...CLUSTER, work: [{ task: 1, refusal }] }, ...MEANT);
    assert.equal(error?.code, 'target-out-of-bounds');
    assert.match(error?.message ?? '', /x-2\.npy, rows 0 to 59: Target 9 at row 4 is out of bounds/);
  });

  it('refuses paths that are relative, since workers stand in folders of their own', async () => {
    const there = ['--engine', 'dask', '--scheduler', JSON.stringify(CLUSTER), '--python', process.execPath];
    const { error } = await json<Told>(
      ['dataset', 'x-*.npy', '--json', ...there],
      '',
      path.join(folder, 'program.mjs'),
    );
    assert.match(error?.message ?? '', /is relative; a cluster takes paths from the root/);
  });

  it('refuses with the place what does not fit', async () => {
    const fault = { kind: 'versions', package: 'distributed', here: '1', there: '2', place: 'tcp://w' };
    const { error, code } = await ask({ connect: [{ fault }] }, ...MEANT);
    assert.match(error?.message ?? '', /^distributed is 2 at worker tcp:\/\/w and 1 at /);
    assert.deepEqual([error?.code, code], ['cluster', 1]);
  });
});

describe('what a cluster has to say', () => {
  const told: readonly (readonly [ClusterFault, string])[] = [
    [
      { kind: 'no-distributed', python: '/p', message: 'm' },
      '/p has no dask.distributed (m); --python names one that has it.',
    ],
    [{ kind: 'unreachable', scheduler: 'tcp://h:1', message: 'm' }, 'The scheduler at tcp://h:1 cannot be reached: m'],
    [{ kind: 'no-workers' }, 'The cluster at tcp://h:1 has no workers.'],
    [
      { kind: 'versions', package: 'python', here: '3.12', there: '3.11', place: 'scheduler' },
      'python is 3.11 at the scheduler and 3.12 at python3; expected the same.',
    ],
    [
      { kind: 'versions', package: 'numpy', here: '1', there: null, place: 'tcp://w' },
      'There is no numpy at worker tcp://w.',
    ],
    [
      { kind: 'no-folder', folder: '/x/', worker: 'w' },
      '/x/ is no folder that worker w can read; every worker has to see all shards by the same paths.',
    ],
    [
      { kind: 'unlike', folder: '/x/', file: 'x-3.npy', worker: 'w', other: 'v' },
      '/x/ is not the same to all workers: w sees x-3.npy, v does not.',
    ],
    [
      { kind: 'no-file', file: '/x/1.npy', worker: 'w' },
      '/x/1.npy is no file that worker w can read; every worker has to see all shards by the same paths.',
    ],
    [
      { kind: 'no-such-array', file: '/a.npz', names: ['p', 'q'] },
      '/a.npz holds p, q; --pred and --target say which of them are the predictions and the targets.',
    ],
    [{ kind: 'unreadable', file: '/a.npy', message: 'it ends' }, '/a.npy cannot be read: it ends.'],
    [{ kind: 'broken', message: 'KilledWorker' }, 'The cluster at tcp://h:1 gave no answer: KilledWorker'],
    [{ kind: 'ended', message: 'm' }, 'python3, which speaks to the cluster, ended: m'],
  ];
  for (const [fault, text] of told)
    it(`says of ${fault.kind}${'package' in fault ? ` of ${fault.package}` : ''} what was found and where`, () =>
      assert.equal(clusterFaultText(fault, { scheduler: 'tcp://h:1', python: 'python3', program: '' }), text));
});
