import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';

/**
 * Python's own debugger on a program that imports PyTorch and NumPy: `npm run debugpy`, with Debian's python3-debugpy,
 * python3-torch, python3-numpy and python3-pytest, or a Python named by PYTHON that has them.
 */
const PYTHON = process.env['PYTHON'] ?? '/usr/bin/python3';

/** Each pair is written beside the program, as it has it itself: the bytes of both arrays as float64, and its loss. */
const PROGRAM = `import json
import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(7)


class Model:
    def __init__(self):
        self.scores = torch.randn(50, 30, dtype=torch.float64).t()
        self.batch = {"y": torch.arange(30) % 50}


def keep(name, p, y, loss):
    values = [np.asarray(torch.as_tensor(v, dtype=torch.float64).detach().contiguous()).tobytes().hex() for v in (p, y)]
    with open(name + ".json", "w") as file:
        json.dump({"p": values[0], "y": values[1], "loss": float(loss)}, file)


def test_step():
    map = type = len = None  # names that are also builtins
    logits = torch.randn(1000, 10, dtype=torch.float64, requires_grad=True) * 3
    labels = torch.randint(0, 10, (1000,))
    loss = F.cross_entropy(logits, labels)
    keep("doubles", logits, labels, loss)
    single = logits.float()
    keep("singles", single, labels, F.cross_entropy(single, labels))
    half = logits.to(torch.bfloat16)
    keep("halves", half.float(), labels, F.cross_entropy(half.float(), labels))
    self = Model()
    keep("strided", self.scores, self.batch["y"], F.cross_entropy(self.scores, self.batch["y"]))
    array = logits.detach().numpy()[::2, ::-1]
    small = labels.numpy()[::2].astype(np.uint8)
    keep("arrays", array.copy(), small.astype(int), F.cross_entropy(torch.tensor(array.copy()), labels[::2]))
    rows = [[2.5, -1, 0.125], (0.1, 0.2, 0.3)]
    truth = [2, 0]
    keep("lists", rows, truth, F.cross_entropy(torch.tensor(rows, dtype=torch.float64), torch.tensor(truth)))
    print("here")


if __name__ == "__main__":
    test_step()
`;

const PAIRS: readonly (readonly [string, string, string])[] = [
  ['doubles', 'logits', 'labels'],
  ['singles', 'single', 'labels'],
  ['halves', 'half', 'labels'],
  ['strided', 'self.scores', "self.batch['y']"],
  ['arrays', 'array', 'small'],
  ['lists', 'rows', 'truth'],
];

const WAYS: readonly (readonly [string, (file: string) => object])[] = [
  ['a plain script', (program) => ({ program })],
  ['pytest', (file) => ({ module: 'pytest', args: ['-q', '-p', 'no:cacheprovider', file] })],
];

describe('Python by its own debugger', () => {
  before(() => seam());

  for (const [way, configuration] of WAYS) {
    describe(`under ${way}`, () => {
      const folder = vscode.Uri.joinPath(
        vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'),
        'debugged',
      );
      const file = vscode.Uri.joinPath(folder, 'test_program.py');

      before(async () => {
        await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(PROGRAM));
        const line = PROGRAM.split('\n').findIndex((text) => text.includes('print("here")'));
        vscode.debug.addBreakpoints([
          new vscode.SourceBreakpoint(new vscode.Location(file, new vscode.Position(line, 0))),
        ]);
        const bringer = vscode.extensions.getExtension<{ use: (this: void, adapter: () => unknown) => void }>(
          'loss-lens-tests.debugger-for-tests',
        );
        const debuggers = await bringer?.activate();
        debuggers?.use(() => new vscode.DebugAdapterExecutable(PYTHON, ['-m', 'debugpy.adapter']));
        const started = vscode.debug.startDebugging(undefined, {
          ...{ type: 'debugpy', name: way, request: 'launch', console: 'internalConsole', python: [PYTHON] },
          ...{ cwd: folder.fsPath, ...configuration(file.fsPath) },
        });
        assert.ok(await started);
        await waitFor('the breakpoint', () => vscode.debug.activeStackItem instanceof vscode.DebugStackFrame, 60_000);
      });

      after(async () => {
        vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
        await vscode.debug.stopDebugging();
        await waitFor('the end', () => vscode.debug.activeDebugSession === undefined);
      });

      afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

      for (const [name, predictions, targets] of PAIRS) {
        it(`has every bit of ${predictions} and ${targets}, and their loss`, async () => {
          const places = [predictions, targets];
          assert.equal(await vscode.commands.executeCommand('lossLens.computeFromDebugger', { places }), undefined);
          const { result, remarks } = (await seam()).program() ?? {};
          assert.ok(result, 'a result');
          const kept = JSON.parse(readFileSync(vscode.Uri.joinPath(folder, `${name}.json`).fsPath, 'utf8')) as Kept;
          const { problem, evaluation } = result.report;
          assert.equal(hexOf(problem.predictions.data), kept.p);
          assert.equal(hexOf(problem.targets.data), kept.y);
          const found = evaluation.value.data[0] ?? NaN;
          // One number of PyTorch's and ours differ by the order of their additions at most.
          const share = problem.options.dtype === 'float32' ? 2 ** -22 : 2 ** -50;
          assert.ok(Math.abs(found - kept.loss) <= share * kept.loss, `${found}, not ${kept.loss}`);
          console.log(`${way}, ${name}: ${found === kept.loss ? 'equal' : `off by ${found - kept.loss}`}`);
          if (name === 'doubles')
            assert.deepEqual(remarks, [`The program’s own loss is ${kept.loss.toFixed(4)}: the same.`]);
        });
      }

      it('says what is no array', async () => {
        const places = ['self', 'labels'];
        assert.equal(await vscode.commands.executeCommand('lossLens.computeFromDebugger', { places }), 'kind');
      });
    });
  }
});

interface Kept {
  readonly p: string;
  readonly y: string;
  readonly loss: number;
}

function hexOf(data: Float64Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('hex');
}
