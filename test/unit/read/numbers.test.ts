import assert from 'node:assert/strict';
import { NumberScanner } from '../../../src/read/text/numbers';

/** A token, what it is worth in the language that writes it so, and how the scanner tells of it. */
const NUMBERS: readonly (readonly [string, number, string])[] = [
  ['1e\u22125', 1e-5, 'decimal'],
  ['\u22121.5', -1.5, 'decimal'],
  ['+2', 2, 'integer'],
  ['\u221e', Infinity, 'decimal'],
  ['-\u221e', -Infinity, 'decimal'],
  ["float('5')", 5, 'decimal'],
  ['-float("inf")', -Infinity, 'decimal'],
  ['np.float32(0.25)', 0.25, 'decimal'],
  ['True', 1, 'boolean'],
  ['1_000', 1000, 'integer'],
  ['1.5f0', 1.5, 'decimal'],
  ['2.5f32', 2.5, 'decimal'],
  ['3L', 3, 'integer'],
  ['1.5D-3', 0.0015, 'decimal'],
  ['1.5*^-7', 1.5e-7, 'decimal'],
  ['1.5`*^-7', 1.5e-7, 'decimal'],
  ['9007199254740993', 9007199254740992, 'integer'],
  ['0.1000000000000000055511151231257827', 0.1, 'decimal'],
  ['1e400', Infinity, 'decimal'],
  ['1.5j', 1.5, 'complex'],
];

/** What begins as a number and is none, or goes on as none does. */
const NONE = [
  '',
  '-',
  '.',
  '1e',
  '1e+',
  '1.2.3',
  '0x10',
  '1_',
  '1__0',
  '-True',
  'os.nan',
  'tf.True',
  'np.False',
  'np.float32(0.25',
  'np.float32(1 2)',
  'np.float32(1)x',
  "float('1j')",
  '1.#INF',
  '1abc',
  'nano',
];

describe('the number grammar', () => {
  for (const [token, value, kind] of NUMBERS) {
    it(`reads ${token}`, () => {
      const scanner = new NumberScanner(token);
      assert.equal(scanner.read(0), token.length);
      assert.equal(scanner.kind, kind);
      if (kind !== 'complex') assert.ok(Object.is(scanner.value, value), String(scanner.value));
    });
  }

  for (const token of NONE) {
    it(`takes no number from ${JSON.stringify(token)}`, () => assert.equal(new NumberScanner(token).read(0), -1));
  }

  it('knows what JSON may hold', () => {
    const strict = (token: string): boolean => {
      const scanner = new NumberScanner(token);
      assert.equal(scanner.read(0), token.length);
      return scanner.strict;
    };
    for (const token of ['0', '-0', '10', '0.5', '-1.5e-3', '1E5']) assert.ok(strict(token), token);
    for (const token of ['01', '1.', '.5', '+1', '-.5', '\u22121', '1e\u22125', '00.5', '1_0'])
      assert.ok(!strict(token), token);
  });

  it('multiplies the factor that stands for all into every number, rounded once', () => {
    const scanner = new NumberScanner('1.2345 0.1 7 2.5e-3 123456789012345678901 nan');
    scanner.shift = 3;
    const values: number[] = [];
    for (let at = 0; at >= 0 && at < 45;) {
      const end = scanner.read(at);
      values.push(scanner.value);
      at = end + 1;
    }
    assert.deepEqual(values, [1234.5, 100, 7000, 2.5, Number('123456789012345678901e3'), NaN]);
  });

  it('reads a decimal comma where a table has one, and nothing else there', () => {
    const scanner = new NumberScanner('');
    assert.ok(scanner.readDecimalComma('-1,5e-3'));
    assert.equal(scanner.value, -0.0015);
    for (const cell of ['1,2,3', '1.5', 'a,5', '1,5x', ',5']) assert.ok(!scanner.readDecimalComma(cell), cell);
  });
});
