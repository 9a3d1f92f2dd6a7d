// @ts-check
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { spawnSync } from 'node:child_process';
import { cache } from './paths.mjs';
import { releases } from './releases.mjs';

/** A route that is not there must be noticed at once; this is how long the server may stay silent. */
const SILENCE_MILLISECONDS = 8000;

/**
 * @typedef {object} Desktop
 * @property {'desktop'} kind
 * @property {string} version
 * @property {string} executable
 * @property {readonly string[]} display what to put before the command where it needs a display made for it
 *
 * @typedef {object} Refusal
 * @property {'none'} kind
 * @property {string} reason in words, for the user
 */

/**
 * The desktop VS Code, downloaded once and kept.
 *
 * @param {import('./releases.mjs').Which} which
 * @param {{ visible: boolean }} needs visible: a person will look at the window, so a virtual display will not do
 * @returns {Promise<Desktop | Refusal>}
 */
export async function findDesktop(which, { visible }) {
  const display = displayPrefix(visible);
  if (display === undefined) return { kind: 'none', reason: 'there is no display' };
  const version = releases[which].vscode;
  let executable;
  try {
    executable = await downloadAndUnzipVSCode({
      version,
      cachePath: cache,
      timeout: SILENCE_MILLISECONDS,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    return { kind: 'none', reason: `it could not be downloaded (${firstLine(error)})` };
  }
  const missing = missingLibrary(executable);
  if (missing !== undefined) return { kind: 'none', reason: `it does not start here (${missing})` };
  return { kind: 'desktop', version, executable, display };
}

/**
 * @param {boolean} visible
 * @returns {readonly string[] | undefined} undefined where no display can be had
 */
function displayPrefix(visible) {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return [];
  if (visible || spawnSync('xvfb-run', ['--help']).error) return undefined;
  return ['xvfb-run', '--auto-servernum'];
}

/**
 * A bare machine lacks the libraries that a desktop program needs; the loader then says which.
 *
 * @param {string} executable
 */
function missingLibrary(executable) {
  if (process.platform !== 'linux') return undefined;
  const probe = spawnSync(executable, ['--print', '0'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } });
  return probe.status === 0 ? undefined : firstLine(probe.error ?? String(probe.stderr));
}

/** @param {unknown} error */
function firstLine(error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] || 'no reason given';
}
