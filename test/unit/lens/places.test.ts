import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import { cellOf, cellsOfRow, rowOfCell } from '../../../src/lens/places';
import type { Result } from '../../../src/lens/result';

async function resultIn(text: string): Promise<Result> {
  const verdict = await inlineDesk.ask(
    { text, version: 1, language: 'python' },
    { selections: [{ start: 0, end: text.length }], request: {}, options: {} },
    { aborted: false },
  );
  assert.equal(verdict?.kind, 'result', JSON.stringify(verdict));
  return (verdict as { readonly result: Result }).result;
}

const CASES: readonly (readonly [name: string, text: string, rows: readonly string[], lines: readonly number[]])[] = [
  ['a row a line', 'x = [[2.0, -1.0],\n [0.1, 0.2]]\ny = [0, 1]\n', ['2.0 -1.0', '0.1 0.2'], [1, 2]],
  [
    'samples in columns',
    'x = [[2.5, 0.1, -7.0],\n [-1.5, 0.2, 4.0]]\ny = [0, 1, 1]\n',
    ['2.5 -1.5', '0.1 0.2', '-7.0 4.0'],
    [0, 0, 0],
  ],
  [
    'classes on the last of three axes',
    'x = [[[2.5, 0.1, 1.0],\n [-1.5, 0.2, 4.0]]]\ny = [[0, 1]]\n',
    ['2.5 0.1 1.0', '-1.5 0.2 4.0'],
    [1, 2],
  ],
];

describe('the places of a problem’s numbers in the text', () => {
  for (const [name, text, rows, lines] of CASES) {
    it(`are found for ${name}`, async () => {
      const result = await resultIn(text);
      const { starts, ends } = result.predictions.cells;
      const written = (cell: number): string => text.slice(starts[cell], ends[cell]);
      assert.deepEqual(
        rows.map((_, row) => cellsOfRow(result, row).map(written).join(' ')),
        rows,
      );
      assert.deepEqual([...result.lines.rows], lines);
      const { data } = result.report.problem.predictions;
      data.forEach((value, index) => {
        const cell = cellOf(result, 'predictions', index);
        assert.equal(Number(written(cell ?? -1)), value, `number ${index}`);
      });
      rows.forEach((_, row) => {
        for (const cell of cellsOfRow(result, row)) assert.equal(rowOfCell(result, 'predictions', cell), row);
        assert.equal(rowOfCell(result, 'targets', row), row);
      });
    });
  }
});
