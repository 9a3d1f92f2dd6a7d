// @ts-check
// Everything that has to hold before a change goes in. Its last line is "N passed, M failed".
import { fork } from 'node:child_process';
import { findChromium } from './vscode/chromium.mjs';
import { root } from './vscode/paths.mjs';
import { ended } from './vscode/processes.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} command run by Node
 * @property {boolean} [needed] without it none of the later steps would speak of the code as it is
 * @property {boolean} [suite] runs tests, and says how many in a line of its own
 */

/**
 * One after the other; of a stage with two lanes, the lanes are side by side, for neither needs a core to itself. What
 * drives whole windows stands alone: a person's patience is measured there.
 *
 * @type {Step[][][]}
 */
const stages = [
  [[{ name: 'types', command: 'node_modules/typescript/bin/tsc -b' }]],
  [[{ name: 'lint', command: 'node_modules/eslint/bin/eslint.js .' }]],
  [[{ name: 'layout', command: 'node_modules/prettier/bin/prettier.cjs --check .' }]],
  [[{ name: 'build', command: 'esbuild.mjs', needed: true }]],
  [[{ name: 'unit', command: 'scripts/unit.mjs', suite: true }]],
  [[{ name: 'what must not break', command: 'scripts/torture.mjs --bounded', suite: true }]],
  [
    [
      { name: 'in VS Code', command: 'scripts/test-vscode.mjs --self-check', suite: true },
      { name: 'in a web worker', command: 'scripts/test-vscode.mjs --host web', suite: true },
      {
        name: 'in the oldest, untrusted',
        command: 'scripts/test-vscode.mjs --vscode floor --trust restricted',
        suite: true,
      },
    ],
    [{ name: "the inspector's page", command: 'scripts/test-e2e.mjs --of page', suite: true }],
  ],
  [[{ name: 'end to end', command: 'scripts/test-e2e.mjs --of workbench', suite: true }]],
  [[{ name: 'start', command: 'scripts/start.mjs --check' }]],
  [[{ name: 'package', command: 'scripts/test-vsix.mjs', suite: true }]],
  [[{ name: 'package for npm', command: 'scripts/test-npm.mjs', suite: true }]],
];

try {
  findChromium();
} catch (error) {
  // Said at once, and not after the minutes that the steps before the first browser take.
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

let passed = 0;
let failed = 0;
/** @type {string[]} */
const summary = [];
for (const lanes of stages) {
  // What is said aside comes once its lane has ended, so that two do not talk at once.
  const can = await Promise.all(lanes.map((lane, index) => runLane(lane, index > 0)));
  if (can.includes(false)) break;
}
console.log(`\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/**
 * @param {Step[]} lane
 * @param {boolean} aside what is said is printed when a step has ended
 * @returns {Promise<boolean>} whether the later stages can speak of the code as it is
 */
async function runLane(lane, aside) {
  for (const step of lane) {
    if (!aside) console.log(`\n── ${step.name} ──`);
    const before = Date.now();
    const { code, said } = await run(step.command, aside);
    if (aside) console.log(`\n── ${step.name} ──\n${said}`);
    const counted = step.suite ? counts(said) : undefined;
    passed += counted?.passed ?? 0;
    const ok = code === 0 && (!step.suite || (counted !== undefined && counted.passed > 0 && counted.failed === 0));
    // A step that fails without a failed test is a failure all the same.
    failed += ok ? 0 : Math.max(counted?.failed ?? 0, 1);
    const seconds = ((Date.now() - before) / 1000).toFixed(1).padStart(6);
    const editor = /^VS Code \S+ \(\w+\)/m.exec(said)?.[0] ?? '';
    const tests = counted === undefined ? '' : `${counted.passed} passed, ${counted.failed} failed`;
    summary.push([ok ? '✔' : '✘', `${seconds} s`, step.name.padEnd(24), tests.padEnd(24), editor].join('  ').trimEnd());
    if (!ok && step.needed) return false;
  }
  return true;
}

/**
 * @param {string} command
 * @param {boolean} aside
 * @returns {Promise<{ code: number, said: string }>}
 */
async function run(command, aside) {
  const [script = '', ...args] = command.split(' ');
  // By fork, for the channel: its closing tells the step that this process is gone, however it went.
  const child = fork(script, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
    if (!aside) process.stdout.write(chunk);
  });
  return { code: await ended(child), said };
}

/**
 * The last line of a suite's own: "unit: 12 passed, 0 failed".
 *
 * @param {string} said
 */
function counts(said) {
  const line = [...said.matchAll(/^[\w ]+: (\d+) passed, (\d+) failed$/gm)].at(-1);
  return line && { passed: Number(line[1]), failed: Number(line[2]) };
}
