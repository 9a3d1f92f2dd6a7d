import { strict as assert } from 'node:assert';
import {
  offsetAt,
  scrollFor,
  scrollIntoSight,
  scrollLength,
  visibleSpan,
  type ScrollAxis,
} from '../../../src/inspector/scrollAxis';

const SHORT: ScrollAxis = { count: 100, size: 20, view: 200 };
/** 50 million pixels: more than an element can be. */
const LONG: ScrollAxis = { count: 2_500_000, size: 20, view: 200 };

describe('a scrolled axis', () => {
  it('shows the items of which at least a pixel is in sight', () => {
    assert.deepEqual(visibleSpan(SHORT, 0), { first: 0, end: 10 });
    assert.deepEqual(visibleSpan(SHORT, 1), { first: 0, end: 11 });
    assert.deepEqual(visibleSpan(SHORT, 1800), { first: 90, end: 100 });
  });

  it('shows nothing of nothing', () => {
    assert.deepEqual(visibleSpan({ count: 0, size: 20, view: 200 }, 0), { first: 0, end: 0 });
    assert.deepEqual(visibleSpan({ count: 5, size: 20, view: 0 }, 0), { first: 0, end: 0 });
  });

  it('keeps a long axis within what a browser can scroll, and still reaches both ends', () => {
    const length = scrollLength(LONG);
    assert.ok(length < 33_000_000);
    assert.equal(visibleSpan(LONG, 0).first, 0);
    assert.equal(visibleSpan(LONG, length - LONG.view).end, LONG.count);
  });

  it('takes an offset to a scroll and back', () => {
    for (const axis of [SHORT, LONG]) {
      for (const offset of [0, 777, axis.count * axis.size - axis.view]) {
        assert.ok(Math.abs(offsetAt(axis, scrollFor(axis, offset)) - offset) < 1e-3);
      }
    }
  });

  it('moves no further than it must for an item nearby', () => {
    assert.equal(scrollIntoSight(SHORT, 100, 6), 100);
    assert.equal(scrollIntoSight(SHORT, 100, 4), 80);
    assert.equal(scrollIntoSight(SHORT, 100, 15), 120);
  });

  it('puts an item from afar in the middle, and the last ones at the end', () => {
    assert.equal(scrollIntoSight(SHORT, 0, 50), 50 * 20 - 90);
    assert.equal(scrollIntoSight(SHORT, 0, 99), 1800);
    assert.equal(scrollIntoSight(SHORT, 1800, 0), 0);
  });

  it('brings every item of a long axis into sight', () => {
    for (const item of [0, 1, 1234567, LONG.count - 1]) {
      const { first, end } = visibleSpan(LONG, scrollIntoSight(LONG, 0, item));
      assert.ok(first <= item && item < end, `item ${item} in ${first}..${end}`);
    }
  });
});
