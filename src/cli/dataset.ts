import { availableParallelism } from 'node:os';
import type { Summary } from '../core/summary';
import { sizeOf } from '../core/tensor';
import { figuresOf } from '../dataset/figures';
import { type DatasetQuestion, isForKernels } from '../dataset/summariseShard';
import { choices, pair } from '../pair/pair';
import { datasetJson, datasetLines } from '../report/dataset';
import { errorJson } from '../report/json';
import { choiceText, nothingText } from '../report/questions';
import { refusalText } from '../report/refusals';
import { type DatasetCall, datasetCall } from './arguments';
import { clusterEngine } from './clusterEngine';
import type { Engine, OpenedShard } from './engine';
import { FinishedShards } from './finishedShards';
import { InputError } from './input';
import { localEngine } from './localEngine';
import { Refused } from './refused';
import { foldersOf, type ShardPair, shardsOf, shardsOfManifest } from './shardFiles';
import type { ArrayNames, ShardDone, ShardTask } from './shardTask';
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
    const engine = await engineOf(call, terminal);
    try {
      await tellDataset(engine, call, terminal);
    } finally {
      engine.close();
    }
    return 0;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof InputError)) throw error;
    const code = error instanceof Refused ? error.code : 'unreadable';
    terminal.err(`loss-lens: ${error.message}\n`);
    if (call.json) terminal.out(`${JSON.stringify(errorJson(code, error.message))}\n`);
    return 1;
  }
}

async function engineOf(call: DatasetCall, terminal: Terminal): Promise<Engine> {
  const { scheduler, python, threads = availableParallelism() } = call;
  if (scheduler === undefined) return localEngine(namesOf(call), { program: terminal.shardProgram, threads });
  const { clusterProgram: program } = terminal;
  if (program === undefined) throw new InputError('What speaks to a cluster is missing beside this program.');
  return clusterEngine(namesOf(call), { scheduler, python, program });
}

/** Writes what a dataset comes to, whoever works on it. */
export async function tellDataset(engine: Engine, call: DatasetCall, terminal: Terminal): Promise<void> {
  const pairs =
    call.manifest === undefined
      ? shardsOf(call.patterns, await engine.names(foldersOf(call.patterns)))
      : shardsOfManifest(call.manifest);
  const opened = await engine.open(pairs);
  const question = await questionOf(pairs[0], opened[0], engine, call);
  const tasks = pairs.flatMap((pair, index) => {
    checkShard(pair, opened[index], opened[0], question);
    return tasksOf(pair, opened[index], namesOf(call), question, index);
  });
  const summary = await summaryOf(tasks, engine, call, terminal);
  const told = {
    ...{ question, summary, figures: figuresOf(summary), shards: pairs.length },
    placeOf: (row: number) => ({
      file: pairs[Math.floor(row / ROWS_A_SHARD)]?.predictions ?? '',
      row: row % ROWS_A_SHARD,
    }),
  };
  if (call.json) terminal.out(`${JSON.stringify(datasetJson(told))}\n`);
  else for (const line of datasetLines(told)) terminal.out(`${line}\n`);
}

/** The same for every shard: as asked, or as the first rows of the first one tell. */
async function questionOf(
  first: ShardPair,
  { predictions, targets }: OpenedShard,
  engine: Engine,
  call: DatasetCall,
): Promise<DatasetQuestion> {
  const asked = { options: call.options, worst: call.worst, bins: call.bins };
  const portable = call.engine !== 'fast';
  const { loss: wanted, from: of } = call.request;
  // Then nothing is left to be told, and no row leaves the place where it lies.
  if (portable && wanted !== undefined && of !== undefined) return { loss: wanted, from: of, portable, ...asked };
  const [rows = 1, ...inner] = predictions.shape;
  const some = Math.min(rows, targets.shape[0] ?? 1, Math.max(1, Math.floor(SAMPLE_NUMBERS / sizeOf(inner))));
  const blocks = await engine.firstRows(first, some);
  const request = { ...call.request, predictions: [0], targets: [1] };
  const near = choices(blocks, pair(blocks, request));
  const [pairing, rival] = near;
  if (pairing === undefined) throw new Refused('no-pairing', nothingText(blocks, request));
  if (rival !== undefined) throw new Refused('ambiguous', choiceText(near.length, []));
  const { loss, from, layout } = pairing;
  return { loss, from, ...asked, ...(layout !== undefined && { layout }), ...(portable && { portable }) };
}

