import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { readBytes } from '../../../src/read/bytes/readBytes';
import type { ByteFormat, KnownBlock } from '../../../src/read/reading';
import { nested } from './check';

/** The bytes of an .npy file as NumPy lays them out. */
function npy(header: string, body: Uint8Array, version = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const padded = `${header}${' '.repeat(63 - ((start + header.length) % 64))}\n`;
  const out = new Uint8Array(start + padded.length + body.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(out.buffer);
  if (version === 1) view.setUint16(8, padded.length, true);
  else view.setUint32(8, padded.length, true);
  out.set(new TextEncoder().encode(padded), start);
  out.set(body, start + padded.length);
  return out;
}

function header(descr: string, shape: string, fortran = 'False'): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
const bigEndian = (array: ArrayBufferView, size: number): Uint8Array => {
  const bytes = Uint8Array.from(bytesOf(array));
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return bytes;
};

function readsAs(bytes: Uint8Array, format: ByteFormat, expected: Record<string, unknown>, dtype?: string): void {
  const reading = readBytes(bytes, format, 'x');
  assert.deepEqual(reading.troubles, []);
  assert.deepEqual(
    Object.fromEntries(reading.blocks.map((block) => [block.name, nested(block as KnownBlock)])),
    expected,
  );
  if (dtype !== undefined) assert.equal(reading.blocks[0]?.dtype, dtype);
}

function refusesAs(bytes: Uint8Array, format: ByteFormat, fault: string): void {
  const reading = readBytes(bytes, format);
  assert.deepEqual(reading.blocks, []);
  assert.deepEqual(
    reading.troubles.map((trouble) => trouble.code === 'bad-file' && trouble.fault),
    [fault],
  );
}

const SQUARE = [
  [1, 2],
  [3, 4],
];
const floats = bytesOf(Float32Array.of(1, 2, 3, 4));

describe('.npy files', () => {
  const dtypes: [descr: string, body: Uint8Array, dtype: string][] = [
    ['<f4', floats, 'float32'],
    ['>f4', bigEndian(Float32Array.of(1, 2, 3, 4), 4), 'float32'],
    ['<f8', bytesOf(Float64Array.of(1, 2, 3, 4)), 'float64'],
    ['>f8', bigEndian(Float64Array.of(1, 2, 3, 4), 8), 'float64'],
    ['<f2', bytesOf(Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400)), 'float16'],
    ['|i1', bytesOf(Int8Array.of(1, 2, 3, 4)), 'int8'],
    ['|u1', Uint8Array.of(1, 2, 3, 4), 'uint8'],
    ['>i2', bigEndian(Int16Array.of(1, 2, 3, 4), 2), 'int16'],
    ['<u2', bytesOf(Uint16Array.of(1, 2, 3, 4)), 'uint16'],
    ['<i4', bytesOf(Int32Array.of(1, 2, 3, 4)), 'int32'],
    ['<u4', bytesOf(Uint32Array.of(1, 2, 3, 4)), 'uint32'],
    ['<i8', bytesOf(BigInt64Array.of(1n, 2n, 3n, 4n)), 'int64'],
    ['>u8', bigEndian(BigUint64Array.of(1n, 2n, 3n, 4n), 8), 'uint64'],
  ];
  for (const [descr, body, dtype] of dtypes) {
    it(`read ${descr}`, () => readsAs(npy(header(descr, '(2, 2)'), body), 'npy', { x: SQUARE }, dtype));
  }
  it('read booleans', () => readsAs(npy(header('|b1', '(2,)'), Uint8Array.of(1, 0)), 'npy', { x: [1, 0] }, 'bool'));
  it('read columns first', () =>
    readsAs(npy(header('<f4', '(2, 2)', 'True'), bytesOf(Float32Array.of(1, 3, 2, 4))), 'npy', { x: SQUARE }));
  it('read a scalar', () => readsAs(npy(header('<f4', '()'), bytesOf(Float32Array.of(1.5))), 'npy', { x: 1.5 }));
  it('read versions 2 and 3', () => {
    for (const version of [2, 3]) readsAs(npy(header('<f4', '(2, 2)'), floats, version), 'npy', { x: SQUARE });
  });
  it('say which integer no double holds', () => {
    const reading = readBytes(npy(header('<i8', '(1,)'), bytesOf(BigInt64Array.of(9007199254740993n))), 'npy');
    assert.deepEqual(
      reading.troubles.map((trouble) => trouble.code === 'inexact' && trouble.found),
      ['9007199254740993'],
    );
  });
  it('say so of the largest integer of all', () => {
    const { troubles } = readBytes(npy(header('<u8', '(1,)'), bytesOf(BigUint64Array.of(2n ** 64n - 1n))), 'npy');
    assert.deepEqual(
      troubles.map((trouble) => trouble.code === 'inexact' && trouble.found),
      ['18446744073709551615'],
    );
  });
  it('are refused where there is no memory for their numbers', () => {
    const real = globalThis.Float64Array;
    globalThis.Float64Array = class extends real {
      constructor() {
        super(0);
        throw new RangeError('Array buffer allocation failed');
      }
    };
    try {
      refusesAs(npy(header('<f4', '(2, 2)'), floats), 'npy', 'too-large');
    } finally {
      globalThis.Float64Array = real;
    }
  });
  const refusals: [what: string, bytes: Uint8Array, fault: string][] = [
    ['an empty file', new Uint8Array(0), 'truncated'],
    [
      'another magic',
      Uint8Array.from(npy(header('<f4', '(4,)'), floats), (byte, at) => (at === 0 ? 0x92 : byte)),
      'magic',
    ],
    ['a body that is cut', npy(header('<f4', '(4,)'), floats.subarray(1)), 'size-mismatch'],
    ['a shape beyond all memory', npy(header('<f4', '(1000000000, 1000000000)'), floats), 'too-large'],
    ['objects', npy(header('|O', '(4,)'), floats), 'pickled-objects'],
    ['complex numbers', npy(header('<c8', '(2,)'), floats), 'dtype'],
    ['records', npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (4,), }", floats), 'dtype'],
    [
      'code in the header',
      npy("{'descr': __import__('os').system('x'), 'fortran_order': False, 'shape': (4,), }", floats),
      'header',
    ],
    [
      'a key that stands twice',
      npy("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", floats),
      'header',
    ],
    ['a shape in words', npy(header('<f4', "('4',)"), floats), 'header'],
  ];
  for (const [what, bytes, fault] of refusals) it(`refuse ${what}`, () => refusesAs(bytes, 'npy', fault));
});

