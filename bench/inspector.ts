// How soon the inspector's first picture stands, and how smoothly it scrolls and follows a slider: `npm run
// bench:inspector`. In a Chromium without a graphics card, so that drawing is the processor's work.
import type { Browser, Page } from 'playwright-core';
import {
  bundleInspector,
  loadedAfter,
  openInspector,
  scrollThrough,
  showLarge,
  slideThrough,
  useBrowser,
} from '../test/e2e/page/harness';

const ROUNDS = 5;
let missed = 0;

/** Frame times from the trace: when the compositor drew, in milliseconds. */
async function drawnFrames(browser: Browser, page: Page, work: () => Promise<unknown>): Promise<readonly number[]> {
  await browser.startTracing(page, {
    categories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'],
  });
  await work();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly { readonly name: string; readonly ts: number }[];
  };
  const drawn = trace.traceEvents.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000);
  drawn.sort((a, b) => a - b);
  return drawn.slice(1).map((at, index) => at - (drawn[index] ?? at));
}

function report(name: string, value: number, unit: string, goal: number, atMost: boolean): void {
  const holds = atMost ? value <= goal : value >= goal;
  if (!holds) missed++;
  const bound = `${atMost ? 'at most' : 'at least'} ${goal} ${unit}`;
  console.log(`  ${name}: ${value.toFixed(value < 100 ? 1 : 0)} ${unit} (goal: ${bound}${holds ? '' : ', missed'})`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** A page opened anew, as for the first command of a window: its script, its style, the model, the first frame. */
async function firstPicture(
  browser: Browser,
  rows: number,
  columns: number,
): Promise<{ opened: number; shown: number }> {
  const page = await openInspector(browser, await BUNDLE, { width: 1280, height: 800 });
  const opened = await loadedAfter(page);
  const shown = await showLarge(page, rows, columns);
  await page.context().close();
  return { opened, shown };
}

async function frames(
  browser: Browser,
  page: Page,
  name: string,
  work: (page: Page) => Promise<unknown>,
): Promise<void> {
  const times = await drawnFrames(browser, page, () => work(page));
  const total = times.reduce((sum, time) => sum + time, 0);
  const slow = [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? NaN;
  report(`${name}, ${times.length} frames`, (1000 * times.length) / total, 'frames a second', 50, false);
  console.log(`    median ${median(times).toFixed(1)} ms, 19 of 20 within ${slow.toFixed(1)} ms`);
}

const BUNDLE = bundleInspector();

async function measure(): Promise<void> {
  const { browser, release } = await useBrowser();
  console.log(`Chromium ${browser.version()}, medians of ${ROUNDS}`);
  console.log('first picture');
  const small: { opened: number; shown: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) small.push(await firstPicture(browser, 10, 4));
  report('10 × 4, page and picture', median(small.map(({ opened, shown }) => opened + shown)), 'ms', 300, true);
  const large: number[] = [];
  for (let round = 0; round < 2; round++) large.push((await firstPicture(browser, 100_000, 1000)).shown);
  report('100,000 × 1,000 in the page’s memory', Math.max(...large), 'ms', 3000, true);
  console.log('100,000 × 100');
  const page = await openInspector(browser, await BUNDLE, { width: 1280, height: 800 });
  await showLarge(page, 100_000, 100);
  await page.getByText('What if', { exact: true }).click();
  await page.waitForTimeout(2000);
  await frames(browser, page, 'scrolling the heat map', (page) => scrollThrough(page, '#map'));
  await frames(browser, page, 'scrolling the rows', (page) => scrollThrough(page, '.rows-scroll'));
  await frames(browser, page, 'moving the temperature', slideThrough);
  await release();
  console.log(missed === 0 ? 'every goal reached' : `${missed} goals missed`);
  process.exitCode = missed === 0 ? 0 : 1;
}

void measure();
