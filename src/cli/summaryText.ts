/** For JSON.stringify: every bit of a list of doubles, NaN and infinities too. The cluster's Python writes the same. */
export function stored(value: unknown): unknown {
  if (!(value instanceof Float64Array)) return value;
  return { float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
}

/** For JSON.parse, the other way. */
export function restored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('float64' in value)) return value;
  const bytes = Uint8Array.from(Buffer.from(String(value.float64), 'base64'));
  return new Float64Array(bytes.buffer);
}
