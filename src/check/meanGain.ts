/** The mean of paired differences and its standard error. */
export function meanGain(gains: Float64Array): { readonly gain: number; readonly error: number } {
  const count = gains.length;
  const gain = gains.reduce((sum, value) => sum + value, 0) / count;
  const spread = gains.reduce((sum, value) => sum + (value - gain) ** 2, 0) / (count - 1);
  return { gain, error: Math.sqrt(spread / count) };
}
