import { strict as assert } from 'node:assert';
import { evaluate, gradient } from '../../src/core/evaluate';
import { brierScore } from '../../src/core/metrics/brier';
import type { Outcome, Problem } from '../../src/core/problem';
import { scalar, type Tensor } from '../../src/core/tensor';
import { type Backend, kerasLosses } from '../../src/core/variants/keras';
import { ONNX_SOFTMAX_CROSS_ENTROPY_LOSS } from '../../src/core/variants/onnx';
import { OPTAX_LOSSES, smoothLabels } from '../../src/core/variants/optax';
import { scikitLearnLogLoss } from '../../src/core/variants/scikitLearn';
import { TFJS_LOSSES } from '../../src/core/variants/tensorFlowJs';
import type { Variant, VariantArguments } from '../../src/core/variants/variant';
import { goldenTensor, type Goldens, type Nested, readGoldens } from './goldens';

type Peer = Goldens['peers'][number];
type Computation = () => Outcome<Tensor>;

const LOGITS: Nested = [1, 2, 3];
const MASKED: Nested = [[1, '-inf', 2]];
const FOUR_ROWS: Nested = [
  [1, 2, 3],
  [0.5, -1, 0.25],
  [3, 3, 3],
  [-2, 4, 0],
];

/** Observations that are not computed, by framework and case, with the reason. */
const LEFT_OUT: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^torch 1\.13/, /./, 'an older release: where it differs, the golden case says so'],
  [/^torch 2\.13/, /float16|bfloat16/, 'half precision is not computed'],
  [
    /^torch 2\.13/,
    /^(?!bce torch\.float(32|64) p=|bcewl torch\.float(32|64) x=|bce f32 p=[^.]|bcewl f32 x=)/,
    'its numbers stand as golden cases',
  ],
  [/^tfjs/, /^metrics\./, 'metrics of its layers, not losses'],
  [/^tfjs/, /^grad wrt labels/, 'a derivative by the labels, which here are given'],
  [/^torchmetrics/, /./, 'metrics, compared with the golden metrics'],
  [/^keras/, /^fp16/, 'half precision is not computed'],
  [/^scikit/, /f16$/, 'half precision is not computed'],
  [
    /^scikit/,
    /^(one label|missing class|undeclared label)$|^labels order$/,
    'about the names of labels, which printed indices do not have',
  ],
  [/^scikit/, /^(multilabel indicator y_true|soft labels|eps kw)$/, 'about arguments other than class indices'],
  [/^optax/, /^int (float labels|logits)$/, 'about Python types, which printed numbers do not have'],
  [/^optax/, /^int where/, 'a mask of the caller'],
];

const { peers } = readGoldens();

describe('other frameworks', () => {
  let computed = 0;
  for (const peer of peers) {
    const framework = `${peer.framework}${peer.backend ? ` ${peer.backend}` : ''}`;
    if (reasonLeftOut(framework, peer.case) !== undefined) continue;
    computed++;
    it(`${framework}: ${peer.case}`, () => check(peer));
  }

  it('are compared wherever no reason is given', () => assert.ok(computed > 300, String(computed)));
});

function reasonLeftOut(framework: string, name: string): string | undefined {
  return LEFT_OUT.find(([ofFramework, ofCase]) => ofFramework.test(framework) && ofCase.test(name))?.[2];
}

function check(peer: Peer): void {
  const computation = computationOf(peer);
  assert.ok(computation, 'is computed or left out with a reason');
  const outcome = computation();
  if (!peer.ok) return assert.ok(!outcome.ok, 'refused');
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const expected = numbersOf(peer.result);
  assert.equal(outcome.value.data.length, expected.length, peer.result);
  expected.forEach((value, index) => {
    const found = outcome.value.data[index];
    const near = Math.abs(found - value) <= Math.max(1e-6 * Math.abs(value), 1e-37);
    assert.ok(near || Object.is(found, value) || found === value, `${found}, not ${value}`);
  });
}

