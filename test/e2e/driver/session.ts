import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { Workbench } from './workbench.js';

/** What the script that runs these tests provides. */
interface Provided {
  browser: Browser;
  /** Makes a copy of a folder, gone when the run is over. */
  copy: (folder: string) => Promise<string>;
  /** The address at which a window with the extension opens a folder. */
  address: (folder: string) => string;
}

declare global {
  var lossLensE2e: Provided;
}

export interface WorkbenchOptions {
  /** The folder to open a copy of; examples/ unless told. */
  folder?: string;
  /** Files to write into the copy, by relative path. */
  files?: Record<string, string | Uint8Array>;
  /** Settings of the workspace. */
  settings?: Record<string, unknown>;
  /** What extensions are told that VS Code speaks; VS Code itself needs a language pack for that, and stays English. */
  language?: string;
  /** How large the window is, and how many pixels of the screen make one of its own. */
  window?: { width: number; height: number; scale: number };
}

const WINDOW = { width: 1400, height: 900, scale: 1 };

const OPENING_MILLISECONDS = 120_000;

/**
 * Opens a window for the tests of the surrounding `describe`, on a copy of a folder, and closes it afterwards. When a
 * test fails, a picture of the window is kept.
 *
 *     describe('computing', () => {
 *       const window = useWorkbench();
 *
 *       it('shows the loss at the end of the matrix', async () => {
 *         await window().editor.open('batch.py');
 *         await window().editor.selectLines(1, 4);
 *         await window().run('Loss Lens: Compute Cross Entropy');
 *         assert.deepEqual(await window().editor.notesOn(4), ['cross entropy 0.4123']);
 *       });
 *     });
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;
  const window = () => {
    if (workbench === undefined) throw new Error('the window is open only while a test runs');
    return workbench;
  };

  before(async function () {
    this.timeout(OPENING_MILLISECONDS);
    const { browser, copy, address } = lossLensE2e;
    const folder = await copy(options.folder ?? 'examples');
    await write(folder, options);
    const { scale, ...viewport } = options.window ?? WINDOW;
    const page = await browser.newPage({ viewport, deviceScaleFactor: scale });
    if (options.language !== undefined) await page.addInitScript(speak, options.language);
    workbench = new Workbench(page, folder);
    await page.goto(address(folder));
    await workbench.ready();
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    const name = this.currentTest.fullTitle().replace(/[^a-z0-9]+/gi, '-');
    console.log(`      see ${await window().screenshot(`failed-${name}`)}`);
    // What a failed test left open must not fail the next one.
    await window().page.keyboard.press('Escape');
  });

  after(async () => {
    await workbench?.page.close();
    workbench = undefined;
  });

  return window;
}

/** Runs in the page, before VS Code: what a language pack would set there stays as it is. */
function speak(language: string): void {
  Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => language, set: () => undefined });
}

async function write(folder: string, { files = {}, settings }: WorkbenchOptions): Promise<void> {
  const all = Object.entries(files);
  if (settings !== undefined) all.push(['.vscode/settings.json', JSON.stringify(settings)]);
  for (const [name, content] of all) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
