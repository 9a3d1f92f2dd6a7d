import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { summariseShards } from '../../../src/host/node/shards';
import { summaryModel } from '../../../src/report/datasetModel';
import { npyOf } from '../read/npyOf';

const COMMAND = { program: process.execPath, script: path.resolve('dist', 'cli.js'), env: {} };

describe('shards that are chosen in the Explorer', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-'));
    writeFileSync(path.join(folder, 'logits.npy'), npyOf('<f4', '(2, 2)', Float32Array.of(2, 0, 0, 2)));
    writeFileSync(path.join(folder, 'labels.npy'), npyOf('<i8', '(2,)', BigInt64Array.of(0n, 0n)));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('come to what the page shows, and are refused by the words of the terminal', async function () {
    // Processes are begun, on machines that may be busy.
    this.timeout(60_000);
    const pair = { predictions: path.join(folder, 'logits.npy'), targets: path.join(folder, 'labels.npy') };
    const shares: number[] = [];
    const [answer, refusal] = await Promise.all([
      summariseShards(COMMAND, [pair], { aborted: false, progress: (share) => shares.push(share) }),
      summariseShards(COMMAND, [{ predictions: pair.targets, targets: pair.targets }], { aborted: false }),
    ]);
    assert.deepEqual(shares, [1]);
    assert.ok(answer?.ok === true && refusal?.ok === false);
    // ln(1 + e^-2) and ln(1 + e^2), made by Python's math.log1p and math.exp: their mean is 1.1269280110429725.
    const model = summaryModel('a folder', answer.reply, (file) => path.basename(file));
    assert.deepEqual([model.value, model.figures[1]], ['1.1269', { label: 'accuracy', text: '50%' }]);
    assert.deepEqual(
      model.tables.map(({ title, rows }) => [title, rows.length]),
      [
        ['Classes', 2],
        ['Confusion', 2],
        ['Calibration', 15],
        ['Worst rows', 2],
      ],
    );
    assert.deepEqual(model.tables[1]?.rows, [
      ['0', 1, 1],
      ['1', 0, 0],
    ]);
    assert.deepEqual(model.tables[3]?.rows[0], ['logits.npy, row 1', '2.1269']);
    assert.match(refusal.message, /labels\.npy/);
  });

  it('come to nothing where nobody waits for them any more', async () => {
    assert.equal(await summariseShards(COMMAND, [], { aborted: true }), undefined);
  });
});
