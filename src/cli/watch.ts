import { type FSWatcher, statSync, watch } from 'node:fs';
import path from 'node:path';
import { InputError } from './input';
import type { Terminal } from './terminal';

/** Programs write a file in several steps: what belongs together is over after this. */
const SETTLED_MS = 100;

/**
 * Runs at once, and again whenever one of the paths changes, until the terminal interrupts it.
 * @returns the exit code of the last run
 */
export async function whenever(
  paths: readonly string[],
  run: () => Promise<number>,
  terminal: Terminal,
): Promise<number> {
  const changes = new Changes(paths);
  terminal.onInterrupt?.(() => changes.interrupt());
  try {
    for (;;) {
      const code = await run();
      terminal.err(`loss-lens: watching ${paths.join(', ')}\n`);
      if (!(await changes.next())) return code;
    }
  } finally {
    changes.stop();
  }
}

class Changes {
  private readonly watchers: readonly FSWatcher[];
  private changed = false;
  private interrupted = false;
  private wake: () => void = () => undefined;

  constructor(paths: readonly string[]) {
    this.watchers = paths.map((each) => this.watch(each));
  }

  /** Waits until something has changed since the last time and is settled. @returns false where it was interrupted */
  async next(): Promise<boolean> {
    while (!this.changed && !this.interrupted) await new Promise<void>((resolve) => (this.wake = resolve));
    if (this.interrupted) return false;
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    this.changed = false;
    return true;
  }

  interrupt(): void {
    this.interrupted = true;
    this.wake();
  }

  stop(): void {
    for (const watcher of this.watchers) watcher.close();
  }

  /** A file by its folder, for editors put a new file in its place. */
  private watch(each: string): FSWatcher {
    const stats = statSync(each, { throwIfNoEntry: false });
    if (stats === undefined) throw new InputError(`${each} cannot be watched: there is no such file.`);
    const note = (): void => {
      this.changed = true;
      this.wake();
    };
    if (stats.isDirectory()) return watch(each, { recursive: true }, note);
    return watch(path.dirname(each), (_, name) => {
      if (name === null || name === path.basename(each)) note();
    });
  }
}
