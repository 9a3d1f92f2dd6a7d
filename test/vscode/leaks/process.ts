import { readdirSync, readFileSync } from 'node:fs';
import * as v8 from 'node:v8';
import * as vm from 'node:vm';

/** What this process has beside memory: threads, timers, ports, files, children. What a system does not tell is left out. */
export function resources(): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const kind of process.getActiveResourcesInfo()) {
    // Requests that are on their way come to an end by themselves.
    if (!kind.includes('Req')) add(`active ${kind}`);
  }
  for (const thread of listed('/proc/self/task')) {
    add('threads');
    childrenOf(thread).forEach(() => add('child processes'));
  }
  listed('/proc/self/fd').forEach(() => add('open files'));
  return counts;
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function childrenOf(thread: string): readonly string[] {
  try {
    return readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean);
  } catch {
    // The thread ended meanwhile.
    return [];
  }
}

/** Collects what nobody holds any more, though the process was not started so that it could be asked for. */
export async function collect(): Promise<void> {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    gc();
    // Finalizers have their turn, and what they let go is collected in the next round.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Bytes that are held, in the heap of JavaScript and for its arrays outside of it. */
export function memory(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
