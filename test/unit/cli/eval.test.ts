import { strict as assert } from 'node:assert';
import { answerLine, evalLines } from '../../../src/cli/eval';

/** ln(e + 1) - 1 and the like, as torch 2.13 prints them. */
const CE = 0.4076059644443804;

const ANSWERS: readonly (readonly [string, object, object])[] = [
  [
    'a row of logits and its class',
    { id: 1, loss: 'cross_entropy', pred: [[1, 2, 3]], target: [2] },
    { id: 1, value: CE, exact: 0.4076059644443803 },
  ],
  [
    'a scalar target for a lone row',
    { id: 'a', loss: 'cross_entropy', pred: [1, 2, 3], target: 2, params: { reduction: 'none' } },
    { id: 'a', value: [CE], exact: [0.4076059644443803] },
  ],
  [
    'numbers that JSON does not have, both ways',
    {
      id: 2,
      loss: 'binary_cross_entropy_with_logits',
      pred: ['inf', '-inf'],
      target: [0, 1],
      params: { reduction: 'none' },
    },
    { id: 2, value: ['inf', 'nan'], exact: ['inf', 'inf'] },
  ],
  [
    'rows and the gradient where they are wanted',
    { id: 3, loss: 'nll_loss', pred: [[0.2, 0.8]], target: [1], want: ['rows', 'grad'] },
    { id: 3, value: -0.8, exact: -0.8, rows: [-0.8], grad: [0, -1] },
  ],
  [
    'an empty batch by its shape',
    {
      id: 4,
      loss: 'cross_entropy',
      pred: [],
      pred_shape: [0, 3],
      target: [],
      want: ['rows', 'grad'],
      params: { reduction: 'sum' },
    },
    { id: 4, value: 0, exact: 0, rows: [], grad: [] },
  ],
  [
    'flat numbers with a shape beside',
    { id: 5, loss: 'cross_entropy', pred: [1, 2, 3], pred_shape: [1, 3], target: [2], params: { weight: null } },
    { id: 5, value: CE, exact: 0.4076059644443803 },
  ],
  [
    'probabilities for a loss of logarithms',
    { id: 6, loss: 'nll_loss', from: 'probabilities', pred: [[0.5, 0.5]], target: [1], dtype: 'float32' },
    { id: 6, value: Math.fround(Math.LN2), exact: Math.LN2 },
  ],
  [
    'what stands behind a row where it is wanted',
    {
      id: 7,
      loss: 'cross_entropy',
      pred: [[0, 0]],
      target: [1],
      want: ['probabilities', 'cells', 'argmax', 'confidence', 'margin'],
    },
    {
      id: 7,
      value: Math.LN2,
      exact: Math.LN2,
      probabilities: [0.5, 0.5],
      cells: [0, Math.LN2],
      argmax: [0],
      confidence: [0.5],
      margin: [0],
    },
  ],
  [
    'an unreduced focal loss, as torchvision leaves it',
    { id: 8, loss: 'sigmoid_focal_loss', pred: [0], target: [1], params: { alpha: -1, gamma: 0 }, want: ['cells'] },
    { id: 8, value: [Math.LN2], exact: [Math.LN2], cells: [Math.LN2] },
  ],
  [
    'a divergence of a batch',
    {
      id: 9,
      loss: 'kl_div',
      pred: [[-1, -2]],
      target: [[0, 1]],
      params: { reduction: 'batchmean', log_target: false },
    },
    { id: 9, value: 2, exact: 2 },
  ],
  [
    'the exact gradient where PyTorch has lost its digits',
    { id: 10, loss: 'cross_entropy', pred: [[40, 0]], target: [0], want: ['exact_grad'] },
    // exp(-40) / (1 + exp(-40)) by mpmath; PyTorch's own value is 0.
    { id: 10, value: 0, exact: 4.248354255291589e-18, exact_grad: [-4.248354255291589e-18, 4.248354255291589e-18] },
  ],
  [
    'the metrics of classes',
    {
      id: 11,
      loss: 'cross_entropy',
      pred: [
        [0, 0],
        [0, 0],
      ],
      target: [0, 1],
      want: ['metrics'],
      measure: { bins: 2, top_k: [1, 2], units: 4 },
    },
    {
      id: 11,
      value: Math.LN2,
      exact: Math.LN2,
      metrics: {
        rows: 2,
        classes: 2,
        loss: Math.LN2,
        perplexity: 2,
        bits: 1,
        bits_per_unit: 0.5,
        accuracy: 0.5,
        top_k: { 1: 0.5, 2: 1 },
        confusion: [1, 0, 1, 0],
        calibration: {
          guo: { ece: 0, mce: 0, rmsce: 0 },
          histogram: { ece: 0, mce: 0, rmsce: 0 },
          torchmetrics: { ece: 0, mce: 0, rmsce: 0 },
        },
        brier: 0.5,
        auroc: 0.5,
        temperature: { value: 'inf', loss: Math.LN2 },
        baselines: { uniform: Math.LN2, frequencies: Math.LN2 },
      },
    },
  ],
  [
    'a summary of rows of which one is infinite and one ignored',
    {
      id: 12,
      loss: 'cross_entropy',
      pred: [
        [0, 0],
        [0, '-inf'],
        [5, 5],
        [0, 0],
      ],
      target: [0, 1, -100, 1],
      params: { weight: [1, 3] },
      want: ['summary'],
      measure: { bins: 2, worst: 1 },
    },
    {
      id: 12,
      value: 'inf',
      exact: 'inf',
      summary: {
        rows: 3,
        ignored: 1,
        not_numbers: 0,
        infinities: 1,
        finite_sum: 4 * Math.LN2,
        sum: 'inf',
        mean: 'inf',
        worst: [{ row: 1, loss: 'inf' }],
        confusion: [1, 0, 2, 0],
        bins: { counts: [2, 1], corrects: [1, 0], confidences: [1, 1] },
      },
    },
  ],
  [
    'the loss of another framework',
    {
      id: 13,
      loss: 'keras.losses.BinaryCrossentropy (torch)',
      pred: [[0]],
      target: [[1]],
      params: { reduction: 'none' },
    },
    // As Keras 3.15.1 printed it.
    { id: 13, value: [16.11809539794922] },
  ],
  [
    'a line without an id',
    { loss: 'binary_cross_entropy', pred: 0, target: 1 },
    { id: null, value: 100, exact: 'inf' },
  ],
];

