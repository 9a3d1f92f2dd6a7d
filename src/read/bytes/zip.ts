import { Inflate } from 'fflate';
import { crc32 } from './crc32';
import { BytesFault } from './fault';

/** A file in an archive. Its name is a label, never a path. */
export interface Member {
  readonly name: string;
  /** As long as the archive says, unpacked and checked. Throws {@link BytesFault}. */
  readonly unpack: () => Uint8Array;
}

const MEMBER_LIMIT = 4096;
/** What all members may come to together, unpacked. */
const TOTAL_LIMIT = 2 ** 30;
/** No deflate stream grows by more than this. */
const DEFLATE_RATIO = 1032;
/** Little enough that what comes out of one step stays small, whatever the stream claims. */
const STEP = 4096;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

/** The members of a zip archive, told by its directory alone. Throws {@link BytesFault}. */
export function readZip(bytes: Uint8Array): readonly Member[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (count !== view.getUint16(end + 8, true) || count === 0xffff) throw new BytesFault('zip');
  if (count > MEMBER_LIMIT) throw new BytesFault('too-many-members');
  const entries: Entry[] = [];
  let at = directory;
  for (let index = 0; index < count; index++) {
    const entry = readEntry(view, bytes, at, end);
    entries.push(entry);
    at = entry.next;
  }
  checkTogether(entries, directory);
  return entries.map((entry) => ({ name: entry.name, unpack: () => unpack(bytes, entry) }));
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where the member's data begin, and where the next entry of the directory does. */
  readonly start: number;
  readonly next: number;
}

/** The record at the end of the archive, behind which only its comment may stand; there must be exactly one. */
function findEnd(view: DataView): number {
  let found = -1;
  const last = view.byteLength - 22;
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) !== END) continue;
    if (at + 22 + view.getUint16(at + 20, true) !== view.byteLength) continue;
    if (found >= 0) throw new BytesFault('zip');
    found = at;
  }
  if (found < 0) throw new BytesFault('zip');
  return found;
}

function readEntry(view: DataView, bytes: Uint8Array, at: number, end: number): Entry {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) throw new BytesFault('zip');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end) throw new BytesFault('zip');
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
  if ((flags & 1) !== 0) throw new BytesFault('encrypted', name);
  if (method !== 0 && method !== 8) throw new BytesFault('method', name);
  const sizes = sizesOf(view, at, nameLength);
  const local = sizes.offset;
  if (local + 30 > view.byteLength || view.getUint32(local, true) !== LOCAL) throw new BytesFault('zip', name);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + sizes.packed > view.byteLength) throw new BytesFault('truncated', name);
  return { name, method, crc: view.getUint32(at + 16, true), packed: sizes.packed, size: sizes.size, start, next };
}

/** The three sizes, from the fields or, where those are full, from the zip64 record (NumPy always writes one). */
function sizesOf(view: DataView, at: number, nameLength: number): { packed: number; size: number; offset: number } {
  let packed = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let offset = view.getUint32(at + 42, true);
  let extra = at + 46 + nameLength;
  const end = extra + view.getUint16(at + 30, true);
  while (extra + 4 <= end) {
    const length = view.getUint16(extra + 2, true);
    if (view.getUint16(extra, true) === 1) {
      const last = Math.min(extra + 4 + length, end);
      let field = extra + 4;
      const take = (): number => {
        if (field + 8 > last) throw new BytesFault('zip');
        const value = Number(view.getBigUint64(field, true));
        field += 8;
        return value;
      };
      if (size === 0xffffffff) size = take();
      if (packed === 0xffffffff) packed = take();
      if (offset === 0xffffffff) offset = take();
    }
    extra += 4 + length;
  }
  return { packed, size, offset };
}

/** No name twice, no overlap, no more than may be unpacked in all. */
function checkTogether(entries: readonly Entry[], directory: number): void {
  const names = new Set<string>();
  let total = 0;
  for (const { name, size, packed, method } of entries) {
    if (names.has(name)) throw new BytesFault('duplicate-name', name);
    names.add(name);
    total += size;
    const most = method === 0 ? packed : packed * DEFLATE_RATIO + 64;
    if (size > most || total > TOTAL_LIMIT) throw new BytesFault('too-large', name);
  }
  const ordered = [...entries].sort((a, b) => a.start - b.start);
  let free = 0;
  for (const { start, packed, name } of ordered) {
    if (start < free || start + packed > directory) throw new BytesFault('zip', name);
    free = start + packed;
  }
}

function unpack(bytes: Uint8Array, { name, method, start, packed, size, crc }: Entry): Uint8Array {
  const data = bytes.subarray(start, start + packed);
  const out = method === 0 ? data : inflate(data, size, name);
  if (out.length !== size) throw new BytesFault('zip', name);
  if (crc32(out) !== crc) throw new BytesFault('checksum', name);
  return out;
}

/** Unpacks in small steps into a buffer of the stated size, and stops where more comes out. */
function inflate(data: Uint8Array, size: number, name: string): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) throw new BytesFault('too-large', name);
    out.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < data.length; at += STEP) {
      stream.push(data.subarray(at, at + STEP), at + STEP >= data.length);
    }
  } catch (error) {
    throw error instanceof BytesFault ? error : new BytesFault('zip', name);
  }
  return out.subarray(0, length);
}
