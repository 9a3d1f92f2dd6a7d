import { field, type JsonNode, parseTree, wordOf } from '../json/tree';
import { type Dtype, DTYPES } from './dtypes';
import { BytesFault } from './fault';
import { countOf, type RawTensor } from './tensors';

/** The format's own limit. */
const HEADER_LIMIT = 100_000_000;

const KINDS: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ['BOOL', DTYPES.bool],
  ['U8', DTYPES.uint8],
  ['I8', DTYPES.int8],
  ['F8_E4M3', DTYPES.float8_e4m3fn],
  ['F8_E5M2', DTYPES.float8_e5m2],
  ['U16', DTYPES.uint16],
  ['I16', DTYPES.int16],
  ['F16', DTYPES.float16],
  ['BF16', DTYPES.bfloat16],
  ['U32', DTYPES.uint32],
  ['I32', DTYPES.int32],
  ['F32', DTYPES.float32],
  ['U64', DTYPES.uint64],
  ['I64', DTYPES.int64],
  ['F64', DTYPES.float64],
]);

/** Where the header begins: behind its length. */
export const SAFETENSORS_START = 8;

/** The tensors of a .safetensors file in the order of their bytes. Throws {@link BytesFault}. */
export function readSafetensors(bytes: Uint8Array): readonly RawTensor[] {
  const start = headerEnd(bytes, bytes.length);
  const body = bytes.subarray(start);
  return tensorsIn(bytes.subarray(SAFETENSORS_START, start), body.length).map(
    ({ name, dtype, shape, begin, end }): RawTensor => {
      countOf(shape);
      const own = body.subarray(begin, end);
      return { notation: 'safetensors', name, dtype, little: true, shape, fortran: false, bytes: own };
    },
  );
}

/** Where the header ends. @param beginning at least the first eight bytes of the file. Throws {@link BytesFault}. */
export function headerEnd(beginning: Uint8Array, size: number): number {
  if (beginning.length < SAFETENSORS_START) throw new BytesFault('truncated');
  const length = new DataView(beginning.buffer, beginning.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT)) throw new BytesFault('header-too-long');
  const end = SAFETENSORS_START + Number(length);
  if (end > size) throw new BytesFault('truncated');
  return end;
}

/** A tensor by its place among the bytes behind the header. */
export interface PlacedTensor {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** @param length of the bytes behind the header. Throws {@link BytesFault}. */
export function tensorsIn(bytes: Uint8Array, length: number): readonly PlacedTensor[] {
  const header = decodeHeader(bytes);
  const tree = parseTree(header);
  if (!('root' in tree) || tree.root.kind !== 'object') throw new BytesFault('header');
  if (tree.duplicate !== undefined) throw new BytesFault('duplicate-name', tree.duplicate);
  const tensors: PlacedTensor[] = [];
  for (const [name, node] of tree.root.entries) {
    if (name === '__metadata__') checkMetadata(node);
    else tensors.push(placed(header, name, node, length));
  }
  checkOffsets(tensors, length);
  return tensors;
}

function decodeHeader(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) throw new BytesFault('header');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BytesFault('header');
  }
}

function placed(header: string, name: string, node: JsonNode, length: number): PlacedTensor {
  const dtype = KINDS.get(wordOf(header, field(node, 'dtype')) ?? '');
  if (dtype === undefined) throw new BytesFault('dtype', name);
  const shape = integers(header, field(node, 'shape'));
  const offsets = integers(header, field(node, 'data_offsets'));
  if (shape === undefined) throw new BytesFault('shape', name);
  const [begin, end] = offsets ?? [];
  if (offsets?.length !== 2 || begin === undefined || end === undefined || begin > end || end > length) {
    throw new BytesFault('offsets', name);
  }
  const stated = shape.reduce((size, extent) => size * BigInt(extent), BigInt(dtype.size));
  if (BigInt(end - begin) !== stated) throw new BytesFault('size-mismatch', name);
  return { name, dtype, shape, begin, end };
}

/** Whole numbers, written as such. */
function integers(header: string, node: JsonNode | undefined): readonly number[] | undefined {
  if (node?.kind !== 'array') return undefined;
  const values = node.items.map((item) => {
    const digits = /^\d{1,16}(?=[\s,\]])/.exec(header.slice(item.start, item.start + 17))?.[0];
    return item.kind === 'number' && digits !== undefined ? item.value : NaN;
  });
  return values.every((value) => Number.isSafeInteger(value)) ? values : undefined;
}

function checkMetadata(node: JsonNode): void {
  if (node.kind !== 'object') throw new BytesFault('header');
  for (const value of node.entries.values()) if (value.kind !== 'string') throw new BytesFault('header');
}

/** Side by side from the first byte to the last: no hole, no overlap. */
function checkOffsets(tensors: PlacedTensor[], length: number): void {
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { begin, end, name } of tensors) {
    if (begin !== at) throw new BytesFault('offsets', name);
    at = end;
  }
  if (at !== length) throw new BytesFault('offsets');
}
