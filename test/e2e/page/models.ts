import { evaluate } from '../../../src/core/evaluate';
import type { From, LossName, Problem } from '../../../src/core/problem';
import { sizeOf, type Tensor } from '../../../src/core/tensor';
import type { InspectorModel } from '../../../src/report/inspectorModel';

/** The ten rows of logits of a well-known notebook: torch.manual_seed(42); torch.randn(10, 4). */
const LOGITS = [
  [1.9269, 1.4873, 0.9007, -2.1055],
  [0.6784, -1.2345, -0.0431, -1.6047],
  [-0.7521, 1.6487, -0.3925, -1.4036],
  [-0.7279, -0.5594, -0.7688, 0.7624],
  [1.6423, -0.1596, -0.4974, 0.4396],
  [-0.7581, 1.0783, 0.8008, 1.6806],
  [0.0349, 0.3211, 1.5736, -0.8455],
  [1.3123, 0.6872, -1.0892, -0.3553],
  [-1.4181, 0.8963, 0.0499, 2.2667],
  [1.179, -0.4345, -1.3864, -1.2862],
];
const CLASSES = [2, 3, 0, 2, 2, 3, 0, 0, 2, 1];
const MULTI_HOT = [
  [0, 1, 0, 0],
  [0, 1, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
  [1, 1, 1, 0],
  [1, 0, 1, 1],
  [1, 1, 1, 1],
  [1, 1, 0, 0],
  [1, 1, 1, 0],
  [1, 0, 0, 0],
];

export function notebook(id = 1): InspectorModel {
  return model(id, 'cross_entropy', matrix(LOGITS), vector(CLASSES));
}

/** The same after an epoch that was good for the even rows: with what it comes to in compare.e2e.ts. */
export function nextEpoch(id = 1): InspectorModel {
  const logits = LOGITS.map((row, index) =>
    row.map((logit, column) => (index % 2 === 0 && CLASSES[index] === column ? logit + 2.5 : logit)),
  );
  logits[7][0] -= 1.5;
  logits[1][3] += 0.25;
  logits[3][0] += 0.5;
  logits[5][1] += 0.125;
  return model(id, 'cross_entropy', matrix(logits), vector(CLASSES));
}

export function multiLabel(id = 1): InspectorModel {
  return model(id, 'binary_cross_entropy_with_logits', matrix(LOGITS), matrix(MULTI_HOT));
}

export function probabilities(id = 1): InspectorModel {
  const softmax = LOGITS.map((row) => {
    const powers = row.map(Math.exp);
    const sum = powers.reduce((total, power) => total + power, 0);
    return powers.map((power) => Number((power / sum).toFixed(4)));
  });
  return model(id, 'nll_loss', matrix(softmax), vector(CLASSES), 'probabilities');
}

export function binaryColumn(id = 1): InspectorModel {
  const chances = [0.92, 0.13, 0.55, 0.48, 0.99, 0.02, 0.71];
  return model(id, 'binary_cross_entropy', vector(chances), vector([1, 0, 0, 1, 1, 0, 0.5]));
}

export function notFinite(id = 1): InspectorModel {
  const logits = LOGITS.map((row) => [...row]);
  logits[1][2] = NaN;
  logits[4][0] = Infinity;
  logits[4][2] = -Infinity;
  logits[7][3] = -Infinity;
  return model(id, 'cross_entropy', matrix(logits), vector(CLASSES));
}

export function singleRow(id = 1): InspectorModel {
  return model(id, 'cross_entropy', vector([2, -1, 0.5]), { shape: [], data: Float64Array.of(0) });
}

/** Two sequences of twelve tokens among five, of which each prediction knows the token after its own. */
export function language(id = 1): InspectorModel {
  const targets = [
    [1, 3, 2, 4, 1, 2, 3, 1, 4, 2, 0, 0],
    [2, 1, 3, 4, 2, -100, -100, 3, 1, 0, 0, 0],
  ];
  let seed = 7;
  const data = Float64Array.from({ length: 2 * 5 * 12 }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Number(((seed / 2 ** 32 - 0.5) * 4).toFixed(2));
  });
  targets.forEach((tokens, sequence) =>
    tokens.slice(1).forEach((token, place) => {
      const at = (sequence * 5 + token) * 12 + place;
      if (token >= 0) data[at] = Number((data[at] + 3).toFixed(2));
    }),
  );
  return {
    ...model(
      id,
      'cross_entropy',
      { shape: [2, 5, 12], data },
      { shape: [2, 12], data: Float64Array.from(targets.flat()) },
    ),
    classNames: ['<pad>', 'the', ' cat', ' sat', ' on'],
  };
}

/** Tokens by their log-probabilities alone: the first has none, and the last two are padding. */
export function tokensAlone(id = 1): InspectorModel {
  const logProbabilities = [NaN, -2.25, -0.0625, -3.5, -0.125, -0.75, -0.03125, -0.03125];
  const { length } = logProbabilities;
  const targets = Float64Array.from({ length }, (_, row) => (row === 0 ? -100 : 0));
  return {
    ...model(
      id,
      'nll_loss',
      { shape: [length, 1], data: Float64Array.from(logProbabilities) },
      { shape: [length], data: targets },
      'log_probabilities',
    ),
    rowNames: ['The', ' cat', ' sat', ' on', ' the', ' mat', '<pad>', '<pad>'],
    targetsName: 'the tokens themselves',
  };
}

/** Deterministic noise, near enough to normal: the same picture every time. */
export function noise(id: number, rows: number, columns: number): InspectorModel {
  let seed = 42;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const data = Float64Array.from({ length: rows * columns }, () =>
    Number((2 * (random() + random() + random() + random() - 2)).toFixed(4)),
  );
  const targets = Float64Array.from({ length: rows }, () => Math.floor(random() * columns));
  return model(id, 'cross_entropy', { shape: [rows, columns], data }, { shape: [rows], data: targets });
}

function model(id: number, loss: LossName, predictions: Tensor, targets: Tensor, from?: From): InspectorModel {
  const problem: Problem = { loss, predictions, targets, options: {}, ...(from === undefined ? {} : { from }) };
  const outcome = evaluate(problem);
  if (!outcome.ok) throw new Error(`the fixture was refused: ${outcome.refusal.code}`);
  const { value, rows, denominator } = outcome.value;
  const text = value.data[0].toFixed(4);
  const sum = rows.reduce((total, row) => total + row, 0);
  return {
    id,
    document: 'cross-entropy.ipynb',
    value: text,
    caption: `${loss} · mean of ${rows.length} rows`,
    steps: [
      `${loss}, as PyTorch computes it on the numbers as printed`,
      `mean: ${sum.toFixed(4)} / ${denominator} = ${text}`,
    ],
    reasons: [
      `x is ${predictions.shape.join(' × ')} with values outside [0, 1]: logits`,
      `true holds ${targets.shape.join(' × ')} numbers: the targets`,
    ],
    findings: [],
    inText: true,
    predictionsName: 'x',
    targetsName: 'true',
    problem,
    rows,
    rowLines: Uint32Array.from(rows, (_, row) => 38 + row),
  };
}

function vector(values: readonly number[]): Tensor {
  return { shape: [values.length], data: Float64Array.from(values) };
}

function matrix(rows: readonly (readonly number[])[]): Tensor {
  const shape = [rows.length, rows[0]?.length ?? 0];
  const data = Float64Array.from(rows.flat());
  if (data.length !== sizeOf(shape)) throw new Error('ragged fixture');
  return { shape, data };
}
