/** Where a command writes and what it reads: the process, or a test. */
export interface Terminal {
  /** Answers. */
  out(text: string): void;
  /** Messages for a person. */
  err(text: string): void;
  /** Standard input, whole or in chunks. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Shows how much of long work is done, from 0 to 1; left out where nobody would see it. */
  readonly progress?: (share: number) => void;
  /** A program that serves shards when it is begun as a thread; without one everything is done where it is. */
  readonly shardProgram?: string;
  /** The program of the process that reads a Parquet file; without one there is none. */
  readonly parquetProgram?: string;
  /** The Python program that speaks to a cluster. */
  readonly clusterProgram?: string;
  /** Calls once when somebody stops what would go on until then. */
  readonly onInterrupt?: (listener: () => void) => void;
}

/**
 * A terminal obeys control characters: those of a document are written as JSON writes them, in text and in JSON alike.
 * Line ends and tabs stay, for they are ours: in JSON they are written so already.
 */
export function printable(terminal: Terminal): Terminal {
  const plain = (text: string): string =>
    text.replaceAll(/[^\P{Cc}\n\t]/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return {
    out: (text) => terminal.out(plain(text)),
    err: (text) => terminal.err(plain(text)),
    input: terminal.input,
    ...(terminal.progress && { progress: terminal.progress }),
    ...(terminal.shardProgram !== undefined && { shardProgram: terminal.shardProgram }),
    ...(terminal.parquetProgram !== undefined && { parquetProgram: terminal.parquetProgram }),
    ...(terminal.clusterProgram !== undefined && { clusterProgram: terminal.clusterProgram }),
    ...(terminal.onInterrupt && { onInterrupt: terminal.onInterrupt }),
  };
}