/** '[0.1, nan]', 'float32 0.1', 'torch.float64 shape(1,) [0.1]', with a warning behind; 'null []' with a shape behind. */
function numbersOf(result: string): readonly number[] {
  const printed = result
    .replace(/ \| WARN.*$/s, '')
    .replace(/^(?!float)(.*) \[[\d, ]*\]$/s, '$1')
    .replace(/^\S*float\d+ (shape\([\d, ]*\) )?/, '');
  const numbers = printed.match(/-?(inf|nan|null|\d[\d.]*(e[-+]?\d+)?)/g) ?? [];
  return numbers.map((text) => Number(text.replace('inf', 'Infinity').replace(/nan|null/, 'NaN')));
}

function computationOf({ framework, backend, case: name }: Peer): Computation | undefined {
  if (framework.startsWith('keras')) return kerasCase(name, (backend === 'tf' ? 'tensorflow' : backend) as Backend);
  if (framework.startsWith('scikit')) return scikitLearnCase(name, framework.includes('1.2') ? '1.2' : '1.9');
  if (framework.startsWith('optax')) return optaxCase(name);
  if (framework.startsWith('tfjs')) return tensorFlowJsCase(name);
  return framework.startsWith('onnx') ? onnxCase(name) : torchCase(name);
}

function run(
  variant: Variant | undefined,
  predictions: Nested,
  targets: Nested,
  more: Partial<VariantArguments> = {},
): Computation {
  assert.ok(variant);
  return () => variant.evaluate({ predictions: goldenTensor(predictions), targets: goldenTensor(targets), ...more });
}

/** 'x=-20.0 y=1' and 'p=1e-10 y=0.5' carry their numbers in their names. */
function namedNumbers(name: string): readonly [Nested, Nested] {
  const [, x = 'nan', y = '1'] = /[xp]=(\S+)(?: y=(\S+))?$/.exec(name) ?? [];
  return [numbersOf(x.replace(/^\./, '0.'))[0] ?? NaN, numbersOf(y)[0] ?? NaN] as unknown as readonly [Nested, Nested];
}

