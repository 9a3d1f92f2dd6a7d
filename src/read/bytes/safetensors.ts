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

/** The tensors of a .safetensors file in the order of their bytes. Throws {@link BytesFault}. */
export function readSafetensors(bytes: Uint8Array): readonly RawTensor[] {
  if (bytes.length < 8) throw new BytesFault('truncated');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(HEADER_LIMIT)) throw new BytesFault('header-too-long');
  const start = 8 + Number(length);
  if (start > bytes.length) throw new BytesFault('truncated');
  const header = decodeHeader(bytes.subarray(8, start));
  const tree = parseTree(header);
  if (!('root' in tree) || tree.root.kind !== 'object') throw new BytesFault('header');
  if (tree.duplicate !== undefined) throw new BytesFault('duplicate-name', tree.duplicate);
  const body = bytes.subarray(start);
  const tensors: Placed[] = [];
  for (const [name, node] of tree.root.entries) {
    if (name === '__metadata__') checkMetadata(node);
    else tensors.push(placed(header, name, node, body));
  }
  checkOffsets(tensors, body.length);
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

interface Placed extends RawTensor {
  readonly begin: number;
  readonly end: number;
}

function placed(header: string, name: string, node: JsonNode, body: Uint8Array): Placed {
  const dtype = KINDS.get(wordOf(header, field(node, 'dtype')) ?? '');
  if (dtype === undefined) throw new BytesFault('dtype', name);
  const shape = integers(header, field(node, 'shape'));
  const offsets = integers(header, field(node, 'data_offsets'));
  if (shape === undefined) throw new BytesFault('shape', name);
  const [begin, end] = offsets ?? [];
  if (offsets?.length !== 2 || begin === undefined || end === undefined || begin > end || end > body.length) {
    throw new BytesFault('offsets', name);
  }
  if (end - begin !== countOf(shape) * dtype.size) throw new BytesFault('size-mismatch', name);
  const bytes = body.subarray(begin, end);
  return { notation: 'safetensors', name, dtype, little: true, shape, fortran: false, bytes, begin, end };
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
function checkOffsets(tensors: Placed[], length: number): void {
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { begin, end, name } of tensors) {
    if (begin !== at) throw new BytesFault('offsets', name);
    at = end;
  }
  if (at !== length) throw new BytesFault('offsets');
}
