/** A file that is read in pieces, wherever it lies. */
export interface FileBytes {
  readonly size: number;
  /** Fills `into` with the bytes from `at` on. @returns how many there were; fewer only at the end. Throws where the file cannot be read. */
  read(at: number, into: Uint8Array): number;
}
