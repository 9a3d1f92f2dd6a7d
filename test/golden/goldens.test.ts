import { strict as assert } from 'node:assert';
import { evaluate, gradient } from '../../src/core/evaluate';
import type { DType, From, LossName, LossOptions, Outcome, Problem, Reduction } from '../../src/core/problem';
import { flatten, type GoldenCase, goldenTensor, type Nested, readGoldens } from './goldens';

/** The goldens' names, with what the predictions of the notebook's own forms are. */
const FUNCTIONS: Readonly<Record<string, { readonly loss: LossName; readonly from?: From }>> = {
  bce: { loss: 'binary_cross_entropy' },
  bce_logits: { loss: 'binary_cross_entropy_with_logits' },
  cross_entropy: { loss: 'cross_entropy' },
  nll_loss: { loss: 'nll_loss' },
  kl_div: { loss: 'kl_div' },
  multilabel_soft_margin_loss: { loss: 'multilabel_soft_margin_loss' },
  sigmoid_focal_loss: { loss: 'sigmoid_focal_loss' },
  notebook_bce: { loss: 'binary_cross_entropy' },
  notebook_bce_from_logits: { loss: 'binary_cross_entropy', from: 'logits' },
  notebook_cce_from_logits: { loss: 'cross_entropy' },
};

/** PyTorch's message, by its beginning, and the code it becomes. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^all elements of input/, 'input-out-of-range'],
  [/^all elements of target/, 'target-out-of-range'],
  [/^Using a target size|^Target size|^0D or 1D target|^Expected input batch_size/, 'shape-mismatch'],
  [/^label_smoothing must be/, 'option-out-of-range'],
  [/^Target -?\d+ is out of bounds/, 'target-out-of-bounds'],
  [/^weight tensor should be/, 'weight-shape'],
  [/^ignore_index is not supported/, 'option-not-supported'],
];

const { cases } = readGoldens();
let checked = 0;

describe('goldens of torch 2.13', () => {
  for (const golden of cases.filter(({ fn }) => fn in FUNCTIONS)) {
    for (const dtype of ['float64', 'float32'] as const) {
      it(`${golden.id} in ${dtype} is what PyTorch returns`, () => {
        check(golden, dtype);
        checked++;
      });
    }
  }

  it('leaves no case out', () => {
    assert.equal(checked, 2 * cases.filter(({ fn }) => fn in FUNCTIONS).length);
    assert.deepEqual(
      [...new Set(cases.map(({ fn }) => fn))].filter((fn) => !(fn in FUNCTIONS)),
      [],
    );
  });
});

function check(golden: GoldenCase, dtype: DType): void {
  const expected = golden.expected[dtype];
  for (const reduction of ['none', 'sum', 'mean', 'batchmean'] as const) {
    if (reduction === 'batchmean' && expected.batchmean === undefined) continue;
    const problem = problemOf(golden, dtype, reduction);
    const outcome = evaluate(problem);
    if (expected.error) {
      checkRefusal(outcome, expected.error.message);
      checkRefusal(gradient(problem), expected.error.message);
      continue;
    }
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const { value, exact, rows, denominator } = outcome.value;
    close(value.data, expected[reduction] as Nested, toleranceOf(golden, dtype), `${reduction} value`);
    const truth = golden.exact?.[dtype][reduction];
    if (truth !== undefined) close(exact.data, truth, toleranceOf(golden, 'float64'), `${reduction} exact`);
    if (reduction === 'mean' && Number.isFinite(value.data[0])) {
      const cells = flatten(expected.none);
      if (rows.length === cells.length) close(rows, expected.none, toleranceOf(golden, dtype), 'rows');
      assert.ok(denominator > 0);
    }
    if (reduction === 'mean' && expected.grad_of_mean !== undefined) {
      const derivative = gradient(problem);
      assert.ok(derivative.ok);
      assert.deepEqual(derivative.value.shape, problem.predictions.shape);
      close(derivative.value.data, expected.grad_of_mean, toleranceOf(golden, dtype), 'gradient');
    }
  }
}

function checkRefusal(outcome: Outcome<unknown>, message: string): void {
  const [, code] = REFUSALS.find(([pattern]) => pattern.test(message)) ?? [];
  assert.ok(!outcome.ok, 'refused');
  assert.equal(outcome.refusal.code, code, message);
}

function problemOf({ fn, input, target, params }: GoldenCase, dtype: DType, reduction: Reduction): Problem {
  const { loss, from } = FUNCTIONS[fn];
  return {
    loss,
    ...(from && { from }),
    predictions: goldenTensor(input),
    targets: goldenTensor(target),
    options: { ...optionsOf(params), dtype, reduction },
  };
}

function optionsOf(params: GoldenCase['params']): LossOptions {
  const { weight, pos_weight, ignore_index, label_smoothing, eps, log_target, alpha, gamma } = params;
  return {
    ...(weight !== undefined && { weight: goldenTensor(weight as Nested) }),
    ...(pos_weight !== undefined && { posWeight: goldenTensor(pos_weight as Nested) }),
    ...(ignore_index !== undefined && { ignoreIndex: ignore_index as number }),
    ...(label_smoothing !== undefined && { labelSmoothing: label_smoothing as number }),
    ...(eps !== undefined && { eps: eps as number }),
    ...(log_target !== undefined && { logTarget: log_target as boolean }),
    ...(alpha !== undefined && { alpha: alpha as number }),
    ...(gamma !== undefined && { gamma: gamma as number }),
  };
}

/** float64: 1e-14 for every unit of the largest logit; float32: two units in the last place of the range of the logits. */
function toleranceOf({ input }: GoldenCase, dtype: DType): number {
  const finite = Array.from(goldenTensor(input).data).filter(Number.isFinite);
  if (dtype === 'float64') return 1e-14 * Math.max(1, ...finite.map(Math.abs));
  return 2 * 1.2e-7 * Math.max(1, Math.max(...finite) - Math.min(...finite));
}

function close(actual: Float64Array, expected: Nested, tolerance: number, what: string): void {
  const values = flatten(expected);
  assert.equal(actual.length, values.length, what);
  values.forEach((value, index) => {
    const found = actual[index];
    const same = Object.is(found, value) || found === value;
    const near = Math.abs(found - value) <= tolerance * Math.max(1, Math.abs(value));
    assert.ok(same || near, `${what} [${index}]: ${found}, not ${value}`);
  });
}
