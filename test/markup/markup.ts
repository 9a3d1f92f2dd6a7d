/**
 * Foreign text on every way in, looked at on every surface: `npm run markup -- [FOLDER]`. Without a folder of
 * collections the project's own payloads. Exit code 1 where anything would live.
 */
import { parseArgs } from 'node:util';
import { faultsOf } from './surfaces';
import { ENTRIES, everythingShown } from './entries';
import { sendMessages } from './messages';
import { drawn } from './page';
import { payloads } from './payloads';
import { terminalFaults } from './terminal';

const { positionals, values } = parseArgs({
  options: { messages: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
  allowPositionals: true,
});

const faults = new Map<string, number>();

/** The first of a kind is printed, all are counted. */
function report(where: string, found: readonly string[]): void {
  for (const fault of found) {
    const kind = `${where}: ${fault.slice(0, 40)}`;
    const count = faults.get(kind) ?? 0;
    faults.set(kind, count + 1);
    if (count === 0) console.log(`  ${where}: ${fault.slice(0, 300)}`);
  }
}

/** What a payload calls that is run as a program where the extension is. */
Object.assign(globalThis, { canary: () => report('the extension', ['a payload was run']) });

async function main(): Promise<void> {
  const all = payloads(positionals[0]);
  let looked = 0;
  for (const entry of ENTRIES) {
    let texts = 0;
    let holding = 0;
    for (const payload of all) {
      const found = faultsOf({ payload, shown: await everythingShown(entry, payload) });
      texts += found.texts;
      holding += found.holding;
      report(entry.name, found.faults);
    }
    looked += texts;
    console.log(`${entry.name}: ${all.length} payloads, ${texts} texts shown, the payload in ${holding} of them`);
  }
  const terminal = await terminalFaults(all);
  report('terminal', terminal.faults);
  console.log(`terminal: ${terminal.texts} outputs`);
  const page = await drawn(all);
  report('page', page.faults);
  console.log(`inspector, report and CSV: ${page.places} places`);
  const sent = await sendMessages(Number(values.messages), Number(values.seed));
  report('messages', sent.faults);
  console.log(`messages: ${sent.inward} to the extension, ${sent.outward} to the page`);
  const total = [...faults.values()].reduce((sum, count) => sum + count, 0);
  console.log(`markup: ${all.length} payloads x ${ENTRIES.length} entries, ${looked} texts: ${total} faults`);
  if (total > 0) process.exitCode = 1;
}

void main();
