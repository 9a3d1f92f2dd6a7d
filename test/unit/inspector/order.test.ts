import { strict as assert } from 'node:assert';
import { orderRows, placesOf } from '../../../src/inspector/rows/order';

function order(keys: readonly number[], direction: 'ascending' | 'descending'): number[] {
  return [...orderRows(keys.length, (row) => keys[row] ?? NaN, direction)];
}

describe('the order of the rows', () => {
  it('is by key, either way', () => {
    assert.deepEqual(order([2, 3, 1], 'descending'), [1, 0, 2]);
    assert.deepEqual(order([2, 3, 1], 'ascending'), [2, 0, 1]);
  });

  it('keeps rows of the same key as they were, either way', () => {
    assert.deepEqual(order([1, 2, 1, 2], 'descending'), [1, 3, 0, 2]);
    assert.deepEqual(order([1, 2, 1, 2], 'ascending'), [0, 2, 1, 3]);
  });

  it('begins with what is no number, then infinity, where the largest come first', () => {
    assert.deepEqual(order([1, Infinity, NaN, -Infinity], 'descending'), [2, 1, 0, 3]);
    assert.deepEqual(order([1, Infinity, NaN, -Infinity], 'ascending'), [3, 0, 1, 2]);
  });

  it('knows where each row stands', () => {
    assert.deepEqual([...placesOf(Uint32Array.of(2, 0, 1))], [1, 2, 0]);
  });
});
