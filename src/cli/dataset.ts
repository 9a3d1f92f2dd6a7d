import { availableParallelism } from 'node:os';
import type { Summary } from '../core/summary';
import { figuresOf } from '../dataset/figures';
import type { ShardArray } from '../dataset/shardArray';
import type { DatasetQuestion } from '../dataset/summariseShard';
import { choices, pair } from '../pair/pair';
import { datasetJson, datasetLines } from '../report/dataset';
import { errorJson } from '../report/json';
import { choiceText, nothingText } from '../report/questions';
import { refusalText } from '../report/refusals';
import { type DatasetCall, datasetCall } from './arguments';
import { FinishedShards } from './finishedShards';
import { InputError } from './input';
import { Refused } from './refused';
import { type ShardPair, shardsOf, shardsOfManifest } from './shardFiles';
import { type ShardDone, type ShardTask, stampOf, withShard } from './shardTask';
import { doShardTasks } from './shardThreads';
import type { Terminal } from './terminal';

/** Rows of a shard are called by its place among all, times this: so one number says both. */
const ROWS_A_SHARD = 2 ** 32;

/** Bytes to a task: enough for a second of work, and little enough to lose. */
const TASK_BYTES = 2 ** 28;

/** Rows from which the question is told. */
const SAMPLE_NUMBERS = 2 ** 16;

/** `loss-lens dataset`: shards of any size as one summary. @returns the exit code. */
export async function summariseDataset(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = datasetCall(args);
  try {
    const pairs = call.manifest === undefined ? shardsOf(call.patterns) : shardsOfManifest(call.manifest);
    const question = questionOf(pairs[0], call);
    const summary = await summaryOf(pairs, question, call, terminal);
    const told = {
      ...{ question, summary, figures: figuresOf(summary), shards: pairs.length },
      placeOf: (row: number) => ({
        file: pairs[Math.floor(row / ROWS_A_SHARD)]?.predictions ?? '',
        row: row % ROWS_A_SHARD,
      }),
    };
    if (call.json) terminal.out(`${JSON.stringify(datasetJson(told))}\n`);
    else for (const line of datasetLines(told)) terminal.out(`${line}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof InputError)) throw error;
    const code = error instanceof Refused ? error.code : 'unreadable';
    terminal.err(`loss-lens: ${error.message}\n`);
    if (call.json) terminal.out(`${JSON.stringify(errorJson(code, error.message))}\n`);
    return 1;
  }
}

/** The same for every shard: as asked, or as the first rows of the first one tell. */
function questionOf(first: ShardPair, call: DatasetCall): DatasetQuestion {
  return withShard(first, namesOf(call), (predictions, targets) => {
    const some = Math.min(predictions.rows, targets.rows, Math.max(1, Math.floor(SAMPLE_NUMBERS / predictions.width)));
    const blocks = [predictions.block(0, some), targets.block(0, some)];
    const request = { ...call.request, predictions: [0], targets: [1] };
    const near = choices(blocks, pair(blocks, request));
    const [pairing, rival] = near;
    if (pairing === undefined) throw new Refused('no-pairing', nothingText(blocks, request));
    if (rival !== undefined) throw new Refused('ambiguous', choiceText(near.length, []));
    const { loss, from, layout } = pairing;
    return {
      ...{ loss, from, options: call.options, worst: call.worst, bins: call.bins },
      ...(layout !== undefined && { layout }),
    };
  });
}

function namesOf({ predictions, targets }: DatasetCall): ShardTask['names'] {
  return { ...(predictions !== undefined && { predictions }), ...(targets !== undefined && { targets }) };
}

async function summaryOf(
  pairs: readonly ShardPair[],
  question: DatasetQuestion,
  call: DatasetCall,
  terminal: Terminal,
): Promise<Summary> {
  const names = namesOf(call);
  const tasks = pairs.flatMap((shard, index) => tasksOf(shard, names, question, index));
  const finished = new FinishedShards(call.resume);
  const left = finished.left(tasks);
  if (left.anew) terminal.err('loss-lens: what was kept is of other files or another question; all is done anew.\n');
  const work = { program: terminal.shardProgram, threads: call.threads ?? availableParallelism() };
  let done = tasks.length - left.tasks.length;
  let failure: Refused | InputError | undefined;
  await doShardTasks(left.tasks, work, (task, outcome) => {
    if (outcome.kind !== 'summary') {
      failure = failureOf(task, outcome);
      return 'stop';
    }
    finished.add(task, outcome.state);
    terminal.progress?.(++done / tasks.length);
    return 'on';
  });
  finished.write();
  if (failure !== undefined) throw failure;
  if (finished.whole === undefined) throw new Refused('no-pairing', 'The shards hold no rows.');
  return finished.whole;
}

/** A large shard as several tasks, so that threads share it and less is lost. */
function tasksOf(shard: ShardPair, names: ShardTask['names'], question: DatasetQuestion, index: number): ShardTask[] {
  const stamp = stampOf(shard) ?? [];
  return withShard(shard, names, (predictions, targets) => {
    checkRows(shard, predictions, targets);
    const { rows, width } = predictions;
    const step = !shard.predictions.toLowerCase().endsWith('.npz')
      ? Math.max(1, Math.floor(TASK_BYTES / (8 * Math.max(1, width))))
      : rows;
    const tasks: ShardTask[] = [];
    for (let from = 0; from < rows; from += step) {
      const stretch = { from, to: Math.min(rows, from + step), name: index * ROWS_A_SHARD + from };
      tasks.push({ pair: shard, stamp, names, stretch, question });
    }
    return tasks;
  });
}

function checkRows(
  { predictions: file, targets: other }: ShardPair,
  predictions: ShardArray,
  targets: ShardArray,
): void {
  if (predictions.rows === targets.rows) return;
  throw new Refused(
    'shape-mismatch',
    `${file} has ${predictions.rows} rows and ${other} has ${targets.rows}; expected as many.`,
  );
}

function failureOf(
  { pair: shard, stretch }: ShardTask,
  outcome: Exclude<ShardDone, { kind: 'summary' }>,
): Refused | InputError {
  if (outcome.kind === 'unreadable') return new InputError(`${shard.predictions}: ${outcome.message}`);
  const rows = `rows ${stretch.from} to ${stretch.to - 1}`;
  return new Refused(outcome.refusal.code, `${shard.predictions}, ${rows}: ${refusalText(outcome.refusal)}`);
}
