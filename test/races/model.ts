import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inlineDesk } from '../../src/lens/desk';
import { LensDocument } from '../../src/lens/document';
import { filesDesk } from '../../src/lens/files';
import type { Question } from '../../src/lens/question';
import { type Job, type PiecewiseSource, RemoteDesk, serveDesk } from '../../src/lens/remoteDesk';
import { type Worker, Workers } from '../../src/lens/workers';
import type { Port } from '../../src/wire/port';

/** What can happen to a document, in any order and at any time. */
export type Action =
  | { readonly kind: 'edit'; readonly late: boolean }
  | { readonly kind: 'ask'; readonly about: 'a' | 'b'; readonly sum: boolean }
  | { readonly kind: 'again' | 'choose' | 'readings' | 'withdraw' | 'clear' | 'close' | 'kill' };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('ask' as const), about: fc.constantFrom('a', 'b'), sum: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit' as const), late: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('again', 'again', 'choose', 'readings', 'withdraw', 'clear', 'close', 'kill'),
    }),
  },
);
export const actions = fc.array(action, { minLength: 1, maxLength: 14 });

/** Every version of the text holds its own number, in both matrices: what is shown tells which one it was made of. */
function textOf(version: number, comment: string): string {
  return `${comment}a = [[${version}.5, -1.0], [0.1, 0.2]]\nta = [0, 1]\n\nb = [[1.0, ${version}.5], [5.0, 2.0]]\ntb = [[1, 0], [0, 1]]\n`;
}

/** A document with its problems; its desk's messages, pauses and loads come when the scheduler lets them. */
export class Model {
  private version = 1;
  private comment = '';
  private text = textOf(1, '');
  private readonly lens: LensDocument<PiecewiseSource>;
  private readonly alive = new Set<(reason: string) => void>();
  private closed = false;

  constructor(
    private readonly scheduler: fc.Scheduler,
    inline: boolean,
  ) {
    const load = (): Promise<typeof inlineDesk> => scheduler.schedule(Promise.resolve(), 'load').then(() => inlineDesk);
    const workers = new Workers<Job>(
      () => this.startWorker(),
      () => scheduler.schedule(Promise.resolve(), 'pause'),
    );
    this.lens = new LensDocument(new RemoteDesk(inline ? load : undefined, workers), () => undefined);
  }

  act(action: Action): void {
    if (this.closed) return;
    const session = this.lens.latest;
    switch (action.kind) {
      case 'edit':
        return this.edit(action.late);
      case 'ask':
        void this.lens.ask(this.source(), this.question(action.about, action.sum));
        return;
      case 'again':
        void this.lens.again(this.source());
        return;
      case 'choose': {
        const state = session?.state;
        const offer = state?.kind === 'choosing' ? state.offers[0] : undefined;
        // A user takes time to choose; what happens meanwhile may have made the choice one of another document.
        if (session && state && offer) {
          void this.scheduler.schedule(Promise.resolve(), 'chosen').then(() => session.choose(state, offer));
        }
        return;
      }
      case 'readings':
        if (session !== undefined) {
          const { state } = session;
          void session.readings(this.source(), { aborted: false }).then(([offer]) => {
            if (offer) session.choose(state, offer);
          });
        }
        return;
      case 'withdraw':
        if (session !== undefined) session.withdraw(session.state);
        return;
      case 'clear':
        this.lens.clear(session);
        return;
      case 'close':
        this.closed = true;
        this.lens.clear();
        return;
      case 'kill':
        for (const die of [...this.alive]) die('killed');
    }
  }

  /** @returns how many results are shown, each of which was looked at. */
  check(): number {
    const shown = this.lens.shown(this.version);
    for (const { result } of shown) {
      const { tensor, name, span, cells } = result.predictions;
      const held = tensor.data[name === 'b' ? 1 : 0];
      assert.equal(held, this.version + 0.5, `version ${this.version} shows the number of ${String(held)}`);
      assert.equal(this.text.slice(span.start, span.end).startsWith('[['), true, 'the place is another one');
      assert.equal(Number(this.text.slice(cells.starts[name === 'b' ? 1 : 0], cells.ends[name === 'b' ? 1 : 0])), held);
      assert.equal(result.report.problem.predictions.data.includes(held ?? NaN), true);
    }
    const state = this.lens.latest?.state;
    if (state?.kind === 'done' || state?.kind === 'choosing') {
      assert.equal(state.version, this.version, `the state is one of version ${state.version}`);
    }
    if (this.closed) assert.equal(shown.length, 0, 'a closed document shows something');
    return shown.length;
  }

