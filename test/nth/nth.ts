/**
 * A failure at every await, at every allocation and at every check of a size, once each: `npm run nth`. Nothing may be
 * left running, no rejection unheard, nothing shown that is not said to have failed, and afterwards all must work as
 * before. Exit code 1 where any of that does not hold.
 */
import { parseArgs } from 'node:util';
import { editor } from '../fake/editor';
import { nth } from './failing';
import { type Scenario, SCENARIOS } from './scenarios';

const { values } = parseArgs({ options: { every: { type: 'string', default: '1' } } });

const faults: string[] = [];
let where = '';
process.on('unhandledRejection', (reason) => faults.push(`${where}: an unhandled rejection: ${String(reason)}`));
process.on('uncaughtException', (error) => faults.push(`${where}: an uncaught exception: ${error.message}`));

/** Runs with a failure at one place, and looks at what it leaves behind. */
async function failAt(site: string, scenario: Scenario): Promise<void> {
  where = `${site} in ${scenario.name}`;
  nth.arm(site);
  await ended(scenario).catch((error: unknown) => faults.push(`${where}: threw ${String(error)}`));
  if (editor.shown.some(({ surface }) => surface === 'left running')) faults.push(`${where}: is left running`);
}

const PATIENCE_MS = 5000;

async function ended(scenario: Scenario): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('it never came to an end')), PATIENCE_MS);
  });
  return Promise.race([scenario.run(), late]).finally(() => clearTimeout(timer));
}

async function main(): Promise<void> {
  const every = Number(values.every);
  const counts = { await: 0, allocation: 0, size: 0 };
  const reachedAtAll = new Set<string>();
  let runs = 0;
  for (const scenario of SCENARIOS) {
    where = scenario.name;
    nth.arm(undefined);
    const before = await ended(scenario);
    const sites = nth.reached();
    for (const site of sites) {
      const first = !reachedAtAll.has(site);
      reachedAtAll.add(site);
      // Once in each scenario in full; else once at all, and only some of the places.
      if (every > 1 && (!first || runs++ % every !== 0)) continue;
      await failAt(site, scenario);
      if (!nth.hasFailed) faults.push(`${where}: was not come to again`);
      if (first) counts[site.split(' ')[0] as keyof typeof counts]++;
    }
    nth.arm(undefined);
    where = `${scenario.name}, after all its failures`;
    const after = await ended(scenario);
    if (after !== before) faults.push(`${where}: is not what it was`);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const missed = [...nth.sites].filter((site) => !reachedAtAll.has(site));
  for (const fault of faults.slice(0, 40)) console.log(`  ${fault}`);
  if (every === 1) console.log(`  not come to by any scenario: ${missed.length} places\n    ${missed.join('\n    ')}`);
  console.log(
    `nth: ${SCENARIOS.length} scenarios; failed at ${counts.await} awaits, ${counts.allocation} allocations and ` +
      `${counts.size} checks of a size, of ${nth.sites.size} places in all: ${faults.length} faults`,
  );
  if (faults.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(`${where}:`, error);
  process.exitCode = 1;
});
