import { strict as assert } from 'node:assert';
import { claimsOf } from '../../../src/lens/claims';
import { inlineDesk } from '../../../src/lens/desk';
import { claimText } from '../../../src/report/claims';

const ARRAYS = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([0, 2, 1])
`;

// torch 1.13: F.cross_entropy of the arrays is 0.4846, and 0.8169 of their softmax.
const CALL = 'loss = F.cross_entropy(logits, labels)\n';

/** What is said of each printed number of a text: its kind, and the sentence. */
const CLAIMS: readonly (readonly [string, string, readonly (readonly [string, RegExp])[]])[] = [
  [
    'confirms a loss that follows',
    `${ARRAYS}${CALL}loss = tensor(0.4846)\n`,
    [['confirmed', /0\.4846 is confirmed: cross_entropy of logits and labels is 0\.4846/]],
  ],
  [
    'contradicts one that does not, and says what gives it',
    `${ARRAYS}${CALL}loss = tensor(0.8169)\n`,
    [
      [
        'contradicted',
        /0\.8169 is printed here, but cross_entropy of logits and labels is 0\.4846\..*softmax taken first/,
      ],
    ],
  ],
  [
    'contradicts one that no formula gives, where its call names the arrays',
    `${ARRAYS}${CALL}loss = tensor(77.7777)\n`,
    [['contradicted', /77\.7777 is printed here, but cross_entropy of logits and labels is 0\.4846\.$/]],
  ],
  ['says nothing of a loss of other arrays', `${ARRAYS}loss = tensor(77.7777)\n`, []],
  ['says nothing of a number that is called no loss', `${ARRAYS}accuracy = tensor(0.3333)\n`, []],
];

describe('a claim of a document', () => {
  for (const [name, text, expected] of CLAIMS) {
    it(name, async () => {
      const review = await inlineDesk.review({ text, version: 1 }, { aborted: false });
      assert.ok(review);
      const claims = claimsOf(review);
      assert.deepEqual(
        claims.map(({ kind }) => kind),
        expected.map(([kind]) => kind),
      );
      for (const [index, claim] of claims.entries()) {
        assert.match(claimText(claim, review.blocks), expected[index]?.[1] ?? /^$/);
        assert.equal(text.slice(claim.span.start, claim.span.end).startsWith('tensor('), true);
      }
      // A worker hands it over as a clone.
      assert.doesNotThrow(() => structuredClone(review));
    });
  }
});
