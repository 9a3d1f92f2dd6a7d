import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Snapshot } from '../../../src/lens/question';
import { recalled, remembered } from '../../../src/lens/remembered';
import { Session, type State } from '../../../src/lens/session';
import { settledBy } from '../../../src/lens/settled';

/** Two equal logits: the loss of their row is ln 2, times the weight of its class. */
const TEXT = `logits = tensor([[0.5, 0.5]])
labels = tensor([1])
weights = tensor([1.0, 3.0])
`;

function lossOf(state: State): number | string {
  return state.kind === 'done' ? (state.result.report.evaluation.value.data[0] ?? NaN) : state.kind;
}

function near(state: State, times: number): void {
  const loss = lossOf(state);
  assert.ok(
    typeof loss === 'number' && Math.abs(loss - times * Math.LN2) < 1e-6,
    `found ${loss}, expected ${times} ln 2`,
  );
}

/** A session whose weights are the array of the document. */
async function weighted(): Promise<Session<Snapshot>> {
  const session: Session<Snapshot> = new Session(inlineDesk, () => undefined);
  const source = { text: TEXT, version: 1 };
  const span = (name: string): { start: number; end: number } => {
    const start = TEXT.indexOf('[', TEXT.indexOf(name));
    return { start, end: TEXT.indexOf('\n', start) - 1 };
  };
  const roles = { predictions: span('logits'), targets: span('labels') };
  const asked = await session.ask(source, { selections: [], request: {}, options: { reduction: 'sum' }, roles });
  assert.equal(asked.kind, 'done');
  if (asked.kind === 'done')
    await session.again(source, { ...settledBy(asked.result), arrays: { weight: span('weights') } });
  return session;
}

describe('weights that are an array of the document', () => {
  it('are those of the text, and follow its edits', async () => {
    const session = await weighted();
    near(session.state, 3);
    session.edited([{ offset: TEXT.indexOf('3.0'), length: 1, inserted: 1 }]);
    near(await session.again({ text: TEXT.replace('3.0', '5.0'), version: 2 }), 5);
  });

  it('move along with edits elsewhere', async () => {
    const session = await weighted();
    session.edited([{ offset: 0, length: 0, inserted: 7 }]);
    near(await session.again({ text: `# note\n${TEXT.replace('3.0', '4.0')}`, version: 2 }), 4);
  });

  it('are read from the text again in a window that was loaded anew, not remembered as numbers', async () => {
    const { settled } = await weighted();
    assert.ok(settled);
    const kept = recalled(JSON.parse(JSON.stringify(remembered(settled))));
    const session: Session<Snapshot> = new Session(inlineDesk, () => undefined);
    near(await session.again({ text: TEXT.replace('3.0', '2.0'), version: 1 }, kept), 2);
  });

  it('are missed once they are gone: no number is made up for them', async () => {
    const session = await weighted();
    const gone = TEXT.slice(0, TEXT.indexOf('weights'));
    session.edited([{ offset: gone.length, length: TEXT.length - gone.length, inserted: 0 }]);
    assert.equal(lossOf(await session.again({ text: gone, version: 2 })), 'failed');
  });
});
