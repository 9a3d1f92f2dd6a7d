import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { takeParquet } from '../../../src/cli/parquetShard';
import { doShardTask, type ShardTask, stampOf } from '../../../src/cli/shardTask';
import { askParquetNow } from '../../../src/parquet/askParquet';
import { npyOf } from '../read/npyOf';
import { json, lossLens } from './terminal';

interface Told {
  readonly rows: number;
  readonly shards: number;
  readonly value: number;
  readonly accuracy: number;
  readonly worst: readonly { readonly file: string; readonly row: number }[];
  readonly error?: { readonly code: string; readonly message: string };
}

/** Two rows a shard; -ln softmax of what is right is ln(1 + e^-2) = 0.12692801104297249644... in every row. */
const LOGITS = Float32Array.of(2, 0, 0, 2);
const LOSS = 0.1269280110429725;

describe('loss-lens dataset', () => {
  let folder = '';
  const file = (...names: readonly string[]): string => path.join(folder, ...names);
  const shard = (index: number, labels: readonly bigint[] = [0n, 1n]): void => {
    writeFileSync(file('x', `part-${index}.npy`), npyOf('<f4', '(2, 2)', LOGITS));
    writeFileSync(file('y', `part-${index}.npy`), npyOf('<i8', '(2,)', BigInt64Array.from(labels)));
  };
  const ask = (...args: readonly string[]): Promise<Told> =>
    json<Told>(['dataset', file('x', '*.npy'), file('y', '*.npy'), '--json', ...args]);

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-'));
    for (const name of ['x', 'y']) mkdirSync(file(name));
    for (let index = 0; index < 12; index++) shard(index);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('summarises the shards that two patterns name', async () => {
    const { rows, shards, value, accuracy } = await ask();
    assert.deepEqual([rows, shards, value, accuracy], [24, 12, LOSS, 1]);
  });

  it('says where the worst row stands, shards counted as people count', async () => {
    shard(10, [0n, 0n]);
    const { worst } = await ask('--worst', '1');
    assert.deepEqual(
      worst.map(({ file: name, row }) => [path.basename(name), row]),
      [['part-10.npy', 1]],
    );
  });

  it('takes a manifest, and half floats', async () => {
    writeFileSync(file('half.npy'), npyOf('<f2', '(2, 2)', Uint16Array.of(0x4000, 0, 0, 0x4000)));
    const manifest = [{ predictions: 'half.npy', targets: path.join('y', 'part-3.npy') }];
    writeFileSync(file('all.json'), JSON.stringify(manifest));
    const { rows, value } = await json<Told>(['dataset', '--manifest', file('all.json'), '--json']);
    assert.deepEqual([rows, value], [2, LOSS]);
  });

  it('refuses files that do not belong together, shards of unlike length, and classes that are none', async () => {
    rmSync(file('y', 'part-11.npy'));
    assert.match((await ask()).error?.message ?? '', /12 files and .* is 11; expected as many/);
    writeFileSync(file('y', 'other-1.npy'), npyOf('<i8', '(2,)', BigInt64Array.of(0n, 1n)));
    assert.match((await ask()).error?.message ?? '', /do not belong together by their names/);
    rmSync(file('y', 'other-1.npy'));
    writeFileSync(file('y', 'part-11.npy'), npyOf('<i8', '(3,)', BigInt64Array.of(0n, 1n, 0n)));
    assert.match((await ask()).error?.message ?? '', /part-11\.npy has 2 rows and .* has 3/);
    shard(11, [0n, 2n]);
    const { error } = await ask('--loss', 'cross_entropy');
    assert.equal(error?.code, 'target-out-of-bounds');
    assert.match(error?.message ?? '', /part-11\.npy, rows 0 to 1: Target 2 at row 1 is out of bounds/);
    assert.equal((await lossLens(['dataset'])).code, 2);
  });

  it('counts a shard as often as a manifest names it', async () => {
    const pair = { predictions: path.join('x', 'part-3.npy'), targets: path.join('y', 'part-3.npy') };
    writeFileSync(file('all.json'), JSON.stringify([pair, pair]));
    assert.equal((await json<Told>(['dataset', '--manifest', file('all.json'), '--json'])).rows, 4);
  });

  it('refuses shards of other classes than the first', async () => {
    writeFileSync(file('x', 'part-11.npy'), npyOf('<f4', '(2, 3)', Float32Array.of(1, 2, 3, 1, 2, 3)));
    const { error } = await ask();
    assert.match(error?.message ?? '', /part-11\.npy is \(2, 3\), and the first shard \(2, 2\)/);
  });

  it('takes the portable engine where it is asked for, and refuses what that does not compute', async () => {
    const { value, rows } = await ask('--engine', 'portable', '--weight', '2,1');
    assert.deepEqual([value, rows], [LOSS, 24]);
    const { error } = await ask('--engine', 'portable', '--label-smoothing', '0.1');
    assert.equal(error?.code, 'not-portable');
    const { error: weights } = await ask('--engine', 'portable', '--weight', '1,1,1');
    assert.match(weights?.message ?? '', /--weight has 3 numbers; expected one for each of 2/);
  });

  it('takes a cluster only with its address, and an address only for a cluster', async () => {
    for (const wrong of [
      ['--engine', 'dask'],
      ['--scheduler', 'tcp://h:1'],
      ['--python', 'python3'],
      ['--engine', 'dask', '--scheduler', 'tcp://h:1', '--threads', '2'],
    ])
      assert.equal((await lossLens(['dataset', file('x', '*.npy'), ...wrong])).code, 2, wrong.join(' '));
  });

  it('goes on from what a run that ended early had finished', async () => {
    const kept = file('kept.json');
    shard(11, [0n, 2n]);
    assert.ok((await ask('--loss', 'cross_entropy', '--resume', kept)).error);
    const { finished } = JSON.parse(readFileSync(kept, 'utf8')) as { finished: readonly string[] };
    assert.equal(finished.length, 11);
    shard(11);
    const { value, rows } = await ask('--loss', 'cross_entropy', '--resume', kept);
    assert.deepEqual([value, rows], [LOSS, 24]);
    const all = JSON.parse(readFileSync(kept, 'utf8')) as { finished: readonly string[] };
    assert.deepEqual(all.finished.slice(0, 11), finished);
  });

  it('begins anew where shards have moved, so that worst rows keep their files', async () => {
    const kept = file('kept.json');
    shard(10, [0n, 0n]);
    await ask('--resume', kept);
    for (const [name, values] of [
      ['x', LOGITS],
      ['y', BigInt64Array.of(0n, 1n)],
    ] as const)
      writeFileSync(
        file(name, 'part--1.npy'),
        npyOf(name === 'x' ? '<f4' : '<i8', name === 'x' ? '(2, 2)' : '(2,)', values),
      );
    const { worst, rows } = await ask('--resume', kept, '--worst', '10');
    assert.deepEqual([path.basename(worst[0]?.file ?? ''), rows], ['part-10.npy', 26]);
  });

  it('begins anew where a finished file has changed or the question is another', async () => {
    const kept = file('kept.json');
    await ask('--resume', kept);
    shard(3, [1n, 0n]);
    utimesSync(file('y', 'part-3.npy'), 1, 1);
    const changed = await lossLens(['dataset', file('x', '*.npy'), file('y', '*.npy'), '--json', '--resume', kept]);
    assert.match(changed.err, /all is done anew/);
    assert.equal((JSON.parse(changed.out) as Told).accuracy, 22 / 24);
    assert.equal((await ask('--resume', kept, '--ignore-index', '0')).rows, 12);
  });

  it('takes archives and tensors, in which the names say what is what', async () => {
    const members = {
      'logits.npy': npyOf('<f4', '(2, 2)', LOGITS),
      'labels.npy': npyOf('<i8', '(2,)', BigInt64Array.of(0n, 1n)),
    };
    for (const index of [0, 1]) {
      writeFileSync(file(`both-${index}.npz`), zipSync(members));
      writeFileSync(file(`both-${index}.safetensors`), safetensorsOf(LOGITS, BigInt64Array.of(0n, 1n)));
    }
    for (const ending of ['npz', 'safetensors']) {
      const kept = file(`kept-${ending}.json`);
      const args = ['dataset', file(`both-*.${ending}`), '--json', '--resume', kept];
      for (const ran of [await json<Told>(args), await json<Told>(args)])
        assert.deepEqual([ran.rows, ran.shards, ran.value, ran.accuracy], [4, 2, LOSS, 1], ending);
      const { finished } = JSON.parse(readFileSync(kept, 'utf8')) as { finished: readonly string[] };
      assert.equal(finished.length, 2);
    }
    const { error } = await json<Told>(['dataset', file('both-*.npz'), '--pred', 'scores', '--json']);
    assert.match(error?.message ?? '', /both-0\.npz holds logits, labels; --pred says which/);
  });

  it('takes Parquet files, their labels in a column or beside lists', async function () {
    // Processes are begun, on machines that may be busy.
    this.timeout(60_000);
    takeParquet((request) => askParquetNow(path.resolve('dist', 'parquet.js'), request));
    const fixtures = path.join('test', 'fixtures', 'parquet');
    const { loss, right, worst } = JSON.parse(readFileSync(path.join(fixtures, 'losses.json'), 'utf8')) as {
      readonly loss: number;
      readonly right: number;
      readonly worst: number;
    };
    for (const name of ['groups', 'shard-lists']) {
      const told = await json<Told>(['dataset', path.join(fixtures, `${name}.parquet`), '--json', '--worst', '1']);
      assert.ok(Math.abs(told.value - loss) < 1e-15, name);
      assert.deepEqual([told.rows, told.accuracy, told.worst[0]?.row], [40, right / 40, worst], name);
    }
    writeFileSync(file('cut.parquet'), readFileSync(path.join(fixtures, 'groups.parquet')).subarray(0, 900));
    assert.match(
      (await json<Told>(['dataset', file('cut.parquet'), '--json'])).error?.message ?? '',
      /it is cut short/,
    );
  });

  it('refuses a shard that changes, is cut or goes while its rows are read', () => {
    const pair = { predictions: file('x', 'part-0.npy'), targets: file('y', 'part-0.npy') };
    const stamp = stampOf(pair) ?? [];
    const question = { loss: 'cross_entropy', from: 'logits', options: {}, worst: 1, bins: 15 } as const;
    const task: ShardTask = { pair, stamp, names: {}, stretch: { from: 0, to: 2, name: 0 }, question };
    assert.equal(doShardTask(task).kind, 'summary');
    const mishaps: readonly (() => void)[] = [
      () => utimesSync(pair.predictions, 1, 1),
      () => writeFileSync(pair.targets, readFileSync(pair.targets).subarray(0, -8)),
      () => rmSync(pair.predictions),
    ];
    for (const mishap of mishaps) {
      mishap();
      const done = doShardTask(task);
      assert.match(done.kind === 'unreadable' ? done.message : done.kind, /^it changed, or is gone/);
    }
  });
});

/** A file of float32 logits (2, 2) and int64 labels (2). */
function safetensorsOf(logits: Float32Array, labels: BigInt64Array): Uint8Array {
  const header = Buffer.from(
    JSON.stringify({
      logits: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] },
      labels: { dtype: 'I64', shape: [2], data_offsets: [16, 32] },
    }),
  );
  const length = Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer);
  return Buffer.concat([length, header, ...[logits, labels].map(({ buffer }) => Buffer.from(buffer))]);
}
