import { mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import type { Kind } from './kind';
import type { Trial } from './trial';

/** Enough for several reads of the file. */
const BLANKS = ' '.repeat(2 ** 21);

const folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-faults-'));
const logits = path.join(folder, 'logits.json');
const labels = path.join(folder, 'labels.json');

/** Both rows are the same, and far from each other, so that rows of both files would show in the mean. */
const matrix = (first: number): string => `[[${first}, -1], ${BLANKS} [${first}, -1]]`;
const lossOf = (first: number): number => Math.log1p(Math.exp(-1 - first));
const BEFORE = matrix(2);
const AFTER = matrix(1);

let thread: Thread | undefined;
let call = 0;

/** Asks a worker of the built extension about the files, which it reads by their paths. */
async function ask(mishap: () => void = () => undefined): Promise<string | number> {
  const worker = (thread ??= new Thread('./dist/worker.js'));
  const own = (call += 3);
  const answer = new Promise<unknown>((resolve) => {
    const listen = (message: { reply?: number }): void => {
      if (message.reply !== own) return;
      worker.off('message', listen);
      resolve(message);
    };
    worker.on('message', listen);
  });
  worker.postMessage({ call: own - 2, body: { file: 'logits.json', path: logits } });
  worker.postMessage({ call: own - 1, body: { file: 'labels.json', path: labels } });
  const question = { selections: [], request: {}, options: {} };
  const job = { about: 'files', kind: 'ask', version: 1, roles: 'in-order', question };
  worker.postMessage({ call: own, body: { job } });
  mishap();
  return told(await answer);
}

/** The loss, or why there is none. */
function told(message: unknown): string | number {
  const { value } = message as { value?: { kind: string; result?: Shown } };
  const shown = value?.result?.report.evaluation.value.data[0];
  return shown ?? JSON.stringify(message);
}

interface Shown {
  readonly report: { readonly evaluation: { readonly value: { readonly data: Float64Array } } };
}

/** Waits without giving way to anything, for parts of a millisecond. */
function hold(milliseconds: number): void {
  for (const start = performance.now(); performance.now() - start < milliseconds;);
}

function during(name: string, mishap: (turn: number) => void): Kind {
  return {
    name,
    keeps: true,
    happen: async (trial: Trial, turn: number) => {
      writeFileSync(logits, BEFORE);
      writeFileSync(labels, '[0, 0]');
      const outcome = await ask(() => {
        hold(turn / 10);
        mishap(turn);
      });
      if (typeof outcome === 'number' && !isLoss(outcome, 2) && !isLoss(outcome, 1))
        trial.faults.push(`shows ${outcome}, which is the loss of neither file`);
      writeFileSync(logits, BEFORE);
      const after = await ask();
      if (typeof after !== 'number' || !isLoss(after, 2)) trial.faults.push(`answers ${after} afterwards`);
    },
  };
}

function isLoss(value: number, first: number): boolean {
  return Math.abs(value - lossOf(first)) < 1e-9;
}

/** What may happen to a file while a worker reads it. */
export const FILE_KINDS: readonly Kind[] = [
  during('file by its path changed while it is read', (turn) => {
    if (turn % 2 === 0) writeFileSync(logits, AFTER);
    else {
      writeFileSync(`${logits}.new`, AFTER);
      renameSync(`${logits}.new`, logits);
    }
  }),
  during('file by its path truncated while it is read', (turn) => truncateSync(logits, turn % 2 === 0 ? 0 : 2 ** 20)),
  during('file by its path deleted while it is read', () => rmSync(logits)),
];

export function endFiles(): Promise<unknown> {
  rmSync(folder, { recursive: true, force: true });
  return Promise.resolve(thread?.terminate());
}
