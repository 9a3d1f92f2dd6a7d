import { strict as assert } from 'node:assert';
import { type Answer, consider } from '../../../src/lens/answer';
import { placesIn, resultOf } from '../../../src/lens/result';
import { inspectorModel } from '../../../src/report/inspectorModel';
import { nothingText } from '../../../src/report/questions';
import { read } from '../../../src/read/read';

// Made by torch 1.13 in float64: F.nll_loss(lp[:, None], zeros), the target -100 where the first is null or nan.
const CASES = [
  {
    name: 'a table with a column of tokens',
    language: 'csv',
    text: 'token,logprob\nHello,-0.31725305\nworld,-0.0231\n!,-1.5\n',
    value: 0.6134510166666666,
  },
  {
    name: 'the print of a data frame',
    language: 'plaintext',
    text: '   token   logprob\n0  Hello -0.317253\n1      , -0.023100\n2  world -1.500000\n',
    value: 0.613451,
  },
  {
    name: 'records, the first without a number',
    language: 'json',
    text: '[{"token": "a", "logprob": null}, {"token": "b", "logprob": -0.0231}, {"token": "c", "logprob": -1.5}]',
    value: 0.76155,
  },
];

describe('the loss of a list of log-probabilities', () => {
  for (const { name, value, ...excerpt } of CASES) {
    it(`is the mean of their negatives: ${name}`, async () => {
      const { loss, report } = await answered(excerpt);
      assert.equal(loss, 'nll_loss');
      assert.ok(Math.abs(report.evaluation.value.data[0] - value) <= 1e-15);
    });
  }

  it('says of what it is, with the perplexity, and names the tokens', async () => {
    const [{ text, language }] = CASES;
    const model = inspectorModel(1, 'tokens.csv', resultOf(await answered({ text, language }), placesIn(text)));
    assert.equal(model.targetsName, 'the tokens themselves');
    assert.deepEqual(model.rowNames, ['Hello', 'world', '!']);
    assert.deepEqual(model.reasons, [
      'Each of the 3 numbers is the log-probability of the token beside it; the loss is their mean, negated.',
    ]);
    // By Python: math.exp(0.6134510166666666), and the loss divided by math.log(2).
    assert.ok(model.meaning?.includes('Perplexity 1.8468, 0.8850 bits a token.'), model.meaning?.join('\n'));
    assert.deepEqual(model.findings, []);
  });

  it('is refused where a number is above zero, which is named', async () => {
    const text = '[{"token": "a", "logprob": -0.3}, {"token": "b", "logprob": 0.25}]';
    const { blocks } = read({ text, language: 'json' });
    const found = await consider(blocks, {}, {}, { aborted: false });
    assert.equal(found?.kind, 'nothing');
    assert.equal(nothingText(blocks, {}), 'logprob (2) holds 0.25 at 1 (b); a log-probability is at most 0.');
  });

  it('is not taken of numbers that belong to no tokens, or are not called log-probabilities', async () => {
    for (const text of ['log_probs = [-0.5, -1.5]', 'token,score\na,-0.5\nb,-1.5\n']) {
      const found = await consider(read({ text, language: 'python' }).blocks, {}, {}, { aborted: false });
      assert.equal(found?.kind, 'nothing', text);
    }
  });
});

async function answered(excerpt: { text: string; language: string }): Promise<Answer & { readonly loss: string }> {
  const found = await consider(read(excerpt).blocks, {}, {}, { aborted: false });
  assert.ok(found?.kind === 'answer' && found.choice.outcome.ok);
  return { ...found.choice.outcome.value, loss: found.choice.pairing.loss };
}
