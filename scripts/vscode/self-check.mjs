// @ts-check
import path from 'node:path';
import { bundleSuite } from './bundle-suite.mjs';
import { root } from './paths.mjs';

/**
 * @typedef {import('./tally.mjs').Outcome} Outcome
 * @typedef {(suite: import('./bundle-suite.mjs').Suite, print?: (line: string) => void) => Promise<Outcome>} Run
 */

/** What must fail, and how it must show. */
const expectations = [
  {
    name: 'a failing test makes the run fail',
    folder: 'failing',
    /** @param {Outcome} outcome */
    holds: ({ passed, failed, troubles }) => passed === 1 && failed === 1 && troubles.length === 0,
  },
  {
    name: 'a run without a test is a failure',
    folder: 'empty',
    /** @param {Outcome} outcome */
    holds: ({ passed, failed, troubles }) => passed === 0 && failed === 0 && troubles.includes('no test was run'),
  },
];

/**
 * Tests the harness itself, in the same VS Code as the suite: one that cannot fail would prove nothing.
 *
 * @param {Run} run
 * @param {'node' | 'web'} host
 * @returns {Promise<Outcome>}
 */
export async function selfCheck(run, host) {
  const result = { passed: 0, failed: 0, troubles: [] };
  for (const { name, folder, holds } of expectations) {
    const suite = await bundleSuite({ folder: path.join(root, 'test/vscode/self-check', folder), host });
    /** @type {string[]} */
    const said = [];
    const outcome = await run(suite, (line) => said.push(line));
    if (holds(outcome)) {
      result.passed++;
      console.log(`  ✔ the harness: ${name}`);
    } else {
      result.failed++;
      console.log(`  ✘ the harness: ${name}\n${said.join('\n')}\n      ${JSON.stringify(outcome)}`);
    }
  }
  return result;
}
