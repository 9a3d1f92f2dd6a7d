import { strict as assert } from 'node:assert';
import axe from 'axe-core';
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, delimiter, join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import type { FromInspector, ToInspector } from '../../../src/inspector/protocol';
import type { InspectorModel, InspectorState } from '../../../src/report/inspectorModel';
import { THEMES, type ThemeName } from './themes';

declare global {
  interface Window {
    /** What the fake editor received, in order. */
    posted: FromInspector[];
    kept: unknown;
    violations: string[];
    axe: typeof axe;
  }
}

const ORIGIN = 'https://inspector.test';
const NONCE = 'bm9uY2U';
export const STATE: InspectorState = {
  uri: 'file:///cross-entropy.ipynb',
  predictions: { start: 120, end: 470 },
  targets: { start: 480, end: 560 },
  loss: 'cross_entropy',
  from: 'logits',
  options: { reduction: 'mean', weight: { shape: [2], data: [1, 2] } },
};

/** The files of the page by their names, as they lie in dist/webview. */
export type Bundle = ReadonlyMap<string, string>;

export async function bundleInspector(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { inspector: 'src/inspector/main.tsx' },
    outdir: 'out/e2e/webview',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    splitting: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
  });
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
}

/** The browser that the runner of all end-to-end tests provides, or one of our own where this file is run by itself. */
export async function useBrowser(): Promise<{ browser: Browser; release: () => Promise<void> }> {
  const { lossLensE2e: provided } = globalThis as { lossLensE2e?: { browser: Browser } };
  if (provided !== undefined) return { browser: provided.browser, release: () => Promise.resolve() };
  const browser = await chromium.launch({
    executablePath: browserPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return { browser, release: () => browser.close() };
}

/**
 * Opens the page for the tests of the surrounding `describe`, one at a time. Whatever a test did, it broke no rule of the
 * page's policy and threw nothing.
 */
export function useInspector(): (options?: OpenOptions) => Promise<Page> {
  let browser: Browser;
  let release: () => Promise<void>;
  let bundle: Bundle;
  let page: Page | undefined;

  before(async () => {
    ({ browser, release } = await useBrowser());
    bundle = await bundleInspector();
  });

  after(() => release());

  afterEach(async () => {
    if (page === undefined) return;
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    await page.context().close();
    page = undefined;
  });

  return async (options) => {
    page = await openInspector(browser, bundle, options);
    page.on('pageerror', (error) => {
      throw error;
    });
    return page;
  };
}

/** The file that the page handed over last, its start byte by byte. */
export function saved(page: Page): Promise<{ name: string; text: string; bytes: number[] } | undefined> {
  return page.evaluate(() => {
    const message = window.posted.findLast(({ kind }: FromInspector) => kind === 'save');
    if (message?.kind !== 'save') return undefined;
    return {
      name: message.name,
      text: new TextDecoder().decode(message.bytes),
      bytes: [...message.bytes.subarray(0, 200)],
    };
  });
}

export interface OpenOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels per CSS pixel. */
  readonly scale?: number;
}

/** The page as the extension builds it: the same elements, the same policy, and an editor that only takes notes. */
export async function openInspector(browser: Browser, bundle: Bundle, options: OpenOptions = {}): Promise<Page> {
  const { theme = 'dark', width = 760, height = 900, scale = 1 } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html() });
    const body = bundle.get(pathname.slice(1));
    if (body === undefined) return route.abort();
    return route.fulfill({ contentType: pathname.endsWith('.css') ? 'text/css' : 'text/javascript', body });
  });
  await page.addInitScript(() => {
    window.posted = [];
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.violations.push(`${violatedDirective} ${blockedURI}`),
    );
    Object.assign(window, {
      acquireVsCodeApi: () => ({
        postMessage: (message: FromInspector) => window.posted.push(message),
        setState: (state: unknown) => {
          window.kept = state;
        },
      }),
    });
  });
  await page.goto(ORIGIN);
  await useTheme(page, theme);
  return page;
}

/** As VS Code does when the theme changes: variables on the root, a class on the body. */
export async function useTheme(page: Page, name: ThemeName): Promise<void> {
  await page.evaluate(({ bodyClass, variables }) => {
    document.documentElement.removeAttribute('style');
    for (const [variable, value] of Object.entries(variables)) {
      document.documentElement.style.setProperty(`--vscode-${variable}`, value);
    }
    document.body.className = bodyClass;
  }, THEMES[name]);
}

