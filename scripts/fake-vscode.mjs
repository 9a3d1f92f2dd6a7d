// @ts-check
import path from 'node:path';
import { root } from './vscode/paths.mjs';

const fake = path.join(root, 'test/fake/editor.ts');

/**
 * Answers `import 'vscode'` with the editor in memory, for programs that run the extension outside of VS Code. A module
 * of CommonJS, whose names are looked up when they are used: an import of a name that is not there must not fail.
 *
 * @type {import('esbuild').Plugin}
 */
export const fakeVscode = {
  name: 'fake-vscode',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^vscode$/ }, () => ({ path: 'vscode', namespace: 'fake' }));
    onLoad({ filter: /.*/, namespace: 'fake' }, () => ({
      contents: `module.exports = require(${JSON.stringify(fake)}).api;`,
      resolveDir: root,
    }));
  },
};
