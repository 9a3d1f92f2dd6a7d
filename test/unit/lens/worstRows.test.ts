import * as assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { worstRows } from '../../../src/lens/worstRows';

/** Each row on a line of its own unless told. */
function marked(losses: readonly number[], lines = losses.map((_, row) => row + 1)): readonly number[] {
  const largestRowLoss = losses.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
  const rows = Float64Array.from(losses);
  return worstRows(rows, Uint32Array.from(lines), largestRowLoss).map(({ row }) => row);
}

describe('the worst rows', () => {
  const cases: readonly {
    name: string;
    losses: readonly number[];
    lines?: number[];
    rows: readonly number[];
  }[] = [
    { name: 'are none of fewer than four', losses: [1, 2, 9], rows: [] },
    { name: 'are near the largest, worst first', losses: [1, 7, 2, 9, 6.1], rows: [3, 1, 4] },
    { name: 'are five at most', losses: [9, 9.1, 9.2, 9.3, 9.4, 9.5], rows: [5, 4, 3, 2, 1] },
    { name: 'stand in their order where they are equal', losses: [5, 5, 5, 5, 5, 5, 5], rows: [0, 1, 2, 3, 4] },
    { name: 'begin with what is no number', losses: [9, 8, NaN, 7, Infinity], rows: [2, 4, 0, 1, 3] },
    { name: 'are none where nothing is lost', losses: [0, 0, -1, 0], rows: [] },
    { name: 'leave out rows without a line', losses: [1, 9, 8, 7], lines: [1, 0, 3, 4], rows: [2, 3] },
    { name: 'are marked once a line', losses: [1, 9, 8, 7], lines: [1, 2, 2, 3], rows: [1, 3] },
  ];
  for (const { name, losses, lines, rows } of cases) {
    it(name, () => assert.deepEqual(marked(losses, lines), rows));
  }

  it('are those that sorting all of them would put first', () => {
    const losses = fc.array(fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constant(NaN)), { minLength: 4 });
    fc.assert(
      fc.property(losses, (all) => {
        const most = all.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0);
        const standing = [...all.keys()].filter(
          (row) => !Number.isFinite(all[row]) || (all[row] > 0 && all[row] >= (2 / 3) * most),
        );
        const rank = (row: number): number => (Number.isFinite(all[row]) ? all[row] : Number.MAX_VALUE);
        assert.deepEqual(marked(all), standing.sort((a, b) => rank(b) - rank(a)).slice(0, 5));
      }),
    );
  });
});
