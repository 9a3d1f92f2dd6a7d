import { strict as assert } from 'node:assert';
import { explain, pairsOf } from '../../../src/lens/explain';
import { read } from '../../../src/read/read';
import { explanationText } from '../../../src/report/explanations';
import { isFormula } from '../../explanations/describe';
import { make } from '../../explanations/samples';
import { checkGolden } from '../report/golden';

const NUMBERS = 20;

describe('explaining a number', () => {
  it(`finds how ${NUMBERS} numbers were made among its first three in at least 95%`, function () {
    this.timeout(20_000);
    let found = 0;
    for (let seed = 1; seed <= NUMBERS; seed++) {
      const { text, printed, half, formula } = make(seed);
      const { blocks } = read({ text });
      const explanations = explain({ value: Number(printed), half }, blocks, pairsOf(blocks), text);
      if (explanations.slice(0, 3).some((explanation) => isFormula(explanation, formula))) found++;
    }
    assert.ok(found >= 0.95 * NUMBERS, `${found} of ${NUMBERS}`);
  });

  it('says nothing of a number that no formula gives', () => {
    const text = 'x = tensor([[1.5000, 0.5000], [0.2500, 2.5000]])\ny = tensor([0, 1])\n';
    const { blocks } = read({ text });
    assert.deepEqual(explain({ value: 77.7777, half: 5e-5 }, blocks, pairsOf(blocks), text), []);
  });

  it('words each of its steps', function () {
    this.timeout(20_000);
    const told: string[] = [];
    for (let seed = 1; seed <= 25; seed++) {
      const { text, printed, half } = make(seed);
      const { blocks } = read({ text });
      const [best] = explain({ value: Number(printed), half }, blocks, pairsOf(blocks), text);
      told.push(`${printed} ${best ? explanationText(best, blocks) : '-'}`);
    }
    checkGolden('explanations', told.join('\n'));
  });
});
