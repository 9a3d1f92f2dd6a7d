import { strict as assert } from 'node:assert';
import { uncertainty } from '../../../src/core/uncertainty/uncertainty';
import type { LossName, LossOptions } from '../../../src/core/problem';
import { halfUnits } from '../../../src/pair/resolution';
import { read } from '../../../src/read/read';
import type { KnownBlock } from '../../../src/read/reading';
import { surenessText } from '../../../src/report/sureness';
import { evaluate } from '../../../src/core/evaluate';
import { tensorOf, uniform } from './samples';
import { judge, sampleOf } from './surenessSamples';

const SAMPLES = 20;

/** Ends by hand: at p = 0.00005 the loss is -ln 0.00005 = 9.9035; ln(1 / 0.24995) and ln(1 / 0.25005) are 1.38649, 1.38609. By Python, (log1p(exp(-0.25)) + log1p(exp(0.5))) / 2 = 0.7750067. */
const TEXTS: readonly (readonly [string, string, string, LossName, LossOptions, string | undefined])[] = [
  ['four decimals', '[0.2500, 0.7500]', '[1]', 'nll_loss', {}, '-0.7500 ± 0.0001'],
  ['a probability of four decimals', '[0.2500]', '[1.]', 'binary_cross_entropy', {}, '1.386 ± 0.001'],
  [
    'a 0.0000 that decides',
    '[0.0000]',
    '[1.]',
    'binary_cross_entropy',
    {},
    'at least 9.9035, unbounded: a number printed as 0 decides it',
  ],
  ['a 0.0000 that is right', '[0.0000]', '[0.]', 'binary_cross_entropy', {}, '0.0000 ± 0.0001'],
  ['whole numbers, which are exact', '[2, 0]', '[1, 0]', 'binary_cross_entropy_with_logits', {}, undefined],
  [
    'whole floats, which PyTorch prints so only where they are exact',
    '[2., 0.]',
    '[1., 0.]',
    'binary_cross_entropy_with_logits',
    {},
    undefined,
  ],
  [
    'zeros that a column dropped together',
    '[0.25, 0.5]',
    '[1, 0]',
    'binary_cross_entropy_with_logits',
    {},
    '0.78 ± 0.01',
  ],
  [
    'each exponent for itself',
    '[2.5000e-01, 5.0000e-01]',
    '[1., 0.]',
    'binary_cross_entropy_with_logits',
    {},
    '0.77501 ± 0.00001',
  ],
];

describe('how sure the digits are', () => {
  it(`bounds hold the true loss of ${SAMPLES} random prints, and are as tight as can be`, function () {
    // Big numbers are slow on a busy machine.
    this.timeout(20_000);
    const next = uniform(7);
    for (let seed = 0; seed < SAMPLES; seed++) {
      const verdict = judge(sampleOf(next));
      if (verdict === undefined) continue;
      assert.ok(verdict.inside, `${seed}: ${verdict.true} outside ${JSON.stringify(verdict.found.loss)}`);
      assert.ok((verdict.ratio ?? 1) <= 1.05, `${seed}: ${verdict.ratio} x the tightest`);
    }
  });

  for (const [name, p, y, loss, options, expected] of TEXTS) {
    it(`is told of ${name}`, () => {
      const [predictions, targets] = [blockOf(p), blockOf(y)];
      const problem = {
        loss,
        predictions: loss === 'nll_loss' ? row(predictions) : predictions.tensor,
        targets: targets.tensor,
        options,
      };
      const found = uncertainty(problem, {
        predictions: halfUnits(predictions, 'predictions', p),
        targets: halfUnits(targets, 'targets', y),
      });
      const outcome = evaluate(problem);
      assert.ok(found && outcome.ok);
      assert.equal(surenessText(outcome.value.value.data[0], found), expected);
    });
  }

  it('knows the minimum inside the box of a soft target', () => {
    // Both logits may be equal, where the loss of an even target is least: ln 2.
    const found = uncertainty(
      { loss: 'cross_entropy', predictions: tensorOf([[0.02, -0.02]]), targets: tensorOf([[0.5, 0.5]]), options: {} },
      { predictions: 0.05, targets: 0 },
    );
    assert.ok(found && found.loss.low <= Math.LN2 && found.loss.low > Math.LN2 - 1e-14);
    // The farthest corner: 0.07 against -0.07.
    const most = Math.log(Math.exp(0.07) + Math.exp(-0.07));
    assert.ok(found.loss.high >= most && found.loss.high < most + 1e-14);
  });

  it('takes infinite logits as exact', () => {
    // The right answer is certain, and the other costs ln(1 + e^-1) to either side of a half unit.
    const found = uncertainty(
      {
        loss: 'binary_cross_entropy_with_logits',
        predictions: tensorOf([Infinity, 1]),
        targets: tensorOf([1, 1]),
        options: { reduction: 'sum' },
      },
      { predictions: 0.05, targets: 0 },
    );
    const [low, high] = [Math.log1p(Math.exp(-1.05)), Math.log1p(Math.exp(-0.95))];
    assert.ok(found && Math.abs(found.loss.low - low) < 1e-14 && Math.abs(found.loss.high - high) < 1e-14);
  });

  it('turns with a negative weight', () => {
    const found = uncertainty(
      {
        loss: 'cross_entropy',
        predictions: tensorOf([[1, 0]]),
        targets: tensorOf([0]),
        options: { weight: tensorOf([-1, 1]), reduction: 'sum' },
      },
      { predictions: 0.05, targets: 0 },
    );
    const [low, high] = [-Math.log1p(Math.exp(-0.9)), -Math.log1p(Math.exp(-1.1))];
    assert.ok(found && Math.abs(found.loss.low - low) < 1e-14 && Math.abs(found.loss.high - high) < 1e-14);
  });
});

function blockOf(text: string): KnownBlock {
  const [block] = read({ text: `tensor(${text})`, language: 'python' }).blocks;
  assert.ok(block !== undefined && !block.elided);
  // The spans are of the whole text: shifted to that of the brackets.
  const shift = 'tensor('.length;
  const { starts, ends } = block.cells;
  return { ...block, cells: { starts: starts.map((at) => at - shift), ends: ends.map((at) => at - shift) } };
}

function row({ tensor }: KnownBlock): { shape: readonly number[]; data: Float64Array } {
  return { shape: [1, tensor.data.length], data: tensor.data };
}
