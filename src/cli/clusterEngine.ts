import path from 'node:path';
import type { Refusal } from '../core/problem';
import { DEFAULT_IGNORE_INDEX } from '../core/categorical';
import type { SummaryState } from '../core/summary';
import { readBytes } from '../read/bytes/readBytes';
import type { KnownBlock } from '../read/reading';
import { Cluster, type ClusterAddress } from './cluster';
import type { Engine, OpenedShard, TasksDone } from './engine';
import { InputError } from './input';
import type { ShardPair } from './shardFiles';
import type { ArrayNames, ShardTask } from './shardTask';

/** A Dask cluster: shards are read where they lie, and what comes back are summaries. Throws Refused where it does not fit. */
export async function clusterEngine(names: ArrayNames, address: ClusterAddress): Promise<Engine> {
  const cluster = await Cluster.connect(address);
  return {
    names: async (folders) => {
      folders.forEach(checkPath);
      const answer = await cluster.ask({ ask: 'names', folders });
      return new Map(Object.entries((answer as { names: Record<string, readonly string[]> }).names));
    },
    open: async (pairs) => {
      for (const { predictions, targets } of pairs) [predictions, targets].forEach(checkPath);
      return ((await cluster.ask({ ask: 'heads', pairs, names })) as { heads: readonly OpenedShard[] }).heads;
    },
    firstRows: async (pair, count) => {
      const answer = await cluster.ask({ ask: 'sample', pair, names, count });
      const { predictions, targets } = (answer as { sample: Record<keyof ShardPair, Sent> }).sample;
      return [blockOf(predictions), blockOf(targets)];
    },
    work: (tasks, done) => work(cluster, tasks, done),
    close: () => cluster.close(),
  };
}

/** Workers stand in folders of their own. */
function checkPath(file: string): void {
  if (path.posix.isAbsolute(file) || path.win32.isAbsolute(file)) return;
  throw new InputError(`${file} is relative; a cluster takes paths from the root, as its workers see them.`);
}

/** First rows in the form of a file. */
interface Sent {
  readonly name: string;
  readonly npy: string;
}

function blockOf({ name, npy }: Sent): KnownBlock {
  const [block] = readBytes(Buffer.from(npy, 'base64'), 'npy', name).blocks;
  if (block === undefined || block.elided) throw new InputError(`${name} cannot be read.`);
  return block;
}

type Answer =
  | { readonly tasks: readonly number[]; readonly state: SummaryState }
  | { readonly task: number; readonly refusal: Refusal }
  | { readonly done: true };

async function work(cluster: Cluster, tasks: readonly ShardTask[], done: TasksDone): Promise<void> {
  const [first] = tasks;
  if (first === undefined) return;
  const { names, question } = first;
  const { ignoreIndex = DEFAULT_IGNORE_INDEX, weight } = question.options;
  const request = {
    ask: 'work',
    tasks: tasks.map(({ pair, stamp, stretch }) => ({ ...pair, stamp, ...stretch })),
    question: {
      ...{ names, ignoreIndex, worst: question.worst, bins: question.bins },
      weight: weight === undefined ? null : [...weight.data],
    },
  };
  for await (const each of cluster.answers(request)) {
    const answer = each as Answer;
    if ('done' in answer) return;
    const outcome =
      'refusal' in answer
        ? done([tasks[answer.task]], { kind: 'refused', refusal: answer.refusal })
        : done(
            answer.tasks.map((task) => tasks[task]),
            { kind: 'summary', state: answer.state },
          );
    if (outcome === 'stop') return;
  }
}
