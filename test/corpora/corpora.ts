/**
 * Reads collections of hard and hostile files, which lie outside of the project, and counts what is right:
 * `npm run corpora -- FOLDER`. Exit code 1 on any miss.
 */
import { hostile, probe } from './hostile';
import { csvSpectrum, decimals, jsonTestSuite, nbformat } from './suites';
import type { Tally } from './tally';

const [, , folder = '', file = ''] = process.argv;

if (folder === '--probe') probe(file);
else if (folder === '') {
  console.error('npm run corpora -- FOLDER');
  process.exitCode = 2;
} else {
  const tallies: readonly Tally[] = [
    ...jsonTestSuite(folder),
    csvSpectrum(folder),
    ...decimals(folder),
    nbformat(folder),
    ...hostile(folder),
  ];
  let missed = 0;
  for (const { name, right, total, misses, note } of tallies) {
    console.log(`${name}: ${right}/${total}${note === undefined ? '' : ` (${note})`}`);
    for (const miss of misses) console.log(`  missed: ${miss}`);
    missed += total - right;
  }
  console.log(missed === 0 ? 'corpora: nothing missed' : `corpora: ${missed} missed`);
  if (missed > 0) process.exitCode = 1;
}
