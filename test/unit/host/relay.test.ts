import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import path from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import { END } from '../../../src/host/node/end';
import { Calls } from '../../../src/wire/calls';
import type { Verdict } from '../../../src/lens/question';

const TEXT = 'z = [[2.0, -1.0], [0.1, 0.2]]\ny = [0, 1]\n';

/** The relay as it is built, with a process of its own. */
function relay(): { readonly thread: Thread; readonly calls: Calls } {
  const thread = new Thread(path.resolve('dist/relay.js'));
  const calls = new Calls({
    post: (message) => {
      thread.postMessage(message);
    },
    listen: (receive) => {
      thread.on('message', receive);
      return () => void thread.off('message', receive);
    },
  });
  return { thread, calls };
}

describe('the process that very large documents are handed to', () => {
  it('answers through its relay, with arrays as they are, and ends when it is told to', async () => {
    const { thread, calls } = relay();
    void calls.call({ piece: TEXT });
    const question = { selections: [{ start: 0, end: 0 }], request: {}, options: {} };
    const job = { about: 'text', kind: 'ask', version: 1, language: 'plaintext', question };
    const verdict = (await calls.call({ job })) as Verdict;
    assert.equal(verdict.kind, 'result');
    if (verdict.kind === 'result') assert.ok(verdict.result.report.evaluation.rows instanceof Float64Array);
    const ended = once(thread, 'exit');
    thread.postMessage(END);
    assert.deepEqual(await ended, [0]);
  });

  it('is ended in the midst of its work', async () => {
    const { thread, calls } = relay();
    const rows = '[0.1, 0.2, 0.3, 0.4],\n'.repeat(20_000);
    void calls.call({ piece: `z = [${rows}]\ny = [${'1, '.repeat(20_000)}]\n` });
    const question = { selections: [{ start: 0, end: 0 }], request: {}, options: {} };
    const job = { about: 'text', kind: 'ask', version: 1, language: 'plaintext', question };
    const asked = calls.call({ job });
    const ended = once(thread, 'exit');
    thread.postMessage(END);
    await ended;
    calls.end('withdrawn');
    await assert.rejects(asked, /withdrawn/);
  });
});
