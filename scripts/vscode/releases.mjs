// @ts-check
/**
 * Which VS Code the extension is run in. Both are pinned: a test that passed yesterday must not fail today because an
 * editor was released. `floor` is what `engines.vscode` promises, `newest` is what most users have.
 *
 * @typedef {'floor' | 'newest'} Which
 * @typedef {object} Release
 * @property {string} vscode version of VS Code itself, desktop or server
 * @property {string} codeServer version of the npm package that carries the same VS Code with its web workbench
 * @property {string} node version of Node that this package declares; the project itself supports an older one
 */

/** @type {Readonly<Record<Which, Release>>} */
export const releases = {
  floor: { vscode: '1.103.2', codeServer: '4.103.2', node: '22.23.3' },
  newest: { vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
};

/**
 * @param {string} name
 * @returns {Which}
 */
export function whichRelease(name) {
  if (name === 'floor' || name === 'newest') return name;
  throw new Error(`--vscode takes floor or newest, not ${name}`);
}
