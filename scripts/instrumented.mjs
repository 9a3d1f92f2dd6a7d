// @ts-check
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { root } from './vscode/paths.mjs';

/**
 * Places where something can fail: every `await`, every array of numbers that is allocated, every check of a size
 * against a limit. In the bundle each calls `nth`, by its name, and fails where a test wants it to.
 */

const ARRAYS = /^(?:Float(?:32|64)|(?:Big)?(?:Ui|I)nt(?:8|16|32|64))(?:Clamped)?Array$|^ArrayBuffer$/;
const LIMITS = /LIMIT|^MOST|LENGTH$|^LONGEST/;

/** @type {import('esbuild').Plugin} */
export const instrumented = {
  name: 'instrumented',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]src[\\/](core|kernel|exact|read|pair|check|run|wire|lens|report|editor|cli)[\\/].*\.ts$/ },
      async ({ path: file }) => ({
        contents: instrument(path.relative(root, file), await readFile(file, 'utf8')),
        loader: 'ts',
      }),
    );
  },
};

/**
 * @param {string} file
 * @param {string} text
 */
function instrument(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {{ at: number, text: string }[]} */
  const inserted = [];
  /** @type {string[]} */
  const sites = [];
  /**
   * @param {ts.Node} node
   * @param {string} kind
   */
  const name = (node, kind) => {
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    const site = JSON.stringify(`${kind} ${file}:${line + 1}:${character + 1}`);
    sites.push(site);
    return site;
  };
  /**
   * @param {ts.Node} node
   * @param {string} before
   */
  const wrap = (node, before) => {
    inserted.push({ at: node.getStart(), text: before }, { at: node.getEnd(), text: ')' });
  };
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isAwaitExpression(node)) {
      wrap(node.expression, `nth.settled(${name(node, 'await')}, `);
    } else if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
      wrap(node.expression, `nth.iterated(${name(node, 'await')}, `);
    } else if (ts.isNewExpression(node) && ARRAYS.test(node.expression.getText())) {
      wrap(node, `(nth.allocated(${name(node, 'allocation')}), `);
    } else if (ts.isCallExpression(node) && /^\w+\.(?:from|of)$/.test(node.expression.getText())) {
      const [made = ''] = node.expression.getText().split('.');
      if (ARRAYS.test(made)) wrap(node, `(nth.allocated(${name(node, 'allocation')}), `);
    } else if (ts.isBinaryExpression(node) && /^[<>]=?$/.test(node.operatorToken.getText())) {
      const limited = LIMITS.test(node.right.getText()) && /^[\w.]+$/.test(node.right.getText());
      // "Too much" is what a check that is made to fail says, whichever way it is written.
      if (limited) wrap(node, `nth.tooMuch(${name(node, 'size')}, ${node.operatorToken.getText().startsWith('>')}, `);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  if (sites.length === 0) return text;
  let out = text;
  // From the last to the first; of two at one place the inner is nearer to the text.
  const order = inserted.map((insertion, index) => ({ ...insertion, index }));
  order.sort((a, b) => b.at - a.at || (a.text === ')' ? a.index - b.index : b.index - a.index));
  for (const { at, text: piece } of order) out = out.slice(0, at) + piece + out.slice(at);
  const runtime = JSON.stringify(path.join(root, 'test/nth/failing.ts'));
  return `${out}\nimport { nth } from ${runtime};\nnth.know([${sites.join(', ')}]);\n`;
}
