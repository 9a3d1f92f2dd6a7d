import { type AsyncBuffer, type FileMetaData, parquetRead } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { ParquetFault } from './fault';

/** Rows of one column that stand together. */
export interface Run {
  /** The first of them, counted in the whole file. */
  readonly from: number;
  readonly values: ArrayLike<unknown>;
}

/**
 * The values of one column, a group of rows after the other, so that memory holds one group beside what is made of it.
 * Throws {@link ParquetFault} where rows are missing: a decoder that runs out of bytes early says nothing.
 */
export async function* columnRuns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
  from: number,
  to: number,
): AsyncGenerator<Run> {
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    const [first, last] = [Math.max(from, groupStart), Math.min(to, groupEnd)];
    if (first < last) {
      let next = first;
      for (const run of await decoded(file, metadata, name, first, last)) {
        const end = Math.min(last, run.from + run.values.length);
        if (end <= next) continue;
        if (run.from > next) throw new ParquetFault('damaged', name);
        yield { from: next, values: part(run.values, next - run.from, end - run.from) };
        next = end;
      }
      if (next !== last) throw new ParquetFault('damaged', name);
    }
    groupStart = groupEnd;
  }
}

async function decoded(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
  rowStart: number,
  rowEnd: number,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  try {
    await parquetRead({
      ...{ file, metadata, columns: [name], rowStart, rowEnd, compressors, utf8: false },
      onChunk: ({ rowStart: start, columnData }) => runs.push({ from: start, values: columnData }),
    });
  } catch (error) {
    throw faultOf(error, name);
  }
  return runs.sort((a, b) => a.from - b.from);
}

function faultOf(error: unknown, name: string): ParquetFault {
  if (error instanceof ParquetFault) return error;
  const message = error instanceof Error ? error.message : '';
  if (/unsupported|not supported/.test(message)) return new ParquetFault('method', name);
  if (/allocation failed|Invalid (?:typed )?array length|Invalid array buffer length/.test(message))
    return new ParquetFault('memory', name);
  return new ParquetFault('damaged', name);
}

function part(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> {
  if (from === 0 && to === values.length) return values;
  return Array.from({ length: to - from }, (_, index) => values[from + index]);
}
