import type { FileFault } from '../read/reading';

/** Thrown inside this folder only: a file is refused as a whole, with the column that is to blame. */
export class ParquetFault extends Error {
  constructor(
    readonly fault: FileFault,
    readonly part = '',
  ) {
    super(fault);
  }
}
