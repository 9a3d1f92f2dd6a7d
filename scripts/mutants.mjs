// @ts-check
// Changes the readers and the core in every way that Stryker knows, and looks whether a unit test notices:
// `npm run mutants -- [--record FILE] src/core/losses src/read/text/numbers.ts`, all of both rooms by default. Each file
// is taken by itself: all of its mutants are in one bundle, behind a switch, so that one costs the tests that come by
// it and no more. What makes the tests hang or die is killed as well.
//
// Survivors that change nothing are listed with the reason in test/mutants/survivors.json, by their text; they count
// as what they are, survivors. Exits with 1 where fewer than nine in ten of all are killed.
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { fork } from 'node:child_process';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundled, unitTests } from './unitTests.mjs';
import { root } from './vscode/paths.mjs';

/**
 * @typedef {import('@stryker-mutator/api/core').Mutant} Mutant
 * @typedef {'killed' | 'survived' | 'not reached' | 'hung' | 'died'} State
 * @typedef {{ file: string, mutant: string, reason: string }} Survivor
 */

/** The part that has to be killed. */
const ENOUGH = 0.9;
/** The longest that a mutant may take, in milliseconds, and the tests without one. */
const PATIENCE = 40_000;
const FIRST_PATIENCE = 240_000;
/** What tells right from wrong in each room; the rest of the suite looks at it from further away. */
const TESTS = [
  { room: /^src[\\/]core[\\/]/, tests: /^test[\\/](?:golden|unit[\\/](?:core|kernel|check))[\\/]/ },
  // But for random texts, which are many and slow for what they say.
  { room: /^src[\\/]read[\\/]/, tests: /^test[\\/]unit[\\/](?:read[\\/](?!fuzz\.)|pair[\\/])/ },
];

const { values, positionals } = parseArgs({ options: { record: { type: 'string' } }, allowPositionals: true });

const said = () => undefined;
const never = () => false;
const instrumenter = new Instrumenter({
  ...{ trace: said, debug: said, info: said, warn: said, error: said, fatal: said },
  ...{ isTraceEnabled: never, isDebugEnabled: never, isInfoEnabled: never },
  ...{ isWarnEnabled: never, isErrorEnabled: never, isFatalEnabled: never },
});

/** @type {readonly Survivor[]} */
const known = JSON.parse(await readFile('test/mutants/survivors.json', 'utf8'));
const tests = (await unitTests()).filter((file) => TESTS.some((one) => one.tests.test(file)));
const { metafile } = await bundled(tests, 'out/mutants/plain', { sourcemap: false });
const inputs = Object.values(metafile?.outputs ?? {}).map(({ entryPoint, inputs }) => ({ entryPoint, inputs }));

let all = 0;
let killed = 0;
for (const file of await sources(positionals.length > 0 ? positionals : ['src/core', 'src/read'])) {
  const found = await triedFile(file);
  const count = found.filter(({ state }) => state !== 'survived' && state !== 'not reached').length;
  all += found.length;
  killed += count;
  for (const { mutant, text, state } of found) {
    if (state !== 'survived' && state !== 'not reached') continue;
    const { line, column } = mutant.location.start;
    const reason = known.find((one) => one.file === file && one.mutant === text)?.reason;
    console.log(`  ${file}:${line + 1}:${column + 1} ${state}: ${text}${reason === undefined ? '' : ` (${reason})`}`);
  }
  console.log(`mutants: ${file}: ${count} of ${found.length} killed`);
  if (values.record !== undefined) {
    await appendFile(values.record, `${JSON.stringify({ file, all: found.length, killed: count })}\n`);
  }
}
console.log(`mutants: ${killed} of ${all} killed (${((100 * killed) / all).toFixed(1)} %)`);
if (all === 0 || killed < all * ENOUGH) process.exitCode = 1;

/**
 * @param {readonly string[]} given files and folders
 * @returns the TypeScript in them that does something.
 */
async function sources(given) {
  const lists = await Promise.all(
    given.map(async (name) => {
      if (!(await stat(name)).isDirectory()) return [name];
      return (await readdir(name, { recursive: true })).map((file) => path.join(name, file));
    }),
  );
  return lists.flat().filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
}

/** @param {string} file */
async function triedFile(file) {
  const content = await readFile(file, 'utf8');
  const name = path.join(root, file);
  const { files, mutants } = await instrumenter.instrument([{ name, content, mutate: true }], {
    ...{ plugins: [], excludedMutations: [], ignorers: [] },
  });
  if (mutants.length === 0) return [];
  // Counting who comes by costs more than the code does, and is done once.
  const switched = files[0].content.replace('function cover() {', 'function cover() { if (ns.counted) return;');
  const room = TESTS.find((one) => one.room.test(file))?.tests;
  const near = tests.filter(
    (test) => room?.test(test) && inputs.some((one) => one.entryPoint === test && file in one.inputs),
  );
  const { bundles } = await bundled(near, 'out/mutants/switched', {
    sourcemap: false,
    plugins: [
      {
        name: 'switched',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
            loaded === name ? { contents: switched, loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  const states = await triedIn(
    bundles,
    mutants.map(({ id }) => id),
  );
  const lines = content.split('\n');
  return mutants.map((mutant) => ({
    mutant,
    text: `${original(lines, mutant)} → ${flat(mutant.replacement)}`,
    state: states.get(mutant.id) ?? 'survived',
  }));
}

/**
 * @param {readonly string[]} bundles
 * @param {string[]} ids
 * @returns {Promise<Map<string, State>>}
 */
async function triedIn(bundles, ids) {
  /** @type {Map<string, State>} */
  const states = new Map();
  while (states.size < ids.length) {
    const rest = ids.filter((id) => !states.has(id));
    const before = states.size;
    await new Promise((resolve) => {
      const child = fork('scripts/mutantRun.mjs', [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      let current = '';
      let hung = false;
      const end = () => {
        hung = true;
        child.kill('SIGKILL');
      };
      let timer = setTimeout(end, FIRST_PATIENCE);
      child.on('message', (/** @type {{ begun?: string, ended?: string, state?: State, done?: true }} */ message) => {
        clearTimeout(timer);
        timer = setTimeout(end, PATIENCE);
        if (message.begun !== undefined) current = message.begun;
        if (message.ended !== undefined && message.state !== undefined) states.set(message.ended, message.state);
        if (message.ended !== undefined) current = '';
        if (message.done === true) child.kill();
      });
      child.on('exit', () => {
        clearTimeout(timer);
        if (current !== '') states.set(current, hung ? 'hung' : 'died');
        resolve(undefined);
      });
      child.send({ bundles, ids: rest });
    });
    if (states.size === before) throw new Error('The tests do not pass as they are.');
  }
  return states;
}

/**
 * @param {readonly string[]} lines
 * @param {Mutant} mutant
 */
function original(lines, { location: { start, end } }) {
  const text = lines.slice(start.line, end.line + 1);
  text[text.length - 1] = text[text.length - 1].slice(0, end.column);
  text[0] = text[0].slice(start.column);
  return flat(text.join('\n'));
}

/** @param {string} text */
function flat(text) {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
