import { strict as assert } from 'node:assert';
import path from 'node:path';
import { packed, type ParquetAnswer, STORED, unpacked } from '../../../src/parquet/answer';
import { askParquet } from '../../../src/parquet/askParquet';
import { NOWHERE, type Trouble } from '../../../src/read/reading';

const PROGRAM = path.resolve('dist', 'parquet.js');
const LISTS = path.join('test', 'fixtures', 'parquet', 'lists.parquet');
const AMPLE = { milliseconds: 60_000, memory: 2 ** 30 };

function outcome({ reading }: ParquetAnswer): string {
  const [trouble] = reading.troubles;
  if (trouble === undefined) return reading.blocks.map(({ name }) => name ?? '-').join();
  return trouble.code === 'bad-file' ? trouble.fault : trouble.code;
}

describe('the process that reads a Parquet file', () => {
  it('hands over arrays, or some of their rows', async function () {
    // Processes are begun, on machines that may be busy.
    this.timeout(30_000);
    const some = await askParquet(PROGRAM, { path: LISTS, from: 1, to: 2 }, AMPLE);
    assert.equal(outcome(some), 'logits,fixed,large,deep,label');
    const [block] = some.reading.blocks;
    assert.ok(block && !block.elided);
    assert.deepEqual([some.rows, block.tensor.shape, [...block.tensor.data]], [2, [1, 3], [3, 4.5, -0.125]]);
  });

  it('is ended when it takes too long or too much memory, and cannot be begun where there is none', async function () {
    this.timeout(30_000);
    const answers = await Promise.all([
      askParquet(PROGRAM, { path: LISTS }, { ...AMPLE, milliseconds: 0 }),
      askParquet(PROGRAM, { path: LISTS }, { ...AMPLE, memory: 1 }),
      askParquet('no-program.js', { path: LISTS }, AMPLE),
      askParquet(PROGRAM, { path: 'no-file.parquet' }, AMPLE),
    ]);
    assert.deepEqual(answers.map(outcome), ['time', 'memory', 'no-process', 'gone']);
  });

  it('answers in bytes that are read back as they were, and what is cut is no answer', () => {
    const tensor = { shape: [2, 2], data: Float64Array.of(0.5, NaN, -0, Infinity) };
    const blocks = [{ ...STORED, columnNames: ['a', 'é'], integers: false, tensor }];
    const troubles: Trouble[] = [{ code: 'inexact', span: NOWHERE, found: '9007199254740993' }];
    const answer: ParquetAnswer = { reading: { blocks, troubles }, rows: 7 };
    const bytes = Buffer.concat([...packed(answer)]);
    assert.deepEqual(unpacked([bytes.subarray(0, 9), bytes.subarray(9)]), answer);
    for (const end of [0, 3, 5, bytes.length - 1]) assert.equal(unpacked([bytes.subarray(0, end)]), undefined);
  });
});
