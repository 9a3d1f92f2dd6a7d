import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { accessibilityFaults, posted, screenshot, send, show, useInspector, type OpenOptions } from './harness';
import { binaryColumn, multiLabel, nextEpoch, notebook } from './models';
import { THEMES, type ThemeName } from './themes';

/**
 * What two epochs come to, by Python's math.fsum on the same numbers: log-softmax by the largest logit, KL as
 * Σ p·(log p − log q) of the first epoch's p, the sign test as 2·Σ C(9, i)/2⁹ for i up to 3.
 */
const HERE = 1.9649809252657373;
const THERE = 1.1810675860191204;
const DIFFERENCES = [-1.406906, -0.233451, -1.912464, 0.082098, -1.894948, 0.034951, -1.579626, 0.941125, -1.869911, 0];
const DIVERGENCE = { mean: 0.27816022085523184, most: 0.6496573565059625, row: 0 };
const CHANCE = 0.5078125;

describe('comparing, in the inspector', function () {
  this.timeout(90_000);

  const openPage = useInspector();
  let page: Page;

  async function compare(here = notebook(), there = nextEpoch(), options?: OpenOptions): Promise<void> {
    page = await openPage(options);
    await show(page, here);
    await send(page, { kind: 'compare', id: here.id, other: { ...there, document: 'epoch-2.txt' } });
    await page.locator('.compare').waitFor();
  }

  const text = (selector: string): Promise<string> => page.locator(selector).innerText();
  const column = async (title: string): Promise<Map<string, string>> => {
    const titles = await page.locator('#rows [role=columnheader]').allInnerTexts();
    const lines = await page
      .locator('#rows .line')
      .evaluateAll((lines) =>
        lines.map((line) => [line.getAttribute('data-row') ?? '', ...[...line.children].map((c) => c.textContent)]),
      );
    return new Map(lines.map(([row, ...cells]) => [row, cells[titles.indexOf(title)] ?? '']));
  };

  it('asks with what, and is over when told so', async () => {
    await compare();
    await page.getByRole('button', { name: 'Compare with…' }).click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'compare', id: 1 });
    await page.getByRole('button', { name: 'Stop comparing' }).click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'uncompare', id: 1 });
    await send(page, { kind: 'compare', id: 1, other: null });
    assert.equal(await page.locator('.compare').count(), 0);
    assert.equal(await page.getByRole('tab', { name: 'Differences' }).count(), 0);
  });

  it('is asked for wherever the numbers stand, in a text or in files', async () => {
    page = await openPage();
    const { inText, ...filed } = notebook();
    assert.ok(inText);
    await show(page, filed);
    await page.getByRole('button', { name: 'Compare with…' }).click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'compare', id: 1 });
  });

  it('sets both losses side by side, and tells what became of the rows', async () => {
    await compare();
    assert.match(await text('#compare-title'), /Compared with epoch-2\.txt · x/);
    const cells = await page.locator('.sides td.number').allInnerTexts();
    const change = (THERE - HERE).toFixed(4).replace('-', '−');
    assert.deepEqual(cells, [HERE.toFixed(4), THERE.toFixed(4), change, '0.2000', '0.6000', '+0.4000']);
    const said = await text('.compare');
    assert.match(said, new RegExp(`mean difference\\s+${change}`));
    assert.match(said, /smaller there\s+6\s+larger there\s+3\s+equal\s+1/);
    assert.match(said, new RegExp(`sign test\\s+p = ${CHANCE.toFixed(4)}`));
    assert.match(said, /largest difference of a prediction\s+2\.5 row \d, column \d/);
    assert.match(
      said,
      new RegExp(`KL\\(here ‖ there\\)\\s+${DIVERGENCE.mean.toFixed(4)} at most ${DIVERGENCE.most.toFixed(4)} row 0`),
    );
    assert.match(said, /5 right only there\s+1 right only here\s+0 another class/);
  });

  it('gives each row its loss there, the difference and its flip, and sorts by them', async () => {
    await compare(notebook(), nextEpoch(), { width: 1400, height: 1200 });
    const shown = await column('Difference');
    DIFFERENCES.forEach((difference, row) => {
      const expected = `${difference > 0 ? '+' : ''}${difference.toFixed(4).replace('-', '−')}`;
      assert.equal(shown.get(String(row)), expected, `row ${row}`);
    });
    assert.equal((await column('Flip')).get('7'), 'right only here');
    assert.equal((await column('KL')).get('0'), DIVERGENCE.most.toFixed(4));
    await page.locator('#rows').getByRole('columnheader', { name: 'Difference' }).click();
    assert.deepEqual([...(await column('Difference')).keys()].slice(0, 4), ['2', '4', '8', '6']);
  });

  it('narrows the rows to a flip and to a bar of the differences, and finds the largest', async () => {
    await compare();
    await page.getByRole('button', { name: '1 right only here' }).click();
    assert.deepEqual([...(await column('Row')).keys()], ['7']);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page
      .getByRole('button', { name: /^2 rows of a difference from -2 to -1\.8|rows of a difference/ })
      .first()
      .click();
    const kept = [...(await column('Row')).keys()].map((row) => DIFFERENCES[Number(row)]);
    assert.ok(kept.length > 0 && kept.length < 10 && kept.every((difference) => difference < -1), kept.join());
    await page.locator('.compare').getByRole('button', { name: 'row 0', exact: true }).click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'reveal', id: 1, row: 0 });
  });

  it('shows the differences of all predictions in the heat map', async () => {
    await compare();
    await page.getByRole('button', { name: 'Difference', exact: true }).click();
    await page.locator('#map').focus();
    await page.keyboard.press('Control+Home');
    for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    assert.match(await text('#map-readout'), /row 0, column 2\s+2\.5/);
    assert.match(await text('.legend'), /-2\.50\s+2\.50/);
  });

  it('matches rows by name where both have names, or by index', async () => {
    const names = Array.from({ length: 10 }, (_, row) => `image-${row}`);
    const other = notebook();
    const turned = {
      ...other,
      rows: other.rows.slice().reverse(),
      rowNames: [...names.slice(0, 9), 'image-x'].reverse(),
      problem: {
        ...other.problem,
        predictions: { shape: [10, 4], data: Float64Array.from(reversedRows(other.problem.predictions.data)) },
        targets: { shape: [10], data: other.problem.targets.data.slice().reverse() },
      },
    };
    await compare({ ...notebook(), rowNames: names }, turned);
    assert.match(await text('.compare'), /9 rows matched[^]*equal\s+9[^]*1 rows stand only here, 1 only there/);
    await page.getByRole('button', { name: 'By index' }).click();
    assert.match(await text('.compare'), /10 rows matched[^]*equal\s+0[^]*rows have other targets there/);
  });

  it('follows what is tried', async () => {
    await compare();
    await page.getByText('What if', { exact: true }).click();
    await page.getByRole('spinbutton', { name: 'temperature', exact: true }).fill('2');
    await page.locator('#tried-value').waitFor();
    const tried = await text('#tried-value');
    assert.equal((await page.locator('.sides td.number').allInnerTexts())[0], tried);
  });

  it('compares yes and no, and labels of several a row', async () => {
    const { problem } = binaryColumn();
    const surer = {
      ...problem,
      predictions: { ...problem.predictions, data: problem.predictions.data.map((p) => p ** 2) },
    };
    await compare(binaryColumn(), { ...binaryColumn(), problem: surer });
    // By Python: Σ over rows of p·log(p/p²) + (1−p)·log((1−p)/(1−p²)), over 7.
    assert.match(await text('.compare'), /KL\(here ‖ there\)\s+0\.0876/);
    await page.context().close();
    await compare(multiLabel(), multiLabel());
    assert.match(await text('.compare'), /equal\s+10[^]*largest difference of a prediction\s+0\s/);
  });

  it('saves the rows with what they are there', async () => {
    await compare();
    await page.getByRole('button', { name: 'Save the rows as CSV' }).click();
    const saved = (await posted(page)).at(-1);
    assert.equal(saved?.kind, 'save');
    const lines = new TextDecoder()
      .decode(Uint8Array.from(Object.values((saved as { bytes: object }).bytes)))
      .split('\r\n');
    assert.match(lines[0] ?? '', /Row there,There,Difference,Flip,KL$/);
    assert.match(lines[8] ?? '', /^7,.*,7,[\d.]+,0\.94112\d+,right only here,0\.2678\d+$/);
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`holds no fault of accessibility in ${theme}`, async () => {
      await compare(notebook(), nextEpoch(), { theme, width: 980, height: 900 });
      await page.locator('.compare').evaluate((section) => section.scrollIntoView());
      await screenshot(page, `compare-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), []);
      await page.locator('.pictures').evaluate((section) => section.scrollIntoView());
      await screenshot(page, `picture-differences-${theme}`);
    });
  }
});

function reversedRows(data: Float64Array): number[] {
  return Array.from({ length: 10 }, (_, row) => [...data.subarray((9 - row) * 4, (10 - row) * 4)]).flat();
}
