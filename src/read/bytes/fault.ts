import { type FileFault, type FileFormat, NOWHERE, type Reading } from '../reading';

/** Thrown inside this folder only, and caught at its door: a file is refused as a whole. */
export class BytesFault extends Error {
  constructor(
    readonly fault: FileFault,
    /** The member or tensor that is to blame. */
    readonly part = '',
  ) {
    super(fault);
  }
}

/** The reading of a file that was refused. */
export function refusedFile(format: FileFormat, fault: FileFault, part: string): Reading {
  return { blocks: [], troubles: [{ code: 'bad-file', span: NOWHERE, format, fault, part }] };
}
