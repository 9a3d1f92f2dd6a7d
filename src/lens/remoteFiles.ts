import type { Interest } from '../run/run';
import type { Desk } from './desk';
import { isParquet } from './fileEndings';
import type { OpenFiles } from './files';
import type { Glimpse } from './glimpse';
import type { Offer, Question, Verdict } from './question';
import { type Ask, type Job, unlessBroken, verdictOf } from './remoteDesk';
import type { Settled } from './settled';
import type { Part, Workers } from './workers';

/** A file that is handed over to be read: by its path where the worker can read that, else in chunks. */
export interface FileSource {
  readonly name: string;
  readonly path?: string;
  /** In bytes. */
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

export interface FilesSource {
  readonly version: number;
  readonly files: readonly FileSource[];
  readonly roles: OpenFiles['roles'];
}

/** Larger files than this come with arrays that take hundreds of megabytes on the way. */
const HEAVY_BYTES = 32 * 2 ** 20;

/** What stands in a Parquet file packed, and comes out of it many times as large. */
const PACKED = 16;

/** The desk for files: always a worker's work, since nobody knows beforehand what is in them. */
export class RemoteFiles implements Desk<FilesSource> {
  constructor(private readonly workers: Workers<Job>) {}

  ask(source: FilesSource, question: Question, interest: Interest): Promise<Verdict | undefined> {
    return verdictOf(this.send(source, { kind: 'ask', question }, interest), interest);
  }

  again(source: FilesSource, settled: Settled, interest: Interest): Promise<Verdict | undefined> {
    return verdictOf(this.send(source, { kind: 'again', settled }, interest), interest);
  }

  /** What some rows of large files come to; undefined where all are soon there, or nothing of them can be had before. */
  async glimpse(source: FilesSource, question: Question, interest: Interest): Promise<Glimpse | undefined> {
    const { version, files, roles } = source;
    const ready = files.every(({ name, path }) => path !== undefined && name.toLowerCase().endsWith('.npy'));
    if (!ready || !isHeavy(files)) return undefined;
    const job: Job = { kind: 'glimpse', question, about: 'files', version, roles };
    return (await unlessBroken(this.workers.run(partsOf(files), job, 'light', interest))) as Glimpse | undefined;
  }

  async readings(source: FilesSource, settled: Settled, interest: Interest): Promise<readonly Offer[] | undefined> {
    return (await unlessBroken(this.send(source, { kind: 'readings', settled }, interest))) as
      readonly Offer[] | undefined;
  }

  private send({ version, files, roles }: FilesSource, ask: Ask, interest: Interest): Promise<unknown> {
    const job: Job = { ...ask, about: 'files', version, roles };
    return this.workers.run(partsOf(files), job, isHeavy(files) ? 'heavy' : 'light', interest);
  }
}

function isHeavy(files: readonly FileSource[]): boolean {
  return files.reduce((sum, { name, size }) => sum + size * (isParquet(name) ? PACKED : 1), 0) > HEAVY_BYTES;
}

async function* partsOf(files: readonly FileSource[]): AsyncIterable<Part> {
  for (const file of files) {
    const { name, path } = file;
    yield { file: name, ...(path !== undefined && { path }) };
    if (path === undefined) for await (const chunk of file.chunks()) yield { chunk };
  }
}
