import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Question, Snapshot } from '../../../src/lens/question';
import { Session, type State } from '../../../src/lens/session';

const TEXT = `logits = [[2.0, -1.0, 0.5],
          [0.1, 0.2, 0.3],
          [-3.0, 1.5, 0.0]]
labels = [0, 2, 1]
`;
// torch 1.13: F.cross_entropy of the above in float64, and with 3.1 in place of 0.1.
const LOSS = '0.4846';
const CHANGED = '1.1205';

const ANYWHERE: Question = { selections: [{ start: 0, end: 0 }], request: {}, options: {} };

function snapshot(text: string, version = 1): Snapshot {
  return { text, version, language: 'plaintext' };
}

function lossOf(state: State): string {
  assert.equal(state.kind, 'done');
  return state.kind === 'done' ? (state.result.report.evaluation.value.data[0] ?? NaN).toFixed(4) : '';
}

/** A session, and every kind of state it went through. */
function session(): { readonly session: Session<Snapshot>; readonly seen: string[] } {
  const seen: string[] = [];
  const lens: Session<Snapshot> = new Session(inlineDesk, () => seen.push(lens.state.kind));
  return { session: lens, seen };
}

/** Replaces the first occurrence, and tells the session as an editor does. */
function edit(of: Session<Snapshot>, text: string, from: string, to: string): string {
  const offset = text.indexOf(from);
  of.edited([{ offset, length: from.length, inserted: to.length }]);
  return text.slice(0, offset) + to + text.slice(offset + from.length);
}

describe('the state of a document', () => {
  it('goes from nothing to a number through running', async () => {
    const { session: lens, seen } = session();
    assert.equal(lens.state.kind, 'idle');
    assert.equal(lossOf(await lens.ask(snapshot(TEXT), ANYWHERE)), LOSS);
    assert.deepEqual(seen, ['running', 'done']);
  });

  it('holds no number from an edit on, until it is computed again', async () => {
    const { session: lens } = session();
    await lens.ask(snapshot(TEXT), ANYWHERE);
    const text = edit(lens, TEXT, '0.1', '3.1');
    assert.equal(lens.state.kind, 'idle');
    assert.equal(lossOf(await lens.again(snapshot(text, 2))), CHANGED);
    const undone = edit(lens, text, '3.1', '0.1');
    assert.equal(lossOf(await lens.again(snapshot(undone, 3))), LOSS);
  });

  it('finds the arrays again where edits moved them', async () => {
    const { session: lens } = session();
    await lens.ask(snapshot(TEXT), ANYWHERE);
    const other = 'other = [[1.0, 2.0, 3.0],\n         [4.0, 5.0, 6.0],\n         [0.0, 0.0, 1.0]]\n';
    lens.edited([{ offset: 0, length: 0, inserted: other.length }]);
    const state = await lens.again(snapshot(other + TEXT, 2));
    assert.equal(lossOf(state), LOSS);
    assert.deepEqual(state.kind === 'done' && state.result.predictions.name, 'logits');
  });

  it('keeps the reading that was settled, and its reasons', async () => {
    const { session: lens } = session();
    const first = await lens.ask(snapshot(TEXT), ANYWHERE);
    const again = await lens.again(snapshot(TEXT, 2));
    assert.ok(first.kind === 'done' && again.kind === 'done');
    assert.deepEqual(again.result.pairing.reasons, first.result.pairing.reasons);
  });

  it('drops an answer that comes after an edit', async () => {
    const { session: lens, seen } = session();
    const late = lens.ask(snapshot(TEXT), ANYWHERE);
    edit(lens, TEXT, '0.1', '3.1');
    assert.equal((await late).kind, 'idle');
    assert.deepEqual(seen, ['running', 'idle']);
  });

  it('answers the last of two questions only', async () => {
    const { session: lens, seen } = session();
    const [first, second] = await Promise.all([
      lens.ask(snapshot(TEXT), ANYWHERE),
      lens.ask(snapshot(TEXT), { ...ANYWHERE, options: { reduction: 'sum' } }),
    ]);
    assert.equal(second.kind === 'done' && second.result.report.evaluation.reduction, 'sum');
    assert.notEqual(first.kind === 'done' && first.result.report.evaluation.reduction, 'mean');
    assert.deepEqual(seen, ['running', 'running', 'done']);
  });

  it('offers a choice, takes it once, and never for a text that changed since', async () => {
    const text = TEXT.replace('[0, 2, 1]', '[[1, 0, 0], [0, 0, 1], [0, 1, 0]]');
    const { session: lens } = session();
    const offered = await lens.ask(snapshot(text), ANYWHERE);
    assert.ok(offered.kind === 'choosing');
    const [categorical, binary] = offered.offers;
    assert.ok(categorical && binary);
    assert.equal(lossOf(lens.choose(offered, categorical)), LOSS);
    assert.equal(lossOf(lens.choose(offered, binary)), LOSS, 'a choice counts once');

    const again = await lens.ask(snapshot(text), ANYWHERE);
    edit(lens, text, '0.1', '3.1');
    assert.equal(lens.choose(again, categorical).kind, 'idle');
  });

  it('goes back to nothing when the user chooses nothing', async () => {
    const text = TEXT.replace('[0, 2, 1]', '[[1, 0, 0], [0, 0, 1], [0, 1, 0]]');
    const { session: lens } = session();
    lens.withdraw(await lens.ask(snapshot(text), ANYWHERE));
    assert.equal(lens.state.kind, 'idle');
  });

  const failures: readonly (readonly [string, string, string])[] = [
    ['there is nothing to pair', 'no numbers here\n', 'nothing'],
    ['numbers were left out', 'x = tensor([[1., 2., ..., 3.]])\ny = tensor([0])\n', 'trouble'],
    ['PyTorch refuses', TEXT.replace('[0, 2, 1]', '[0, 2, 7]'), 'refused'],
  ];
  for (const [why, text, code] of failures) {
    it(`holds no number where ${why}, but the reason`, async () => {
      const { session: lens } = session();
      const state = await lens.ask(snapshot(text), ANYWHERE);
      assert.equal(state.kind === 'failed' && state.failure.code, code);
    });
  }

  it('recovers when a slip is mended', async () => {
    const { session: lens } = session();
    await lens.ask(snapshot(TEXT), ANYWHERE);
    const slipped = edit(lens, TEXT, '0.1', '0.1x');
    assert.equal((await lens.again(snapshot(slipped, 2))).kind, 'failed');
    const mended = edit(lens, slipped, '0.1x', '0.1');
    assert.equal(lossOf(await lens.again(snapshot(mended, 3))), LOSS);
  });

  it('forgets everything when cleared', async () => {
    const { session: lens } = session();
    await lens.ask(snapshot(TEXT), ANYWHERE);
    lens.clear();
    assert.equal(lens.state.kind, 'idle');
    assert.equal((await lens.again(snapshot(TEXT, 2))).kind, 'idle');
  });

  it('reads a selected row by itself where the text around it holds no array', async () => {
    const text = 'the scores were\n2.0 -1.0 0.5\nand the truth was\n1 0 0\nas it happens\n';
    const { session: lens } = session();
    const selections = ['2.0 -1.0 0.5', '1 0 0'].map((row) => ({
      start: text.indexOf(row),
      end: text.indexOf(row) + row.length,
    }));
    const state = await lens.ask(snapshot(text), { ...ANYWHERE, selections });
    assert.equal(state.kind, 'choosing');
  });
});
