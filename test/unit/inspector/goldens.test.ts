import { strict as assert } from 'node:assert';
import type { From, LossName, LossOptions, Problem } from '../../../src/core/problem';
import { computeExactly, QuickWork } from '../../../src/inspector/tried/compute';
import { lossText } from '../../../src/report/numbers';
import { goldenNumber, goldenTensor, readGoldens, type GoldenCase, type Nested } from '../../golden/goldens';

const LOSSES: Readonly<Record<string, { readonly loss: LossName; readonly from?: From }>> = {
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

/** What computes the number while something is tried shows what PyTorch returns, to the last digit shown. */
describe('a number tried in the inspector, of every golden', () => {
  const cases = readGoldens().cases.filter(({ fn, expected }) => fn in LOSSES && expected.float64.error === undefined);
  let quickly = 0;

  it('is the one that PyTorch returned', () => {
    assert.ok(cases.length > 20, `${cases.length} goldens`);
    for (const golden of cases) {
      const { value } = computeExactly(problemOf(golden), 0.5);
      assert.equal(lossText(value), lossText(goldenNumber(golden.expected.float64.mean)), golden.id);
    }
  });

  it('is the same by the quick formulas, where it is a number', () => {
    for (const golden of cases) {
      const work = new QuickWork(problemOf(golden), 0.5);
      const mean = goldenNumber(golden.expected.float64.mean);
      if (!work.able || !Number.isFinite(mean)) continue;
      while (!work.done) work.advance(7);
      const { value } = work.result();
      assert.ok(Math.abs(value - mean) <= 1e-9 * Math.max(1, Math.abs(mean)), `${golden.id}: ${value}, not ${mean}`);
      quickly++;
    }
    assert.ok(quickly > 10, `${quickly} goldens`);
  });
});

function problemOf({ fn, input, target, params }: GoldenCase): Problem {
  const { loss, from } = LOSSES[fn] ?? { loss: 'cross_entropy' };
  return {
    loss,
    ...(from && { from }),
    predictions: goldenTensor(input),
    targets: goldenTensor(target),
    options: { ...optionsOf(params), reduction: 'mean' },
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
