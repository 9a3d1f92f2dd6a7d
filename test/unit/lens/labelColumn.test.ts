import { strict as assert } from 'node:assert';
import { alternatives, type Answer, consider } from '../../../src/lens/answer';
import { placesIn, resultOf } from '../../../src/lens/result';
import { inspectorModel } from '../../../src/report/inspectorModel';
import { read } from '../../../src/read/read';

// By torch 1.13 in float64: F.cross_entropy, F.binary_cross_entropy, and F.nll_loss of the logarithms.
const CASES = [
  {
    name: 'logits that are counted',
    text: 'class_0,class_1,class_2,label\n2,-1,0.5,0\n0.1,0.2,0.3,2\n-3,1.5,0,1\n',
    loss: 'cross_entropy',
    value: 0.48456961921954095,
  },
  {
    name: 'logits by their names, the label before them and other numbers around',
    text: 'weight,target,logit_a,logit_b,logit_c,age\n1.5,0,2,-1,0.5,30\n2.5,2,0.1,0.2,0.3,41\n1,1,-3,1.5,0,5\n',
    loss: 'cross_entropy',
    value: 0.48456961921954095,
  },
  {
    name: 'a lone column of probabilities',
    text: 'p,y\n0.2,0\n0.7,1\n0.1,0\n',
    loss: 'binary_cross_entropy',
    value: 0.22839300363692283,
  },
  {
    name: 'class names over rows that sum to 1',
    text: 'cat,dog,cow,label\n0.2,0.5,0.3,1\n0.7,0.1,0.2,0\n',
    loss: 'nll_loss',
    value: 0.5249110622493389,
  },
];

describe('a table that holds its labels in a column', () => {
  for (const { name, text, loss, value } of CASES) {
    it(`is predictions and targets at once: ${name}`, async () => {
      const { pairing, report } = await answered(text);
      assert.equal(pairing.loss, loss);
      assert.ok(Math.abs(report.evaluation.value.data[0] - value) <= 1e-15, String(report.evaluation.value.data[0]));
    });
  }

  it('says which column, and places every number of either', async () => {
    const [, { text = '' } = {}] = CASES;
    const result = resultOf(await answered(text), placesIn(text));
    const model = inspectorModel(1, 'table.csv', result);
    assert.equal(model.targetsName, 'target');
    assert.ok(model.reasons.includes('The column target holds the labels of the others.'), model.reasons.join('\n'));
    const { predictions, targets } = result;
    const words = ({ starts, ends }: typeof targets.cells): string[] =>
      Array.from(starts, (start, index) => text.slice(start, ends[index]));
    assert.deepEqual(words(targets.cells), ['0', '2', '1']);
    assert.deepEqual(words(predictions.cells), ['2', '-1', '0.5', '0.1', '0.2', '0.3', '-3', '1.5', '0']);
  });

  it('is computed in every other way, too', async () => {
    const [{ text = '' } = {}] = CASES;
    const others = await alternatives(await answered(text), { aborted: false });
    const [own] = others;
    assert.ok(own?.outcome.ok && own.outcome.value.report.evaluation.value.data[0] === CASES[0]?.value);
    assert.ok(others.length > 1);
  });

  for (const [name, text] of [
    ['features beside it', 'x1,x2,x3,label\n2,-1,0.5,0\n0.1,0.2,0.3,2\n'],
    ['several columns called labels', 'class_0,class_1,label,target\n2,-1,0,1\n1,2,1,0\n'],
    ['labels that are no whole numbers', 'class_0,class_1,label\n2,-1,0.5\n1,2,1\n'],
    ['predictions on both of its sides', 'class_0,label,class_1\n2,0,0.5\n1,1,1.5\n'],
  ] as const) {
    it(`is not taken apart by guessing: ${name}`, async () => {
      const found = await consider(read({ text, language: 'csv' }).blocks, {}, {}, { aborted: false });
      assert.equal(found?.kind, 'nothing');
    });
  }
});

async function answered(text: string): Promise<Answer> {
  const { blocks } = read({ text, language: 'csv' });
  const found = await consider(blocks, {}, { dtype: 'float64' }, { aborted: false });
  assert.ok(found !== undefined && found.kind !== 'nothing');
  // Few numbers between 0 and 1 may be logits too: that is asked, the likelier first.
  const [outcome] = found.kind === 'answer' ? [found.choice.outcome] : found.choices.map((choice) => choice.outcome);
  assert.ok(outcome?.ok);
  return outcome.value;
}
