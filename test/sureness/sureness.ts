// Prints random matrices to a few digits, bounds the loss from the prints alone, and holds the bounds against the
// loss of the unrounded numbers in big numbers. `npm run sureness [-- COUNT [SEED]]`.
import { judge, sampleOf } from '../unit/core/surenessSamples';
import { uniform } from '../unit/core/samples';

const count = Number(process.argv[2] ?? 100_000);
const next = uniform(Number(process.argv[3] ?? 1));
const tally = new Map<
  string,
  { samples: number; outside: number; compared: number; worst: number; unbounded: number }
>();
let failed = 0;
for (let done = 0; done < count;) {
  const sample = sampleOf(next);
  const verdict = judge(sample);
  if (verdict === undefined) continue;
  done++;
  const row = tally.get(sample.name) ?? { samples: 0, outside: 0, compared: 0, worst: 0, unbounded: 0 };
  row.samples++;
  if (!verdict.bounded) row.unbounded++;
  if (!verdict.inside) {
    row.outside++;
    if (failed++ < 5) console.log('outside:', sample.name, verdict.true, JSON.stringify(verdict.found.loss));
  }
  if (verdict.ratio !== undefined) {
    row.compared++;
    row.worst = Math.max(row.worst, verdict.ratio);
    if (verdict.ratio > 1.05 && failed++ < 5) console.log('wide:', sample.name, verdict.ratio, sample.digits);
  }
  tally.set(sample.name, row);
}
for (const [name, row] of [...tally].sort()) {
  const width = row.compared === 0 ? 'not computable' : `${row.worst.toFixed(6)} x the tightest at most`;
  console.log(`${name}: ${row.samples} samples, ${row.outside} outside, ${row.unbounded} unbounded, ${width}`);
}
console.log(`${count} matrices, ${failed} failures`);
if (failed > 0) process.exitCode = 1;
