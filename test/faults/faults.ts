/**
 * Every kind of mishap, many times each, at another moment each time: `npm run faults -- [--times N]`. No rejection may
 * go unheard, nothing stale be shown, no finished result be lost, and the next question must be answered as ever.
 */
import { parseArgs } from 'node:util';
import { editor } from '../fake/editor';
import { endFiles } from './files';
import type { Kind } from './kind';
import { KINDS, outcomes } from './kinds';
import { Trial } from './trial';

const { values } = parseArgs({ options: { times: { type: 'string', default: '100' }, only: { type: 'string' } } });
const times = Number(values.times);

const faults: string[] = [];
let where = '';
process.on('unhandledRejection', (reason) => faults.push(`${where}: an unhandled rejection: ${String(reason)}`));
process.on('uncaughtException', (error) => faults.push(`${where}: an uncaught exception: ${error.message}`));

/** One mishap, `turn` turns of the event loop after the question; then everything is looked at. */
async function once(kind: Kind, turn: number): Promise<void> {
  where = `${kind.name}, at turn ${turn}`;
  editor.reset();
  const trial = new Trial();
  try {
    await trial.begin(kind.inline === true);
    await kind.happen(trial, turn);
    await trial.end(kind);
    for (const fault of trial.faults) faults.push(`${where}: ${fault}`);
  } finally {
    trial.dispose();
  }
}

async function main(): Promise<void> {
  let runs = 0;
  for (const kind of KINDS) {
    if (values.only !== undefined && values.only !== kind.name) continue;
    const before = faults.length;
    const start = Date.now();
    // Where all is done in full, the dear ones are too.
    const count = times < 100 ? Math.max(1, Math.round(times / (kind.dear ?? 1))) : times;
    for (let turn = 0; turn < count; turn++) await once(kind, turn);
    runs += count;
    console.log(
      `${kind.name}: ${count} times, ${faults.length - before} faults, ${((Date.now() - start) / 1000).toFixed(1)} s`,
    );
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  await endFiles();
  for (const [outcome, count] of outcomes) console.log(`  ${count} x ${outcome}`);
  for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
  console.log(`faults: ${KINDS.length} kinds, ${runs} mishaps: ${faults.length} faults`);
  process.exit(faults.length > 0 ? 1 : 0);
}

main().catch((error: unknown) => {
  console.error(`${where}:`, error);
  process.exit(1);
});
