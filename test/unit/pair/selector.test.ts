import { strict as assert } from 'node:assert';
import { select } from '../../../src/pair/selector';
import { read } from '../../../src/read/read';

const TEXT = `x = tensor([1.5, 2.5])
y = tensor([0, 1])
x = tensor([3.5, 4.5])
big = tensor([1.5, ..., 2.5])
`;

const SELECTORS: readonly (readonly [string, string, readonly number[] | string])[] = [
  ['an array by its place', '#1', [1]],
  ['an array by its name', 'y', [1]],
  ['every array of a name', 'x', [0, 2]],
  ['one array of a name by its place among them', 'x@1', [2]],
  ['the first of a name', 'x@0', [0]],
  ['no place beyond the last', '#9', 'no-such-array'],
  ['no place among fewer of the name', 'x@5', 'no-such-array'],
  ['no name that is not there', 'logits', 'no-such-array'],
  ['no array that was printed with numbers left out', 'big', 'elided-array'],
];

describe('a selector picks', () => {
  for (const [name, selector, expected] of SELECTORS) {
    it(name, () => {
      const found = select(read({ text: TEXT }).blocks, selector);
      assert.deepEqual('code' in found ? found.code : found, expected);
    });
  }
});
