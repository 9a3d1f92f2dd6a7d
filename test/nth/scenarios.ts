import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ENTRIES, everythingShown } from '../markup/entries';
import { editor, type Shown } from '../fake/editor';
import { lastPanel, run, settle } from '../fake/running';
import { Selection, Uri } from '../fake/values';
import { lossLens } from '../unit/cli/terminal';

/** A piece of work that a user may want, and what came of it in words that can be compared. */
export interface Scenario {
  readonly name: string;
  run(): Promise<string>;
}

const MATRIX = 'logits = [[2.0, -1.0], [0.1, 0.2]]\nlabels = [0, 1]\nloss = 0.3465\n';
const LONG = MATRIX + '# filler\n'.repeat(3000);
const ASKING = 'x = [[2.0, -1.0], [0.1, 0.2]]\ny = [[1, 0], [0, 1]]\n';

function inEditor(name: string, text: string, language: string): Scenario {
  const entry = { name, open: () => editor.open(`/${name}`, text, language) };
  return {
    name: `in the editor: ${name}`,
    run: async () => words(await everythingShown(entry, '')),
  };
}

/** The user takes the last of each list, and types. */
function withLast(name: string, text: string, types: string): Scenario {
  const entry = { name, open: () => editor.open(`/${name}`, text, 'plaintext') };
  return {
    name: `in the editor: ${name}, the last of each list`,
    run: async () => words(await everythingShown(entry, '', { item: -1, types })),
  };
}

/** The page of the inspector asks for everything it can ask for, after a reload. */
const INSPECTING: Scenario = {
  name: 'the inspector, reloaded, asks for everything',
  run: async () => {
    editor.reset();
    const running = run();
    try {
      const open = editor.open('/a.txt', MATRIX);
      await editor.run('lossLens.compute').catch(() => undefined);
      await editor.run('lossLens.inspect').catch(() => undefined);
      const state = (lastPanel()?.messages.at(-1) as { state?: unknown } | undefined)?.state;
      lastPanel()?.dispose();
      const [, serializer] = editor.providers.get('registerWebviewPanelSerializer')?.[0] ?? [];
      const restorer = serializer as { deserializeWebviewPanel(panel: unknown, state: unknown): Promise<void> };
      await restorer.deserializeWebviewPanel(editor.createPanel('restored'), state).catch(() => undefined);
      editor.answer = (what) => (what === 'showSaveDialog' ? Uri.file('/saved.csv') : undefined);
      for (const message of [
        { kind: 'ready' },
        { kind: 'reveal', row: 1 },
        { kind: 'save', name: 'rows.csv', bytes: new Uint8Array(3) },
        { kind: 'apply', cells: [{ array: 'predictions', index: 0, value: 1.5 }] },
        { kind: 'changeReading' },
      ]) {
        lastPanel()?.received.fire({ ...message, id: shownId() });
        await settle();
      }
      return `${open.document.getText()}\n${editor.files.size}`;
    } finally {
      running.end();
    }
  },
};

/** The result that the page shows last. */
function shownId(): number {
  const models = (lastPanel()?.messages ?? []).map((message) => (message as { model?: { id: number } }).model);
  return models.findLast((model) => model !== undefined)?.id ?? 0;
}

/** A notebook whose stored outputs are looked at, and a text that is selected. */
const UNASKED: Scenario = {
  name: 'a notebook cell and a selection, looked at unasked',
  run: async () => {
    editor.reset();
    const running = run();
    try {
      const open = editor.open('/a.txt', MATRIX);
      open.selection = new Selection(0, 0, 1, 15);
      const outputs = ['tensor([[2.0, -1.0], [0.1, 0.2]])', 'tensor([0, 1])'];
      const cells: object[] = outputs.map((output, index) => ({
        kind: 2,
        index,
        document: { getText: () => 'xy'[index], languageId: 'python', uri: Uri.file('/cell') },
        outputs: [{ items: [{ mime: 'text/plain', data: new TextEncoder().encode(output) }] }],
        notebook: { version: 1, getCells: () => cells },
      }));
      const status = await running.seam.cellStatus(cells.at(-1) as never).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 150));
      await settle();
      return `${status ?? ''}\n${editor.shown.length}`;
    } finally {
      running.end();
    }
  },
};

/** What was shown, without that work took long: that depends on the machine. */
function words(shown: readonly Shown[]): string {
  return shown
    .filter(({ surface }) => surface !== 'progress')
    .map(({ surface, value }) => `${surface} ${JSON.stringify(value)?.length ?? 0}`)
    .join('\n');
}

const folder = mkdtempSync(path.join(tmpdir(), 'loss-lens-nth-'));

function inTerminal(
  args: readonly string[],
  files: Readonly<Record<string, string | Uint8Array>>,
  input = '',
): Scenario {
  return {
    name: `loss-lens ${args.join(' ')}`,
    run: async () => {
      for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
      const { code, out, err } = await lossLens(
        args.map((arg) => (arg in files ? path.join(folder, arg) : arg)),
        input,
      );
      return `${code}\n${out}\n${err}`;
    },
  };
}

function npy(values: readonly number[], shape: string): Uint8Array {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117) + '\n';
  const bytes = new Uint8Array(128 + 8 * values.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(new Uint8Array(Float64Array.from(values).buffer), 128);
  return bytes;
}

const PROBLEM = JSON.stringify({
  id: 1,
  loss: 'cross_entropy',
  pred: [[2, -1]],
  target: [0],
  want: ['loss', 'rows', 'grad'],
});

export const SCENARIOS: readonly Scenario[] = [
  inEditor('small.txt', MATRIX, 'plaintext'),
  inEditor('long.txt', LONG, 'plaintext'),
  inEditor('asking.py', ASKING, 'python'),
  withLast('last.txt', `${MATRIX}w = [1.0, 2.0]\n`, '0.1'),
  withLast('last-binary.txt', ASKING, '2, 3'),
  INSPECTING,
  UNASKED,
  ...ENTRIES.map((entry) => ({
    name: `in the editor: ${entry.name}`,
    run: async () => words(await everythingShown(entry, 'word')),
  })),
  inTerminal(['read', '--json', '--values', 'a.txt'], { 'a.txt': MATRIX }),
  inTerminal(['compute', '--json', '--exact', '30', 'a.txt'], { 'a.txt': MATRIX }),
  inTerminal(['compute', 'x.npy', 'y.npy'], { 'x.npy': npy([2, -1, 0.1, 0.2], '2, 2'), 'y.npy': npy([0, 1], '2,') }),
  inTerminal(['scan', '--json', '--explain', '0.3465', 'a.txt'], { 'a.txt': MATRIX }),
  inTerminal(['check', 'pinned.txt'], { 'pinned.txt': `${MATRIX}# loss-lens: 0.3465\n` }),
  inTerminal(['read', 'a.csv'], { 'a.csv': 'a,b\n1.5,2\n3,4\n' }),
  inTerminal(['read', 'a.ipynb'], {
    'a.ipynb': JSON.stringify({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: [
        {
          cell_type: 'code',
          source: ['x'],
          metadata: {},
          execution_count: 1,
          outputs: [
            {
              output_type: 'execute_result',
              data: { 'text/plain': ['array([[1., 2.],\n', '       [3., 4.]])'] },
              metadata: {},
              execution_count: 1,
            },
          ],
        },
      ],
    }),
  }),
  inTerminal(['eval'], {}, `${PROBLEM}\n${PROBLEM}\n`),
];
