import type { CallNotation } from '../notation';

export const tensorflow: CallNotation = {
  notation: 'tensorflow',
  names: ['tf.Tensor', 'tf.constant', 'tf.convert_to_tensor', 'tf.Variable', 'tf.tensor', 'tf.tensor1d', 'tf.tensor2d'],
  implied: { decimal: 'float32', integer: 'int32' },
};

/** What `<tf.Tensor: shape=(2, 2), dtype=float32, numpy=` says in front of the numbers. */
export interface AngleHead {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly name?: string;
  /** Where the numbers begin. */
  readonly data: number;
}

const HEAD_LIMIT = 300;

/**
 * `<tf.Tensor: shape=(2,), dtype=float32, numpy=`, `<tf.Variable 'w:0' shape=(2,) dtype=float32, numpy=`.
 * @returns undefined where something else stands there; a symbolic tensor holds no numbers.
 */
export function readAngleHead(text: string, start: number): AngleHead | undefined {
  if (!text.startsWith('<tf.', start)) return undefined;
  const head = /^<tf\.(?:Tensor:|Variable '([^']*)') shape=\(([\d, ]*)\),? dtype=(\w+), numpy=\s*/.exec(
    text.slice(start, start + HEAD_LIMIT),
  );
  if (head === null) return undefined;
  const [whole, variable, extents, dtype] = head;
  const name = variable?.replace(/:\d+$/, '');
  return {
    shape: extents.split(',').flatMap((extent) => (extent.trim() === '' ? [] : [Number(extent)])),
    dtype,
    ...(name !== undefined && { name }),
    data: start + whole.length,
  };
}
