import { sizeOf } from '../core/tensor';
import { crc32 } from '../read/bytes/crc32';
import { type LiveFault, LiveRefusal } from './fault';
import type { Kind, Language, StoredDtype } from './language';
import { isPlace } from './place';

/** The values of a variable, every bit of them. */
export interface LiveArray {
  readonly place: string;
  readonly shape: readonly number[];
  /** As the program calls it. */
  readonly dtype: string;
  readonly stored: StoredDtype;
  readonly data: Float64Array;
}

/**
 * Has the debugger evaluate an expression, and answers its result. Throws {@link LiveRefusal} where the program is not
 * where it was, or there is no answer.
 */
export type Evaluate = (expression: string, place: string) => Promise<string>;

/** A reply of this many elements is 44 KB: below what debuggers cut. */
const CHUNK = 4096;

/**
 * Fetches a variable in pieces, each with a checksum. What does not come out whole is refused: a reply that was cut looks
 * like any other to whoever does not count.
 * @param progress how much of it is here, from 0 to 1.
 */
export async function fetchArray(
  place: string,
  language: Language,
  evaluate: Evaluate,
  progress: (share: number) => void = () => undefined,
): Promise<LiveArray> {
  if (!isPlace(place)) throw new LiveRefusal({ code: 'not-a-place', place });
  const ask = async (expression: string): Promise<readonly string[]> =>
    fieldsOf(await evaluate(expression, place), place);
  const [module = '', name = ''] = await ask(language.type(place));
  const kind = language.kindOf(module, name);
  if (kind === undefined) throw new LiveRefusal({ code: 'kind', place, type: `${module}.${name}` });
  const before = await ask(kind.about(place));
  const outline = outlineOf(before, place, kind, language);
  const count = sizeOf(outline.shape);
  const data = new Float64Array(count);
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK);
    const fields = await ask(language.chunk(kind.slice(place, from, to)));
    data.set(numbersOf(fields, place, from, to - from), from);
    progress(to / count);
  }
  const after = await ask(kind.about(place));
  if (after.join('|') !== before.join('|')) throw new LiveRefusal({ code: 'changed', place });
  return { place, ...outline, data };
}

/** The fields behind the mark; adapters put Python's quotes around a string or do not. */
function fieldsOf(reply: string, place: string): readonly string[] {
  const bare = /^(['"])(.*)\1$/s.exec(reply)?.[2] ?? reply;
  if (!bare.startsWith('LL|')) throw new LiveRefusal({ code: 'garbled', place, found: shortened(reply) });
  return bare.slice(3).split('|');
}

function outlineOf(
  fields: readonly string[],
  place: string,
  kind: Kind,
  { dtypes }: Language,
): Pick<LiveArray, 'shape' | 'dtype' | 'stored'> {
  const refuse = (fault: LiveFault): never => {
    throw new LiveRefusal(fault);
  };
  const [dtype = '', extents = '', layout = ''] = fields;
  if (fields.length !== 3 || !/^(?:-?\d{1,15}(?:,-?\d{1,15})*)?$/.test(extents))
    return refuse({ code: 'garbled', place, found: shortened(fields.join('|')) });
  if (!/strided$/.test(layout)) return refuse({ code: 'layout', place, layout });
  const shape = extents === '' ? [] : extents.split(',').map(Number);
  if (shape.some((extent) => extent < 0)) return refuse({ code: 'ragged', place });
  const count = sizeOf(shape);
  if (count > kind.limit) return refuse({ code: 'too-large', place, count, limit: kind.limit });
  const stored = Object.hasOwn(dtypes, dtype) ? dtypes[dtype] : undefined;
  // Of an empty list nobody knows what it would hold.
  if (stored === undefined) return refuse({ code: 'dtype', place, dtype });
  return { shape, dtype, stored };
}

function numbersOf(fields: readonly string[], place: string, first: number, expected: number): Float64Array {
  const [count, inexact, checksum, base64 = ''] = fields;
  if (fields.length !== 4 || ![count, inexact, checksum].every((field) => /^\d{1,10}$/.test(field ?? '')))
    throw new LiveRefusal({ code: 'garbled', place, found: shortened(fields.join('|')) });
  if (Number(count) !== expected) throw new LiveRefusal({ code: 'count', place, found: Number(count), expected });
  const bytes = bytesOf(base64);
  if (bytes?.length !== expected * 8 || crc32(bytes) !== Number(checksum))
    throw new LiveRefusal({ code: 'checksum', place, first, count: expected });
  if (Number(inexact) > 0) throw new LiveRefusal({ code: 'inexact', place, count: Number(inexact) });
  const view = new DataView(bytes.buffer);
  return Float64Array.from({ length: expected }, (_, index) => view.getFloat64(index * 8, true));
}

function bytesOf(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
