/** The bytes of an .npy file as NumPy lays them out. */
export function npyOf(descr: string, shape: string, body: ArrayBufferView, fortran = 'False'): Uint8Array {
  return npyWith(`{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`, body);
}

/** The same with any header in it. */
export function npyWith(header: string, body: ArrayBufferView, version: 1 | 2 | 3 = 1): Uint8Array {
  const start = version === 1 ? 10 : 12;
  const text = new TextEncoder().encode(header);
  const length = Math.ceil((start + text.length + 1) / 64) * 64 - start;
  const out = new Uint8Array(start + length + body.byteLength).fill(0x20, start, start + length - 1);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0]);
  const view = new DataView(out.buffer);
  if (version === 1) view.setUint16(8, length, true);
  else view.setUint32(8, length, true);
  out.set(text, start);
  out[start + length - 1] = 0x0a;
  out.set(new Uint8Array(body.buffer, body.byteOffset, body.byteLength), start + length);
  return out;
}
