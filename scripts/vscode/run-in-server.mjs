// @ts-check
import { workbenchAddress } from './address.mjs';
import { Tally } from './tally.mjs';

/**
 * Runs a bundled suite in the extension host behind a page of the server's workbench.
 *
 * @param {object} where
 * @param {import('./server.mjs').Server} where.server
 * @param {import('playwright-core').Browser} where.browser
 * @param {string} where.extension
 * @param {string} where.folder
 * @param {import('./tally.mjs').Traits} where.traits
 * @param {import('./bundle-suite.mjs').Suite} suite
 * @param {object} [options]
 * @param {number} [options.milliseconds] after which the run has failed
 * @param {(line: string) => void} [options.print]
 * @param {(line: string) => void} [options.console] receives everything the workbench and the extension host write
 * @param {(page: import('playwright-core').Page) => void} [options.opened] receives the page before it goes anywhere
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function runInServer(where, suite, { milliseconds = 480_000, print, console, opened } = {}) {
  const tally = new Tally(where.traits, print);
  const page = await where.browser.newPage();
  opened?.(page);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  try {
    /** @type {Promise<number | undefined>} */
    const exit = new Promise((resolve) => {
      timer = setTimeout(resolve, milliseconds, undefined);
      page.once('crash', () => resolve(undefined));
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
      const line = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
      console?.(line);
      tally.read(line);
    });
    const { server, folder, extension } = where;
    await page.goto(workbenchAddress(server, { folder, extension, tests: suite.module }));
    return tally.outcome(await exit);
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}
