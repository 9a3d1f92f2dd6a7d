import { readFileSync } from 'node:fs';
import { run, settle } from '../fake/running';
import { editor, type FakeTextEditor, type Shown } from '../fake/editor';
import { Position, Selection } from '../fake/values';

/** A way for foreign text to come in. */
export interface Entry {
  readonly name: string;
  /** Opens what holds the payload. */
  open(payload: string): FakeTextEditor;
  /** The user types it wherever something is to be typed. */
  readonly typed?: true;
}

const csv = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const MATRIX = 'logits = [[2.0, -1.0], [0.1, 0.2]]\nlabels = [0, 1]\n';
/** Both readings of the labels are sensible, so that the user is asked. */
const ASKING = '[[2.0, -1.0], [0.1, 0.2]]';

/** A table of two rows, and their labels. */
function table(name: string, first: string, second: string, row: string): string {
  return `| ${name} | ${first} | ${second} |\n|---|---|---|\n| ${row} | 2.0 | -1.0 |\n| z | 0.1 | 0.2 |\n\nlabels = [0, 1]\n`;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}
export const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

export const ENTRIES: readonly Entry[] = [
  { name: 'cell', open: (payload) => editor.open('/cell.txt', table('name', 'a', 'b', payload)) },
  { name: 'header', open: (payload) => editor.open('/header.txt', table('name', payload, 'b', 'plain')) },
  {
    name: 'cell of a CSV file',
    open: (payload) => editor.open('/cell.csv', `name,a,b\n${csv(payload)},2.0,-1.0\nplain,0.1,0.2\n`, 'csv'),
  },
  {
    name: 'key of a JSON record',
    open: (payload) => {
      const [first, second] = [2.5, 0.1].map((value) => JSON.stringify({ [payload]: value, b: -1 }));
      return editor.open('/records.json', `{"logits": [${first}, ${second}], "labels": [0, 1]}`, 'json');
    },
  },
  {
    name: 'array name',
    open: (payload) =>
      editor.open(
        '/name.json',
        JSON.stringify({
          [payload]: [
            [2, -1],
            [0.1, 0.2],
          ],
          labels: [0, 1],
        }),
        'json',
      ),
  },
  {
    name: 'array name, to be asked about',
    open: (payload) =>
      editor.open('/ask.json', `{${JSON.stringify(payload)}: ${ASKING}, "labels": [[1, 0], [0, 1]]}`, 'json'),
  },
  { name: 'file name', open: (payload) => editor.open(`/folder/${payload}`, MATRIX) },
  {
    name: 'setting',
    open: (payload) => {
      for (const { properties } of MANIFEST.contributes.configuration) {
        for (const name of Object.keys(properties)) editor.settings.set(name, payload);
      }
      return editor.open('/setting.txt', MATRIX);
    },
  },
  {
    name: 'error in an array',
    open: (payload) =>
      editor.open('/error.py', `logits = [[2.0, ${payload}], [0.1, 0.2]]\nlabels = [0, 1]\n`, 'python'),
  },
  {
    name: 'error in JSON',
    open: (payload) => editor.open('/error.json', `{"logits": [[2.0, ${payload}]]}`, 'json'),
  },
  {
    name: 'key that stands twice',
    open: (payload) => {
      const key = JSON.stringify(payload);
      return editor.open('/twice.json', `{${key}: [[2, -1]], ${key}: [[2, -1]]}`, 'json');
    },
  },
  {
    name: 'text around the numbers',
    open: (payload) => editor.open('/around.txt', `${payload}\n${MATRIX}# ${payload}\n`),
  },
  {
    name: 'pinned loss',
    open: (payload) => editor.open('/pinned.txt', `${MATRIX}# loss-lens: ${payload}\n# loss-lens: 0.3 ${payload}\n`),
  },
  { name: 'value that is typed', typed: true, open: () => editor.open('/typed.txt', `${MATRIX}w = [1.0, 2.0]\n`) },
];

