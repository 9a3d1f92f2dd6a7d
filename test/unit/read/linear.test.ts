import assert from 'node:assert/strict';
import { read } from '../../../src/read/read';

/** Beginnings that, repeated, have a careless reader try the same text again and again. */
const BEGINNINGS = [
  ...['[', '[1,', '((1,', '{{1,', '[1;', '[#', '[/*', '[...', 'x[[', 'tensor(', 'c(', 'matrix(c(1,2', '<tf.Tensor: '],
  ...[
    'x =\n',
    '| a | b |\n|--|--|\n',
    '[1] 2\n',
    ', , 1\n',
    'a,b\n1,x\n',
    'a b\n1 2 3\n',
    '   a  b\n0  1  2\n',
    '0  1.5\n',
  ],
  ...[
    '\\begin{tabular}\n1 & 2 \\\\\n',
    'shape: (1, 2)\n┌',
    '2×2 Matrix{Float64}:\n 1 2\n',
    '{"a": 1}\n',
    'In [1]:\nx\n',
    '1',
    '-',
  ],
];
const LENGTH = 30_000;

describe('the work is in proportion to the text', () => {
  for (const beginning of BEGINNINGS) {
    it(`for ${JSON.stringify(beginning)} again and again`, () => {
      const text = beginning.repeat(LENGTH / beginning.length);
      const { user } = process.cpuUsage();
      read({ text });
      // A reader that tries every line anew from each takes several seconds; this takes a twentieth of one.
      assert.ok(process.cpuUsage().user - user < 1.5e6);
    });
  }
});
