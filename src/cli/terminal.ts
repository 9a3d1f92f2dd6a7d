/** Where a command writes and what it reads: the process, or a test. */
export interface Terminal {
  /** Answers. */
  out(text: string): void;
  /** Messages for a person. */
  err(text: string): void;
  /** Standard input, whole or in chunks. */
  readonly input: AsyncIterable<Uint8Array>;
}
