// Makes numbers by known formulas and looks how well they are explained. `npm run explanations [-- COUNT]`.
import { explain, pairsOf } from '../../src/lens/explain';
import { read } from '../../src/read/read';
import { isFormula } from './describe';
import { make } from './samples';

const count = Number(process.argv[2] ?? 1000);
let amongThree = 0;
let first = 0;
let unrivalled = 0;
let unrivalledFirst = 0;
const missed = new Map<string, number>();
for (let seed = 1; seed <= count; seed++) {
  const { text, printed, half, formula, value } = make(seed);
  const { blocks } = read({ text });
  const explanations = explain({ value: Number(printed), half }, blocks, pairsOf(blocks), text);
  const at = explanations.findIndex((explanation) => isFormula(explanation, formula));
  const rivals = explanations.filter(
    (other) => !isFormula(other, formula) && other.exactly && Math.abs(other.formula.value - value) > 1e-12,
  );
  if (at >= 0 && at < 3) amongThree++;
  else missed.set(`${formula} (${at})`, (missed.get(`${formula} (${at})`) ?? 0) + 1);
  if (at === 0) first++;
  if (rivals.length === 0) {
    unrivalled++;
    if (at === 0) unrivalledFirst++;
  }
}
const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;
for (const [formula, times] of [...missed].sort((a, b) => b[1] - a[1]).slice(0, 12))
  console.log(`missed ${times} x ${formula}`);
console.log(
  `${count} numbers: the formula is among the first three in ${percent(amongThree, count)}, first in ${percent(first, count)}`,
);
console.log(`${unrivalled} without a rival that prints the same: first in ${percent(unrivalledFirst, unrivalled)}`);
if (amongThree < 0.95 * count || unrivalledFirst < 0.8 * unrivalled) process.exitCode = 1;