  /** Nothing happens any more: then nothing is being computed either. */
  checkAtRest(): void {
    assert.notEqual(this.lens.latest?.state.kind, 'running', 'a question was never answered');
  }

  /** With nothing in the way, every problem that was settled comes to a number again. */
  async checkFoundAgain(): Promise<void> {
    if (this.closed || !this.lens.hasSettled) return;
    let done = false;
    const again = this.lens.again(this.source()).then(() => (done = true));
    while (!done) {
      if (this.scheduler.count() > 0) await this.scheduler.waitNext(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await again;
    this.check();
    assert.ok(this.lens.shown(this.version).length > 0, 'what was settled is lost');
  }

  /** Changes the numbers, and often what stands before them; the pause of typing may end before or after other things. */
  private edit(late: boolean): void {
    const before = this.text;
    this.version++;
    if (late) this.comment = `# ${this.version}\n`;
    this.text = textOf(this.version, this.comment);
    this.lens.edited(difference(before, this.text));
    if (this.lens.hasSettled) {
      void this.scheduler.schedule(Promise.resolve(), 'typing paused').then(() => {
        if (!this.closed) void this.lens.again(this.source());
      });
    }
  }

  private question(about: 'a' | 'b', sum: boolean): Question {
    const start = this.text.indexOf(`${about} = [[`);
    const end = this.text.indexOf(']', this.text.indexOf(`t${about} =`) + 6);
    return { selections: [{ start, end }], request: {}, options: sum ? { reduction: 'sum' } : {} };
  }

  private source(): PiecewiseSource {
    const { version, text } = this;
    const half = Math.floor(text.length / 2);
    return {
      version,
      language: 'plaintext',
      length: text.length,
      pieces: () => [text.slice(0, half), text.slice(half)],
    };
  }

  private startWorker(): Worker {
    const ends: ((reason: string) => void)[] = [];
    let ended = false;
    const [here, there] = this.joined(() => ended);
    serveDesk(there, inlineDesk, filesDesk);
    const die = (reason: string): void => {
      ended = true;
      this.alive.delete(die);
      for (const listener of ends.splice(0)) listener(reason);
    };
    this.alive.add(die);
    return {
      port: here,
      onEnd: (listener) => ends.push(listener),
      end: () => {
        ended = true;
        this.alive.delete(die);
      },
    };
  }

  /** Messages keep their order on the way, and are gone where the worker is. */
  private joined(ended: () => boolean): readonly [Port, Port] {
    const listeners: readonly [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [
      new Set(),
      new Set(),
    ];
    const end = (own: 0 | 1): Port => {
      const waiting: unknown[] = [];
      return {
        post: (message) => {
          waiting.push(structuredClone(message));
          void this.scheduler.schedule(Promise.resolve(), own === 0 ? 'to the worker' : 'from the worker').then(() => {
            const next = waiting.shift();
            if (!ended()) listeners[own === 0 ? 1 : 0].forEach((receive) => receive(next));
          });
        },
        listen: (receive) => {
          listeners[own].add(receive);
          return () => void listeners[own].delete(receive);
        },
      };
    };
    return [end(0), end(1)];
  }
}

/** Edits as VS Code tells them, from the last to the first: each line that differs is replaced. */
function difference(before: string, after: string): { offset: number; length: number; inserted: number }[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const edits: { offset: number; length: number; inserted: number }[] = [];
  const added = now.length - old.length;
  let offset = 0;
  if (added === 1) edits.push({ offset: 0, length: 0, inserted: (now[0] ?? '').length + 1 });
  old.forEach((line, index) => {
    const changed = now[index + added] ?? '';
    if (line !== changed) {
      let same = 0;
      while (same < Math.min(line.length, changed.length) && line[same] === changed[same]) same++;
      let tail = 0;
      while (tail < Math.min(line.length, changed.length) - same && line.at(-1 - tail) === changed.at(-1 - tail))
        tail++;
      edits.push({ offset: offset + same, length: line.length - same - tail, inserted: changed.length - same - tail });
    }
    offset += line.length + 1;
  });
  return edits.reverse();
}
