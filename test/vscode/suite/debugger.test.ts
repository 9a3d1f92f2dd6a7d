import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { FakeProgram, type Misbehaviour, type Pretended } from '../fakeDebugger';

interface TestDebugger {
  readonly use: (this: void, adapter: () => vscode.DebugAdapterDescriptor) => void;
}

// Made by torch 1.13: F.cross_entropy(torch.tensor(LOGITS, dtype=torch.float64), torch.tensor(LABELS)).
const LOSS = 0.48456961921954095;
const LOGITS: Pretended = {
  ...{ type: 'torch.Tensor', dtype: 'float64', shape: [3, 3] },
  data: [2, -1, 0.5, 0.1, 0.2, 0.3, -3, 1.5, 0],
};
const LABELS: Pretended = { type: 'torch.Tensor', dtype: 'int64', shape: [3], data: [0, 2, 1] };
const VARIABLES = {
  logits: LOGITS,
  labels: LABELS,
  loss: { type: 'torch.Tensor', dtype: 'float64', shape: [], data: [LOSS] },
};

/** What goes wrong, and the code of the refusal it comes to. */
const MISBEHAVIOURS: readonly (readonly [string, string, Misbehaviour])[] = [
  ['a reply that is cut', 'checksum', (asked, result) => (asked === 'chunk' ? result.slice(0, -8) : result)],
  [
    'a reply with its middle left out',
    'garbled',
    (asked, result) => (asked === 'chunk' ? `${result.slice(0, 4)}...${result.slice(-8)}` : result),
  ],
  [
    'a byte that is another',
    'checksum',
    (asked, result) => (asked === 'chunk' ? result.replace(/.(.{9})$/, (_, end: string) => `Z${end}`) : result),
  ],
  [
    'a value too few',
    'count',
    (asked, result) =>
      asked === 'chunk' ? result.replace(/^LL\|(\d+)/, (_, n: string) => `LL|${Number(n) - 1}`) : result,
  ],
  ['words in place of values', 'garbled', () => 'tensor([[2., -1.], ...])'],
  ['a refusal', 'not-evaluated', () => ({ failure: "name 'logits' is not defined" })],
  ['no answer', 'no-answer', (asked, result) => (asked === 'about' ? undefined : result)],
  ['a reply without a result', 'garbled', () => ({ body: { variablesReference: 0 } })],
  [
    'a shape beyond what is taken',
    'too-large',
    (asked, result) => (asked === 'about' ? 'LL|float64|90000,1000|strided' : result),
  ],
  ['a type that is no array', 'kind', (asked, result) => (asked === 'type' ? 'LL|builtins|dict' : result)],
  ['numbers that are not real', 'dtype', (asked, result) => (asked === 'about' ? 'LL|complex64|3,3|strided' : result)],
  [
    'an array that is sparse',
    'layout',
    (asked, result) => (asked === 'about' ? 'LL|float64|3,3|torch.sparse_coo' : result),
  ],
  ['lists of several lengths', 'ragged', (asked, result) => (asked === 'about' ? 'LL|float64|3,-1|strided' : result)],
  [
    'integers that no float holds',
    'inexact',
    (asked, result) => (asked === 'chunk' ? result.replace(/^(LL\|\d+)\|0/, '$1|1') : result),
  ],
  [
    'a variable that becomes another',
    'changed',
    (() => {
      let chunks = 0;
      return (asked, result) => {
        if (asked === 'chunk') chunks++;
        return asked === 'about' && chunks > 0 ? 'LL|float64|9|strided' : result;
      };
    })(),
  ],
  [
    'a program that goes on meanwhile',
    'moved-on',
    (asked, result, program) => {
      if (asked === 'chunk') program.goOn();
      return result;
    },
  ],
  [
    'a program that ends meanwhile',
    'moved-on',
    (asked, result, program) => {
      if (asked === 'chunk') program.end();
      return asked === 'chunk' ? undefined : result;
    },
  ],
];

