import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { takeShortcut } from '../core/evaluate';
import { fastEvaluation } from '../kernel/fastEvaluation';
import { loadKernel } from '../kernel/loadKernel';
import { helpTextRows, isRowHelp, loadTextRows, type RowHelp } from '../kernel/textRows';
import { takeTextRows } from '../read/text/rowRuns';
import { askParquetNow } from '../parquet/askParquet';
import { runCommand } from './command';
import { takeParquet } from './parquetShard';
import { ProgressBar } from './progressBar';
import { doShardTask, type ShardTask } from './shardTask';

const bar = new ProgressBar((text) => process.stderr.write(text));
const terminal = {
  out: (text: string) => {
    bar.clear();
    process.stdout.write(text);
  },
  err: (text: string) => {
    bar.clear();
    process.stderr.write(text);
  },
  input: process.stdin,
  ...(process.stderr.isTTY && { progress: (share: number) => bar.show(share) }),
  shardProgram: __filename,
  parquetProgram: path.join(__dirname, 'parquet.js'),
  clusterProgram: path.join(__dirname, 'loss_lens_dask.py'),
  onInterrupt: (listener: () => void) => void process.once('SIGINT', listener),
};

takeShortcut((problem) => fastEvaluation(problem, loadKernel()));
if (isRowHelp(workerData)) helpTextRows(workerData);
// Threads that work on shards are as many as there are processors already.
takeTextRows(() => loadTextRows(parentPort === null ? beginHelp : undefined));
takeParquet((request) => askParquetNow(terminal.parquetProgram, request));
if (parentPort !== null) {
  // Begun as a thread by this very command.
  const port = parentPort;
  port.on('message', (task: ShardTask) => port.postMessage(doShardTask(task)));
} else begin();

function beginHelp(help: RowHelp): void {
  if (availableParallelism() > 1) new Worker(__filename, { workerData: help }).unref();
}

function begin(): void {
  // Whoever reads the answer has enough of it: `| head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(1);
  });
  // The code is set, not forced: what is still being written to a pipe gets out.
  void runCommand(process.argv.slice(2), terminal).then((code) => {
    process.exitCode = code;
  });
}
