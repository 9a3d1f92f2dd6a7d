import { strict as assert } from 'node:assert';
import { pointedAt } from '../../../src/pair/selection';
import { read } from '../../../src/read/read';
import type { Span } from '../../../src/read/reading';

const MATRICES = `x = tensor([[0.5, 1.5],
        [2.5, 3.5],
        [4.5, 5.5]])
y = tensor([0, 1, 0])
z = tensor([[6.5, 7.5],
        [8.5, 9.5]])
`;

/** What is selected, each stretch from the first place of a text to the end of another; and what is pointed at. */
const SELECTIONS: readonly (readonly [
  string,
  readonly (readonly [string, string])[],
  readonly (readonly number[])[],
])[] = [
  ['nothing that is not touched', [['x =', 'x =']], []],
  ['a touched array whole, from one number of it', [['1.5', '1.5']], [[0.5, 1.5, 2.5, 3.5, 4.5, 5.5]]],
  [
    'both arrays whole, from one stretch over both',
    [['2.5', 'tensor([0, 1']],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
    ],
  ],
  [
    'whole rows in equal number of both',
    [
      ['[2.5', '5.5]'],
      ['1, 0])', '1, 0]'],
    ],
    [
      [2.5, 3.5, 4.5, 5.5],
      [1, 0],
    ],
  ],
  [
    'one whole row of both',
    [
      ['[0.5', '1.5]'],
      ['0, 1', '0'],
    ],
    [[0.5, 1.5], [0]],
  ],
  [
    'both whole, from whole rows in unequal number',
    [
      ['[2.5', '5.5]'],
      ['0, 1', '0'],
    ],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
    ],
  ],
  [
    'both whole, from rows that are cut',
    [
      ['2.5', '2.5'],
      ['0, 1', '0'],
    ],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
    ],
  ],
  [
    'both whole, from a row and part of the next',
    [
      ['[0.5', '2.5'],
      ['0, 1', '0, 1'],
    ],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
    ],
  ],
  ['a lone array whole, from whole rows of it', [['[2.5', '5.5]']], [[0.5, 1.5, 2.5, 3.5, 4.5, 5.5]]],
  [
    'three arrays whole, from a row of each',
    [
      ['[0.5', '1.5]'],
      ['0, 1', '0'],
      ['[6.5', '7.5]'],
    ],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
      [6.5, 7.5, 8.5, 9.5],
    ],
  ],
  [
    'everything, from all of the text',
    [['x =', '9.5]])']],
    [
      [0.5, 1.5, 2.5, 3.5, 4.5, 5.5],
      [0, 1, 0],
      [6.5, 7.5, 8.5, 9.5],
    ],
  ],
];

describe('a selection points at', () => {
  for (const [name, stretches, expected] of SELECTIONS) it(name, () => check(stretches, expected));
});

function check(stretches: readonly (readonly [string, string])[], expected: readonly (readonly number[])[]): void {
  const selections = stretches.map(([first, last]): Span => {
    const start = MATRICES.indexOf(first);
    return { start, end: MATRICES.indexOf(last, start) + last.length };
  });
  const { indices, blocks } = pointedAt(read({ text: MATRICES }).blocks, selections);
  assert.equal(indices.length, blocks.length);
  assert.deepEqual(
    blocks.map((block) => (block.elided ? [] : Array.from(block.tensor.data))),
    expected,
  );
}
