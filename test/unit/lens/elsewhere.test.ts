import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Question, Snapshot } from '../../../src/lens/question';
import { recalled, remembered } from '../../../src/lens/remembered';
import { Session, type State } from '../../../src/lens/session';

const LOGITS = `# what the model said
logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
`;
const LABELS = 'a line above\nlabels = tensor([0, 2, 1])\n';
const ADDRESS = 'file:///labels.txt';

function question(): Question {
  const start = LABELS.indexOf('0');
  const roles = {
    predictions: { start: LOGITS.indexOf('2.0'), end: LOGITS.length - 2 },
    targets: { start, end: start + 7 },
    targetsIn: ADDRESS,
  };
  return { selections: [], request: {}, options: {}, roles };
}

function snapshot(labels: string, version = 1): Snapshot {
  return { text: LOGITS, version, elsewhere: { text: labels } };
}

function lossOf(state: State): string {
  return state.kind === 'done' ? (state.result.report.evaluation.value.data[0] ?? NaN).toFixed(4) : state.kind;
}

describe('targets in another document', () => {
  // torch 1.13: 0.4846 with the labels [0, 2, 1], 1.4846 with [1, 2, 1].
  it('are paired with the predictions, and found again after edits of their own', async () => {
    const session: Session<Snapshot> = new Session(inlineDesk, () => undefined);
    const state = await session.ask(snapshot(LABELS), question());
    assert.equal(lossOf(state), '0.4846');
    assert.equal(state.kind === 'done' && state.result.targetsIn, ADDRESS);
    session.edited([{ offset: 0, length: 0, inserted: 14 }], 'file:///another.txt');
    assert.equal(session.state.kind, 'done');
    session.edited([{ offset: 0, length: 0, inserted: 14 }], ADDRESS);
    assert.equal(session.state.kind, 'idle');
    const changed = `a second line\n${LABELS.replace('[0', '[1')}`;
    assert.equal(lossOf(await session.again(snapshot(changed, 2))), '1.4846');
  });

  it('are not looked for in the document of the predictions once their own is gone', async () => {
    const session: Session<Snapshot> = new Session(inlineDesk, () => undefined);
    await session.ask(snapshot(LABELS), question());
    assert.equal(lossOf(await session.again({ text: LOGITS + LABELS, version: 2 })), 'failed');
  });

  it('are remembered with their document, and without a number of either', async () => {
    const session: Session<Snapshot> = new Session(inlineDesk, () => undefined);
    await session.ask(snapshot(LABELS), question());
    assert.ok(session.settled);
    const kept = JSON.stringify(remembered(session.settled));
    assert.doesNotMatch(kept, /\[|0\.5/);
    assert.equal(recalled(JSON.parse(kept))?.targetsIn, ADDRESS);
  });
});
