import assert from 'node:assert/strict';
import { halfUnits } from '../../../src/pair/resolution';
import { read } from '../../../src/read/read';
import { reads } from './check';

/** Every fault that `npm run fuzz` found in a reader. */
describe('what broken prints once did', () => {
  it('gives an R matrix that its numbers do not fill no part of a column', () =>
    reads('x <- matrix(c(1.5, 2.5, 3.5, 4.5), nrow = 3)\n', { shape: [4] }));

  it('keeps what a comment of R goes around within its array', () => {
    reads('x <- matrix(c(1.5, 2, #, 4), ncol = 2)\n 2, 3)\n', { values: [1.5, 2, 2, 3] });
    reads('x <- rbind(c(1.5, 2), c(2, #), 4)\n 2.5))\n', [], { troubles: ['bad-token'] });
  });

  it('takes a line of blanks, a tab among them, for no row of a table with commas', () => {
    reads('0\n0\n\t\n\n', { values: [0, 0], text: '0\n0' }, { language: 'csv' });
    reads('1,2\n\t \n3,4\n', { shape: [2, 2] }, { language: 'csv' });
  });

  it('keeps an empty last cell within the table where blanks follow', () =>
    reads(
      'a,b\n1,2\n3, ',
      {
        values: [
          [1, 2],
          [3, NaN],
        ],
        text: 'a,b\n1,2\n3,',
      },
      { language: 'csv' },
    ));

  it('does not take a row with a word in it for a vector with names', () =>
    reads(' one   two three \n 1.5  2.5[   3.5 \n', { shape: [1, 2], values: [1.5, 3.5], rowNames: ['2.5['] }));

  it('takes no shape from extents without a comma between', () => reads('tensor([], size=(0,0 3))', { shape: [0] }));

  it('says that slices have factors of their own', () => {
    const text =
      'x(:,:,1) =\n\n   1.0e+03 *\n\n   1.5   3.5\n   2.5   0\n\nx(:,:,2) =\n\n   5.5   7.5\n   6.5   8.5\n\n';
    reads(text, { shape: [2, 2, 2], values: [1500, 5.5, 3500, 7.5, 2500, 6.5, 0, 8.5] });
    const [block] = read({ text }).blocks;
    assert.ok(!block.elided);
    assert.ok(Number.isNaN(block.scale));
    // Half a tenth, times the factor of its slice; the 0 may be of any.
    assert.deepEqual(
      Array.from(halfUnits(block, 'predictions', text) as Float64Array),
      [50, 0.05, 50, 0.05, 50, 0.05, 50, 0.05],
    );
  });

  it('counts the decimals of numbers with a common factor as they are printed', () => {
    const text = 'x =\n\n   1.0e+03 *\n\n   1.2345   3.5000\n   2.5000   0.0010\n\n';
    const [block] = read({ text }).blocks;
    assert.ok(!block.elided);
    assert.deepEqual(Array.from(halfUnits(block, 'predictions', text) as Float64Array), [0.05, 0.05, 0.05, 0.05]);
  });
});
