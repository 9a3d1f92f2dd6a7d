// Bundles the unit tests and runs them with mocha in this process.
// `node scripts/unit.mjs [--grep WORDS] [--update-goldens] [FILE...]`.
import Mocha from 'mocha';
import { parseArgs } from 'node:util';
import { bundled, unitTests } from './unitTests.mjs';

const { values, positionals } = parseArgs({
  options: { grep: { type: 'string' }, 'update-goldens': { type: 'boolean' } },
  allowPositionals: true,
});

const { bundles } = await bundled(positionals.length > 0 ? positionals : await unitTests(), 'out/unit');

process.setSourceMapsEnabled(true);
if (values['update-goldens']) process.env.UPDATE_GOLDENS = '1';

const mocha = new Mocha({ ui: 'bdd', reporter: 'dot', forbidOnly: true, forbidPending: true, grep: values.grep });
for (const bundle of bundles) mocha.addFile(bundle);

const counts = await new Promise((resolve) => {
  const runner = mocha.run(() => resolve(runner.stats));
});
console.log(`unit: ${counts.passes} passed, ${counts.failures} failed`);
if (counts.failures > 0 || counts.passes === 0) process.exitCode = 1;
