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
  const [first, ...rest] = shape;
  const last = shape[shape.length - 1];
  const before = placesBefore(shape);
  const moved = data.map((_, place) => data[before(place)]);
  return { shape: shape.length === 2 ? [last, first] : [first, last, ...rest.slice(0, -1)], data: moved };
}

/** Where each number of the moved array stood in the array of this shape before. */
export function placesBefore(shape: readonly number[]): (place: number) => number {
  const [first] = shape;
  const last = shape[shape.length - 1];
  if (shape.length === 2) return (place) => (place % first) * last + Math.floor(place / first);
  const inner = shape.slice(1, -1).reduce((size, extent) => size * extent, 1);
  return (place) => {
    const within = place % inner;
    const c = Math.floor(place / inner) % last;
    const n = Math.floor(place / (inner * last));
    return (n * inner + within) * last + c;
  };
}
