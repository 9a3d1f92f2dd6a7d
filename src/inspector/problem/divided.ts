import type { Tensor } from '../../core/tensor';

/**
 * Logits at another temperature. A slider asks for this of millions of logits at every step, and most views look at a few
 * of them: so they are divided where they are looked at, and all at once only for who asks for all.
 */
export class Divided implements Tensor {
  private whole: Float64Array | undefined;

  constructor(
    readonly given: Tensor,
    readonly by: number,
  ) {}

  get shape(): readonly number[] {
    return this.given.shape;
  }

  get data(): Float64Array {
    this.whole ??= dividedData(this.given.data, this.by);
    return this.whole;
  }
}

/** The numbers as they are kept, and what each is to be divided by to be the tensor's. */
export function asKept(tensor: Tensor): { readonly data: Float64Array; readonly by: number } {
  return tensor instanceof Divided ? { data: tensor.given.data, by: tensor.by } : { data: tensor.data, by: 1 };
}

function dividedData(given: Float64Array, by: number): Float64Array {
  // A loop, for map calls back for each.
  const data = new Float64Array(given.length);
  for (let index = 0; index < data.length; index++) data[index] = (given[index] ?? NaN) / by;
  return data;
}
