import { strict as assert } from 'node:assert';
import { recalled, remembered } from '../../../src/lens/remembered';
import type { Settled } from '../../../src/lens/settled';

const SETTLED: Settled = {
  predictions: { start: 12, end: 80 },
  targets: { start: 90, end: 99 },
  loss: 'cross_entropy',
  from: 'logits',
  options: {
    reduction: 'sum',
    dtype: 'float32',
    labelSmoothing: 0.1,
    ignoreIndex: -1,
    eps: 1e-10,
    logTarget: false,
    weight: { shape: [3], data: Float64Array.of(1, 2, 0.5) },
  },
};

const PLAIN = JSON.parse(JSON.stringify(remembered(SETTLED))) as Record<string, unknown>;

describe('what outlives a window', () => {
  it('comes back from JSON as it was, options and weights included', () => {
    assert.deepEqual(recalled(PLAIN), SETTLED);
    assert.deepEqual(recalled({ ...PLAIN, options: {} }), { ...SETTLED, options: {} });
  });

  it('knows again where weights stand that are an array of the document', () => {
    const arrays = { weight: { start: 120, end: 130 } };
    const plain: unknown = JSON.parse(JSON.stringify(remembered({ ...SETTLED, arrays })));
    assert.deepEqual(recalled(plain), { ...SETTLED, arrays });
  });

  const broken: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['no record', 'state'],
    ['an unknown loss', { ...PLAIN, loss: 'hinge' }],
    ['an unknown kind of predictions', { ...PLAIN, from: 'votes' }],
    ['a place that is none', { ...PLAIN, targets: { start: -1, end: 3 } }],
    ['a place without an end', { ...PLAIN, predictions: { start: 1 } }],
    ['no place at all', { ...PLAIN, predictions: null }],
    ['no options', { ...PLAIN, options: undefined }],
    ['an unknown option', { ...PLAIN, options: { temperature: 2 } }],
    ['an option by an inherited name', { ...PLAIN, options: { toString: 2 } }],
    ['an unknown reduction', { ...PLAIN, options: { reduction: 'median' } }],
    ['an unknown precision', { ...PLAIN, options: { dtype: 'float16' } }],
    ['a number in words', { ...PLAIN, options: { eps: '1e-10' } }],
    ['a flag that is a number', { ...PLAIN, options: { logTarget: 1 } }],
    ['weights that are a number', { ...PLAIN, options: { weight: 3 } }],
    ['weights without a shape', { ...PLAIN, options: { weight: { data: [1] } } }],
    ['weights of a negative shape', { ...PLAIN, options: { weight: { shape: [-1], data: [] } } }],
    ['weights that do not fill their shape', { ...PLAIN, options: { weight: { shape: [3], data: [1] } } }],
    ['an array for no option that may be one', { ...PLAIN, arrays: { eps: { start: 1, end: 2 } } }],
    ['an array whose place is none', { ...PLAIN, arrays: { weight: { start: 1 } } }],
    ['arrays that are a list of words', { ...PLAIN, arrays: ['weight'] }],
    ['weights that are words', { ...PLAIN, options: { posWeight: { shape: [1], data: ['1'] } } }],
  ];
  for (const [what, saved] of broken) {
    it(`is not taken from ${what}`, () => {
      assert.equal(recalled(saved), undefined);
    });
  }
});
