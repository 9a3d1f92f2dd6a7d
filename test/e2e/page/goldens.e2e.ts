import { strict as assert } from 'node:assert';
import type { Browser, Page } from 'playwright-core';
import { answerLine } from '../../../src/cli/eval';
import { evaluate } from '../../../src/core/evaluate';
import { LOSSES } from '../../../src/core/losses/registry';
import type { LossOptions, Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { placesIn, resultOf } from '../../../src/lens/result';
import { type KnownBlock, NOWHERE } from '../../../src/read/reading';
import { inspectorModel, type InspectorModel } from '../../../src/report/inspectorModel';
import { lossText } from '../../../src/report/numbers';
import { readGoldens } from '../../golden/goldens';
import { GOLDEN_LOSSES, problemOf } from '../../golden/problems';
import { bundleInspector, openInspector, show, useBrowser } from './harness';

/** What the terminal writes: a number, or a word for what JSON has none for. */
type Written = number | 'nan' | 'inf' | '-inf';
interface Answer {
  readonly value: Written;
  readonly rows: readonly Written[];
}

/** What the page shows is what the terminal writes, to the last digit shown. */
describe('the inspector shows the terminal’s numbers', function () {
  this.timeout(120_000);

  let browser: Browser;
  let release: () => Promise<void>;
  let page: Page;

  before(async () => {
    ({ browser, release } = await useBrowser());
    page = await openInspector(browser, await bundleInspector(), { width: 1000, height: 1600 });
  });

  after(async () => {
    await page.context().close();
    await release();
  });

  it('of every golden: the loss, and the loss of each row', async () => {
    const cases = readGoldens().cases.filter(({ fn, expected }) => fn in GOLDEN_LOSSES && !expected.float64.error);
    assert.ok(cases.length > 100, `${cases.length} goldens`);
    let numbers = 0;
    for (const [id, golden] of cases.entries()) {
      const problem = problemOf(golden);
      const { value, rows } = terminalAnswer(problem);
      await show(page, modelOf(id, problem));
      assert.equal(await page.locator('#value').innerText(), lossText(numberOf(value)), golden.id);
      const shown = await page
        .locator('#rows .line')
        .evaluateAll((lines) =>
          lines.map((line) => [
            Number(line.getAttribute('data-row')),
            line.querySelector('.loss-text')?.textContent ?? '',
          ]),
        );
      assert.equal(shown.length, rows.length, golden.id);
      for (const [row, text] of shown as [number, string][]) {
        assert.equal(text, toTheDigitsOf(text, rows[row]), `${golden.id}, row ${row}`);
        numbers++;
      }
    }
    console.log(`      ${cases.length} losses and ${numbers} rows' losses`);
  });
});

function terminalAnswer({ loss, from, predictions, targets, options }: Problem): Answer {
  const request = {
    loss,
    ...(from && { from }),
    ...tensorFields('pred', predictions),
    ...tensorFields('target', targets),
    params: Object.fromEntries(
      Object.entries(KEYWORDS).flatMap(([key, of]) => {
        const value = of(options);
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    want: ['rows'],
  };
  return answerLine(JSON.stringify(request)) as unknown as Answer;
}

const KEYWORDS: Readonly<Record<string, (options: LossOptions) => unknown>> = {
  reduction: ({ reduction }) => reduction,
  weight: ({ weight }) => weight && nested(weight),
  pos_weight: ({ posWeight }) => posWeight && nested(posWeight),
  ignore_index: ({ ignoreIndex }) => ignoreIndex,
  label_smoothing: ({ labelSmoothing }) => labelSmoothing,
  eps: ({ eps }) => eps,
  log_target: ({ logTarget }) => logTarget,
  alpha: ({ alpha }) => alpha,
  gamma: ({ gamma }) => gamma,
};

function tensorFields(name: string, { shape, data }: Tensor): object {
  return { [name]: Array.from(data, written), [`${name}_shape`]: shape };
}

function nested({ shape, data }: Tensor): unknown {
  const [first, ...rest] = shape;
  if (first === undefined) return written(data[0] ?? NaN);
  const size = data.length / first;
  return Array.from({ length: first }, (_, index) =>
    nested({ shape: rest, data: data.slice(index * size, (index + 1) * size) }),
  );
}

function written(value: number): Written {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
}

function numberOf(value: Written): number {
  return typeof value === 'number' ? value : value === 'nan' ? NaN : value === 'inf' ? Infinity : -Infinity;
}

/** The terminal's number as it must be written to be no other than the text shown, digit by digit. */
function toTheDigitsOf(text: string, value: Written | undefined): string {
  if (typeof value !== 'number') return value ?? 'no such row';
  if (text.includes('e')) return value.toExponential(2);
  return value.toFixed(text.split('.')[1]?.length ?? 0);
}

/** The problem as if it had been read from a file. */
function modelOf(id: number, problem: Problem): InspectorModel {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok);
  const { loss } = problem;
  const from = problem.from ?? LOSSES[loss].natural;
  const answer = {
    pairing: { predictions: 0, targets: 1, loss, from, score: 1, reasons: [] },
    predictions: blockOf(problem.predictions),
    targets: blockOf(problem.targets),
    report: { problem, evaluation: outcome.value },
    findings: [],
  };
  return inspectorModel(id, 'golden', resultOf(answer, placesIn('')));
}

function blockOf(tensor: Tensor): KnownBlock {
  const cells = { starts: new Uint32Array(0), ends: new Uint32Array(0) };
  return { elided: false, notation: 'npy', span: NOWHERE, tensor, cells, decimals: 17, integers: false };
}