describe('a program that is debugged', () => {
  const bringer = vscode.extensions.getExtension<TestDebugger>('loss-lens-tests.debugger-for-tests');
  const compute = (...places: readonly string[]): Thenable<string | undefined> =>
    vscode.commands.executeCommand<string | undefined>('lossLens.computeFromDebugger', { places });

  before(() => seam());

  it('has to be paused first', async () => {
    assert.equal(await compute('logits', 'labels'), 'not-paused');
  });

  // Where the extension runs in the browser or nothing is trusted, nothing can be debugged.
  if (bringer === undefined || !vscode.workspace.isTrusted) return;

  /** Pauses a program that is pretended. */
  async function paused(program: FakeProgram): Promise<FakeProgram> {
    const debuggers = await bringer?.activate();
    debuggers?.use(() => new vscode.DebugAdapterInlineImplementation(program));
    assert.ok(await vscode.debug.startDebugging(undefined, { type: 'debugpy', name: 'pretended', request: 'launch' }));
    await atFrame();
    return program;
  }

  async function atFrame(): Promise<void> {
    await waitFor('a frame', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame);
  }

  afterEach(async () => {
    await vscode.debug.stopDebugging();
    await waitFor('the end of debugging', () => vscode.debug.activeDebugSession === undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('has the loss of two of its variables computed, and its own loss confirmed', async () => {
    await paused(new FakeProgram(VARIABLES));
    assert.equal(await compute('logits', 'labels'), undefined);
    const ours = await seam();
    assert.deepEqual(ours.pages(), ['cross_entropy 0.4846']);
    const { result, remarks, past } = ours.program() ?? {};
    assert.equal(result?.report.evaluation.value.data[0], LOSS);
    assert.deepEqual([remarks, past], [['The program’s own loss is 0.4846: the same.'], undefined]);
  });

  it('is asked nothing before the command, in all its stepping, and the result stays as what was', async () => {
    const fake = await paused(new FakeProgram(VARIABLES));
    await vscode.commands.executeCommand('workbench.action.debug.stepOver');
    await waitFor('the next line', async () => (await where()) === 4);
    assert.deepEqual(fake.evaluated, []);
    await compute('logits', 'labels');
    const asked = fake.evaluated.length;
    assert.ok(asked > 0);
    await vscode.commands.executeCommand('workbench.action.debug.stepOver');
    await waitFor('the line after', async () => (await where()) === 5);
    const ours = await seam();
    assert.deepEqual(ours.pages(), ['cross_entropy 0.4846']);
    assert.equal(ours.program()?.past, 'Taken at train.py:4; the program has gone on.');
    assert.equal(fake.evaluated.length, asked);
  });

  it('has its loss contradicted where it is another', async () => {
    await paused(new FakeProgram({ ...VARIABLES, loss: { ...VARIABLES.loss, data: [0.7] } }));
    await compute('logits', 'labels');
    assert.deepEqual((await seam()).program()?.remarks, ['The program’s own loss is 0.7000: another than this.']);
  });

  it('is asked for variables only, and for nothing that would run code of its own', async () => {
    const fake = await paused(new FakeProgram(VARIABLES));
    for (const place of ['model(x)', 'logits + 1', 'x; y', '__import__("os").system("ls")', 'x[f()]', 'x[-1]', '']) {
      assert.equal(await compute(place, 'labels'), 'not-a-place', place);
    }
    assert.deepEqual(fake.evaluated, []);
  });

  for (const [what, code, misbehave] of MISBEHAVIOURS) {
    it(`is refused for ${what}`, async () => {
      await paused(new FakeProgram(VARIABLES, misbehave));
      assert.equal(await compute('logits', 'labels'), code);
      assert.deepEqual((await seam()).pages(), []);
    });
  }
});

async function where(): Promise<number | undefined> {
  const item = vscode.debug.activeStackItem;
  return Promise.resolve(item instanceof vscode.DebugStackFrame ? item.frameId : undefined);
}