export async function send(page: Page, message: ToInspector): Promise<void> {
  await page.evaluate((data) => window.postMessage(data, '*'), message);
  // Two frames: one to take the message and draw, one for what measuring changed.
  await page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );
}

export async function show(page: Page, model: InspectorModel, words: Record<string, string> = {}): Promise<void> {
  await send(page, { kind: 'show', model, state: STATE, words });
  // The pictures' code comes when they are first drawn.
  await page.locator('#picture').waitFor({ state: 'attached' });
}

/**
 * Shows a problem made in the page itself, for it would be long in coming through the driver. Its losses are made up.
 * Answers how long it took from the message to the first picture, in milliseconds.
 */
export async function showLarge(page: Page, rows: number, columns: number): Promise<number> {
  return page.evaluate(
    async ({ rows, columns, state }) => {
      const data = Float64Array.from({ length: rows * columns }, (_, index) => Math.sin(index * 12.9898) * 4);
      const problem = {
        loss: 'cross_entropy',
        predictions: { shape: [rows, columns], data },
        targets: { shape: [rows], data: Float64Array.from({ length: rows }, (_, row) => row % columns) },
        options: {},
      };
      const model = {
        id: 1,
        document: 'large.npy',
        value: '2.0000',
        caption: 'cross_entropy',
        steps: [],
        reasons: [],
        findings: [],
        predictionsName: 'x',
        targetsName: 'y',
        problem,
        rows: Float64Array.from({ length: rows }, (_, row) => 2 + Math.sin(row)),
        rowLines: new Uint32Array(rows),
      };
      const start = performance.now();
      // Handed over, not copied, as a file's bytes are.
      window.postMessage({ kind: 'show', model, state, words: {} }, '*', [data.buffer]);
      await new Promise<void>((shown) => {
        const look = (): void => {
          if (document.querySelector('#rows .line')) requestAnimationFrame(() => shown());
          else requestAnimationFrame(look);
        };
        look();
      });
      return performance.now() - start;
    },
    { rows, columns, state: STATE },
  );
}

/** How long the page took from its address to listening, in milliseconds. */
export function loadedAfter(page: Page): Promise<number> {
  return page.evaluate(
    () => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).domComplete,
  );
}

/** Scrolls an element down, a step a frame. */
export function scrollThrough(page: Page, selector: string): Promise<void> {
  return page.locator(selector).evaluate(async (element) => {
    for (let frame = 0; frame < 120; frame++) {
      element.scrollTop += 60;
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  });
}

/** Moves the slider of the temperature, a step a frame. */
export function slideThrough(page: Page): Promise<void> {
  return page.getByRole('slider', { name: 'temperature, slider' }).evaluate(async (element) => {
    for (let frame = 0; frame < 60; frame++) {
      (element as HTMLInputElement).value = String(0.01 * frame);
      element.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(drawn));
    }
  });
}

/** What the page said, beside that it listens, which it says where nothing was sent along with it. */
export function posted(page: Page): Promise<FromInspector[]> {
  return page.evaluate(() => window.posted.filter(({ kind }: FromInspector) => kind !== 'ready'));
}

/** Once the page has asked for what there is to show. */
export async function asked(page: Page): Promise<void> {
  await page.waitForFunction(() => window.posted.some(({ kind }: FromInspector) => kind === 'ready'));
}

/** What axe finds wrong, as one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir('out/screenshots/inspector', { recursive: true });
  await page.screenshot({ path: `out/screenshots/inspector/${name}.png` });
}

function html(): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${NONCE}' 'wasm-unsafe-eval'`,
    `style-src ${ORIGIN}`,
    `font-src ${ORIGIN}`,
    `img-src ${ORIGIN}`,
    // Beyond what the page needs: with these the browser itself refuses markup made from text.
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${ORIGIN}/inspector.css" />
    <title>Loss Lens</title>
  </head>
  <body>
    <div id="inspector"></div>
    <script type="module" nonce="${NONCE}" src="${ORIGIN}/inspector.js"></script>
  </body>
</html>`;
}

function browserPath(): string {
  const named = process.env['CHROME_PATH'];
  const searched = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => ['chromium', 'google-chrome'].map((name) => join(folder, name)));
  const found = [named, '/usr/bin/chromium', ...searched].find((path) => path !== undefined && existsSync(path));
  if (found === undefined) throw new Error('no Chromium: set CHROME_PATH, or install the package chromium');
  return found;
}
