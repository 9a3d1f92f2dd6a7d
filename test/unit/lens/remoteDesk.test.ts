import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Question } from '../../../src/lens/question';
import { type PiecewiseSource, RemoteDesk, serveDesk, type Worker } from '../../../src/lens/remoteDesk';
import type { Port } from '../../../src/wire/port';

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

/** Two ends joined in this process; messages arrive later, as clones. */
function joined(): readonly [Port, Port] {
  const listeners: Set<(message: unknown) => void>[] = [new Set(), new Set()];
  const end = (own: number): Port => ({
    post: (message) => {
      const sent: unknown = structuredClone(message);
      setImmediate(() => listeners[1 - own]?.forEach((receive) => receive(sent)));
    },
    listen: (receive) => {
      listeners[own]?.add(receive);
      return () => void listeners[own]?.delete(receive);
    },
  });
  return [end(0), end(1)];
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
  serveDesk(port, inlineDesk);
}

function desk(serve: (port: Port) => void = serves): { readonly desk: RemoteDesk; readonly workers: Fake[] } {
  const workers: Fake[] = [];
  const start = (): Worker => {
    const worker = fakeWorker(serve);
    workers.push(worker);
    return worker;
  };
  return {
    desk: new RemoteDesk({ loadInline: () => Promise.resolve(inlineDesk), startWorker: start }, () =>
      Promise.resolve(),
    ),
    workers,
  };
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
