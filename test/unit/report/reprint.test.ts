import { strict as assert } from 'node:assert';
import { reprint } from '../../../src/report/reprint';

describe('a number printed in place of another', () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ['1.9269', 2, '2.0000'],
    ['-0.5', 0.26, '0.3'],
    ['1.', 0, '0.'],
    ['1.', 0.5, '0.5'],
    ['3', 2, '2'],
    ['3', 2.5, '2.5'],
    ['+1.50', 2, '+2.00'],
    ['+1.50', -2, '-2.00'],
    ['1.2000e-03', 12.5, '1.2500e+01'],
    ['1e5', 0.001, '1e-3'],
    ['1.0E+00', 0.25, '2.5E-01'],
    ['0.5', NaN, 'nan'],
    ['0.5', -Infinity, '-inf'],
    ['nan', 0.25, '0.25'],
  ];
  for (const [original, value, expected] of cases) {
    it(`writes ${value} for ${original} as ${expected}`, () => {
      assert.equal(reprint(original, value), expected);
    });
  }
});
