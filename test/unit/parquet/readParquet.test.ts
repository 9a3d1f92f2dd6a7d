import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AsyncBuffer } from 'hyparquet';
import type { ParquetAnswer } from '../../../src/parquet/answer';
import { readParquet } from '../../../src/parquet/readParquet';
import type { KnownBlock } from '../../../src/read/reading';

const FOLDER = 'test/fixtures/parquet';

interface Expected {
  readonly name?: string;
  readonly columnNames?: readonly string[];
  readonly dtype: string | null;
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

/** What pyarrow found in each file, or the fault that is expected of it. */
const FILES = JSON.parse(readFileSync(path.join(FOLDER, 'expected.json'), 'utf8')) as Readonly<
  Record<string, readonly Expected[] | string>
>;

function bytesOf(name: string): Uint8Array {
  return readFileSync(path.join(FOLDER, `${name}.parquet`));
}

function read(bytes: Uint8Array, from?: number, to?: number): Promise<ParquetAnswer> {
  const file: AsyncBuffer = {
    byteLength: bytes.length,
    slice: (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
  return readParquet(file, from, to);
}

function known({ reading }: ParquetAnswer): readonly KnownBlock[] {
  return reading.blocks.filter((block): block is KnownBlock => !block.elided);
}

function told({ name, columnNames, dtype, tensor }: KnownBlock): Expected {
  const values = Array.from(tensor.data, (value) => (Number.isFinite(value) ? value : spelled(value)));
  return {
    ...(name !== undefined && { name }),
    ...(columnNames && { columnNames }),
    ...{ dtype: dtype ?? null, shape: tensor.shape, values },
  };
}

function spelled(value: number): string {
  return String(value).replace('Infinity', 'inf').replace('NaN', 'nan');
}

function faults({ reading }: ParquetAnswer): readonly string[] {
  return reading.troubles.map((trouble) => (trouble.code === 'bad-file' ? trouble.fault : trouble.code));
}

describe('Parquet files', () => {
  for (const [name, expected] of Object.entries(FILES)) {
    it(typeof expected === 'string' ? `refuses ${name}` : `reads ${name} as pyarrow does`, async () => {
      const answer = await read(bytesOf(name));
      if (typeof expected === 'string') {
        assert.deepEqual([answer.reading.blocks, faults(answer)], [[], [expected]]);
        return;
      }
      assert.deepEqual(known(answer).map(told), expected);
      assert.deepEqual(faults(answer), name.startsWith('inexact') ? ['inexact'] : []);
    });
  }

  it('reads any stretch of rows as the same rows of the whole', async () => {
    for (const name of ['groups', 'small-pages', 'pages-v2', 'lists-in-groups', 'lists-in-small-pages']) {
      const bytes = bytesOf(name);
      const whole = await read(bytes);
      const { rows } = whole;
      for (const [from, to] of [
        [0, 1],
        [1, 3],
        [5, 9],
        [6, 22],
        [13, rows - 1],
        [rows - 1, rows],
        [rows, rows],
      ] as const) {
        const part = await read(bytes, from, to);
        assert.equal(part.rows, rows);
        for (const [index, { tensor }] of known(part).entries()) {
          const all = known(whole)[index].tensor;
          const width = all.data.length / rows;
          assert.deepEqual(tensor.data, all.data.slice(from * width, to * width), `${name} ${from}..${to}`);
        }
      }
    }
  });

  it('brings files that are cut, empty, of another kind, encrypted or damaged to a verdict', async () => {
    const whole = bytesOf('codec-none');
    const footer = whole.length - 8 - new DataView(whole.buffer, whole.byteOffset).getUint32(whole.length - 8, true);
    const changed = (change: (byte: number, at: number) => number): Uint8Array => Uint8Array.from(whole, change);
    const hostile: Readonly<Record<string, readonly [Uint8Array, string]>> = {
      cut: [whole.subarray(0, whole.length / 2), 'truncated'],
      'of 8 bytes': [whole.subarray(0, 8), 'truncated'],
      empty: [new Uint8Array(0), 'magic'],
      text: [new TextEncoder().encode('logits,label\n1,0\n'), 'magic'],
      encrypted: [changed((byte, at) => (at === whole.length - 1 ? 0x45 : byte)), 'encrypted'],
      'with a damaged footer': [changed((byte, at) => (at >= footer && at < whole.length - 8 ? 0xff : byte)), 'header'],
      'with a footer longer than the file': [changed((byte, at) => (at === whole.length - 6 ? 0xff : byte)), 'header'],
      // Headers of pages among them.
      'with damaged pages': [changed((byte, at) => (at > 3 && at < footer && at % 4 === 0 ? 0xff : byte)), 'damaged'],
    };
    for (const [name, [bytes, fault]] of Object.entries(hostile)) {
      const answer = await read(bytes);
      assert.deepEqual([answer.reading.blocks, faults(answer)], [[], [fault]], name);
    }
  });
});
