import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { baselinesOf } from '../../../src/lens/baselines';
import { baselinesText } from '../../../src/report/judgement';
import { tensorOf } from '../core/samples';

interface Case {
  readonly name: string;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[] | readonly (readonly number[])[];
  readonly baselines: Readonly<Record<string, number | null>>;
}

const { cases } = JSON.parse(readFileSync('test/fixtures/findings/baselines.json', 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('baselines', () => {
  for (const { name, x, y, baselines } of cases) {
    it(`of ${name} are NumPy’s`, () => {
      const found = baselinesOf({
        loss: Array.isArray(y[0]) ? 'binary_cross_entropy_with_logits' : 'cross_entropy',
        predictions: tensorOf(x),
        targets: tensorOf(y),
        // What the others do not know is left out of the comparison.
        options: { reduction: 'sum' },
      });
      assert.ok(found);
      const { topK, ...numbers } = found;
      for (const [key, value] of Object.entries({ ...numbers, topK: topK.k === 0 ? null : topK.value })) {
        const expected = baselines[key];
        if (expected == null) assert.equal(value, null);
        else assert.ok(Math.abs((value ?? NaN) - expected) < 1e-12, `${key}: ${value}, not ${expected}`);
      }
    });
  }

  const sentences: readonly (readonly [string, readonly number[][], readonly number[], RegExp])[] = [
    [
      'worse than guessing',
      [
        [0, 3],
        [3, 0],
      ],
      [0, 1],
      /^worse than guessing: ln 2 = 0\.693; perplexity/,
    ],
    [
      'as good as guessing',
      [
        [0, 0.01],
        [0.01, 0],
      ],
      [0, 1],
      /^as good as guessing: ln 2 = 0\.693/,
    ],
    [
      'better than guessing',
      [
        [3, 0],
        [0, 3],
      ],
      [0, 1],
      /^better than guessing: ln 2 = 0\.693; .*accuracy 100%/,
    ],
    [
      'no better than a constant',
      [
        [0.5, 0],
        [0.5, 0],
        [0.5, 0],
      ],
      [0, 0, 1],
      /the best constant gives 0\.637/,
    ],
  ];
  for (const [name, x, y, words] of sentences) {
    it(`are told of a model that is ${name}`, () => {
      const found = baselinesOf({ loss: 'cross_entropy', predictions: tensorOf(x), targets: tensorOf(y), options: {} });
      assert.ok(found);
      assert.match(baselinesText(found), words);
    });
  }
});
