import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { decodeText } from '../../../src/read/bytes/decodeText';
import { readBytes } from '../../../src/read/bytes/readBytes';
import type { ByteFormat } from '../../../src/read/reading';
import { npyOf, npyWith } from './npyOf';

const ONE = npyOf('<f4', '(1,)', Float32Array.of(1));

describe('texts of files', () => {
  it('are UTF-16 where a mark says so, and UTF-8 otherwise', () => {
    assert.equal(decodeText(Uint8Array.of(0xff, 0xfe, 0x31, 0)), '1');
    assert.equal(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0x31)), '1');
    assert.equal(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, 0x31)), '1');
    // Half a mark is none.
    assert.equal(decodeText(Uint8Array.of(0xff, 0x31)), '\ufffd1');
    assert.equal(decodeText(Uint8Array.of(0xfe, 0x31)), '\ufffd1');
  });
});

describe('broken files', () => {
  const cases: Readonly<Record<string, readonly [Uint8Array, ByteFormat, string]>> = {
    'a second version that ends before its length': [
      Uint8Array.from([...ONE.subarray(0, 6), 2, 0, 0, 0]),
      'npy',
      'truncated',
    ],
    'a header without a comma between its keys': [
      npyWith("{'descr': '<f4' 'shape': (1,), 'fortran_order': False}", Float32Array.of(1)),
      'npy',
      'header',
    ],
    'a header with a key twice': [
      npyWith("{'descr': '<f4', 'descr': '<f4', 'shape': (1,), 'fortran_order': False}", Float32Array.of(1)),
      'npy',
      'header',
    ],
    'a header without a key': [npyWith("{'descr': '<f4', 'shape': (1,)}", Float32Array.of(1)), 'npy', 'header'],
    'a number that is no tuple': [npyOf('<f4', '(1)', Float32Array.of(1)), 'npy', 'shape'],
    'an extent that begins with 0': [npyOf('<f4', '(01,)', Float32Array.of(1)), 'npy', 'shape'],
    'two members of one name': [
      renamed(zipSync({ 'a.npy': ONE, 'b.npy': ONE }), 'b.npy', 'a.npy'),
      'npz',
      'duplicate-name',
    ],
    'two ends of an archive': [twoEnds(), 'npz', 'zip'],
    'a member that is no array': [zipSync({ 'a.txt': ONE }), 'npz', 'magic'],
    'a member that is broken': [zipSync({ 'a.npy': ONE.subarray(0, 20) }), 'npz', 'truncated'],
    'metadata that are no words': [safetensors('{"__metadata__":{"a":1}}'), 'safetensors', 'header'],
    'metadata that are no object': [safetensors('{"__metadata__":[]}'), 'safetensors', 'header'],
    'bytes that no tensor has': [
      safetensors('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 8),
      'safetensors',
      'offsets',
    ],
    'a pickle': [ONE, 'pickle', 'never-unpickled'],
    'a table of columns': [ONE, 'parquet', 'no-process'],
  };
  for (const [name, [bytes, format, fault]] of Object.entries(cases)) {
    it(`are refused for ${name}`, () => {
      const { blocks, troubles } = readBytes(bytes, format);
      assert.deepEqual(blocks, []);
      assert.deepEqual(
        troubles.map((trouble) => trouble.code === 'bad-file' && trouble.fault),
        [fault],
      );
    });
  }

  it('with NumPy’s shapes are none', () => {
    for (const [shape, extents] of [
      ['(1,)', [1]],
      ['(1, 1)', [1, 1]],
      ['()', []],
      ['(1L,)', [1]],
    ] as const) {
      const [block] = readBytes(npyOf('<f4', shape, Float32Array.of(1)), 'npy').blocks;
      assert.ok(block?.elided === false);
      assert.deepEqual(block.tensor.shape, extents);
    }
  });

  it('of half floats hold NaN and both infinities', () => {
    const bits = Uint16Array.of(0x7c00, 0xfc00, 0x7e00, 0x3c00, 0x0001, 0x8000);
    const [block] = readBytes(npyOf('<f2', '(6,)', bits), 'npy').blocks;
    assert.ok(block?.elided === false);
    assert.deepEqual(Array.from(block.tensor.data), [Infinity, -Infinity, NaN, 1, 2 ** -24, -0]);
  });
});

/** The archive with one name written over by another of its length. */
function renamed(archive: Uint8Array, from: string, to: string): Uint8Array {
  const out = archive.slice();
  const [old, now] = [from, to].map((name) => new TextEncoder().encode(name));
  for (let at = 0; at + old.length <= out.length; at++) {
    if (old.every((byte, index) => out[at + index] === byte)) out.set(now, at);
  }
  return out;
}

/** Two records that both say they are the last: the second within the comment of the first. */
function twoEnds(): Uint8Array {
  const archive = zipSync({ 'a.npy': ONE });
  const end = archive.slice(archive.length - 22);
  const out = new Uint8Array(archive.length + 22);
  out.set(archive);
  out.set(end, archive.length);
  new DataView(out.buffer).setUint16(archive.length - 2, 22, true);
  return out;
}

function safetensors(header: string, body = 0): Uint8Array {
  const head = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + head.length + body);
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  return out;
}
