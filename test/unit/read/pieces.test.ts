import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BytesFault } from '../../../src/read/bytes/fault';
import type { FileBytes } from '../../../src/read/pieces/fileBytes';
import { openNpyRows } from '../../../src/read/pieces/npyRows';
import { openSafetensorsRows } from '../../../src/read/pieces/safetensorsRows';
import { type LineLanguage, textPieces } from '../../../src/read/pieces/textPieces';
import { read } from '../../../src/read/read';
import type { Block } from '../../../src/read/reading';
import { npyOf } from './npyOf';

/** A file that lies in memory. */
function fileOf(bytes: Uint8Array): FileBytes {
  return {
    size: bytes.length,
    read(at, into) {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
  };
}

interface Joined {
  readonly name: string | undefined;
  readonly columnNames: readonly string[] | undefined;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

function joinedOf(blocks: readonly Block[]): readonly Joined[] {
  return blocks.flatMap((block) =>
    block.elided
      ? []
      : [
          {
            name: block.name,
            columnNames: block.columnNames,
            shape: block.tensor.shape,
            values: Array.from(block.tensor.data),
          },
        ],
  );
}

/** The arrays of all pieces put together, and the codes of the troubles. */
function inPieces(text: string, language: LineLanguage, bytes: number): { arrays: readonly Joined[]; codes: string[] } {
  let arrays: readonly Joined[] = [];
  const codes: string[] = [];
  for (const { reading } of textPieces(fileOf(new TextEncoder().encode(text)), language, bytes)) {
    codes.push(...reading.troubles.map((trouble) => trouble.code));
    arrays = joinedOf(reading.blocks).map((array, index) => {
      const [rows = 0, ...inner] = arrays[index]?.shape ?? [0, ...array.shape.slice(1)];
      const before = arrays[index]?.values ?? [];
      return { ...array, shape: [rows + (array.shape[0] ?? 0), ...inner], values: [...before, ...array.values] };
    });
  }
  return { arrays, codes };
}

const cell = fc.integer({ min: -9999, max: 9999 }).map((value) => (value / 100).toFixed(2));
const row = fc.tuple(
  cell,
  cell,
  fc.integer({ min: 0, max: 1 }).map(String),
  fc.constantFrom('a', 'b "c"', 'two\nlines'),
);

describe('a large table', () => {
  it('read in pieces is the table read at once', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 60 }), fc.integer({ min: 150, max: 600 }), (rows, bytes) => {
        const quoted = rows.map(([a, b, y, word]) => `${a},${b},${y},"${word.replaceAll('"', '""')}"`);
        const text = `cat,dog,label,kind\n${quoted.join('\n')}\n`;
        const whole = joinedOf(read({ text, language: 'csv' }).blocks);
        assert.deepEqual(inPieces(text, 'csv', bytes), { arrays: whole, codes: [] });
      }),
      { numRuns: 100 },
    );
  });

  it('leaves out a running index to its end', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `${index},${index / 4},1`);
    const { arrays, codes } = inPieces(`idx,score,label\n${lines.join('\n')}\n`, 'csv', 64);
    assert.deepEqual(codes, []);
    assert.deepEqual(
      arrays.map(({ shape, columnNames }) => [shape, columnNames]),
      [
        [
          [50, 2],
          ['score', 'label'],
        ],
      ],
    );
  });

  it('has its header again in every piece, wherever that stands', () => {
    const rows = Array.from({ length: 20 }, (_, index) => `${index / 4},1.5`).join('\n');
    const text = `\n\nscore,other\n${rows}\n`;
    assert.deepEqual(inPieces(text, 'csv', 64), {
      arrays: joinedOf(read({ text, language: 'csv' }).blocks),
      codes: [],
    });
  });

  it('may be small enough for one piece', () => {
    const pieces = [...textPieces(fileOf(new TextEncoder().encode('1.5,2.5\n3.5,4.5\n')), 'csv')];
    assert.deepEqual(
      pieces.map(({ reading }) => joinedOf(reading.blocks)[0]?.shape),
      [[2, 2]],
    );
  });

  it('may end in blank lines', () =>
    assert.deepEqual(inPieces(`${'1.5,2.5\n'.repeat(20)}${'\n'.repeat(40)}`, 'csv', 32).codes, []));

  it('ends where a column looks like a running index in a later piece only', () => {
    const lines = [7, 5, 9, 7, 5, 9, 7, 5, 9, ...Array.from({ length: 30 }, (_, index) => index)];
    const { codes } = inPieces(`id,score,other\n${lines.map((id) => `${id},0.5,2`).join('\n')}\n`, 'csv', 90);
    assert.deepEqual(codes.slice(0, 1), ['shape-mismatch']);
  });

  it('ends where a later piece leaves numbers out', () => {
    const text = `score,label\n${'1.5,1\n'.repeat(20)}...,...\n${'1.5,1\n'.repeat(20)}`;
    assert.notDeepEqual(inPieces(text, 'csv', 64).codes, []);
  });

  it('ends where the file is shorter than it was', () => {
    const bytes = new TextEncoder().encode('1.5,2.5\n'.repeat(20));
    const file = fileOf(bytes);
    const cut: FileBytes = { size: 2 * bytes.length, read: (at, into) => file.read(at, into) };
    const rows = [...textPieces(cut, 'csv', 32)].map(({ reading }) => joinedOf(reading.blocks)[0]?.shape[0] ?? 0);
    assert.equal(
      rows.reduce((a, b) => a + b, 0),
      20,
    );
  });

  it('ends where a cell of a later piece is no number', () => {
    const lines = Array.from({ length: 50 }, (_, index) => (index === 40 ? 'oops,1' : `${index / 4},1`));
    assert.ok(inPieces(`score,label\n${lines.join('\n')}\n`, 'csv', 64).codes.includes('bad-token'));
  });

  it('may have lines longer than a piece', () => {
    const text = `${'1'.padStart(300)},2\n3,4\n`;
    assert.deepEqual(inPieces(text, 'csv', 8).arrays, joinedOf(read({ text, language: 'csv' }).blocks));
  });
});

