/** How the numbers of one type lie in bytes; every one of them fits a float64, integers beyond 2^53 excepted. */
export interface Dtype {
  /** PyTorch's name. */
  readonly name: string;
  readonly size: number;
  readonly integer: boolean;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

export const DTYPES = {
  float8_e4m3fn: real('float8_e4m3fn', 1, (view, at) => fromFloat8(view.getUint8(at))),
  // The upper half of a float16.
  float8_e5m2: real('float8_e5m2', 1, (view, at) => fromFloat16(view.getUint8(at) << 8)),
  float16: real('float16', 2, (view, at, little) => fromFloat16(view.getUint16(at, little))),
  bfloat16: real('bfloat16', 2, (view, at, little) => fromBfloat16(view.getUint16(at, little))),
  float32: real('float32', 4, (view, at, little) => view.getFloat32(at, little)),
  float64: real('float64', 8, (view, at, little) => view.getFloat64(at, little)),
  int8: whole('int8', 1, (view, at) => view.getInt8(at)),
  int16: whole('int16', 2, (view, at, little) => view.getInt16(at, little)),
  int32: whole('int32', 4, (view, at, little) => view.getInt32(at, little)),
  int64: whole('int64', 8, (view, at, little) => Number(view.getBigInt64(at, little))),
  uint8: whole('uint8', 1, (view, at) => view.getUint8(at)),
  uint16: whole('uint16', 2, (view, at, little) => view.getUint16(at, little)),
  uint32: whole('uint32', 4, (view, at, little) => view.getUint32(at, little)),
  uint64: whole('uint64', 8, (view, at, little) => Number(view.getBigUint64(at, little))),
  bool: whole('bool', 1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
} as const;

function real(name: string, size: number, read: Dtype['read']): Dtype {
  return { name, size, integer: false, read };
}

function whole(name: string, size: number, read: Dtype['read']): Dtype {
  return { name, size, integer: true, read };
}

/** 4 bits of exponent, 3 of fraction; all of them set is nan, and there is no infinity (Micikevicius et al. 2022). */
export function fromFloat8(bits: number): number {
  const sign = bits & 0x80 ? -1 : 1;
  const exponent = (bits >> 3) & 0xf;
  const fraction = bits & 0x7;
  if ((bits & 0x7f) === 0x7f) return NaN;
  if (exponent === 0) return sign * fraction * 2 ** -9;
  return sign * (1 + fraction / 8) * 2 ** (exponent - 7);
}

/** IEEE 754 binary16: 5 bits of exponent, 10 of fraction. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
export function fromBfloat16(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}
