import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { answerAgent } from '../../agents/answer';
import { takeShortcut } from '../../core/evaluate';
import { fastEvaluation } from '../../kernel/fastEvaluation';
import { loadKernel } from '../../kernel/loadKernel';
import { helpTextRows, isRowHelp, loadTextRows, type RowHelp } from '../../kernel/textRows';
import { inlineDesk } from '../../lens/desk';
import { filesDesk } from '../../lens/files';
import { serveDesk } from '../../lens/remoteDesk';
import { askParquet } from '../../parquet/askParquet';
import { takeTextRows } from '../../read/text/rowRuns';
import type { Port } from '../../wire/port';
import { readWhole } from './readWhole';

/** The same desk as a thread of the extension host, or as a process behind a relay. */
const host = parentPort;
const port: Port =
  host === null
    ? {
        post: (message) => void process.send?.(message),
        listen: (receive) => {
          process.on('message', receive);
          return () => void process.off('message', receive);
        },
      }
    : {
        post: (message, transfer = []) => {
          host.postMessage(message, transfer);
        },
        listen: (receive) => {
          host.on('message', receive);
          return () => void host.off('message', receive);
        },
      };
takeShortcut((problem) => fastEvaluation(problem, loadKernel()));
if (isRowHelp(workerData)) helpTextRows(workerData);
takeTextRows(() => loadTextRows(beginHelp));
serveDesk(port, inlineDesk, filesDesk, {
  readPath: readWhole,
  readParquet: async (file) => (await askParquet(path.join(__dirname, 'parquet.js'), { path: file })).reading,
  readSpans: async (address, spans) => {
    const file = await open(address);
    try {
      const parts: Uint8Array[] = [];
      for (const { start, end } of spans) {
        const part = new Uint8Array(end - start);
        const { bytesRead } = await file.read(part, 0, part.length, start);
        parts.push(part.subarray(0, bytesRead));
      }
      return parts;
    } finally {
      await file.close();
    }
  },
  exactLoss: async (problem, digits) => (await import('../../exact/exactLoss')).exactLoss(problem, digits),
  answerAgent,
});
// Whoever asked is gone.
if (host === null) process.on('disconnect', () => process.exit());

function beginHelp(help: RowHelp): void {
  if (availableParallelism() > 1) new Worker(__filename, { workerData: help }).unref();
}
