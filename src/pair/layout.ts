import { sameShape, type Tensor } from '../core/tensor';

/**
 * May the classes stand on the last axis, where PyTorch wants them on axis 1; or, of a matrix, the samples in columns?
 * Told from the shape of class indices alone. Where both axes are of one length, PyTorch computes something as well.
 */
export function classesElsewhere(predictions: readonly number[], indices: readonly number[]): boolean {
  const axes = predictions.length;
  if (axes < 2 || sameShape(predictions, indices)) return false;
  if (axes > 2) return sameShape(indices, predictions.slice(0, -1));
  const [rows, columns] = predictions;
  return sameShape(indices, [columns]) && rows !== columns;
}

/** A column of predictions against a vector of as many targets, or the other way round. */
export function columnAgainstVector(a: readonly number[], b: readonly number[]): boolean {
  const [column, vector] = a.length > b.length ? [a, b] : [b, a];
  return column.length === 2 && vector.length === 1 && column[1] === 1 && column[0] === vector[0];
}

/** The last axis moved to axis 1; of a matrix: transposed. */
export function movedToOne({ shape, data }: Tensor): Tensor {
  const axes = shape.length;
  const [first] = shape;
  const last = shape[axes - 1];
  const middle = shape.slice(1, -1);
  if (axes === 2) {
    const moved = data.map((_, cell) => data[(cell % first) * last + Math.floor(cell / first)]);
    return { shape: [last, first], data: moved };
  }
  const inner = middle.reduce((size, extent) => size * extent, 1);
  const moved = data.map((_, cell) => {
    const within = cell % inner;
    const c = Math.floor(cell / inner) % last;
    const n = Math.floor(cell / (inner * last));
    return data[(n * inner + within) * last + c];
  });
  return { shape: [first, last, ...middle], data: moved };
}
