import * as assert from 'node:assert/strict';
import * as Module from 'node:module';
import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { seam, waitFor } from '../driver';
import { tell } from '../probe';
import { ACTIONS, closeAll, FILES } from './actions';
import { growthOf, type Growth, type Sample } from './growth';
import { Held } from './held';
import { collect, memory, resources } from './process';

/** A prime: what grows with the cycles grows by a number that nothing else gives. */
const CYCLES = Number(process.env['LOSS_LENS_CYCLES'] ?? 7);
/** What is loaded or kept once must not be taken for what grows. */
const WARM_UPS = 3;
const MOST_BYTES = 50_000;
/** In fewer cycles than these what is compiled and kept for the next time is more than what could leak. */
const TELLING_CYCLES = 30;
const PLANTED = 4;

interface Loader {
  _load: (this: void, request: string, ...rest: readonly unknown[]) => unknown;
}
const loader = (Module as unknown as { readonly default: Loader }).default;
const held = new Held();

async function workspaceFolder(): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  for (const [name, content] of Object.entries(FILES)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, name), bytes);
  }
  return folder;
}

async function sampled(): Promise<Sample> {
  await collect();
  const shared = resources();
  shared.set('documents', vscode.workspace.textDocuments.length);
  shared.set('notebooks', vscode.workspace.notebookDocuments.length);
  shared.set('tabs', vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length);
  const own = new Map(held.now());
  own.set(
    'problems',
    vscode.languages.getDiagnostics().reduce((sum, [, list]) => sum + list.length, 0),
  );
  return { own, shared, memory: memory() };
}

async function cycled(cycles: number, cycle: (index: number) => Promise<void>): Promise<Growth> {
  const samples = [await sampled()];
  for (let index = 0; index < cycles; index++) {
    await cycle(index);
    samples.push(await sampled());
  }
  return growthOf(samples);
}

/** What there is more of than there should be. */
function grown({ rows, slope }: Growth): readonly string[] {
  const names = rows.filter(({ holds }) => !holds).map(({ name, first, last }) => `${name}: ${first} → ${last}`);
  return slope < MOST_BYTES ? names : [...names, `memory: ${(slope / 1000).toFixed(1)} kB a cycle`];
}

function say(message: object): void {
  console.log(`[loss-lens-test] ${JSON.stringify(message)}`);
}

/** Lets whoever runs this look at the page, and waits until that is done. */
async function looked(folder: vscode.Uri, moment: string): Promise<void> {
  say({ event: 'look', name: moment });
  const file = vscode.Uri.joinPath(folder, `looked-${moment}`);
  const there = async (): Promise<boolean> => {
    try {
      await vscode.workspace.fs.stat(file);
      return true;
    } catch {
      return false;
    }
  };
  await waitFor(`a look at the page, ${moment}`, there, 60_000);
}

describe('the extension host', function () {
  this.timeout(1_000_000);

  it(`holds no more after ${CYCLES} cycles of everything than before`, async () => {
    const extension = vscode.extensions.getExtension('loss-lens.loss-lens');
    assert.ok(extension !== undefined && !extension.isActive, 'active before anything could be counted');
    const load = loader._load;
    loader._load = (request, ...rest) => {
      const parent = (rest[0] as { readonly filename?: string } | undefined)?.filename ?? '';
      const loaded = load(request, ...rest);
      return request === 'vscode' && parent.startsWith(extension.extensionPath)
        ? held.counting(loaded as typeof vscode)
        : loaded;
    };
    try {
      await seam();
    } finally {
      loader._load = load;
    }
    assert.ok(held.now().size > 10, `only ${[...held.now().keys()].join()} were counted`);
    const folder = await workspaceFolder();
    const cycle = async (): Promise<void> => {
      for (const action of ACTIONS) {
        await action.run(folder);
        await closeAll();
      }
    };
    for (let index = 0; index < WARM_UPS; index++) await cycle();
    await looked(folder, 'before');
    const growth = await cycled(CYCLES, cycle);
    await looked(folder, 'after');
    for (const row of growth.rows) say({ event: 'row', ...row });
    tell('memory a cycle', growth.slope / 1000, 'kB');
    const ofMemory = (name: string): boolean => name.startsWith('memory');
    assert.deepEqual(
      grown(growth).filter((name) => CYCLES >= TELLING_CYCLES || !ofMemory(name)),
      [],
    );
  });

  it('would be found to hold more by whatever is forgotten', async () => {
    const api = held.counting(vscode);
    const own = new api.EventEmitter<number>();
    const forgotten: vscode.Disposable[] = [];
    const kept: object[] = [];
    const ended = (): void => undefined;
    for (const [found, forget] of [
      [/^workspace\.onDidOpenTextDocument: /m, () => api.workspace.onDidOpenTextDocument(ended, undefined, forgotten)],
      [/^listeners of its own: /m, () => own.event(ended, undefined, forgotten)],
      [
        /^window\.createTextEditorDecorationType: /m,
        () => forgotten.push(api.window.createTextEditorDecorationType({})),
      ],
      [
        /^commands\.registerCommand: /m,
        () => forgotten.push(api.commands.registerCommand(`forgotten.${forgotten.length}`, ended)),
      ],
      [/^active Timeout: /m, () => forgotten.push(timer(), timer(), timer())],
      [/^threads: /m, () => forgotten.push(thread())],
      [/^memory: /m, () => kept.push(new Float64Array(10_000))],
    ] as const) {
      const growth = await cycled(PLANTED, () => Promise.resolve(void forget()));
      assert.match(grown(growth).join('\n'), found);
      for (const each of forgotten.splice(0)) each.dispose();
    }
  });
});

function timer(): vscode.Disposable {
  const started = setTimeout(() => undefined, 1_000_000);
  return { dispose: () => clearTimeout(started) };
}

function thread(): vscode.Disposable {
  const started = new Worker('setInterval(() => undefined, 1e6)', { eval: true });
  return { dispose: () => void started.terminate() };
}
