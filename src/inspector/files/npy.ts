/** float64 numbers in row-major order as NumPy's own file, version 1.0: a header padded to 64 bytes, then the numbers. */
export function npyOf(values: Float64Array, shape: readonly number[] = [values.length]): Uint8Array {
  const said = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const length = Math.ceil((10 + said.length + 1) / 64) * 64;
  const header = `${said.padEnd(length - 11)}\n`;
  const bytes = new Uint8Array(length + values.length * 8);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  for (let index = 0; index < header.length; index++) bytes[10 + index] = header.charCodeAt(index);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) view.setFloat64(length + index * 8, values[index] ?? NaN, true);
  return bytes;
}
