import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Question } from '../../../src/lens/question';
import { filesDesk } from '../../../src/lens/files';
import { type Job, type PiecewiseSource, RemoteDesk, serveDesk } from '../../../src/lens/remoteDesk';
import { type Weight, type Worker, Workers } from '../../../src/lens/workers';
import type { Port } from '../../../src/wire/port';
import { joined } from '../../fake/joined';

const QUESTION: Question = { selections: [{ start: 0, end: 0 }], request: {}, options: {} };
const PROBLEM = 'z = [[2.0, -1.0], [0.1, 0.2]]\ny = [0, 1]\n';
/** Longer than what is worked on inline. */
const LONG = PROBLEM + '# filler\n'.repeat(20_000);

function source(text: string): PiecewiseSource {
  return {
    version: 1,
    language: 'plaintext',
    length: text.length,
    *pieces() {
      for (let at = 0; at < text.length; at += 30_000) yield text.slice(at, at + 30_000);
    },
  };
}

interface Fake extends Worker {
  readonly endings: string[];
  die(reason: string): void;
}

function fakeWorker(serve: (port: Port) => void): Fake {
  const [here, there] = joined();
  serve(there);
  const listeners: ((reason: string) => void)[] = [];
  const endings: string[] = [];
  return {
    port: here,
    onEnd: (listener) => listeners.push(listener),
    end: () => void endings.push('ended'),
    endings,
    die: (reason) => {
      for (const listener of listeners) listener(reason);
    },
  };
}

function serves(port: Port): void {
  serveDesk(port, inlineDesk, filesDesk);
}

function desk(serve: (port: Port) => void = serves): {
  readonly desk: RemoteDesk;
  readonly workers: Fake[];
  readonly weights: Weight[];
} {
  const workers: Fake[] = [];
  const weights: Weight[] = [];
  const start = (weight: Weight): Worker => {
    const worker = fakeWorker(serve);
    workers.push(worker);
    weights.push(weight);
    return worker;
  };
  const pool = new Workers<Job>(start, () => Promise.resolve());
  return { desk: new RemoteDesk(() => Promise.resolve(inlineDesk), pool), workers, weights };
}

describe('the desk that hands large documents to a worker', () => {
  it('works on small ones itself', async () => {
    const { desk: remote, workers } = desk();
    assert.equal((await remote.ask(source(PROBLEM), QUESTION, { aborted: false }))?.kind, 'result');
    assert.equal(workers.length, 0);
  });

  it('gets the same answer from the worker, and keeps the worker', async () => {
    const { desk: remote, workers } = desk();
    const near = await remote.ask(source(PROBLEM), QUESTION, { aborted: false });
    const far = await remote.ask(source(LONG), QUESTION, { aborted: false });
    assert.ok(near?.kind === 'result' && far?.kind === 'result');
    assert.deepEqual(far.result.report.evaluation, near.result.report.evaluation);
    await remote.ask(source(LONG), QUESTION, { aborted: false });
    assert.equal(workers.length, 1);
  });

  it('answers nothing and ends the worker when interest is lost', async () => {
    const { desk: remote, workers } = desk();
    let lose = (): void => undefined;
    const interest = { aborted: false, onAbort: (listener: () => void) => void (lose = listener) };
    const asked = remote.ask(source(LONG), QUESTION, interest);
    while (workers.length === 0) await new Promise(setImmediate);
    interest.aborted = true;
    lose();
    assert.equal(await asked, undefined);
    assert.deepEqual(workers[0]?.endings, ['ended']);
  });

  it('gives a very long one to a worker of its own, and ends that with the answer', async () => {
    const { desk: remote, workers, weights } = desk();
    const long = { ...source(LONG), length: 20_000_000 };
    assert.equal((await remote.ask(long, QUESTION, { aborted: false }))?.kind, 'result');
    assert.deepEqual([weights, workers[0]?.endings], [['heavy'], ['ended']]);
  });

  it('makes one survey at a time, all with one worker', async () => {
    const { desk: remote, workers } = desk();
    const surveys = [PROBLEM, LONG, PROBLEM].map((text) => remote.survey(source(text), { aborted: false }));
    const pairings = (await Promise.all(surveys)).map((survey) => survey?.scan.pairings.length);
    assert.deepEqual(pairings, [1, 1, 1]);
    assert.equal(workers.length, 1);
  });

  it('starts no worker for a question that is withdrawn already', async () => {
    const { desk: remote, workers } = desk();
    assert.equal(await remote.ask(source(LONG), QUESTION, { aborted: true }), undefined);
    assert.equal(workers.length, 0);
  });

  it('says so when the worker dies, and starts another for the next question', async () => {
    let deaf = true;
    const { desk: remote, workers } = desk((port) => {
      if (!deaf) serves(port);
    });
    const asked = remote.ask(source(LONG), QUESTION, { aborted: false });
    setTimeout(() => workers[0]?.die('out of memory'), 5);
    const verdict = await asked;
    assert.deepEqual(verdict, { kind: 'failed', failure: { code: 'broken', reason: 'out of memory' } });
    deaf = false;
    assert.equal((await remote.ask(source(LONG), QUESTION, { aborted: false }))?.kind, 'result');
    assert.equal(workers.length, 2);
  });
});
