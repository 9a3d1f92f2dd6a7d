import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Summary, type SummaryState } from '../core/summary';
import type { ShardTask } from './shardTask';
import { restored, stored } from './summaryText';

/** What is kept may be this much behind: writing it takes time as well. */
const PAUSE_MS = 2000;

/** The form of the file; another is begun anew. */
const FORM = 2;

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

  add(tasks: readonly ShardTask[], state: SummaryState): void {
    const part = Summary.restore(state);
    if (this.summary === undefined) this.summary = part;
    else this.summary.merge(part);
    for (const task of tasks) this.finished.add(keyOf(task));
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

/** The rows and what they are called, the question, and the files as they are: short, since it is kept of every task. */
function keyOf({ pair, stamp, names, stretch, question }: ShardTask): string {
  const task = JSON.stringify([pair, stamp, names, stretch, question], (_, value: unknown) => stored(value));
  return createHash('sha256').update(task).digest('base64');
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