const ERRORS: readonly (readonly [string, string, string, RegExp])[] = [
  ['no JSON', '{', 'malformed-json', /not a JSON object/],
  ['a list', '[1]', 'malformed-json', /a list of 1/],
  ['a bare NaN', '{"id":1,"pred":NaN}', 'malformed-json', /JSON/],
  ['no loss', '{"id":1}', 'missing-field', /^loss is missing\.$/],
  ['an unknown loss', '{"loss":"mse"}', 'unknown-loss', /"mse"; expected cross_entropy/],
  ['no predictions', '{"loss":"nll_loss","target":[1]}', 'missing-field', /^pred is missing\.$/],
  [
    'an unknown parameter',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"params":{"wieght":1}}',
    'unknown-parameter',
    /wieght; expected weight, ignore_index, reduction or eps/,
  ],
  [
    'a parameter of another loss',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"params":{"pos_weight":1}}',
    'option-not-supported',
    /nll_loss does not take pos_weight/,
  ],
  [
    'a parameter that another framework does not know',
    '{"loss":"optax.losses.softmax_cross_entropy","pred":[[1]],"target":[[1]],"params":{"gamma":1}}',
    'unknown-parameter',
    /gamma/,
  ],
  [
    'metrics of another framework',
    '{"loss":"optax.losses.softmax_cross_entropy","pred":[[1]],"target":[[1]],"want":["metrics"]}',
    'bad-value',
    /^want is/,
  ],
  [
    'metrics of soft targets',
    '{"loss":"cross_entropy","pred":[[1,2]],"target":[[0.5,0.5]],"want":["metrics"]}',
    'target-not-integer',
    /0\.5 at row 0/,
  ],
  [
    'more bins than there may be',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"measure":{"bins":1e9}}',
    'bad-value',
    /^measure\.bins is 1000000000/,
  ],
  [
    'an inherited name',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"params":{"__proto__":1}}',
    'unknown-parameter',
    /__proto__/,
  ],
  ['a word for a number', '{"loss":"nll_loss","pred":[[1,"x"]],"target":[0]}', 'bad-number', /^pred\[0\]\[1\] is "x"/],
  [
    'a truth value for a number',
    '{"loss":"nll_loss","pred":[[1,true]],"target":[0]}',
    'bad-number',
    /^pred\[0\]\[1\] is true/,
  ],
  [
    'rows of several lengths',
    '{"loss":"nll_loss","pred":[[1,2],[3]],"target":[0,0]}',
    'ragged',
    /^pred\[1\] is a list of 1; expected a list of 2/,
  ],
  [
    'a list among numbers',
    '{"loss":"nll_loss","pred":[1,[2]],"target":0}',
    'ragged',
    /^pred\[1\] is a list of 1; expected a number/,
  ],
  [
    'a shape that does not hold the numbers',
    '{"loss":"nll_loss","pred":[1,2],"pred_shape":[3],"target":0}',
    'bad-shape',
    /pred_shape is \(3,\), which does not hold the 2 numbers/,
  ],
  ['a shape of words', '{"loss":"nll_loss","pred":[1,2],"pred_shape":["2"],"target":0}', 'bad-value', /pred_shape/],
  [
    'an unknown reduction',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"params":{"reduction":"avg"}}',
    'bad-value',
    /params\.reduction is "avg"; expected "mean", "sum", "none"/,
  ],
  [
    'an unknown dtype',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"dtype":"float16"}',
    'bad-value',
    /dtype is "float16"/,
  ],
  ['an unknown want', '{"loss":"nll_loss","pred":[[1]],"target":[0],"want":["hess"]}', 'bad-value', /want/],
  [
    'a fraction for ignore_index',
    '{"loss":"nll_loss","pred":[[1]],"target":[0],"params":{"ignore_index":0.5}}',
    'bad-value',
    /an integer/,
  ],
  [
    'a target beyond the classes',
    '{"loss":"nll_loss","pred":[[1]],"target":[3]}',
    'target-out-of-bounds',
    /Target 3 at row 0 is out of bounds; expected a class from 0 to 0/,
  ],
  ['a scalar for a row of logits', '{"loss":"cross_entropy","pred":1,"target":1}', 'shape-mismatch', /expected \(C\)/],
];

describe('loss-lens eval', () => {
  for (const [name, request, answer] of ANSWERS) {
    it(`answers ${name}`, () =>
      assert.deepEqual(JSON.parse(JSON.stringify(answerLine(JSON.stringify(request)))), answer));
  }

  for (const [name, line, code, message] of ERRORS) {
    it(`refuses ${name}`, () => {
      const { error } = answerLine(line) as { error: { code: string; message: string } };
      assert.equal(error.code, code);
      assert.match(error.message, message);
    });
  }

  it('answers in order, skips blank lines and counts the failed', async () => {
    const written: string[] = [];
    const outcome = await evalLines(linesOf('{', '', '{"id":7,"loss":"nll_loss","pred":[[-1]],"target":[0]}'), (line) =>
      written.push(line),
    );
    assert.deepEqual(outcome, { failed: 1 });
    assert.deepEqual(
      written.map((line) => (JSON.parse(line) as { id: unknown }).id),
      [null, 7],
    );
  });

  it('refuses any depth of nesting without exhausting the stack', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const { error } = answerLine(`{"loss":"nll_loss","pred":${deep},"target":0}`) as { error: { code: string } };
    assert.equal(error.code, 'too-deep');
  });
});

async function* linesOf(...lines: string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}
