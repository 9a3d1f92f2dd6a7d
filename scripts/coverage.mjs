// @ts-check
// The branches that the unit tests take in the rooms that must have them all: `npm run coverage [-- TEST...]`.
// Lists every branch that none takes, and exits with 1 where there is one.
import { transform } from 'esbuild';
import { createInstrumenter } from 'istanbul-lib-instrument';
import Mocha from 'mocha';
import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { bundled, unitTests } from './unitTests.mjs';
import { root } from './vscode/paths.mjs';

/**
 * @typedef {{ line?: number, column?: number }} Place as Istanbul counts: lines from 1, columns from 0
 * @typedef {{ type: string, loc: { start: Place }, locations: { start: Place }[] }} Branch
 * @typedef {{ branchMap: Record<string, Branch>, b: Record<string, number[]> }} Counted
 */

/** The rooms, each with the path its files begin with. */
const ROOMS = ['src/core/', 'src/read/'];

/** From the text that is counted back to the text that was written. @type {Map<string, SourceMap>} */
const maps = new Map();
const instrumenter = createInstrumenter({ esModules: true, compact: false });

/** @type {import('esbuild').Plugin} */
const counted = {
  name: 'counted',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/](?:core|read)[\\/].*\.ts$/ }, async ({ path: file }) => {
      const name = path.relative(root, file).replaceAll('\\', '/');
      const text = await readFile(file, 'utf8');
      const { code, map } = await transform(text, { loader: 'ts', target: 'node20', sourcemap: 'external' });
      maps.set(name, new SourceMap(JSON.parse(map)));
      return { contents: instrumenter.instrumentSync(code, name), loader: 'js' };
    });
  },
};

const given = process.argv.slice(2);
const { bundles } = await bundled(given.length > 0 ? given : await unitTests(), 'out/coverage', {
  plugins: [counted],
  sourcemap: false,
});
const mocha = new Mocha({ ui: 'bdd', reporter: 'dot', timeout: 60_000 });
for (const bundle of bundles) mocha.addFile(bundle);
const failures = await new Promise((resolve) => mocha.run(resolve));

/** @type {Record<string, Counted>} */
const coverage = Reflect.get(globalThis, '__coverage__') ?? {};
let missed = 0;
for (const room of ROOMS) {
  let taken = 0;
  let all = 0;
  for (const [file, { branchMap, b }] of Object.entries(coverage).sort(([a], [z]) => (a < z ? -1 : 1))) {
    if (!file.startsWith(room)) continue;
    for (const [id, hits] of Object.entries(b)) {
      hits.forEach((count, index) => {
        all++;
        if (count > 0) taken++;
        else console.log(`${placeOf(file, branchMap[id], index)}: ${branchMap[id].type}, way ${index + 1}`);
      });
    }
  }
  missed += all - taken;
  console.log(`coverage: ${room} ${taken} of ${all} branches (${((100 * taken) / all).toFixed(2)} %)`);
}
if (failures > 0 || missed > 0) process.exitCode = 1;

/**
 * @param {string} file
 * @param {Branch} branch
 * @param {number} index
 */
function placeOf(file, branch, index) {
  const { line = 1, column = 0 } = branch.locations[index]?.start.line
    ? branch.locations[index].start
    : branch.loc.start;
  const entry = maps.get(file)?.findEntry(line - 1, column);
  return entry && 'originalLine' in entry ? `${file}:${entry.originalLine + 1}:${entry.originalColumn + 1}` : file;
}
