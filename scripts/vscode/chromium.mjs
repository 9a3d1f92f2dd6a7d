// @ts-check
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'];

/** Where programs stand on systems that do not put them on the path. */
const places = new Map([
  [
    'darwin',
    [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
  ],
  [
    'win32',
    [
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
      'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
  ],
]);

/** The one line that a person without any Chromium has to run. */
const installLines = new Map([
  ['linux', 'sudo apt-get install -y chromium'],
  ['darwin', 'brew install --cask chromium'],
  ['win32', 'winget install Google.Chrome'],
]);

/** Without these, Chromium looks for its maker's hosts at every start. */
export const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];

/**
 * @returns {string} the executable
 * @throws where there is none, with the line that installs it
 */
export function findChromium() {
  const chosen = process.env.CHROME_PATH;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = chosen
    ? [chosen]
    : [
        ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
        ...(places.get(process.platform) ?? []),
      ];
  const found = candidates.find(executable);
  if (found !== undefined) return found;
  const missing = chosen ? `CHROME_PATH names ${chosen}, which cannot be run.` : 'No Chromium or Chrome was found.';
  throw new Error(
    `${missing} Install one with:\n\n    ${installLines.get(process.platform) ?? 'your system’s package of chromium'}\n`,
  );
}

/**
 * A headless browser that is closed when this process ends.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export function launchChromium() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [...quietFlags, '--disable-gpu'],
    // Signals are handled in one place; Playwright still ends the browser on exit.
    handleSIGHUP: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}

/** @param {string} file */
function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
