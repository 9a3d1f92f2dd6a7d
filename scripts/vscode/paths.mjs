// @ts-check
import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The repository, which is also the extension in development. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Editors that were downloaded or installed, kept between runs. */
export const cache = path.join(root, '.vscode-test');

/** Everything that a run leaves behind: bundles, logs, screenshots. */
export const out = path.join(root, 'out');

/** The folder a newcomer is shown, and the one that tests work on a copy of. */
export const examples = path.join(root, 'examples');

/** An extension that brings a debugger whose adapter is a test's. */
export const testDebugger = path.join(root, 'test/vscode/debugger');
