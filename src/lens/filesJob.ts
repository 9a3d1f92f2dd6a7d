import type { Desk } from './desk';
import type { OpenFiles } from './files';
import { isParquet } from './fileEndings';
import { type Glimpse, glimpsedFiles } from './glimpse';
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
): Promise<unknown> {
  if (job.kind === 'glimpse') return glimpsed(parts, desk, job, means.readSpans);
  const files = { version: job.version, roles: job.roles, files: await openParts(parts, means) };
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

async function openParts(parts: readonly Part[], { readPath, readParquet }: Means): Promise<OpenFiles['files']> {
  const files: { name: string; path: string | undefined; chunks: Uint8Array[] }[] = [];
  for (const part of parts) {
    if ('file' in part) files.push({ name: part.file, path: part.path, chunks: [] });
    else if ('chunk' in part) files.at(-1)?.chunks.push(part.chunk);
  }
  return Promise.all(
    files.map(async ({ name, path, chunks }) => {
      if (path !== undefined && readParquet !== undefined && isParquet(name))
        return { name, reading: await readParquet(path) };
      const read = path === undefined ? undefined : readPath?.(path);
      return { name, bytes: read === undefined ? joined(chunks) : await read };
    }),
  );
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