function kerasCase(name: string, backend: Backend): Computation | undefined {
  const losses = kerasLosses(backend);
  const { BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy } = losses;
  const [x, y] = namedNumbers(name);
  if (name.startsWith('BCE p=')) return run(BinaryCrossentropy, [[x]], [[y]]);
  if (name.startsWith('BCE logits')) return run(BinaryCrossentropy, [[x]], [[y]], { fromLogits: true });
  const pair: Nested = [[0.7], [0.2]];
  const labels: Nested = [[1], [0]];
  const sampleWeight = goldenTensor([1, 3]);
  const sparse = (rows: Nested, targets: Nested, more: Partial<VariantArguments> = { fromLogits: true }) =>
    run(SparseCategoricalCrossentropy, rows, targets, more);
  const dense = (row: Nested, target: Nested, more: Partial<VariantArguments> = {}) =>
    run(CategoricalCrossentropy, [row], [target], more);
  const table: Readonly<Record<string, () => Computation>> = {
    'BCE y=3': () => run(BinaryCrossentropy, [[0.5]], [[3]]),
    'BCE ls=.1': () => run(BinaryCrossentropy, pair, labels, { labelSmoothing: 0.1 }),
    'BCE (3,) vs (3,1)': () => run(BinaryCrossentropy, [[0.7], [0.2], [0.1]], [1, 0, 1]),
    'BCE (3,) vs (3,2)': () =>
      run(
        BinaryCrossentropy,
        [
          [0.7, 0.2],
          [0.1, 0.1],
          [0.5, 0.5],
        ],
        [1, 0, 1],
      ),
    'BCE sw': () => run(BinaryCrossentropy, pair, labels, { sampleWeight }),
    'BCE sw mean_with': () => run(BinaryCrossentropy, pair, labels, { sampleWeight, reduction: 'weighted-mean' }),
    'BCE f64': () => run(BinaryCrossentropy, [[0.3]], [[1]]),
    'red none (2,3) BCE': () =>
      run(
        BinaryCrossentropy,
        [
          [0.9, 0.8, 0.9],
          [0.7, 0.8, 0.7],
        ],
        [
          [1, 1, 1],
          [1, 1, 1],
        ],
        { reduction: 'none' },
      ),
    empty: () => run(BinaryCrossentropy, [], [], { reduction: 'none' }),
    'CCE onehot': () => dense([0.05, 0.95, 0], [0, 1, 0]),
    'CCE unnorm probs': () => dense([0.2, 0.2, 0.2], [0, 1, 0]),
    'CCE probs raw logits by mistake': () => dense(LOGITS, [0, 1, 0]),
    'CCE probs neg logits by mistake': () => dense([1, -2, 3], [0, 1, 0]),
    'CCE p=0': () => dense([1, 0, 0], [0, 1, 0]),
    'CCE logits': () => dense(LOGITS, [0, 1, 0], { fromLogits: true }),
    'CCE logits ls': () => dense(LOGITS, [0, 1, 0], { fromLogits: true, labelSmoothing: 0.1 }),
    'CCE logits -inf': () => dense([1, '-inf', 2], [1, 0, 0], { fromLogits: true }),
    'CCE logits 1000': () => dense([1000, 0], [0, 1], { fromLogits: true }),
    'CCE int label vs (N,C)': () => run(CategoricalCrossentropy, [LOGITS, LOGITS], [0, 1]),
    'SCCE probs': () =>
      sparse(
        [
          [0.05, 0.95, 0],
          [0.1, 0.8, 0.1],
        ],
        [1, 2],
        {},
      ),
    'SCCE unnorm probs': () => sparse([[0.2, 0.2, 0.2]], [1], {}),
    'SCCE p=0': () => sparse([[1, 0, 0]], [1], {}),
    'SCCE logits': () => sparse([LOGITS, LOGITS], [2, 0]),
    'SCCE oob 5': () => sparse([LOGITS], [5]),
    'SCCE neg -1': () => sparse([LOGITS], [-1]),
    'SCCE neg -100': () => sparse([LOGITS, LOGITS], [1, -100]),
    'SCCE float label 1.7': () => sparse([LOGITS], [1.7]),
    'SCCE ignore_class': () => sparse([LOGITS, LOGITS], [1, -1], { fromLogits: true, ignoreIndex: -1 }),
    'SCCE ignore all': () => sparse([LOGITS], [-1], { fromLogits: true, ignoreIndex: -1 }),
    'SCCE onehot by mistake': () => sparse([LOGITS], [[0, 1, 0]]),
    BFCE: () => run(losses['BinaryFocalCrossentropy'], pair, labels),
    'BFCE bal': () => run(losses['BinaryFocalCrossentropy'], pair, labels, { alpha: 0.25 }),
    'BFCE logits': () => run(losses['BinaryFocalCrossentropy'], [[2], [-1]], labels, { fromLogits: true }),
    CFCE: () => run(losses['CategoricalFocalCrossentropy'], [[0.05, 0.9, 0.05]], [[0, 1, 0]]),
    KLD: () => run(losses['KLDivergence'], [[0.4, 0.6]], [[0, 1]]),
  };
  return table[name]?.();
}

function scikitLearnCase(name: string, release: '1.2' | '1.9'): Computation | undefined {
  const logLoss = scikitLearnLogLoss(release);
  const scores = {
    classes: 2,
    values: Float64Array.of(0.1, 0.9, 0.8, 0.2, 0.4, 0.6),
    targets: Float64Array.of(1, 0, 1),
  };
  const sampleWeight = goldenTensor([1, 3]);
  const table: Readonly<Record<string, Computation>> = {
    binary: run(logLoss, [0.9, 0.2, 0.6], [1, 0, 1]),
    'binary p=0/1 f64': run(logLoss, [0, 1], [1, 1]),
    'binary p f32': run(logLoss, [0, 1], [1, 1], { precision: 'float32' }),
    'perfect f64': run(logLoss, [0, 1], [0, 1]),
    'p>1': run(logLoss, [1.5, 0.2], [1, 0]),
    'p<0': run(logLoss, [-0.2, 0.5], [0, 1]),
    'unnormalised rows': run(
      logLoss,
      [
        [0.5, 0.4],
        [0.3, 0.4],
        [0.2, 0.4],
      ],
      [0, 0, 0],
    ),
    'one label labels=': run(logLoss, [0.9, 0.8], [1, 1]),
    'missing class labels=': run(
      logLoss,
      [
        [0.2, 0.3, 0.5],
        [0.5, 0.3, 0.2],
      ],
      [0, 0],
    ),
    sw: run(logLoss, [0.7, 0.2], [1, 0], { sampleWeight }),
    'sw normalize False': run(logLoss, [0.7, 0.2], [1, 0], { sampleWeight, reduction: 'sum' }),
    nan: run(logLoss, ['nan', 0.2], [1, 0]),
    brier: () => ({ ok: true, value: scalar(brierScore(scores) / 2) }),
  };
  return table[name];
}

