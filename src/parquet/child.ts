import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type { AsyncBuffer } from 'hyparquet';
import { packed, type ParquetAnswer, type ParquetRequest, refusedParquet } from './answer';
import { readParquet } from './readParquet';

/** What the process is begun with. */
export interface ChildTask extends ParquetRequest {
  /** Bytes that it may take. */
  readonly memory: number;
  readonly milliseconds: number;
  /** Whether its input stays open for as long as somebody waits for the answer. */
  readonly attended: boolean;
}

const LOOK_MS = 20;

/**
 * A process of its own for one file: decoders of Parquet take what a file claims to hold. A thread does the work; this
 * one watches how much memory the process takes, and whether whoever asked is still there.
 */
function watch(task: ChildTask): void {
  let answered = false;
  const answer = (found: ParquetAnswer): void => {
    if (answered) return;
    answered = true;
    clearInterval(looking);
    for (const bytes of packed(found)) process.stdout.write(bytes);
    process.stdout.end(() => process.exit());
  };
  const look = (): void => {
    if (process.memoryUsage.rss() > task.memory) answer(refusedParquet('memory'));
  };
  const looking = setInterval(look, LOOK_MS);
  // Whoever began it sees to that as well, unless it has ended.
  setTimeout(() => answer(refusedParquet('time')), task.milliseconds);
  if (task.attended) process.stdin.on('end', () => process.exit()).resume();
  process.stdout.on('error', () => process.exit());
  const thread = new Worker(__filename, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(task.memory / 2 ** 20) },
  });
  thread.once('message', (found: ParquetAnswer) => answer(found));
  // Nothing else is thrown there: the heap of the thread is full.
  thread.once('error', () => answer(refusedParquet('memory')));
}

async function work({ path, from, to }: ParquetRequest): Promise<ParquetAnswer> {
  const file = opened(path);
  if (file === undefined) return refusedParquet('gone');
  try {
    const before = fstatSync(file);
    const found = await readParquet(bytesOf(file, before.size), from, to);
    const after = fstatSync(file);
    return after.size === before.size && after.mtimeMs === before.mtimeMs ? found : refusedParquet('changed');
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

function bytesOf(file: number, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice(start, end = byteLength) {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
      for (let done = 0; done < bytes.length;) {
        const count = readSync(file, bytes, done, bytes.length - done, start + done);
        if (count === 0) throw new Error('the file ends early');
        done += count;
      }
      return bytes.buffer;
    },
  };
}

if (isMainThread) watch(JSON.parse(process.argv[2] ?? '{}') as ChildTask);
else
  void work(workerData as ParquetRequest).then((found) => {
    const arrays = found.reading.blocks.flatMap((block) => (block.elided ? [] : [block.tensor.data.buffer]));
    parentPort?.postMessage(found, arrays as ArrayBuffer[]);
  });
