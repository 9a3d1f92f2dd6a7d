import { strict as assert } from 'node:assert';
import { assignedCall, lossCall, lossCalls } from '../../../src/lens/calls';

/** An expression, and the loss, the inputs and the keywords that are read of it. */
const EXPRESSIONS: readonly (readonly [string, string | undefined, readonly string[] | undefined, string])[] = [
  ['F.cross_entropy(x, y)', 'cross_entropy', ['x', 'y'], ''],
  ['torch.nn.functional.cross_entropy(target=y, input=x)', 'cross_entropy', ['x', 'y'], ''],
  ['F.cross_entropy(x, y, weight=w, label_smoothing=0.1)', 'cross_entropy', ['x', 'y'], 'weight=w label_smoothing=0.1'],
  ["nn.CrossEntropyLoss(reduction='sum')(x, y)", 'cross_entropy', ['x', 'y'], "reduction='sum'"],
  ['nn.BCELoss()(p, y).item()', 'binary_cross_entropy', ['p', 'y'], ''],
  ['F.nll_loss(torch.log(p), y)', 'nll_loss', ['torch.log(p)', 'y'], ''],
  ['my_loss(true=y, pred=x, eps=1e-10)', undefined, ['x', 'y'], 'eps=1e-10'],
  ['loss', undefined, undefined, ''],
  ['x + F.cross_entropy(x, y)', undefined, undefined, ''],
  ['F.cross_entropy(x, y) / 2', undefined, undefined, ''],
  ['F.cross_entropy(x, y', undefined, undefined, ''],
];

describe('a call', () => {
  for (const [expression, loss, inputs, keywords] of EXPRESSIONS) {
    it(`is read of ${expression}`, () => {
      const call = lossCall(expression);
      assert.equal(call?.loss, loss);
      assert.deepEqual(call?.inputs, inputs);
      const found = Array.from(call?.keywords ?? [], ([name, value]) => `${name}=${value}`);
      assert.equal(found.join(' '), keywords);
    });
  }

  it('is found behind a name, the last one before a place', () => {
    const text = 'loss = f(a, b)\nloss = F.cross_entropy(x, y)  # mean\nloss\n';
    assert.deepEqual(assignedCall(text, 'loss', text.length)?.inputs, ['x', 'y']);
    assert.deepEqual(assignedCall(text, 'loss', 15)?.inputs, ['a', 'b']);
    assert.equal(assignedCall(text, 'other', text.length), undefined);
  });

  it('is joined with the loss that was made first', () => {
    const text = 'criterion = nn.CrossEntropyLoss(ignore_index=0)\nfor x, y in data:\n    loss = criterion(x, y)\n';
    const [only, ...others] = lossCalls(text);
    assert.deepEqual(only?.call.inputs, ['x', 'y']);
    assert.deepEqual([...(only?.call.keywords ?? [])], [['ignore_index', '0']]);
    assert.deepEqual(others, []);
  });
});
