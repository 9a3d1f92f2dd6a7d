import { strict as assert } from 'node:assert';
import { decimalsOf, exactText, shortText } from '../../../src/inspector/numbers';

describe('numbers as text', () => {
  const short: readonly [number, number, string][] = [
    [1.96498, 4, '1.9650'],
    [-2.1055, 4, '-2.1055'],
    [0, 4, '0.0000'],
    [3, 0, '3'],
    [0.00001, 4, '1.00e-5'],
    [0.00005, 4, '0.0001'],
    [12345678, 4, '1.23e+7'],
    [NaN, 4, 'nan'],
    [Infinity, 4, 'inf'],
    [-Infinity, 4, '-inf'],
  ];
  for (const [value, decimals, text] of short) {
    it(`writes ${value} with ${decimals} decimals as ${text}`, () => assert.equal(shortText(value, decimals), text));
  }

  it('writes the exact value to its last digit, the sign of zero included', () => {
    assert.equal(exactText(0.1 + 0.2), '0.30000000000000004');
    assert.equal(exactText(-0), '-0');
    assert.equal(exactText(NaN), 'nan');
  });

  it('finds the fewest decimals that show every value, and no more than it may', () => {
    assert.equal(decimalsOf([1, 2, 3]), 0);
    assert.equal(decimalsOf([0.25, 1.5, NaN, Infinity]), 2);
    assert.equal(decimalsOf([1 / 3]), 4);
  });
});
