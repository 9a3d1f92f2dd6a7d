/**
 * One axis of a scrolled list or matrix of equal items. Browsers cut elements off near 33 million pixels, so a
 * longer list is scrolled in proportion: the scroll bar covers `scrollLength`, the items cover `count * size`.
 */
export interface ScrollAxis {
  readonly count: number;
  readonly size: number;
  /** Pixels in sight. */
  readonly view: number;
}

export interface Span {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

const LONGEST = 16_000_000;

export function scrollLength({ count, size }: ScrollAxis): number {
  return Math.min(count * size, LONGEST);
}

/** The pixel of the items that stands at the edge of the view. */
export function offsetAt(axis: ScrollAxis, scroll: number): number {
  const whole = axis.count * axis.size;
  const length = scrollLength(axis);
  if (whole === length) return scroll;
  return Math.min(Math.max(scroll / Math.max(1, length - axis.view), 0), 1) * (whole - axis.view);
}

/** The inverse of {@link offsetAt}. */
export function scrollFor(axis: ScrollAxis, offset: number): number {
  const whole = axis.count * axis.size;
  const length = scrollLength(axis);
  if (whole === length) return offset;
  return (offset / Math.max(1, whole - axis.view)) * (length - axis.view);
}

/** The items of which at least a pixel is in sight. */
export function visibleSpan(axis: ScrollAxis, scroll: number): Span {
  if (axis.count === 0 || axis.view <= 0) return { first: 0, end: 0 };
  const offset = offsetAt(axis, scroll);
  const first = Math.min(Math.max(Math.floor(offset / axis.size), 0), axis.count);
  const end = Math.min(Math.max(Math.ceil((offset + axis.view) / axis.size), 0), axis.count);
  return { first, end };
}

/** The scroll that brings an item fully into sight: no further than it must for one nearby, to the middle for one afar. */
export function scrollIntoSight(axis: ScrollAxis, scroll: number, item: number): number {
  const offset = offsetAt(axis, scroll);
  const start = item * axis.size;
  const whole = axis.count * axis.size;
  if (start < offset - axis.view / 2 || start > offset + 1.5 * axis.view) {
    const middle = start - (axis.view - axis.size) / 2;
    return scrollFor(axis, Math.min(Math.max(0, middle), Math.max(0, whole - axis.view)));
  }
  if (start < offset) return scrollFor(axis, start);
  if (start + axis.size > offset + axis.view) return scrollFor(axis, Math.max(0, start + axis.size - axis.view));
  return scroll;
}
