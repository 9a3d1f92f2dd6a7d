// @ts-check
// `loss-lens dataset` on float16 logits beside the disk's own reading and beside PyTorch: `npm run bench -- dataset`.
//   --gigabytes N    how much is made and read (10)
//   --kills N        how often a run is killed and gone on with (5)
// Exit code 1 where memory goes beyond 512 MB, where a killed run ends with another answer, or where PyTorch says another.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { temporaryFolder } from './vscode/temporary.mjs';

const MOST_MEGABYTES = 512;
const CLASSES = 1000;

const { values } = parseArgs({
  options: { gigabytes: { type: 'string', default: '10' }, kills: { type: 'string', default: '5' } },
});
const python = process.env.PYTHON ?? '/usr/bin/python3';
const folder = await temporaryFolder('dataset');

const MAKE = `
import os, sys, numpy as np
folder, count = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(5)
base = (rng.standard_normal((50_000, ${CLASSES}), dtype=np.float32) * 4).astype(np.float16)
for name in ("x", "y"): os.mkdir(os.path.join(folder, name))
for shard in range(count):
    np.save(os.path.join(folder, "x", f"part-{shard}.npy"), np.roll(base, shard, axis=1))
    np.save(os.path.join(folder, "y", f"part-{shard}.npy"), rng.integers(0, ${CLASSES}, 50_000))
`;
const TORCH = `
import glob, sys, time, numpy as np, torch, torch.nn.functional as F
folder = sys.argv[1]
start, total, right, rows = time.time(), 0.0, 0, 0
for file in sorted(glob.glob(folder + "/x/*.npy")):
    x = torch.from_numpy(np.load(file)); y = torch.from_numpy(np.load(file.replace("/x/", "/y/")))
    for a, b in zip(x.split(4096), y.split(4096)):
        a = a.double()
        total += F.cross_entropy(a, b, reduction="sum").item(); right += (a.argmax(1) == b).sum().item(); rows += len(b)
print(total / rows, right / rows, time.time() - start)
`;

const shards = Math.max(1, Math.round((Number(values.gigabytes) * 1e9) / (50_000 * CLASSES * 2)));
python3(MAKE, folder, String(shards));
const files = readdirSync(path.join(folder, 'x')).map((name) => path.join(folder, 'x', name));
const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
console.log(`${shards} shards of float16 logits, ${CLASSES} classes: ${Math.round(megabytes)} MB`);

const reading = seconds(() => spawnSync('cat', files, { stdio: ['ignore', 'ignore', 'inherit'] }));
tell('cat', reading);
const ours = await run([]);
tell('loss-lens dataset', ours.seconds, `, peak memory ${Math.round(ours.megabytes)} MB`);
const [loss, accuracy, took] = python3(TORCH, folder).trim().split(' ').map(Number);
tell('PyTorch, float64', took);
const told = JSON.parse(ours.out);
let faults = 0;
if (Math.abs(told.value - loss) > 1e-12 * loss || told.accuracy !== accuracy) {
  faults++;
  console.log(`PyTorch says ${loss} and ${accuracy}; ours are ${told.value} and ${told.accuracy}`);
}
if (ours.megabytes > MOST_MEGABYTES) faults++;

let equal = 0;
for (let kill = 0; kill < Number(values.kills); kill++) {
  const kept = path.join(folder, 'kept.json');
  rmSync(kept, { force: true });
  await run(['--resume', kept], 1000 * ours.seconds * (0.2 + 0.6 * Math.random()));
  const there = existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')).finished.length : 0;
  const { out } = await run(['--resume', kept]);
  if (out === ours.out) equal++;
  console.log(
    `killed with ${there} tasks kept, and gone on: ${out === ours.out ? 'the same answer' : 'ANOTHER ANSWER'}`,
  );
}
if (equal < Number(values.kills)) faults++;
console.log(faults === 0 ? 'dataset: every bound holds' : `dataset: ${faults} bounds do not hold`);
process.exit(faults > 0 ? 1 : 0);

/**
 * @param {readonly string[]} more
 * @param {number} [kill] after so many milliseconds
 * @returns {Promise<{ out: string, seconds: number, megabytes: number }>}
 */
async function run(more, kill) {
  const start = performance.now();
  const args = ['dist/cli.js', 'dataset', path.join(folder, 'x', '*.npy'), path.join(folder, 'y', '*.npy'), '--json'];
  const child = spawn(process.execPath, [...args, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 100);
  const killing = kill === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), kill);
  await new Promise((resolve) => child.once('close', resolve));
  clearInterval(watching);
  clearTimeout(killing);
  return { out, seconds: (performance.now() - start) / 1000, megabytes: peak / 1e6 };
}

/** @param {number | undefined} pid */
function peakOf(pid) {
  try {
    return 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** @param {() => void} work */
function seconds(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

/**
 * @param {string} who
 * @param {number} took
 */
function tell(who, took, more = '') {
  console.log(`${who}: ${took.toFixed(1)} s, ${Math.round(megabytes / took)} MB/s${more}`);
}

/** @param {string[]} args */
function python3(...args) {
  const { status, stdout } = spawnSync(python, ['-c', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${python} failed`);
  return stdout;
}
