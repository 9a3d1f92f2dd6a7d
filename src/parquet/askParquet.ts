import { spawn, spawnSync } from 'node:child_process';
import type { FileFault } from '../read/reading';
import { type ParquetAnswer, type ParquetRequest, refusedParquet, unpacked } from './answer';
import type { ChildTask } from './child';

export interface ParquetLimits {
  readonly milliseconds: number;
  readonly memory: number;
}

const LIMITS: ParquetLimits = { milliseconds: 60_000, memory: 1536 * 2 ** 20 };

/** Larger answers are no answers of that process. */
const MOST_BYTES = 2 ** 30;

/**
 * Reads a Parquet file in a process of its own, which is ended when it takes longer or more memory than it may.
 * Never fails: whatever becomes of the process is an answer.
 * @param program the bundle of `child.ts`.
 */
export function askParquet(
  program: string,
  request: ParquetRequest,
  { milliseconds, memory } = LIMITS,
): Promise<ParquetAnswer> {
  const task: ChildTask = { ...request, memory, milliseconds, attended: true };
  return new Promise<ParquetAnswer>((resolve) => {
    const child = spawn(process.execPath, [program, JSON.stringify(task)], {
      env: environment(),
      // Its input stays open for as long as this process lives.
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let ended: FileFault | undefined;
    const end = (fault: FileFault): void => {
      ended ??= fault;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => end('time'), milliseconds);
    const chunks: Uint8Array[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Uint8Array) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MOST_BYTES) end('too-large');
    });
    child.stdin.on('error', () => undefined);
    child.once('error', () => end('no-process'));
    child.once('close', (code) => {
      clearTimeout(timer);
      // What is not whole comes of a process that could not begin, or was ended by the system.
      ended ??= code === 1 ? 'no-process' : undefined;
      resolve((ended === undefined ? unpacked(chunks) : undefined) ?? refusedParquet(ended ?? 'memory'));
    });
    // Where the system has no room for another process there are no pipes either.
  }).catch(() => refusedParquet('no-process'));
}

/** The same for a thread that has nothing else to do meanwhile. */
export function askParquetNow(
  program: string,
  request: ParquetRequest,
  { milliseconds, memory } = LIMITS,
): ParquetAnswer {
  const task: ChildTask = { ...request, memory, milliseconds, attended: false };
  const { stdout, status, error } = spawnSync(process.execPath, [program, JSON.stringify(task)], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
    timeout: milliseconds,
    killSignal: 'SIGKILL',
    maxBuffer: MOST_BYTES,
  });
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'ETIMEDOUT') return refusedParquet('time');
  if (code === 'ENOBUFS') return refusedParquet('too-large');
  if (error !== undefined || status === 1) return refusedParquet('no-process');
  return unpacked([stdout]) ?? refusedParquet('memory');
}

/** VS Code's own Node is an Electron, which would otherwise open a window. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
}
