// @ts-check
// Runs suites where there is no network but the machine's own loopback, and counts what would have left it:
// `npm run offline`. Linux only; needs unshare, ip and strace.
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { out } from './vscode/paths.mjs';
import { ended, spawnOwned } from './vscode/processes.mjs';

const log = path.join(out, 'offline.strace');

/** What is run; each must pass there as it does anywhere. */
const suites = [
  { name: 'unit', command: `${process.execPath} scripts/unit.mjs` },
  { name: 'terminal', command: `${process.execPath} dist/cli.js scan examples/notebook.txt` },
];

let failed = 0;
for (const { name, command } of suites) {
  await rm(log, { force: true });
  const traced = `ip link set lo up && strace -f -qq -e trace=socket,connect,bind,sendto -o ${log} ${command}`;
  const args = ['--net', '--map-root-user', 'sh', '-c', traced];
  const code = await ended(spawnOwned('unshare', args, { stdio: ['ignore', 'ignore', 'inherit'] }));
  const calls = (await readFile(log, 'utf8')).split('\n');
  const sockets = calls.filter((line) => /socket\(AF_INET/.test(line)).length;
  const connections = calls.filter((line) => /connect\(.*AF_INET/.test(line)).length;
  console.log(
    `offline: ${name} ${code === 0 ? 'passed' : 'failed'}: ${sockets} internet sockets, ${connections} connections`,
  );
  if (code !== 0 || sockets > 0 || connections > 0) failed++;
}
console.log(failed === 0 ? 'offline: nothing left the machine' : `offline: ${failed} suites did`);
if (failed > 0) process.exitCode = 1;