interface Odd {
  /** The size that the directory states. */
  readonly claim?: number;
  readonly flags?: number;
  readonly method?: number;
  /** What stands behind each entry of the directory. */
  readonly extra?: Buffer;
  /** Sizes and places are said to be too large for their fields. */
  readonly full?: boolean;
  /** All members are said to begin where the first does. */
  readonly together?: boolean;
  readonly comment?: Buffer;
}

/** A zip archive of these members, deflated. */
function zip(
  members: Record<string, Uint8Array>,
  { claim, flags = 0, method = 8, extra = Buffer.alloc(0), full, together, comment = Buffer.alloc(0) }: Odd = {},
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, data] of Object.entries(members)) {
    const packed = deflateRawSync(data);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc32(data), 16);
    central.writeUInt32LE(full === true ? 0xffffffff : packed.length, 20);
    central.writeUInt32LE(full === true ? 0xffffffff : (claim ?? data.length), 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(full === true ? 0xffffffff : together === true ? 0 : offset, 42);
    directory.push(central, Buffer.from(name), extra);
    parts.push(local, Buffer.from(name), packed);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, comment]);
}

/** A field that may stand behind an entry of a zip archive's directory. */
function extraField(id: number, values: readonly bigint[], length = 8 * values.length): Buffer {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(id, 0);
  field.writeUInt16LE(length, 2);
  values.forEach((value, index) => field.writeBigUInt64LE(value, 4 + 8 * index));
  return field;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('.npz archives', () => {
  const x = npy(header('<f4', '(2, 2)'), floats);
  it('read their members by name', () =>
    readsAs(zip({ 'logits.npy': x, 'more.npy': x }), 'npz', { logits: SQUARE, more: SQUARE }));
  it('refuse a member that claims more than it can hold', () =>
    refusesAs(zip({ 'x.npy': x }, { claim: 2 ** 31 }), 'npz', 'too-large'));
  it('refuse a member that holds more than it claims', () =>
    refusesAs(zip({ 'x.npy': x }, { claim: 100 }), 'npz', 'too-large'));
  it('refuse a member that holds less than it claims', () =>
    refusesAs(zip({ 'x.npy': x }, { claim: x.length + 1 }), 'npz', 'zip'));
  it('refuse members that lie over one another', () =>
    refusesAs(zip({ 'x.npy': x, 'y.npy': x }, { together: true }), 'npz', 'zip'));
  it('refuse more members than there may be', () => {
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(4097, 8);
    end.writeUInt16LE(4097, 10);
    refusesAs(end, 'npz', 'too-many-members');
  });
  it('may have a comment that looks like the end of another', () => {
    const comment = Buffer.alloc(30);
    comment.writeUInt32LE(0x06054b50, 4);
    readsAs(zip({ 'x.npy': x }, { comment }), 'npz', { x: SQUARE });
  });
  describe('with sizes of 64 bits', () => {
    const sizes = [BigInt(x.length), BigInt(deflateRawSync(x).length), 0n];
    const other = extraField(0x5455, [7n]);
    const cases: [what: string, extra: Buffer, read: boolean][] = [
      ['are read', extraField(1, sizes), true],
      ['are read behind other fields', Buffer.concat([other, extraField(1, sizes)]), true],
      ['are refused for want of one', extraField(1, sizes.slice(0, 2)), false],
      ['are refused where a field claims to go on behind its entry', extraField(1, sizes.slice(0, 2), 0xffff), false],
      ['are refused without them', other, false],
    ];
    for (const [what, extra, read] of cases)
      it(what, () => {
        const archive = zip({ 'x.npy': x }, { extra, full: true });
        if (read) readsAs(archive, 'npz', { x: SQUARE });
        else refusesAs(archive, 'npz', 'zip');
      });
    it('are left alone where the fields hold the sizes', () =>
      readsAs(zip({ 'x.npy': x }, { extra: extraField(1, [99n, 99n, 99n]) }), 'npz', { x: SQUARE }));
  });
  it('are refused where there is no memory for a member', () => {
    const archive = zip({ 'x.npy': x });
    const real = globalThis.Uint8Array;
    globalThis.Uint8Array = class extends real {
      constructor() {
        super(0);
        throw new RangeError('Array buffer allocation failed');
      }
    };
    try {
      refusesAs(archive, 'npz', 'too-large');
    } finally {
      globalThis.Uint8Array = real;
    }
  });
  it('refuse a member that is encrypted', () => refusesAs(zip({ 'x.npy': x }, { flags: 1 }), 'npz', 'encrypted'));
  it('refuse an unknown method', () => refusesAs(zip({ 'x.npy': x }, { method: 99 }), 'npz', 'method'));
  it('refuse a member that is no array', () => refusesAs(zip({ 'x.txt': x }), 'npz', 'magic'));
  it('refuse an archive that is cut', () => refusesAs(zip({ 'x.npy': x }).subarray(0, -4), 'npz', 'zip'));
  it('refuse a flipped bit', () => {
    const bytes = zip({ 'x.npy': x });
    bytes[60] = bytes[60] ^ 1;
    assert.deepEqual(readBytes(bytes, 'npz').blocks, []);
  });
  it('refuse a member that is not what its checksum says', () => {
    const bytes = zip({ 'x.npy': x });
    const directory = Buffer.from(bytes).lastIndexOf(Buffer.of(0x50, 0x4b, 1, 2));
    bytes[directory + 16] = bytes[directory + 16] ^ 1;
    refusesAs(bytes, 'npz', 'checksum');
  });
});

function safetensors(head: string, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(head);
  const out = new Uint8Array(8 + text.length + body.length);
  new DataView(out.buffer).setBigUint64(0, BigInt(text.length), true);
  out.set(text, 8);
  out.set(body, 8 + text.length);
  return out;
}

describe('.safetensors files', () => {
  const tensor = (dtype: string, shape: string, offsets: string): string =>
    `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;
  it('read tensors by name', () =>
    readsAs(safetensors(`{"logits":${tensor('F32', '[2,2]', '[0,16]')}}`, floats), 'safetensors', { logits: SQUARE }));
  it('read BF16', () =>
    readsAs(
      safetensors(`{"x":${tensor('BF16', '[2]', '[0,4]')}}`, bytesOf(Uint16Array.of(0x3fc0, 0xc000))),
      'safetensors',
      { x: [1.5, -2] },
      'bfloat16',
    ));
  it('read F16, its smallest and its largest', () =>
    readsAs(
      safetensors(`{"x":${tensor('F16', '[3]', '[0,6]')}}`, bytesOf(Uint16Array.of(1, 0x7bff, 0xfc00))),
      'safetensors',
      { x: [2 ** -24, 65504, -Infinity] },
    ));
  // Made by make_float8.py beside it.
  const float8 = JSON.parse(readFileSync('test/fixtures/float8/float8.json', 'utf8')) as Record<
    'F8_E4M3' | 'F8_E5M2',
    readonly string[]
  >;
  const numberOf = (printed: string): number => Number(printed.replace('inf', 'Infinity'));
  for (const [kind, dtype] of [
    ['F8_E4M3', 'float8_e4m3fn'],
    ['F8_E5M2', 'float8_e5m2'],
  ] as const)
    it(`read ${kind}, all 256 of its values`, () =>
      readsAs(
        safetensors(
          `{"x":${tensor(kind, '[256]', '[0,256]')}}`,
          Uint8Array.from({ length: 256 }, (_, code) => code),
        ),
        'safetensors',
        { x: float8[kind].map(numberOf) },
        dtype,
      ));
  it('refuse a type of eight bits that holds exponents alone', () =>
    refusesAs(
      safetensors(`{"x":${tensor('F8_E8M0', '[4]', '[0,4]')}}`, bytesOf(Int32Array.of(0))),
      'safetensors',
      'dtype',
    ));
  it('refuse a header longer than the format allows', () => {
    const bytes = safetensors('{}', floats);
    new DataView(bytes.buffer).setBigUint64(0, 100_000_001n, true);
    refusesAs(bytes, 'safetensors', 'header-too-long');
  });
  it('read a tensor without numbers where another begins', () =>
    readsAs(
      safetensors(`{"x":${tensor('F32', '[2,2]', '[0,16]')},"none":${tensor('F32', '[0,2]', '[0,0]')}}`, floats),
      'safetensors',
      { x: SQUARE, none: [] },
    ));
  it('read a scalar and metadata', () =>
    readsAs(
      safetensors(`{"__metadata__":{"format":"pt"},"x":${tensor('I32', '[]', '[0,4]')}}  `, bytesOf(Int32Array.of(3))),
      'safetensors',
      { x: 3 },
    ));
  const refusals: [what: string, head: string, fault: string][] = [
    ['a hole', `{"x":${tensor('F32', '[2]', '[8,16]')}}`, 'offsets'],
    ['an overlap', `{"x":${tensor('F32', '[4]', '[0,16]')},"y":${tensor('F32', '[2]', '[8,16]')}}`, 'offsets'],
    ['a shape of another size', `{"x":${tensor('F32', '[3]', '[0,16]')}}`, 'size-mismatch'],
    ['a negative extent', `{"x":${tensor('F32', '[-2,-2]', '[0,16]')}}`, 'shape'],
    ['an offset with a point', `{"x":${tensor('F32', '[4]', '[0.0,16]')}}`, 'offsets'],
    ['an unknown type', `{"x":${tensor('F7', '[4]', '[0,16]')}}`, 'dtype'],
    ['__proto__ for a type', `{"x":${tensor('__proto__', '[4]', '[0,16]')}}`, 'dtype'],
    [
      'a name that stands twice',
      `{"x":${tensor('F32', '[4]', '[0,16]')},"x":${tensor('F32', '[4]', '[0,16]')}}`,
      'duplicate-name',
    ],
    ['a header that is no object', '[1]', 'header'],
    ['a header behind a blank', ' {}', 'header'],
  ];
  for (const [what, head, fault] of refusals)
    it(`refuse ${what}`, () => refusesAs(safetensors(head, floats), 'safetensors', fault));
});

describe('checkpoints', () => {
  it('are never unpickled', () => {
    for (const format of ['pt', 'pickle'] as const) refusesAs(Uint8Array.of(0x80, 2, 0x2e), format, 'never-unpickled');
  });
});
