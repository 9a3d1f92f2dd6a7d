import type { Outcome, Problem } from './problem';
import { sameShape, sizeOf, type Tensor } from './tensor';

/**
 * Repeats a tensor over `shape` by PyTorch's rule: axes are matched from the last backwards, an axis of one
 * is repeated. The tensor must fit.
 */
export function broadcast(tensor: Tensor, shape: readonly number[]): Float64Array {
  return Float64Array.from(broadcastOffsets(tensor.shape, shape), (offset) => tensor.data[offset]);
}

/** A problem whose predictions and targets have one shape, and the way back for its gradient. */
export interface Spread<P extends Problem> {
  readonly problem: P;
  /** Sums a gradient of the repeated predictions over their repetitions. */
  collect(gradient: Tensor): Tensor;
}

/** Repeats predictions and targets over each other where a loss of PyTorch lets them. */
export function spread<P extends Problem>(problem: P): Outcome<Spread<P>> {
  const { predictions, targets } = problem;
  if (sameShape(predictions.shape, targets.shape))
    return { ok: true, value: { problem, collect: (gradient) => gradient } };
  const shape = commonShape(predictions.shape, targets.shape);
  if (!shape) {
    const expected = `(${predictions.shape.join(', ')})`;
    return {
      ok: false,
      refusal: { code: 'shape-mismatch', predictions: predictions.shape, targets: targets.shape, expected },
    };
  }
  const offsets = broadcastOffsets(predictions.shape, shape);
  const repeated: P = {
    ...problem,
    predictions: { shape, data: broadcast(predictions, shape) },
    targets: { shape, data: broadcast(targets, shape) },
  };
  return {
    ok: true,
    value: { problem: repeated, collect: (gradient) => collected(gradient, offsets, predictions.shape) },
  };
}

function collected(gradient: Tensor, offsets: Uint32Array, shape: readonly number[]): Tensor {
  const data = new Float64Array(sizeOf(shape));
  offsets.forEach((offset, cell) => {
    data[offset] = data[offset] + gradient.data[cell];
  });
  return { shape, data };
}

/** The shape two shapes repeat to together; undefined where an axis differs and neither is one. */
function commonShape(a: readonly number[], b: readonly number[]): number[] | undefined {
  const shape: number[] = [];
  for (let back = 1; back <= Math.max(a.length, b.length); back++) {
    const ofA = a[a.length - back] ?? 1;
    const ofB = b[b.length - back] ?? 1;
    if (ofA !== ofB && ofA !== 1 && ofB !== 1) return undefined;
    shape.unshift(ofA === 1 ? ofB : ofA);
  }
  return shape;
}

/** For every cell of `shape`, where its value stands in a tensor of shape `own`. */
function broadcastOffsets(own: readonly number[], shape: readonly number[]): Uint32Array {
  const steps = broadcastSteps(own, shape);
  const index = new Array<number>(shape.length).fill(0);
  const offsets = new Uint32Array(sizeOf(shape));
  let offset = 0;
  for (let cell = 0; cell < offsets.length; cell++) {
    offsets[cell] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const position = index[axis] + 1;
      offset += steps[axis];
      index[axis] = position;
      if (position < shape[axis]) break;
      offset -= position * steps[axis];
      index[axis] = 0;
    }
  }
  return offsets;
}

/** How far the data moves for one step along each axis of `shape`; 0 where it is repeated. */
function broadcastSteps(own: readonly number[], shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(0);
  let step = 1;
  for (let back = 1; back <= own.length; back++) {
    const extent = own[own.length - back];
    if (extent !== 1) steps[shape.length - back] = step;
    step *= extent;
  }
  return steps;
}