function optaxCase(name: string): Computation | undefined {
  const { sigmoid_binary_cross_entropy, safe_softmax_cross_entropy, softmax_cross_entropy, sigmoid_focal_loss } =
    OPTAX_LOSSES;
  const { softmax_cross_entropy_with_integer_labels: integer, kl_divergence } = OPTAX_LOSSES;
  const [x, y] = namedNumbers(name);
  if (name.startsWith('sigbce x=')) return run(sigmoid_binary_cross_entropy, [x], [y]);
  const derived = (targets: Nested) => () =>
    gradient({ loss: 'cross_entropy', predictions: goldenTensor(MASKED), targets: goldenTensor(targets), options: {} });
  const poly: Problem = {
    loss: 'poly_loss',
    predictions: goldenTensor([LOGITS]),
    targets: goldenTensor([[0, 1, 0]]),
    options: { epsilon: 2 },
  };
  const table: Readonly<Record<string, Computation>> = {
    'softmax_ce -inf off': run(softmax_cross_entropy, MASKED, [[1, 0, 0]]),
    'safe -inf off': run(safe_softmax_cross_entropy, MASKED, [[1, 0, 0]]),
    'safe -inf on': run(safe_softmax_cross_entropy, MASKED, [[0, 1, 0]]),
    'int -inf off': run(integer, MASKED, [0]),
    'int oob 5': run(integer, [LOGITS], [5]),
    'int -1': run(integer, [LOGITS], [-1]),
    'int -4': run(integer, [LOGITS], [-4]),
    'int -100': run(integer, [LOGITS], [-100]),
    'soft ce broadcast (C,) labels': run(softmax_cross_entropy, [LOGITS, LOGITS], [1, 0, 0]),
    'sigbce broadcast (3,1)x(3,)': run(sigmoid_binary_cross_entropy, [[0], [1], [2]], [1, 0, 1]),
    'poly eps2': () => valueOf(poly),
    focal: run(sigmoid_focal_loss, [2, -1], [1, 0]),
    'focal a': run(sigmoid_focal_loss, [2, -1], [1, 0], { alpha: 0.25 }),
    'focal 50': run(sigmoid_focal_loss, [50, -50], [1, 1]),
    kl: run(kl_divergence, [[Math.log(0.4), Math.log(0.6)]], [[0, 1]]),
    smooth_labels: () => ({ ok: true, value: smoothLabels(goldenTensor([[0, 1, 0]]), 0.1) }),
    'grad softmax_ce -inf': derived([[1, 0, 0]]),
    'grad safe -inf': derived([[1, 0, 0]]),
    'grad int -inf': derived([0]),
  };
  return table[name];
}

function onnxCase(name: string): Computation | undefined {
  const onnx = (rows: Nested, targets: Nested, more: Partial<VariantArguments> = {}) =>
    run(ONNX_SOFTMAX_CROSS_ENTROPY_LOSS, rows, targets, more);
  const ignoreIndex = -100;
  const table: Readonly<Record<string, Computation>> = {
    'onnx mean': onnx(FOUR_ROWS, [2, -100, 1, -100], { ignoreIndex }),
    'onnx w mean': onnx(FOUR_ROWS, [2, -100, 1, -100], { ignoreIndex, classWeight: goldenTensor([1, 2, 3]) }),
    'onnx ii mean': onnx(FOUR_ROWS, [2, 0, 0, 0], { ignoreIndex: 0 }),
    'onnx all ignored': onnx(FOUR_ROWS, [-100, -100, -100, -100], { ignoreIndex }),
    'onnx 1000': onnx([[1000, 0]], [1]),
    'onnx oob': onnx([LOGITS], [5]),
    'onnx neg -1 no ignore': onnx([LOGITS, [3, 3, 3]], [-1, 1], { reduction: 'none' }),
  };
  return table[name];
}