/** Which command is tried with each file; those that would wait for more than this fake knows are named. */
const COMMANDS = MANIFEST.contributes.commands.map(({ command }) => command).filter((name) => !/[cC]lear/.test(name));

/** Lets the extension work on what came in, as a user would who tries everything, and answers all that was shown. */
export async function everythingShown(
  entry: Entry,
  payload: string,
  user: User = entry.typed === true ? { item: -1, types: payload } : FIRST,
): Promise<readonly Shown[]> {
  editor.reset();
  const running = run();
  try {
    const open = entry.open(payload);
    open.selections = [new Selection(0, 0, 0, 0)];
    editor.answer = (what, items) => answerOf(String(what), items, user);
    await tried('lossLens.compute');
    await settle();
    hovers(open);
    for (const [, decorations] of open.decorations) editor.note('decoration', decorations);
    for (const command of COMMANDS) await tried(command);
    await settle();
    await others(open);
    for (const panel of editor.panels) {
      panel.received.fire({ kind: 'ready' });
      panel.messages.forEach((message) => editor.note('inspector', message));
    }
    if (running.seam.stateOf(open.document as never) === 'running') editor.note('left running', entry.name);
    return [...editor.shown];
  } finally {
    running.end();
  }
}

/** What a command throws is shown by VS Code as a message. */
async function tried(command: string): Promise<void> {
  try {
    await editor.run(command);
  } catch (error) {
    editor.note('showErrorMessage', String(error));
  }
}

/** How the user answers: which item of a list, and what is typed. */
export interface User {
  readonly item: 0 | -1;
  readonly types?: string;
}

const FIRST: User = { item: 0 };

function answerOf(what: string, items: unknown, { item, types }: User): unknown {
  if (what === 'window.showQuickPick') return Array.isArray(items) ? (items.at(item) as unknown) : undefined;
  if (what === 'window.showInputBox') return types;
  if (what !== 'showQuickPick') return undefined;
  void Promise.resolve(items).then((offered) => editor.note('window.showQuickPick', offered));
  return Promise.resolve(items).then((offered) => (Array.isArray(offered) ? (offered.at(item) as unknown) : undefined));
}

type Provide = (document: unknown, place: unknown, ...more: unknown[]) => unknown;

function hovers(open: FakeTextEditor): void {
  for (const [, provider] of editor.providers.get('registerHoverProvider') ?? []) {
    const { provideHover } = provider as { provideHover: Provide };
    const { document } = open;
    for (let line = 0; line < document.lineCount; line++) {
      for (let character = 0; character < Math.min(document.lineAt(line).text.length, 120); character += 7) {
        const hover = provideHover.call(provider, document, new Position(line, character));
        if (hover !== undefined) editor.note('hover', hover);
      }
    }
  }
}

const TOKEN = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

/** Whatever else was registered that gives something to show for a document. */
async function others(open: FakeTextEditor): Promise<void> {
  const { document } = open;
  const whole = { start: document.positionAt(0), end: document.positionAt(Infinity) };
  for (const [registered, all] of editor.providers) {
    if (/Command|Hover|Serializer/.test(registered)) continue;
    for (const provider of all.flat()) {
      if (typeof provider !== 'object' || provider === null) continue;
      // What a provider throws, VS Code notes and goes on without.
      for (const method of ['provideCodeLenses', 'provideInlayHints', 'provideCodeActions', 'provideDocumentSymbols']) {
        const provide = (provider as Record<string, Provide | undefined>)[method];
        if (provide === undefined) continue;
        const context = { diagnostics: editor.problems.get(document.uri.toString()) ?? [], only: undefined };
        const ranged = method === 'provideInlayHints' || method === 'provideCodeActions';
        const asked = ranged ? [whole, method === 'provideCodeActions' ? context : TOKEN, TOKEN] : [TOKEN];
        const [first, ...rest] = asked;
        const shown = await Promise.resolve()
          .then(() => provide.call(provider, document, first, ...rest))
          .catch(() => undefined);
        if (shown !== undefined) editor.note(method === 'provideCodeLenses' ? 'code lens' : method, shown);
      }
    }
  }
}
