import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { Summary, type SummaryState } from '../core/summary';
import type { ShardTask } from './shardTask';

/** What is kept may be this much behind: writing it takes time as well. */
const PAUSE_MS = 2000;

/** The form of the file; another is begun anew. */
const FORM = 1;

/**
 * What is finished of a dataset, in a file that is always whole: a run that is killed goes on from there. One summary is
 * kept of all that is finished, since summaries merge to the same bits in any order.
 */
export class FinishedShards {
  private finished = new Set<string>();
  private summary: Summary | undefined;
  private writtenAt = Date.now();

  constructor(private readonly file: string | undefined) {
    if (file === undefined) return;
    const kept = readKept(file);
    if (kept === undefined) return;
    this.finished = new Set(kept.finished);
    this.summary = kept.summary;
  }

  /**
   * The tasks that are left. Where anything that is finished is no task any more (another question, a file that has
   * changed) all of them are: what was merged cannot be taken out again.
   */
  left(tasks: readonly ShardTask[]): { readonly tasks: readonly ShardTask[]; readonly anew: boolean } {
    const keys = new Map(tasks.map((task) => [keyOf(task), task]));
    const anew = [...this.finished].some((key) => !keys.has(key));
    if (anew) {
      this.finished.clear();
      this.summary = undefined;
    }
    return { tasks: [...keys].flatMap(([key, task]) => (this.finished.has(key) ? [] : [task])), anew };
  }

  add(task: ShardTask, state: SummaryState): void {
    const part = Summary.restore(state);
    if (this.summary === undefined) this.summary = part;
    else this.summary.merge(part);
    this.finished.add(keyOf(task));
    if (Date.now() - this.writtenAt >= PAUSE_MS) this.write();
  }

  /** Of all that is finished. */
  get whole(): Summary | undefined {
    return this.summary;
  }

  /** In another file first, which then takes the place of the old one at once. */
  write(): void {
    if (this.file === undefined || this.summary === undefined) return;
    const kept = { form: FORM, finished: [...this.finished], summary: this.summary.state() };
    writeFileSync(
      `${this.file}.new`,
      JSON.stringify(kept, (_, value: unknown) => stored(value)),
    );
    renameSync(`${this.file}.new`, this.file);
    this.writtenAt = Date.now();
  }
}

/** The rows, the question, and the files as they are. */
function keyOf({ pair, names, stretch, question }: ShardTask): string {
  const files = [pair.predictions, pair.targets].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [file, size, mtimeMs];
  });
  return JSON.stringify([files, names, stretch.from, stretch.to, question], (_, value: unknown) => stored(value));
}

function readKept(file: string): { finished: readonly string[]; summary: Summary } | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => restored(value)) as {
      form: number;
      finished: string[];
      summary: SummaryState;
    };
    return kept.form === FORM ? { finished: kept.finished, summary: Summary.restore(kept.summary) } : undefined;
  } catch {
    return undefined;
  }
}

/** Every bit of a list of doubles, NaN and infinities too. */
function stored(value: unknown): unknown {
  if (!(value instanceof Float64Array)) return value;
  return { float64: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
}

function restored(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('float64' in value)) return value;
  const bytes = Uint8Array.from(Buffer.from(String(value.float64), 'base64'));
  return new Float64Array(bytes.buffer);
}
