import assert from 'node:assert/strict';
import { selectColumns } from '../../../src/pair/columns';
import { read } from '../../../src/read/read';
import { nested } from '../read/check';

const { blocks } = read({ text: 'cat,dog,label\n0.5,1.5,1\n2.5,3.5,0\n', language: 'csv' });

const PICKS: Record<string, unknown> = {
  '#0[:, 0:2]': [
    [0.5, 1.5],
    [2.5, 3.5],
  ],
  '#0[:, :-1]': [
    [0.5, 1.5],
    [2.5, 3.5],
  ],
  '#0[:, 1:]': [
    [1.5, 1],
    [3.5, 0],
  ],
  '#0[:, label]': [1, 0],
  '#0[:, -1]': [1, 0],
  '#0[:, 0]': [0.5, 2.5],
  '#0[1]': [2.5, 3.5, 0],
  '#0[:1, 1:]': [[1.5, 1]],
};

describe('columns of an array', () => {
  for (const [selector, values] of Object.entries(PICKS)) {
    it(`${selector} are an array of their own`, () => {
      const picked = selectColumns(blocks, selector);
      assert.ok(picked !== undefined && !('code' in picked));
      assert.deepEqual(nested(picked), values);
    });
  }
  it('that are not there are refused', () => {
    for (const selector of ['#0[:, bird]', '#0[:, 3]', '#0[:, 2:2]']) {
      const picked = selectColumns(blocks, selector);
      assert.ok(picked !== undefined && 'code' in picked && picked.code === 'no-such-columns', selector);
    }
  });
  it('of an array that is not there are refused', () => {
    const picked = selectColumns(blocks, 'x[:, 0]');
    assert.ok(picked !== undefined && 'code' in picked && picked.code === 'no-such-array');
  });
  it('are not looked for in a plain name', () => assert.equal(selectColumns(blocks, '#0'), undefined));
  it('and slices of other axes are picked as NumPy does', () => {
    const cube = read({ text: '{"x": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]}', language: 'json' }).blocks;
    const picks: Record<string, unknown> = {
      'x[1]': [
        [5, 6],
        [7, 8],
      ],
      'x[:, 0]': [
        [1, 2],
        [5, 6],
      ],
      'x[:, :, 1]': [
        [2, 4],
        [6, 8],
      ],
      'x[0, 1, 0:1]': [3],
    };
    for (const [selector, values] of Object.entries(picks)) {
      const picked = selectColumns(cube, selector);
      assert.ok(picked !== undefined && !('code' in picked), selector);
      assert.deepEqual(nested(picked), values);
    }
  });
  it('keep integers integers', () => {
    const picked = selectColumns(blocks, '#0[:, label]');
    assert.ok(picked !== undefined && !('code' in picked) && picked.integers);
  });
});
