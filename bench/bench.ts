// Ours beside the peers in one interleaved run: `npm run bench -- loss [--rounds 7] [--only WORDS] [--cpu]`.
// --cpu compares the processor time of single threads, for a machine that others use at the same time.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { parseArgs } from 'node:util';
import { measureReading } from './read';
import { LOSS_WORKS, type Measurement, type Work } from './work';

const { values: options, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    only: { type: 'string' },
    cpu: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const ROUNDS = Number(options.rounds);
const WARM_UPS = 2;

/** One answer a request, each a line. */
class Contender {
  private readonly answers: AsyncIterator<string, undefined>;

  constructor(
    readonly name: string,
    private readonly process: ChildProcess,
  ) {
    const lines: Interface = createInterface({ input: process.stdout as NodeJS.ReadableStream });
    this.answers = lines[Symbol.asyncIterator]();
  }

  async ask(request: object): Promise<Record<string, unknown>> {
    this.process.stdin?.write(`${JSON.stringify(request)}\n`);
    const answer: IteratorResult<string, undefined> = await this.answers.next();
    return answer.done ? { failed: 'ended' } : (JSON.parse(answer.value) as Record<string, unknown>);
  }

  end(): void {
    this.process.stdin?.end();
  }
}

if (positionals[0] === 'read') {
  const missedGoals = measureReading(ROUNDS, options.cpu);
  console.log(missedGoals === 0 ? 'every goal reached' : `${missedGoals} goals missed`);
  process.exit(0);
}
if (positionals[0] !== 'loss') {
  console.error('usage: npm run bench -- loss|read|host [--rounds 7] [--only WORDS] [--cpu]');
  process.exit(2);
}
const works = LOSS_WORKS.filter(({ name }) => name.includes(options.only ?? ''));
let missed = 0;
const pythons = new Map<string, string | undefined>();
console.log(
  `Node ${process.versions.node} (V8 ${process.versions.v8}), ${ROUNDS} rounds after ${WARM_UPS} warm-ups, medians [quartiles] in ms, ${options.cpu ? 'processor time' : 'wall time'}`,
);
void compareAll();

async function compareAll(): Promise<void> {
  for (const work of works) await compare(work);
  console.log(missed === 0 ? 'every goal reached' : `${missed} goals missed`);
}

/** Fresh processes for every work, so that none keeps the memory of the last. */
async function compare(work: Work): Promise<void> {
  console.log(`\n${work.name}`);
  const contenders: Contender[] = [];
  for (const contender of await launched(work)) {
    const { ready, failed } = await contender.ask({ prepare: work });
    if (ready === true) contenders.push(contender);
    else {
      if (typeof failed === 'string') console.log(`  ${contender.name}: not measured, ${failed}`);
      contender.end();
    }
  }
  const times = new Map<string, number[]>();
  let truth: number | undefined;
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    for (const contender of shuffled(contenders)) {
      const answer = (await contender.ask({ run: true })) as unknown as Measurement;
      // mathjs is given fewer rows, so its mean is another.
      if (!contender.name.startsWith('mathjs')) {
        truth ??= answer.value;
        if (!(Math.abs(answer.value - truth) < 1e-3 * truth))
          console.log(`  ${contender.name}: ${answer.value}, not ${truth}`);
      }
      const time = timeOf(contender.name, answer);
      if (round >= 0) times.set(contender.name, [...(times.get(contender.name) ?? []), time]);
    }
  }
  for (const contender of contenders) contender.end();
  report(work, times);
}

/** Processor time is counted in ticks of up to 4 ms: only what takes longer is measured by it, and one thread only. */
function timeOf(name: string, { ms, cpu }: Measurement): number {
  const byProcessor = options.cpu && cpu !== undefined && cpu > 8 && !name.includes('threads');
  return byProcessor ? cpu : ms;
}

function report({ goals }: Work, times: ReadonlyMap<string, number[]>): void {
  const torch = quantile(times.get('torch') ?? [], 0.5);
  for (const [name, list] of times) {
    const median = quantile(list, 0.5);
    const spread = `[${quantile(list, 0.25).toFixed(2)}-${quantile(list, 0.75).toFixed(2)}]`;
    const ratio = Number.isFinite(torch) ? `  ${(torch / median).toFixed(2)} x torch` : '';
    console.log(`  ${name.padEnd(24)} ${median.toFixed(2).padStart(10)} ${spread.padEnd(20)}${ratio}`);
  }
  for (const { ours, peer, ratio } of goals) {
    const found = quantile(times.get(peer) ?? [], 0.5) / quantile(times.get(ours) ?? [], 0.5);
    if (Number.isNaN(found)) console.log(`  goal: ${ours} ${ratio} x ${peer}: not measured`);
    else {
      const reached = found >= ratio;
      if (!reached) missed++;
      const by = reached ? 'reached' : `missed by ${((1 - found / ratio) * 100).toFixed(0)} %`;
      console.log(`  goal: ${ours} ${ratio} x ${peer}: ${found.toFixed(2)}, ${by}`);
    }
  }
}

function launched(work: Work): Promise<Contender[]> {
  const found: Contender[] = [];
  const node = (name: string, file: string, ...given: readonly string[]) =>
    found.push(
      new Contender(
        name,
        spawn(process.execPath, [path.join(__dirname, file), ...given], { stdio: ['pipe', 'pipe', 'ignore'] }),
      ),
    );
  node('ours, relaxed SIMD', 'own.cjs', 'relaxed-simd');
  // Two threads are worth their wall time only, and that only where nobody else is at work.
  if (!options.cpu) node('ours, 2 threads', 'own.cjs', 'threads');
  node('ours, simd128', 'own.cjs', 'simd128');
  if (work.rows * work.classes <= 2e7) node('ours, plain TypeScript', 'own.cjs', 'typescript');
  for (const [name, module, environment] of [
    ['torch', 'torch', {}],
    // glibc keeps what it has got, so that large temporaries are not fresh pages every time.
    [
      'torch, memory reused',
      'torch',
      { MALLOC_MMAP_MAX_: '0', MALLOC_TOP_PAD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '100000000000' },
    ],
    ['NumPy', 'numpy', {}],
    ['scikit-learn', 'sklearn', {}],
  ] as const) {
    const python = pythonWith(module);
    if (!python) console.log(`  ${name}: not installed`);
    else {
      const env = { ...process.env, OMP_NUM_THREADS: '1', ...environment };
      found.push(
        new Contender(name, spawn(python, ['bench/peers.py', module], { env, stdio: ['pipe', 'pipe', 'ignore'] })),
      );
    }
  }
  // It computes in a thread of its own, whose processor time nobody tells.
  if (!options.cpu) {
    node('onnxruntime-node', 'peers.cjs', 'onnxruntime', '1');
    node('onnxruntime-node, 2 threads', 'peers.cjs', 'onnxruntime', '2');
  }
  node('TensorFlow.js (wasm)', 'peers.cjs', 'tfjs');
  node('mathjs (scaled up)', 'peers.cjs', 'mathjs');
  return Promise.resolve(found);
}

/** The first Python that has a module: PYTHON, python3 on the path, the system's. */
function pythonWith(module: string): string | undefined {
  if (!pythons.has(module)) {
    const candidates = [process.env['PYTHON'], 'python3', '/usr/bin/python3'];
    const has = (python: string | undefined) =>
      python !== undefined && spawnSync(python, ['-c', `import ${module}`]).status === 0;
    pythons.set(module, candidates.find(has));
  }
  return pythons.get(module);
}

function quantile(list: readonly number[], at: number): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(at * (sorted.length - 1) + 0.5)] ?? NaN;
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
