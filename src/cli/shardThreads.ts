import { Worker } from 'node:worker_threads';
import type { TasksDone } from './engine';
import { doShardTask, type ShardDone, type ShardTask } from './shardTask';

/**
 * Does tasks, several at a time in threads, and hands over what comes of each as it comes; ends early where `done` says so.
 * The order of the answers is any: summaries merge to the same bits.
 */
export async function doShardTasks(
  tasks: readonly ShardTask[],
  { program, threads }: { readonly program: string | undefined; readonly threads: number },
  done: TasksDone,
): Promise<void> {
  const count = Math.min(threads, tasks.length);
  let next = 0;
  let stopped = false;
  const take = (): ShardTask | undefined => (stopped ? undefined : tasks[next++]);
  const finish = (task: ShardTask, outcome: ShardDone): void => {
    if (!stopped && done([task], outcome) === 'stop') stopped = true;
  };
  if (program === undefined || count < 2) {
    for (let task = take(); task !== undefined; task = take()) {
      finish(task, doShardTask(task));
      // Others, such as who listens for an interruption, have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return;
  }
  await Promise.all(Array.from({ length: count }, () => inThread(program, take, finish)));
}

async function inThread(
  program: string,
  take: () => ShardTask | undefined,
  finish: (task: ShardTask, outcome: ShardDone) => void,
): Promise<void> {
  const worker = new Worker(program);
  let settle: (outcome: ShardDone) => void = () => undefined;
  const broken = (reason: string): void => settle({ kind: 'unreadable', message: `a thread ended: ${reason}` });
  worker.on('message', (outcome: ShardDone) => settle(outcome));
  worker.on('error', (error) => broken(error.message));
  worker.on('exit', (code) => broken(`code ${code}`));
  try {
    for (let task = take(); task !== undefined; task = take()) {
      const asked = task;
      const outcome = new Promise<ShardDone>((resolve) => (settle = resolve));
      worker.postMessage(asked);
      finish(asked, await outcome);
    }
  } finally {
    await worker.terminate();
  }
}
