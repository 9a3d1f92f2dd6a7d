import { strict as assert } from 'node:assert';
import { sameShape, sizeOf } from '../../../src/core/tensor';

describe('tensor', () => {
  it('counts the values of a shape', () => {
    assert.equal(sizeOf([]), 1);
    assert.equal(sizeOf([2, 3]), 6);
    assert.equal(sizeOf([2, 0]), 0);
  });

  it('tells shapes apart by every axis', () => {
    assert.ok(sameShape([2, 3], [2, 3]));
    assert.ok(!sameShape([2, 3], [3, 2]));
    assert.ok(!sameShape([2], [2, 1]));
  });
});
