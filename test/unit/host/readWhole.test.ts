import { strict as assert } from 'node:assert';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readWhole } from '../../../src/host/node/readWhole';

/** More than is read at once. */
const SIZE = 9 * 2 ** 20;

describe('a file that is read by its path', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-'));
    file = path.join(folder, 'logits.npy');
    writeFileSync(file, new Uint8Array(SIZE).fill(7));
    // Its time is another than that of whatever happens next.
    utimesSync(file, 1, 1);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What comes of reading it where something happens between the first window and the second. */
  async function readDuring(mishap: () => void): Promise<unknown> {
    let happened = false;
    return readWhole(file, () => {
      if (!happened) mishap();
      happened = true;
    });
  }

  it('comes whole, and tells how far it is', async () => {
    const shares: number[] = [];
    const read = await readWhole(file, (share) => shares.push(share));
    assert.ok(typeof read !== 'string' && read.length === SIZE && read.every((byte) => byte === 7));
    assert.deepEqual(shares, [8 / 9, 1]);
  });

  const mishaps: Readonly<Record<string, () => void>> = {
    'is written to': () => writeFileSync(file, new Uint8Array(SIZE)),
    grows: () => appendFileSync(file, 'more'),
    'is cut': () => truncateSync(file, 2 ** 20),
    'is deleted': () => rmSync(file),
    'is replaced by another of its size and time': () => {
      const other = path.join(folder, 'other.npy');
      writeFileSync(other, new Uint8Array(SIZE));
      utimesSync(other, 1, 1);
      renameSync(other, file);
    },
  };
  for (const [what, mishap] of Object.entries(mishaps)) {
    it(`is refused where it ${what} meanwhile`, async () => assert.equal(await readDuring(mishap), 'changed'));
  }

  it('is refused where it is gone before', async () => {
    rmSync(file);
    assert.equal(await readDuring(() => undefined), 'gone');
  });
});
