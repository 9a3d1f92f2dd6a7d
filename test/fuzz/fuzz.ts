/**
 * Breaks prints and files in every way it knows and reads them, and computes made-up problems beside their definition:
 * `npm run fuzz -- --inputs 1000000 [--seed N]`. A slice can be run again by its seed; counts add up.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { agrees, fuzzProblem } from './lossFuzzing';
import { fuzzBytes, fuzzText, readsTogether, survivesBytes, survivesText } from '../unit/read/fuzzing';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '100000' }, seed: { type: 'string' } } });
const inputs = Number(values.inputs);
const first = values.seed === undefined ? Date.now() : Number(values.seed);
/** One property run keeps all its inputs in memory; a batch does not. */
const BATCH = 10_000;

const counts = { prints: 0, files: 0, problems: 0 };
const start = performance.now();
for (let done = 0; done < inputs; done += BATCH) {
  const seed = first + done;
  const runs = Math.min(BATCH, inputs - done);
  const files = Math.floor(runs / 10);
  const problems = Math.floor(runs / 10);
  const both = fc.property(fuzzText(seed), (text) => readsTogether(text, survivesText(text)));
  fc.assert(both, { numRuns: runs - files - problems, seed });
  if (files > 0) fc.assert(fc.property(fuzzBytes, survivesBytes), { numRuns: files, seed });
  if (problems > 0) fc.assert(fc.property(fuzzProblem, agrees), { numRuns: problems, seed });
  counts.prints += runs - files - problems;
  counts.files += files;
  counts.problems += problems;
}
const seconds = (performance.now() - start) / 1000;
console.log(
  `fuzz: ${inputs} inputs survived in ${seconds.toFixed(0)} s (seed ${first}): ${counts.prints} prints, ` +
    `${counts.files} files, ${counts.problems} problems that agree with their definition`,
);
