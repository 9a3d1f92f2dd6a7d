/** The surfaces that a browser draws: the inspector, and the files that it saves. */
import type { Browser, Page } from 'playwright-core';
import type { InspectorModel } from '../../src/report/inspectorModel';
import type { FromInspector } from '../../src/inspector/protocol';
import { bundleInspector, openInspector, send, STATE, useBrowser } from '../e2e/page/harness';
import { notebook } from '../e2e/page/models';

const ROWS = 10;
const CLASSES = 4;

declare global {
  interface Window {
    /** How often a script of a payload ran. */
    ran: number;
    canary: () => void;
  }
}

export interface PageFigures {
  readonly faults: readonly string[];
  /** Places in which a payload was looked for. */
  readonly places: number;
}

/** Ten payloads in every word that a model can hold. */
function modelWith(id: number, group: readonly string[]): InspectorModel {
  const one = (index: number): string => group[index % group.length] ?? '';
  const base = notebook(id);
  return {
    ...base,
    document: one(0),
    steps: [...base.steps, ...group],
    reasons: [...group],
    findings: [...group],
    judgements: group.map((text) => ({
      text,
      severity: 'warning' as const,
      alternatives: [{ label: 'mended', text, change: text, value: 1 }],
    })),
    rowNames: Array.from({ length: ROWS }, (_, row) => one(row)),
    classNames: Array.from({ length: CLASSES }, (_, column) => one(column)),
    rowTexts: Array.from({ length: ROWS }, (_, row) => one(row)),
    predictionsName: one(1),
    targetsName: one(2),
  };
}

/** Shows every payload in the inspector, saves the report and the rows, and looks at those as well. */
export async function drawn(all: readonly string[]): Promise<PageFigures> {
  const { browser, release } = await useBrowser();
  const faults: string[] = [];
  let places = 0;
  try {
    const page = await openInspector(browser, await bundleInspector());
    const report = await reportPage(browser, faults);
    watch(page, 'inspector', faults);
    for (let at = 0, id = 1; at < all.length; at += ROWS, id++) {
      const group = all.slice(at, at + ROWS);
      await send(page, { kind: 'show', model: modelWith(id, group), state: STATE, words: {} });
      places += await missing(page, group, 'inspector', faults);
      for (const name of ['Save report…', 'Save the rows as CSV', 'Save the rows as Markdown']) {
        await page.getByRole('button', { name }).click();
      }
      await page.waitForFunction(() => window.posted.filter(({ kind }) => kind === 'save').length >= 3);
      const files = await savedFiles(page);
      await report.setContent(files['report.html'] ?? '');
      places += await missing(report, group, 'report', faults);
      for (const name of csvFaults(files['rows.csv'] ?? '', modelWith(id, group).rowNames ?? [])) {
        faults.push(`CSV: ${name}`);
      }
      places += ROWS;
      await send(page, { kind: 'message', text: group.join('\n'), words: {} });
      places += await missing(page, group, 'message', faults);
    }
    for (const [name, one] of [['inspector', page] as const, ['report', report] as const]) {
      const { ran, violations } = await one.evaluate(() => ({ ran: window.ran, violations: window.violations ?? [] }));
      if (ran > 0) faults.push(`${name}: ${ran} scripts ran`);
      for (const violation of violations) faults.push(`${name}: was stopped by its policy: ${violation}`);
    }
  } finally {
    await release();
  }
  return { faults, places };
}

function watch(page: Page, name: string, faults: string[]): void {
  page.on('dialog', (dialog) => {
    faults.push(`${name}: a dialog`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(`${name}: threw ${error.message}`));
  page.on('request', (request) => {
    // The page's own parts, which it loads when they are first shown.
    if (name === 'inspector' && /^https:\/\/inspector\.test\/[\w-]+\.(js|css)$/.test(request.url())) return;
    faults.push(`${name}: asked for ${request.url().slice(0, 100)}`);
  });
}

/** A page of its own for the report: whatever it asks for is noticed, and answered with nothing. */
async function reportPage(browser: Browser, faults: string[]): Promise<Page> {
  const page = await browser.newPage();
  await page.addInitScript(() => {
    window.ran = 0;
    window.canary = () => void window.ran++;
  });
  await page.route('**/*', (route) => route.abort());
  await page.goto('about:blank');
  watch(page, 'report', faults);
  return page;
}

/** Which payloads do not stand in the page as they are. Control characters have no shape that could be compared. */
async function missing(page: Page, group: readonly string[], where: string, faults: string[]): Promise<number> {
  const text = blanked((await page.evaluate(() => document.body.textContent)) ?? '');
  for (const payload of group) {
    if (!text.includes(blanked(payload)))
      faults.push(`${where}: not shown as it is: ${JSON.stringify(payload.slice(0, 80))}`);
  }
  const alive = await page.evaluate(() => ({
    links: [...document.querySelectorAll('a[href]')].length,
    scripts: document.querySelectorAll('body script').length,
    frames: document.querySelectorAll(
      // One form is the page's own, for a number that was printed.
      'iframe,object,embed,form:not(.printed-form),base,link[rel=import],video,audio,img',
    ).length,
  }));
  const scripts = where === 'report' ? 0 : 1;
  if (alive.links > 0 || alive.scripts > scripts || alive.frames > 0) faults.push(`${where}: ${JSON.stringify(alive)}`);
  return group.length;
}

function blanked(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\ufffd]+/gu, ' ').trim();
}

/** What the page saved since the last time, by name. */
async function savedFiles(page: Page): Promise<Readonly<Record<string, string>>> {
  const saved = await page.evaluate(() => {
    const messages = window.posted.filter((message: FromInspector) => message.kind === 'save');
    window.posted = [];
    return messages.map((message): [string, string] =>
      message.kind === 'save' ? [message.name, new TextDecoder().decode(message.bytes)] : ['', ''],
    );
  });
  return Object.fromEntries(saved);
}

/** Cells that a spreadsheet would run, and names that did not survive. */
function csvFaults(text: string, names: readonly string[]): string[] {
  const cells = cellsOf(text);
  const faults = cells
    .filter((cell) => /^[=+\-@\t\r\n\0]/.test(cell) && Number.isNaN(Number(cell)) && cell !== '-inf')
    .map((cell) => `would be run: ${JSON.stringify(cell.slice(0, 60))}`);
  for (const name of names) {
    if (!cells.includes(name) && !cells.includes(`'${name}`)) faults.push(`lost ${JSON.stringify(name.slice(0, 60))}`);
  }
  return faults;
}

/** RFC 4180, by the letter. */
function cellsOf(text: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at < text.length;) {
    if (text[at] === '"') {
      let cell = '';
      for (at++; at < text.length; at++) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[at++];
        else break;
      }
      cells.push(cell);
      at++;
    } else {
      const start = at;
      while (at < text.length && text[at] !== ',' && !text.startsWith('\r\n', at)) at++;
      cells.push(text.slice(start, at));
    }
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return cells;
}