function tensorFlowJsCase(name: string): Computation | undefined {
  const { logLoss, sigmoidCrossEntropy, softmaxCrossEntropy } = TFJS_LOSSES;
  const [, of = '', x = '', y = '1'] = /^(logLoss p=|sigmoidCE )(-?[\d.]+|-inf)(?:,? ?y=(\d))?$/.exec(name) ?? [];
  if (of !== '') return run(of === 'sigmoidCE ' ? sigmoidCrossEntropy : logLoss, [goldenScalar(x)], [Number(y)]);
  const softmax = (rows: Nested, targets: Nested, more: Partial<VariantArguments> = {}) =>
    run(softmaxCrossEntropy, rows, targets, more);
  const one: readonly [Nested, Nested] = [[LOGITS], [[0, 1, 0]]];
  const two: readonly [Nested, Nested] = [
    [LOGITS, LOGITS],
    [
      [0, 1, 0],
      [1, 0, 0],
    ],
  ];
  const derived = (loss: 'cross_entropy' | 'binary_cross_entropy_with_logits', rows: Nested, targets: Nested) => () =>
    gradient({ loss, predictions: goldenTensor(rows), targets: goldenTensor(targets), options: {} });
  const table: Readonly<Record<string, Computation>> = {
    'logLoss basic': run(logLoss, [0.9, 0.2, 0.6], [1, 0, 1]),
    'sigmoidCE ls': run(sigmoidCrossEntropy, [2, -1], [1, 0], { labelSmoothing: 0.1 }),
    softmaxCE: softmax(...one),
    'softmaxCE 1000': softmax([[1000, 2, 3]], [[0, 1, 0]]),
    'softmaxCE -inf': softmax(MASKED, [[1, 0, 0]]),
    'softmaxCE ls .1': softmax(...one, { labelSmoothing: 0.1 }),
    'softmaxCE ls .1 rank3 (1,2,3)': softmax(
      [[LOGITS, LOGITS]],
      [
        [
          [0, 1, 0],
          [0, 1, 0],
        ],
      ],
      { labelSmoothing: 0.1, reduction: 'none' },
    ),
    'softmaxCE int labels shape mismatch': softmax([LOGITS], [1]),
    'softmaxCE weights': softmax(...two, { sampleWeight: goldenTensor([1, 0]) }),
    'softmaxCE weights all 0': softmax(...two, { sampleWeight: goldenTensor([0, 0]) }),
    'softmaxCE weights MEAN': softmax(...two, { sampleWeight: goldenTensor([1, 3]), reduction: 'weighted-mean' }),
    'softmaxCE weights default': softmax(...two, { sampleWeight: goldenTensor([1, 3]) }),
    'grad wrt logits': derived('cross_entropy', ...one),
    'sigCE grad wrt logits at 0': derived('binary_cross_entropy_with_logits', [0], [1]),
  };
  return table[name];
}

function goldenScalar(text: string): number | string {
  return text === '-inf' ? text : Number(text);
}

function torchCase(name: string): Computation {
  const [x, y] = namedNumbers(name.replace(/^bcewl f32 x=\.3 /, 'x=0.3 '));
  const loss = name.startsWith('bcewl') ? 'binary_cross_entropy_with_logits' : 'binary_cross_entropy';
  const dtype = name.includes('64') ? 'float64' : 'float32';
  return () => valueOf({ loss, predictions: goldenTensor([x]), targets: goldenTensor([y]), options: { dtype } });
}

function valueOf(problem: Problem): Outcome<Tensor> {
  const outcome = evaluate(problem);
  return outcome.ok ? { ok: true, value: outcome.value.value } : outcome;
}