describe('large JSON Lines', () => {
  it('read in pieces are the records read at once', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 3, maxLength: 60 }), fc.integer({ min: 150, max: 600 }), (rows, bytes) => {
        const text = rows.map(([a, b, y, t]) => `${JSON.stringify({ logits: [+a, +b], label: +y, t })}\n`).join('');
        const whole = joinedOf(read({ text, language: 'jsonl' }).blocks);
        assert.deepEqual(inPieces(text, 'jsonl', bytes), { arrays: whole, codes: [] });
      }),
      { numRuns: 100 },
    );
  });
});

describe('large JSON Lines whose records change', () => {
  const records = (...parts: string[]): string => parts.map((part) => `${part}\n`.repeat(20)).join('');
  const cases: [what: string, text: string, found: string, expected: string][] = [
    ['another shape', records('{"y": [1, 2]}', '{"y": [1, 2, 3]}'), '[…, 3]', '[…, 2]'],
    ['another name', records('{"y": [1, 2]}', '{"z": [1, 2]}'), '[…, 2]', '[…, 2]'],
    ['nothing', records('{"y": [1, 2]}', '{"text": "a"}'), '[]', '[…, 2]'],
    ['more', records('{"y": [1, 2]}', '{"y": [1, 2], "z": 5}'), '[…, ]', '[]'],
  ];
  for (const [what, text, found, expected] of cases)
    it(`to ${what} end there, and say so`, () => {
      const troubles = [...textPieces(fileOf(new TextEncoder().encode(text)), 'jsonl', 64)].flatMap(
        ({ reading }) => reading.troubles,
      );
      const last = troubles.at(-1);
      assert.ok(last?.code === 'shape-mismatch');
      assert.deepEqual([last.found, last.expected], [found, expected]);
    });
});

describe('a large .npy file', () => {
  const bytes = npyOf('<f4', '(3, 2)', Float32Array.of(1, 2, 3, 4, 5, 6));
  it('is read row by row', () => {
    const rows = openNpyRows(fileOf(bytes), 'x');
    assert.equal(rows.rows, 3);
    assert.deepEqual(rows.block(1, 3).tensor, { shape: [2, 2], data: Float64Array.of(3, 4, 5, 6) });
    assert.equal(rows.readInto(2, new Uint8Array(100)), 1);
  });

  it('may be one number, or rows without any', () => {
    assert.deepEqual(openNpyRows(fileOf(npyOf('<f4', '()', Float32Array.of(7))), 'x').block(0, 1).tensor, {
      shape: [1],
      data: Float64Array.of(7),
    });
    const empty = openNpyRows(fileOf(npyOf('<f4', '(3, 0)', new Float32Array(0))), 'x');
    assert.equal(empty.readInto(1, new Uint8Array(8)), 2);
  });

  it('is refused where it becomes shorter while it is read', () => {
    let size = bytes.length;
    const file = fileOf(bytes);
    const shrinking: FileBytes = {
      size,
      read: (at, into) => Math.min(file.read(at, into), Math.max(0, size - at)),
    };
    const rows = openNpyRows(shrinking, 'x');
    size -= 4;
    assert.throws(
      () => rows.block(0, 3),
      (error) => error instanceof BytesFault && error.fault === 'truncated',
    );
  });

  const refusals: [what: string, bytes: Uint8Array, fault: string][] = [
    ['is cut', bytes.subarray(0, -1), 'size-mismatch'],
    ['lies column by column', npyOf('<f4', '(3, 2)', Float32Array.of(1, 2, 3, 4, 5, 6), 'True'), 'columns-first'],
    [
      'claims more than any file holds',
      npyOf('<f4', '(99999999999, 99999999999)', Float32Array.of(1)),
      'size-mismatch',
    ],
  ];
  for (const [what, file, fault] of refusals)
    it(`is refused where it ${what}`, () =>
      assert.throws(
        () => openNpyRows(fileOf(file), 'x'),
        (error) => error instanceof BytesFault && error.fault === fault,
      ));
});

describe('a large .safetensors file', () => {
  const header = JSON.stringify({
    y: { dtype: 'I64', shape: [3], data_offsets: [24, 48] },
    x: { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
  });
  const bytes = Buffer.concat([
    Buffer.from(BigUint64Array.of(BigInt(header.length)).buffer),
    Buffer.from(header),
    Buffer.from(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
    Buffer.from(BigInt64Array.of(7n, 8n, 9n).buffer),
  ]);

  it('is read row by row, each tensor for itself', () => {
    const tensors = openSafetensorsRows(fileOf(bytes));
    const told = tensors.map((rows) => {
      const { name, tensor, dtype } = rows.block(1, 3);
      return [name, rows.rows, rows.width, dtype, tensor.shape, [...tensor.data]];
    });
    assert.deepEqual(told, [
      ['x', 3, 2, 'float32', [2, 2], [3, 4, 5, 6]],
      ['y', 3, 1, 'int64', [2], [8, 9]],
    ]);
  });

  it('is refused where it is cut, in its header or behind it', () => {
    const fault = (end: number): string => {
      try {
        openSafetensorsRows(fileOf(bytes.subarray(0, end)));
        return 'read';
      } catch (error) {
        return error instanceof BytesFault ? error.fault : String(error);
      }
    };
    assert.deepEqual([4, 20, bytes.length - 1].map(fault), ['truncated', 'truncated', 'offsets']);
  });
});
