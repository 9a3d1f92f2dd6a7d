import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { compute, open, seam, selectAll } from '../driver';

const TOOL = 'compute_cross_entropy';

// Made by torch 1.13: F.cross_entropy(torch.tensor(LOGITS, dtype=torch.float64), torch.tensor(LABELS)).
const LOSS = 0.48456961921954095;
const LOGITS = [
  [2, -1, 0.5],
  [0.1, 0.2, 0.3],
  [-3, 1.5, 0],
];
const LABELS = [0, 2, 1];

interface Told {
  readonly value?: number;
  readonly interval?: { readonly low: number; readonly high: number };
  readonly error?: { readonly code: string };
}

/** What the tool answers, as an agent reads it. */
async function invoke(input: object): Promise<{ readonly told: Told; readonly text: string }> {
  const { content } = await vscode.lm.invokeTool(TOOL, { input, toolInvocationToken: undefined });
  const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
  return { told: JSON.parse(text) as Told, text };
}

describe('agents', () => {
  before(() => seam());

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('find the tool among those of the editor', () => {
    const tool = vscode.lm.tools.find(({ name }) => name === TOOL);
    assert.match(tool?.description ?? '', /cross-entropy/);
    assert.ok(tool?.inputSchema);
  });

  it('are told the loss of numbers, computed in the worker', async () => {
    const { told } = await invoke({ predictions: LOGITS, targets: LABELS });
    assert.ok(Math.abs((told.value ?? NaN) - LOSS) < 1e-15, String(told.value));
  });

  it('are told with a code what is wrong with numbers', async () => {
    const { told } = await invoke({ predictions: LOGITS, targets: [0, 3, 1], loss: 'cross_entropy' });
    assert.equal(told.error?.code, 'target-out-of-bounds');
  });

  it('are told the result that is shown, without a word of the document', async () => {
    assert.equal((await invoke({ present: true })).told.error?.code, 'no-result');
    const editor = await open(`secret_logits = ${JSON.stringify(LOGITS)}\nsecret_labels = ${JSON.stringify(LABELS)}\n`);
    selectAll(editor);
    await compute();
    const { told, text } = await invoke({ present: true });
    assert.ok((told.interval?.low ?? NaN) <= LOSS && LOSS <= (told.interval?.high ?? NaN), text);
    assert.doesNotMatch(text, /secret/);
  });
});
