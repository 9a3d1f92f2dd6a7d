import { refusedFile } from '../read/bytes/fault';
import type { FileFault } from '../read/reading';
import type { Desk } from './desk';
import type { FileRead, OpenFile, OpenFiles } from './files';
import { isParquet } from './fileEndings';
import { type Glimpse, glimpsedFiles } from './glimpse';
import type { Verdict } from './question';
import type { FilesJob, Means } from './remoteDesk';
import { thinned, thinnedOffers } from './thinned';
import type { Part } from './workers';

const NEVER = { aborted: false };

/** A worker's answer about files: thinned where they are large, for it has a way to go. */
export async function answerFiles(
  parts: readonly Part[],
  job: FilesJob,
  desk: Desk<OpenFiles>,
  means: Means,
  progress: (share: number) => void,
): Promise<unknown> {
  if (job.kind === 'glimpse') return glimpsed(parts, desk, job, means.readSpans);
  const opened = await openParts(parts, means, progress);
  // None of them is answered about without the others.
  if ('fault' in opened) return job.kind === 'readings' ? [] : refused(opened);
  const files = { version: job.version, roles: job.roles, files: opened };
  switch (job.kind) {
    case 'ask':
      return ifAny(thinned, await desk.ask(files, job.question, NEVER));
    case 'again':
      return ifAny(thinned, await desk.again(files, job.settled, NEVER));
    case 'readings':
      return ifAny(thinnedOffers, await desk.readings(files, job.settled, NEVER));
  }
}

function ifAny<Value>(change: (value: Value) => Value, value: Value | undefined): Value | undefined {
  return value === undefined ? undefined : change(value);
}

async function glimpsed(
  parts: readonly Part[],
  desk: Desk<OpenFiles>,
  { version, roles, question }: FilesJob & { readonly kind: 'glimpse' },
  readSpans: Means['readSpans'],
): Promise<Glimpse | undefined> {
  if (readSpans === undefined) return undefined;
  const files = parts.flatMap((part) =>
    'file' in part && part.path !== undefined ? [{ name: part.file, path: part.path }] : [],
  );
  const some = await glimpsedFiles(files.map(({ name, path }) => ({ name, read: (spans) => readSpans(path, spans) })));
  if (some === undefined) return undefined;
  const verdict = await desk.ask({ version, roles, files: some.files }, question, NEVER);
  return verdict && { verdict, part: some.part };
}

/** A file that could not be had. */
interface Lost {
  readonly name: string;
  readonly fault: FileFault;
}

async function openParts(
  parts: readonly Part[],
  { readPath, readParquet }: Means,
  progress: (share: number) => void,
): Promise<OpenFiles['files'] | Lost> {
  const files: { name: string; path: string | undefined; chunks: Uint8Array[] }[] = [];
  for (const part of parts) {
    if ('file' in part) files.push({ name: part.file, path: part.path, chunks: [] });
    else if ('chunk' in part) files.at(-1)?.chunks.push(part.chunk);
  }
  const opened: (OpenFile | FileRead)[] = [];
  // One after the other: a disk reads no faster in two places.
  for (const [index, { name, path, chunks }] of files.entries()) {
    if (path !== undefined && readParquet !== undefined && isParquet(name)) {
      opened.push({ name, reading: await readParquet(path) });
    } else if (path !== undefined && readPath !== undefined) {
      const read = await readPath(path, (share) => progress((index + share) / files.length));
      if (typeof read === 'string') return { name, fault: read };
      opened.push({ name, bytes: read });
    } else opened.push({ name, bytes: joined(chunks) });
  }
  return opened;
}

function refused({ name, fault }: Lost): Verdict {
  const [trouble] = refusedFile('any', fault, name).troubles;
  return { kind: 'failed', failure: { code: 'trouble', trouble, line: 1 } };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
