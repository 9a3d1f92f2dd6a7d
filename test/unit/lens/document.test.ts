import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import { LensDocument } from '../../../src/lens/document';
import type { Question, Snapshot } from '../../../src/lens/question';

const TEXT = `a = [[2.0, -1.0], [0.1, 0.2]]
ta = [0, 1]

b = [[1.0, 3.0], [5.0, 2.0]]
tb = [1, 0]
`;

function at(word: string): Question {
  const start = TEXT.indexOf(word);
  return { selections: [{ start, end: start + 8 }], request: {}, options: {} };
}

/** One question for a pair: from the start of the first name to the end of the second. */
function between(from: string, to: string): Question {
  const selection = { start: TEXT.indexOf(`${from} =`), end: TEXT.indexOf(`${to} =`) + 8 };
  return { selections: [selection], request: {}, options: {} };
}

const SNAPSHOT: Snapshot = { text: TEXT, version: 1, language: 'plaintext' };

function names(lens: LensDocument<Snapshot>, version = 1): readonly (string | undefined)[] {
  return lens.shown(version).map(({ result }) => result.predictions.name);
}

describe('the problems of a document', () => {
  it('shows several at once, in the order of the text', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('b', 'tb'));
    await lens.ask(SNAPSHOT, between('a', 'ta'));
    assert.deepEqual(names(lens), ['a', 'b']);
    assert.equal(lens.nearest(1, TEXT.indexOf('tb'))?.result.predictions.name, 'b');
  });

  it('lets the later question about a matrix take the place of the earlier', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('a', 'ta'));
    const second = await lens.ask(SNAPSHOT, { ...between('a', 'ta'), options: { reduction: 'sum' } });
    assert.deepEqual(
      lens.shown(1).map(({ session }) => session),
      [second],
    );
  });

  it('keeps what is there when a question comes to nothing', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('a', 'ta'));
    const { state } = await lens.ask({ ...SNAPSHOT, text: 'nothing' }, at('a'));
    assert.equal(state.kind, 'failed');
    assert.deepEqual(names(lens), ['a']);
  });

  it('shows nothing for another version, and all again once computed', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('a', 'ta'));
    await lens.ask(SNAPSHOT, between('b', 'tb'));
    assert.deepEqual(names(lens, 2), []);
    lens.edited([{ offset: 0, length: 0, inserted: 2 }]);
    assert.deepEqual(names(lens, 1), []);
    await lens.again({ ...SNAPSHOT, text: `# ${TEXT}`, version: 2, language: 'plaintext' });
    assert.deepEqual(names(lens, 2), ['a', 'b']);
  });

  it('computes nothing of a text that was edited while an earlier problem was computed', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('a', 'ta'));
    const later = await lens.ask(SNAPSHOT, between('b', 'tb'));
    lens.edited([{ offset: 0, length: 0, inserted: 2 }]);
    const again = lens.again({ ...SNAPSHOT, text: `# ${TEXT}`, version: 2 });
    lens.edited([{ offset: 0, length: 2, inserted: 0 }]);
    await again;
    assert.equal(later.state.kind, 'idle');
    await lens.again({ ...SNAPSHOT, version: 3 });
    assert.deepEqual(names(lens, 3), ['a', 'b']);
  });

  it('forgets one problem or all', async () => {
    const lens = new LensDocument(inlineDesk, () => undefined);
    await lens.ask(SNAPSHOT, between('b', 'tb'));
    lens.clear(await lens.ask(SNAPSHOT, between('a', 'ta')));
    assert.deepEqual(names(lens), ['b']);
    lens.clear();
    assert.deepEqual(names(lens), []);
    assert.equal(lens.hasSettled, false);
  });
});
