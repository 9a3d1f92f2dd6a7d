import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import type { InspectorModel } from '../../../src/report/inspectorModel';
import { accessibilityFaults, posted, screenshot, show, useInspector, type OpenOptions } from './harness';
import { language, notebook, tokensAlone } from './models';
import { THEMES, type ThemeName } from './themes';

/** By Python's math.fsum on the same numbers: exp of the mean of log Σ exp(x) − x[y] over the tokens that are named. */
const PERPLEXITY = { counted: 13.71042232868801, all: 11.022918508195014, withoutPadding: 22.79313021419379 };
/** The mean of the same over the sixteen positions whose neighbours count, against the targets beside. */
const SHIFTED = [3.484451798932342, 2.6082017989323423, 0.33820179893234203];
/** Of the second target by the first prediction, and by its own. */
const SECOND = { shifted: 0.1687180588576278, own: 1.711640547063202 };
/** By torch 1.13: F.nll_loss of tokensAlone's numbers over one class; e to it by Python's math.exp. */
const ALONE = { loss: 0.9642857142857143, perplexity: 2.62291347747781, withoutPadding: 3.8095078211746 };

describe('sequences, in the inspector', function () {
  this.timeout(90_000);

  const openPage = useInspector();
  let page: Page;

  async function open(model: InspectorModel, options?: OpenOptions): Promise<void> {
    page = await openPage(options);
    await show(page, model);
    await page.getByRole('tab', { name: 'Sequences' }).click();
  }

  const note = (): Promise<string> => page.locator('.picture-note').innerText();
  const fills = (): Promise<string[]> =>
    page.locator('#picture rect.token').evaluateAll((tokens) => tokens.map((token) => getComputedStyle(token).fill));

  it('are set as text, each token coloured by its loss, the ignored struck out', async () => {
    await open(language());
    const tokens = await page.locator('#picture .token-text').allTextContents();
    assert.deepEqual(tokens.slice(0, 5), ['the', '␣sat', '␣cat', '␣on', 'the']);
    assert.equal(await page.locator('#picture .token.ignored').count(), 2);
    assert.equal(await page.locator('#picture .token.padded').count(), 5);
    const named = page.getByRole('button', { name: `token  sat at 0, 1: loss ${SECOND.own.toFixed(4)}` });
    await named.click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'reveal', id: 1, row: 1 });
    assert.equal(await page.getByRole('button', { name: /^token -100 at 1, 5: ignored$/ }).count(), 1);
    assert.ok(new Set(await fills()).size > 8);
  });

  it('give their perplexity with and without what is ignored and what looks like padding', async () => {
    await open(language());
    const said = await note();
    assert.match(said, new RegExp(`perplexity\\s+${PERPLEXITY.counted.toFixed(4)} over 22 tokens`));
    assert.match(said, new RegExp(`with the 2 ignored\\s+${PERPLEXITY.all.toFixed(4)}`));
    assert.match(
      said,
      new RegExp(`without the 5 of padding \\(target 0\\)\\s+${PERPLEXITY.withoutPadding.toFixed(4)}`),
    );
  });

  it('say where the targets fit better shifted by one, and show it so', async () => {
    await open(language());
    const said = await note();
    const [before, own, after] = SHIFTED.map((mean) => mean.toFixed(4));
    assert.match(said, new RegExp(`mean loss by shift: −1: ${before} · 0: ${own} · \\+1: ${after}`));
    assert.match(
      said,
      new RegExp(`Shifted by \\+1 the targets fit better: perplexity ${Math.exp(SHIFTED[2]).toFixed(4)}`),
    );
    const unshifted = await fills();
    await page.getByRole('button', { name: 'Show it shifted' }).click();
    assert.equal(
      await page.getByRole('button', { name: `token  sat at 0, 1: loss ${SECOND.shifted.toFixed(4)}` }).count(),
      1,
    );
    assert.notDeepEqual(await fills(), unshifted);
  });

  it('follow ignore_index as it is tried', async () => {
    await open({ ...notebook(), rowNames: Array.from({ length: 10 }, (_, row) => `t${row}`) });
    await page.getByText('What if', { exact: true }).click();
    await page.getByRole('spinbutton', { name: 'ignore_index', exact: true }).fill('2');
    await page.locator('.tried-bar').waitFor();
    assert.match(await note(), /over 6 tokens[^]*with the 4 ignored\s+7\.134[^]/);
    assert.equal(await page.locator('#picture .token.ignored').count(), 4);
  });

  it('are drawn of log-probabilities alone, with their padding told by what the tokens are called', async () => {
    page = await openPage({ width: 860, height: 640 });
    await show(page, tokensAlone());
    assert.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Sequences');
    assert.equal(await page.locator('#value').innerText(), ALONE.loss.toFixed(4));
    assert.deepEqual((await page.locator('#picture .token-text').allTextContents()).slice(0, 2), ['The', '␣cat']);
    assert.deepEqual(
      await Promise.all(['ignored', 'padded'].map((kind) => page.locator(`#picture rect.${kind}`).count())),
      [1, 2],
    );
    const heads = await page.locator('#rows').getByRole('columnheader').allInnerTexts();
    assert.deepEqual(
      heads.map((head) => head.replace(/\W/g, '')),
      ['Row', 'Name', 'Line', 'Loss', 'ptarget'],
    );
    const said = await note();
    assert.match(said, new RegExp(`perplexity\\s+${ALONE.perplexity.toFixed(4)} over 7 tokens`));
    assert.match(said, new RegExp(`without the 2 of padding \\(target <pad>\\)\\s+${ALONE.withoutPadding.toFixed(4)}`));
    assert.doesNotMatch(said, /shift|ignored\s+[\d.]/);
    await page.locator('.pictures').evaluate((section) => section.scrollIntoView());
    await screenshot(page, 'picture-sequences-alone');
  });

  it('have a table, and go by the names of rows of a matrix', async () => {
    const names = ['Once', ' upon', ' a', ' time', '\n', 'there', ' was', ' a', ' شجرة', '.'];
    await open({ ...notebook(), rowNames: names });
    const rows = await page
      .locator('#picture table tr')
      .evaluateAll((rows) => rows.slice(0, 2).map((row) => [...row.children].map((cell) => cell.textContent)));
    assert.deepEqual(rows, [
      ['sequence', 'position', 'token', 'target', 'loss', 'probability of the target', 'Result'],
      ['0', '0', 'Once', '2', '1.7295', '0.1774', 'counted'],
    ]);
    assert.deepEqual((await page.locator('#picture .token-text').allTextContents()).slice(3, 6), [
      '␣time',
      '⏎',
      'there',
    ]);
  });

  it('are not offered for samples without names', async () => {
    page = await openPage();
    await show(page, notebook());
    assert.equal(await page.getByRole('tab', { name: 'Sequences' }).count(), 0);
  });

  it('are turned page by page where they are long', async () => {
    const { problem } = language();
    const [sequences, classes, length] = [60, 5, 12];
    const data = Float64Array.from(
      { length: sequences * classes * length },
      (_, at) => problem.predictions.data[at % 120],
    );
    const targets = Float64Array.from({ length: sequences * length }, (_, at) => problem.targets.data[at % 12]);
    const long = {
      ...problem,
      predictions: { shape: [sequences, classes, length], data },
      targets: { shape: [sequences, length], data: targets },
    };
    await open({
      ...language(),
      problem: long,
      rows: new Float64Array(sequences * length).fill(1),
      rowLines: new Uint32Array(720),
    });
    assert.match(await page.locator('.picture-head').innerText(), /tokens 0 to 499 of 720/);
    await page.getByRole('button', { name: 'Tokens after' }).click();
    assert.match(await page.locator('.picture-head').innerText(), /tokens 500 to 719 of 720/);
    assert.equal(await page.locator('#picture rect.token').count(), 220);
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`hold no fault of accessibility in ${theme}`, async () => {
      await open(language(), { theme, width: 860, height: 640 });
      await page.locator('.pictures').evaluate((section) => section.scrollIntoView());
      await screenshot(page, `picture-sequences-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), []);
    });
  }
});
