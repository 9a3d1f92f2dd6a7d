import { type Dtype, DTYPES } from './dtypes';
import { BytesFault } from './fault';
import { countOf, type RawTensor } from './tensors';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy's own limit on a header that is not trusted. */
const HEADER_LIMIT = 10_000;

/** One .npy file. Throws {@link BytesFault}. */
export function readNpy(bytes: Uint8Array, name: string | undefined, notation: 'npy' | 'npz'): RawTensor {
  const { dtype, little, shape, fortran, start } = readNpyHead(bytes);
  const body = bytes.subarray(start);
  if (body.length !== countOf(shape) * dtype.size) throw new BytesFault('size-mismatch');
  return { notation, name, dtype, little, shape, fortran, bytes: body };
}

/** The header says all of the numbers but themselves. */
export interface NpyHead {
  readonly dtype: Dtype;
  readonly little: boolean;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Where the numbers begin. */
  readonly start: number;
}

/** More than any header takes with what stands in front of it. */
export const NPY_HEAD_BYTES = HEADER_LIMIT + 12;

/** @param bytes the beginning of a file: all of it, or {@link NPY_HEAD_BYTES}. Throws {@link BytesFault}. */
export function readNpyHead(bytes: Uint8Array): NpyHead {
  if (bytes.length < 10) throw new BytesFault('truncated');
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) throw new BytesFault('magic');
  const version = bytes[6];
  if (version < 1 || version > 3 || bytes[7] !== 0) throw new BytesFault('version');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new BytesFault('truncated');
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > HEADER_LIMIT) throw new BytesFault('header-too-long');
  if (start + length > bytes.length) throw new BytesFault('truncated');
  const header = parseHeader(
    new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(start, start + length)),
  );
  return { ...dtypeOf(header.descr), shape: header.shape, fortran: header.fortran, start: start + length };
}

const KINDS: Readonly<Record<string, Dtype>> = {
  f2: DTYPES.float16,
  f4: DTYPES.float32,
  f8: DTYPES.float64,
  i1: DTYPES.int8,
  i2: DTYPES.int16,
  i4: DTYPES.int32,
  i8: DTYPES.int64,
  u1: DTYPES.uint8,
  u2: DTYPES.uint16,
  u4: DTYPES.uint32,
  u8: DTYPES.uint64,
  b1: DTYPES.bool,
};

function dtypeOf(descr: string): { dtype: Dtype; little: boolean } {
  const parts = /^([<>|=]?)([fiub][1248])$/.exec(descr);
  const kind = parts?.[2] ?? '';
  if (/^[|<>=]?O/.test(descr)) throw new BytesFault('pickled-objects');
  const dtype = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (parts === null || dtype === undefined) throw new BytesFault('dtype');
  return { dtype, little: parts[1] !== '>' };
}

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/**
 * The dictionary of a header, by a grammar of its own: exactly the three keys that NumPy writes, in any order, and
 * nothing is evaluated.
 */
function parseHeader(text: string): Header {
  let rest = text.trim();
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest);
    if (found === null) throw new BytesFault('header');
    rest = rest.slice(found[0].length).trimStart();
    return found[1] ?? '';
  };
  const fields: Record<string, string> = {};
  take(/^\{/);
  while (!rest.startsWith('}')) {
    const key = take(/^['"](descr|fortran_order|shape)['"]/);
    take(/^:/);
    if (Object.hasOwn(fields, key)) throw new BytesFault('header');
    fields[key] =
      key === 'descr' ? takeDescr(rest, take) : key === 'shape' ? take(/^(\([\dL, ]*\))/) : take(/^(True|False)/);
    if (!rest.startsWith('}')) take(/^,/);
  }
  if (rest !== '}' || Object.keys(fields).length !== 3) throw new BytesFault('header');
  return {
    descr: fields['descr'],
    fortran: fields['fortran_order'] === 'True',
    shape: parseShape(fields['shape']),
  };
}

function takeDescr(rest: string, take: (pattern: RegExp) => string): string {
  if (rest.startsWith('[')) throw new BytesFault('dtype'); // Records.
  return take(/^['"]([\w<>|=]{1,16})['"]/);
}

function parseShape(tuple: string): readonly number[] {
  const inner = tuple.slice(1, -1).trim();
  if (inner === '') return [];
  const extents = inner.split(',').map((extent) => extent.trim());
  if (extents.at(-1) === '') extents.pop();
  else if (extents.length === 1) throw new BytesFault('shape'); // (3) is no tuple.
  return extents.map((extent) => {
    const digits = /^(0|[1-9]\d{0,15})L?$/.exec(extent)?.[1];
    if (digits === undefined) throw new BytesFault('shape');
    return Number(digits);
  });
}
