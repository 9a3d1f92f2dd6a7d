// @ts-check
// A process of scripts/mutants.mjs: loads bundles in which every mutant is there, behind a switch, finds out which tests
// come by which mutant, and runs those tests with one switched on after another. The process that started it ends it
// where a mutant never does.
import { createRequire } from 'node:module';

/** @typedef {{ run: () => unknown, took: number }} Test */
/** @typedef {{ static: Record<string, number>, perTest: Record<string, Record<string, number>> }} Reached */

/** A test that takes longer, in milliseconds, is no test for a mutant: there are quicker ones that say the same. */
const SLOW = 1500;
/** What the tests of one mutant may take together; the quickest come first. */
const BUDGET = 5000;
/** A test that waits for what a mutant never does. */
const PATIENCE = 5000;
/** How much oftener than without it a mutant may be come by before it counts as caught in a loop. */
const LOOPS = 100;

const require = createRequire(import.meta.url);
/** The name is that of the instrumenter. @type {Record<string, unknown>} */
const switches = {};
Reflect.set(globalThis, '__stryker__', switches);

process.on('message', (message) => void work(/** @type {{ bundles: string[], ids: string[] }} */ (message)));

/** @param {{ bundles: string[], ids: string[] }} job */
async function work({ bundles, ids }) {
  const tests = load(bundles);
  for (const [index, test] of tests.entries()) {
    switches.currentTestId = `test ${index}`;
    const start = performance.now();
    await settled(test);
    test.took = performance.now() - start;
  }
  switches.currentTestId = undefined;
  switches.counted = true;
  await drop(tests);
  const reached = /** @type {Reached} */ (switches.mutantCoverage ?? { static: {}, perTest: {} });
  for (const id of ids) {
    process.send?.({ begun: id });
    process.send?.({ ended: id, state: await tried(id, tests, reached, bundles) });
  }
  switches.activeMutant = undefined;
  process.send?.({ done: true });
}

/**
 * Those that count what others did pass once; of a mutant they say nothing.
 *
 * @param {readonly Test[]} tests
 */
async function drop(tests) {
  for (const test of tests) {
    if (test.took > SLOW) continue;
    await settled(test).catch(() => (test.took = Infinity));
  }
}

/**
 * @param {string} id
 * @param {readonly Test[]} tests
 * @param {Reached} reached
 * @param {readonly string[]} bundles
 */
async function tried(id, tests, { static: always, perTest }, bundles) {
  const hits = tests.map((_, index) => perTest[`test ${index}`]?.[id] ?? 0);
  const all = hits.reduce((a, b) => a + b, 0);
  switches.activeMutant = id;
  switches.hitCount = 0;
  switches.hitLimit = (all + (always[id] ?? 0)) * LOOPS + 1000;
  try {
    if (always[id] !== undefined) {
      // What is done while loading is only done again by loading.
      const again = load(bundles);
      for (const [index, test] of again.entries()) test.took = tests[index]?.took ?? 0;
      return await caughtBy(again);
    }
    if (all === 0) return 'not reached';
    return await caughtBy(tests.filter((_, index) => hits[index] > 0));
  } catch {
    return 'killed'; // It does not even load.
  } finally {
    switches.activeMutant = undefined;
    switches.hitCount = undefined;
  }
}

/** @param {readonly Test[]} tests */
async function caughtBy(tests) {
  let spent = 0;
  for (const test of [...tests].sort((a, b) => a.took - b.took)) {
    spent += test.took;
    if (test.took > SLOW || spent > BUDGET) break;
    try {
      await settled(test);
    } catch {
      return 'killed';
    }
  }
  return 'survived';
}

/** @param {Test} test */
async function settled(test) {
  const result = test.run();
  if (!(result instanceof Promise)) return;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('never settled')), PATIENCE)));
  await Promise.race([result, late]).finally(() => clearTimeout(timer));
}

/**
 * The tests in the bundles, as far as they use mocha: suites, tests, and what is put right after each.
 *
 * @param {readonly string[]} bundles
 * @returns {Test[]}
 */
function load(bundles) {
  /** @type {Test[]} */
  const tests = [];
  /** @type {(() => void)[][]} */
  const suites = [[]];
  const context = { timeout: () => context };
  const describe = (/** @type {string} */ _title, /** @type {() => void} */ body) => {
    suites.push([]);
    body.call(context);
    suites.pop();
  };
  const it = (/** @type {string} */ _title, /** @type {() => unknown} */ body) => {
    const after = [...suites];
    const run = () => {
      try {
        return body.call(context);
      } finally {
        for (const hooks of after) for (const hook of hooks) hook();
      }
    };
    tests.push({ run, took: 0 });
    return context;
  };
  const afterEach = (/** @type {() => void} */ hook) => void suites.at(-1)?.push(hook);
  Object.assign(globalThis, { describe, it, afterEach });
  for (const bundle of bundles) {
    Reflect.deleteProperty(require.cache, bundle);
    require(bundle);
  }
  return tests;
}