function namesOf({ predictions, targets }: DatasetCall): ArrayNames {
  return { ...(predictions !== undefined && { predictions }), ...(targets !== undefined && { targets }) };
}

async function summaryOf(
  tasks: readonly ShardTask[],
  engine: Engine,
  call: DatasetCall,
  terminal: Terminal,
): Promise<Summary> {
  const finished = new FinishedShards(call.resume);
  const left = finished.left(tasks);
  if (left.anew) terminal.err('loss-lens: what was kept is of other files or another question; all is done anew.\n');
  let done = tasks.length - left.tasks.length;
  let failure: Refused | InputError | undefined;
  try {
    await engine.work(left.tasks, (some, outcome) => {
      if (outcome.kind !== 'summary') {
        failure = failureOf(some[0], outcome);
        return 'stop';
      }
      finished.add(some, outcome.state);
      done += some.length;
      terminal.progress?.(done / tasks.length);
      return 'on';
    });
  } finally {
    finished.write();
  }
  if (failure !== undefined) throw failure;
  if (finished.whole === undefined) throw new Refused('no-pairing', 'The shards hold no rows.');
  return finished.whole;
}

/** A large shard as several tasks, so that many share it and less is lost. */
function tasksOf(
  pair: ShardPair,
  { predictions, inStretches, stamp }: OpenedShard,
  names: ArrayNames,
  question: DatasetQuestion,
  index: number,
): ShardTask[] {
  const [rows = 1, ...inner] = predictions.shape;
  const step = inStretches ? Math.max(1, Math.floor(TASK_BYTES / (8 * Math.max(1, sizeOf(inner))))) : rows;
  const tasks: ShardTask[] = [];
  for (let from = 0; from < rows; from += step) {
    const stretch = { from, to: Math.min(rows, from + step), name: index * ROWS_A_SHARD + from };
    tasks.push({ pair, stamp, names, stretch, question });
  }
  return tasks;
}

/** What the heads of its files tell of a shard, before anything is computed. */
function checkShard(
  { predictions: file, targets: other }: ShardPair,
  { predictions, targets }: OpenedShard,
  { predictions: first }: OpenedShard,
  question: DatasetQuestion,
): void {
  const [rows, counted] = [predictions.shape[0] ?? 1, targets.shape[0] ?? 1];
  if (rows !== counted)
    throw new Refused('shape-mismatch', `${file} has ${rows} rows and ${other} has ${counted}; expected as many.`);
  const [classes, expected] = [predictions.shape[1], first.shape[1]];
  if (predictions.shape.length !== first.shape.length || (first.shape.length === 2 && classes !== expected))
    throw new Refused(
      'shape-mismatch',
      `${file} is ${shapeText(predictions.shape)}, and the first shard ${shapeText(first.shape)}; expected rows of the same form.`,
    );
  if (!question.portable) return;
  const { weight } = question.options;
  if (weight !== undefined && weight.data.length !== classes)
    throw new Refused(
      'weight-shape',
      `--weight has ${weight.data.length} numbers; expected one for each of ${classes}.`,
    );
  if (!isForKernels(question, predictions, targets))
    throw new Refused(
      'not-portable',
      `The portable engine computes cross_entropy of logits (N, C) with class indices (N), weight and ignore_index; ` +
        `found ${question.loss} of ${question.from}, ${shapeText(predictions.shape)} and ${shapeText(targets.shape)} in ${file}.`,
    );
}

function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')})`;
}

function failureOf(
  { pair: shard, stretch }: ShardTask,
  outcome: Exclude<ShardDone, { kind: 'summary' }>,
): Refused | InputError {
  if (outcome.kind === 'unreadable') return new InputError(`${shard.predictions}: ${outcome.message}`);
  const rows = `rows ${stretch.from} to ${stretch.to - 1}`;
  return new Refused(outcome.refusal.code, `${shard.predictions}, ${rows}: ${refusalText(outcome.refusal)}`);
}
