/**
 * The sum of numbers, correctly rounded, whatever their order: Shewchuk's expansion of non-overlapping
 * partials (Adaptive Precision Floating-Point Arithmetic, 1997) with the round-half-even repair of
 * Python's math.fsum. Not-finite values are counted apart, since an expansion cannot hold them.
 */
export class ExactSum {
  private partials = new Float64Array(8);
  private length = 0;
  /** Sum of what is not finite: NaN, inf, -inf, or NaN for both infinities. 0 while there is none. */
  private special = 0;

  add(value: number): void {
    if (!Number.isFinite(value)) {
      this.special += value;
      return;
    }
    let x = value;
    let kept = 0;
    for (let index = 0; index < this.length; index++) {
      const y = this.partials[index];
      const sum = x + y;
      const error = Math.abs(x) < Math.abs(y) ? x - (sum - y) : y - (sum - x);
      if (error !== 0) this.partials[kept++] = error;
      x = sum;
    }
    this.push(x, kept);
  }

  clear(): void {
    this.length = 0;
    this.special = 0;
  }

  /** inf where the true sum is beyond the largest double. */
  value(): number {
    if (this.special !== 0) return this.special;
    let index = this.length - 1;
    if (index < 0) return 0;
    let high = this.partials[index];
    let low = 0;
    while (index > 0 && low === 0) {
      const x = high;
      const y = this.partials[--index];
      high = x + y;
      low = y - (high - x);
    }
    return this.roundHalfEven(high, low, index);
  }

  /** Where the dropped part is exactly half a unit, what lies below it decides the direction. */
  private roundHalfEven(high: number, low: number, index: number): number {
    if (index === 0) return high;
    const below = this.partials[index - 1];
    if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
      const doubled = low * 2;
      const stepped = high + doubled;
      if (doubled === stepped - high) return stepped;
    }
    return high;
  }

  private push(x: number, kept: number): void {
    if (!Number.isFinite(x)) {
      this.special += x;
      return;
    }
    if (kept === this.partials.length) {
      const grown = new Float64Array(kept * 2);
      grown.set(this.partials);
      this.partials = grown;
    }
    this.partials[kept] = x;
    this.length = kept + 1;
  }
}

/** The correctly rounded sum of a list. */
export function exactSum(values: Iterable<number>): number {
  const sum = new ExactSum();
  for (const value of values) sum.add(value);
  return sum.value();
}
