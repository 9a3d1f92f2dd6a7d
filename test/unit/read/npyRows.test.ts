import assert from 'node:assert/strict';
import { BytesFault } from '../../../src/read/bytes/fault';
import { readNpyHead } from '../../../src/read/bytes/npy';
import { headsOf, npyRows } from '../../../src/read/bytes/npyRows';
import { readBytes } from '../../../src/read/bytes/readBytes';
import { npyOf, npyWith } from './npyOf';

const HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
const NUMBERS = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('some rows of a .npy file', () => {
  for (const version of [1, 2, 3] as const)
    it(`are a file of their own, from version ${version}`, () => {
      const bytes = npyWith(HEADER, NUMBERS, version);
      const some = npyRows(bytes, readNpyHead(bytes), Uint32Array.of(2, 0));
      const [block] = readBytes(
        some.file(some.spans.map(({ start, end }) => bytes.subarray(start, end))),
        'npy',
      ).blocks;
      assert.ok(block?.elided === false);
      assert.deepEqual(block.tensor, { shape: [2, 2], data: Float64Array.of(5, 6, 1, 2) });
    });

  it('are refused where the file has become shorter', () => {
    const bytes = npyWith(HEADER, NUMBERS);
    const some = npyRows(bytes, readNpyHead(bytes), Uint32Array.of(2));
    assert.throws(
      () => some.file([new Uint8Array(7)]),
      (error) => error instanceof BytesFault && error.fault === 'truncated',
    );
  });
});

describe('.npy files that are looked at together', () => {
  const x = npyWith(HEADER, NUMBERS);
  const y = npyOf('<i8', '(3,)', BigInt64Array.of(0n, 1n, 0n));
  it('have equally many rows', () => {
    const heads = headsOf([x, y]);
    assert.deepEqual([heads?.rows, heads?.widest], [3, 2]);
  });
  const none: Readonly<Record<string, readonly Uint8Array[]>> = {
    'there is none': [],
    'one has other rows': [x, npyOf('<i8', '(2,)', BigInt64Array.of(0n, 1n))],
    'one has no rows': [npyOf('<f4', '(0, 2)', new Float32Array(0))],
    'one is a number': [npyOf('<f4', '()', Float32Array.of(1))],
    'one lies column by column': [npyOf('<f4', '(3, 2)', NUMBERS, 'True')],
  };
  for (const [what, files] of Object.entries(none))
    it(`are not where ${what}`, () => assert.equal(headsOf(files), undefined));
});
