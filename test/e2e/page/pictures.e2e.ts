import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { eventually } from '../driver/eventually.js';
import { accessibilityFaults, posted, saved, screenshot, send, show, useInspector, type OpenOptions } from './harness';
import { binaryColumn, multiLabel, noise, notebook, notFinite } from './models';
import { THEMES, type ThemeName } from './themes';

const TABS = ['Losses', 'What the mean is made of', 'Classes', 'Confusion', 'Calibration', 'ROC and precision–recall'];

describe('the inspector’s pictures', function () {
  this.timeout(90_000);

  const openPage = useInspector();
  let page: Page;

  async function open(options?: OpenOptions): Promise<void> {
    page = await openPage(options);
  }

  const text = (selector: string): Promise<string> => page.locator(selector).innerText();
  const tab = (name: string): Promise<void> => page.getByRole('tab', { name, exact: true }).click();
  const table = async (): Promise<string[][]> =>
    page
      .locator('#picture table tr')
      .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  /** Those in sight: how many fit is known a frame after their number has changed. */
  const shownRows = (): Promise<string[]> =>
    page.locator('#rows .line').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-row') ?? ''));

  it('count the rows by their losses, and narrow the rows to a bar', async () => {
    await open();
    await show(page, notebook());
    const rows = await table();
    assert.deepEqual(rows[0], ['from', 'to', 'rows']);
    assert.equal(
      rows.slice(1).reduce((sum, cells) => sum + Number(cells[2]), 0),
      10,
    );
    await page.getByRole('button', { name: /rows of a loss from 2 to 3/ }).click();
    const narrowed = await shownRows();
    assert.deepEqual(narrowed, ['1', '2', '4', '8', '3', '6', '9', '0'].slice(0, narrowed.length));
    assert.match(await text('#rows-count'), /^\d of 10$/);
    await page.getByRole('button', { name: 'Show all' }).click();
    await eventually(async () => assert.equal((await shownRows()).length, 10));
  });

  it('tell what the mean is made of, and choose a row by its bar', async () => {
    await open();
    await show(page, notebook());
    await tab('What the mean is made of');
    assert.match(await text('.picture-note'), /Half of the sum comes from 4 of 10 rows/);
    assert.deepEqual((await table())[1], ['1', '2.8345', '0.1442']);
    await page.getByRole('button', { name: /^row 1: 14% of the sum/ }).click();
    assert.deepEqual((await posted(page)).at(-1), { kind: 'reveal', id: 1, row: 1 });
    assert.equal(await page.locator('#rows [aria-selected=true]').getAttribute('data-row'), '1');
  });

  it('show a confusion matrix, normalised four ways, and narrow the rows to a cell', async () => {
    await open();
    await show(page, { ...notebook(), classNames: ['cat', 'dog', 'emu', 'fox'] });
    await tab('Confusion');
    assert.deepEqual(await table(), [
      ['true', 'cat', 'dog', 'emu', 'fox'],
      ['cat', '0.3333', '0.3333', '0.3333', '0'],
      ['dog', '1', '0', '0', '0'],
      ['emu', '0.5000', '0', '0', '0.5000'],
      ['fox', '0.5000', '0', '0', '0.5000'],
    ]);
    await page.getByRole('button', { name: 'Counts' }).click();
    assert.deepEqual((await table())[1], ['cat', '1', '1', '1', '0']);
    await page.getByRole('button', { name: 'Of the predicted class' }).click();
    assert.equal((await table())[1]?.[1], '0.2000');
    await page.getByRole('button', { name: 'true emu, predicted fox: 67%' }).click();
    await eventually(async () => assert.deepEqual((await shownRows()).sort(), ['3', '8']));
    await page.getByRole('button', { name: 'true emu, predicted fox: 67%' }).click();
    await eventually(async () => assert.equal((await shownRows()).length, 10));
  });

  it('measure calibration: reliability with counts and intervals, ECE, MCE and Brier', async () => {
    await open();
    await show(page, notebook());
    await tab('Calibration');
    const note = await text('.picture-note');
    assert.match(note, /accuracy\s+0\.2000/);
    assert.match(note, /ECE\s+0\.\d{4} 0\.\d{3} to 0\.\d{3}/);
    assert.match(note, /MCE\s+0\.\d{4}/);
    assert.match(note, /Brier\s+\d\.\d{4}/);
    const rows = await table();
    assert.equal(rows.length, 11);
    assert.equal(
      rows.slice(1).reduce((sum, cells) => sum + Number(cells[2]), 0),
      10,
    );
    assert.deepEqual(await table(), rows);
  });

  it('tell the classes apart by loss, precision and recall', async () => {
    await open();
    await show(page, notebook());
    await tab('Classes');
    const rows = await table();
    assert.deepEqual(rows[0], ['class', 'count', 'mean loss', 'share', 'precision', 'recall']);
    assert.equal(rows[1]?.[0], '2');
    await page.getByRole('button', { name: /^class 3: mean loss/ }).click();
    await eventually(async () => assert.deepEqual((await shownRows()).sort(), ['1', '5']));
  });

  it('draw ROC and precision–recall for yes and no, and for each label', async () => {
    await open();
    await show(page, binaryColumn());
    await tab('ROC and precision–recall');
    assert.match(await text('.picture-note'), /AUROC\s+0\.8889\s+average precision\s+0\.9167/);
    await show(page, multiLabel(2));
    await page.locator('#picture select').selectOption('1');
    assert.match(await text('.picture-note'), /AUROC\s+\d\.\d{4}/);
    await show(page, notebook(3));
    assert.equal(await page.getByRole('tab', { name: 'ROC and precision–recall' }).count(), 0);
  });

  it('are saved as PNG, SVG and CSV', async () => {
    await open();
    await show(page, { ...notebook(), classNames: ['=1+1', 'dog', 'emu', 'fox'] });
    await tab('Confusion');
    await page.getByRole('button', { name: 'Save as SVG' }).click();
    const svg = await saved(page);
    assert.equal(svg?.name, 'confusion.svg');
    assert.match(svg?.text ?? '', /^<svg[^>]* xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assert.doesNotMatch(svg?.text ?? '', /var\(|class=/);
    await page.getByRole('button', { name: 'Save as PNG' }).click();
    await page.waitForFunction(() => window.posted.some((m) => m.kind === 'save' && m.name.endsWith('.png')));
    assert.deepEqual((await saved(page))?.bytes.slice(0, 8), [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    assert.match((await saved(page))?.text ?? '', /^true,'=1\+1,dog,emu,fox\r\n'=1\+1,0\.33/);
  });

  it('go into a report that stands alone, with every word of the document escaped', async () => {
    await open();
    const hostile = '<script>alert(1)</script>';
    await show(page, { ...notebook(), document: hostile, reasons: [hostile], classNames: [hostile, 'b', 'c', 'd'] });
    await page.getByRole('button', { name: 'Save report…' }).click();
    await page.waitForFunction(() => window.posted.some((m) => m.kind === 'save' && m.name === 'report.html'));
    const { text: report = '' } = (await saved(page)) ?? {};
    assert.match(report, /<h1>1\.9650<\/h1>/);
    assert.equal(report.match(/<svg /g)?.length, 5);
    assert.doesNotMatch(report, /<script|https?:(?!\/\/www\.w3\.org\/)|var\(/);
    assert.match(report, /default-src 'none'/);
    assert.match(report, /ECE 0\.\d{4}/);
    assert.equal(await page.locator('.bench').count(), 0);
  });

  it('have the rows beside them saved, the filtered ones alone', async () => {
    await open();
    await show(page, notebook());
    await page.getByRole('search').getByLabel('Result').selectOption('right');
    await page.locator('#rows-count', { hasText: '2 of 10' }).waitFor();
    await page.getByRole('button', { name: 'Save the rows as CSV' }).click();
    assert.match(
      (await saved(page))?.text ?? '',
      /^Row,Line,Loss,Target,Prediction,p\(target\),Result\r\n5,43,0\.7\d+,3,3,0\.\d+,right\r\n7,/,
    );
    await page.getByRole('button', { name: 'Save the rows as npy' }).click();
    assert.equal((await saved(page))?.name, 'losses.npy');
    assert.deepEqual((await saved(page))?.bytes.slice(0, 6), [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]);
  });

  it('are copied, pictures and tables, in every form that a clipboard takes', async () => {
    await open();
    await show(page, { ...notebook(), classNames: ['=1+1', 'dog', 'emu', 'fox'] });
    await tab('Confusion');
    const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    const picture = page.locator('#picture');
    await picture.getByRole('button', { name: 'Copy', exact: true }).click();
    await picture.getByRole('button', { name: 'Copy as Markdown' }).click();
    await page.getByText('Copied Markdown').waitFor({ state: 'attached' });
    assert.match(await copied(), /^\| true \| =1\\\+1 \| dog/);
    await picture.getByRole('button', { name: 'Copy as PNG' }).click();
    await page.getByText('Copied PNG').waitFor({ state: 'attached' });
    const types = await page.evaluate(async () => (await navigator.clipboard.read()).flatMap(({ types }) => types));
    assert.deepEqual(types, ['image/png']);
    const rows = page.locator('.rows');
    await rows.getByRole('button', { name: 'Copy', exact: true }).click();
    assert.ok(await rows.getByRole('button', { name: 'Copy the rows as npy' }).isDisabled());
    await rows.getByRole('button', { name: 'Copy the rows as JSON' }).click();
    await page.getByText('Copied JSON').waitFor({ state: 'attached' });
    assert.equal((JSON.parse(await copied()) as unknown[]).length, 10);
    assert.deepEqual(await posted(page), []);
  });

  it('stand as a table where asked for', async () => {
    await open();
    await show(page, notebook());
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    assert.ok(await page.locator('.sheet table').isVisible());
    assert.equal(await page.locator('#picture svg').count(), 0);
  });

  it('are walked through by keyboard: tabs, then marks', async () => {
    await open();
    await show(page, notebook());
    await page.getByRole('tab', { name: 'Losses' }).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    assert.equal(await page.getByRole('tab', { name: 'Confusion' }).getAttribute('aria-selected'), 'true');
    assert.equal(await page.locator('#picture [data-mark][tabindex="0"]').count(), 1);
    await page.locator('#picture [data-mark]').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) {
      await page.keyboard.press(key);
    }
    await page.locator('#rows-count', { hasText: '2 of 10' }).waitFor();
    await eventually(async () => assert.deepEqual((await shownRows()).sort(), ['3', '8']));
  });

  it('filter the rows by what is wrong, by class, by loss and by text', async () => {
    await open();
    await show(page, { ...notebook(), rowTexts: Array.from({ length: 10 }, (_, row) => `image-${row}.png`) });
    const filter = page.getByRole('search');
    await filter.getByLabel('Result').selectOption('wrong');
    await eventually(async () => assert.equal((await shownRows()).length, 8));
    await filter.getByLabel('Target').selectOption('2');
    await eventually(async () => assert.deepEqual((await shownRows()).sort(), ['0', '3', '4', '8']));
    await filter.getByLabel('Least loss').fill('2');
    await eventually(async () => assert.deepEqual((await shownRows()).sort(), ['3', '4', '8'].sort()));
    await filter.getByLabel('Text of the line or row').fill('IMAGE-4');
    await eventually(async () => assert.deepEqual(await shownRows(), ['4']));
    await page.getByRole('button', { name: 'Show all' }).click();
    await eventually(async () => assert.equal((await shownRows()).length, 10));
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    it(`hold no fault of accessibility in ${theme}`, async () => {
      await open({ theme, width: 860, height: 640 });
      const models = { classes: noise(1, 400, 8), labels: multiLabel(2) } as const;
      for (const [kind, model] of Object.entries(models)) {
        await show(page, model);
        await send(page, { kind: 'select', id: model.id, row: 3 });
        for (const [index, name] of TABS.entries()) {
          if ((await page.getByRole('tab', { name, exact: true }).count()) === 0) continue;
          await tab(name);
          await page.locator('.pictures').evaluate((section) => section.scrollIntoView());
          await screenshot(page, `picture-${kind}-${index}-${theme}`);
          if (kind === 'classes' || index === 5) assert.deepEqual(await accessibilityFaults(page), [], name);
        }
      }
    });
  }

  it('hold in a narrow panel, with nothing beyond the right edge', async () => {
    await open({ width: 320, height: 800 });
    await show(page, notFinite());
    for (const name of TABS.slice(0, 5)) {
      await tab(name);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(overflow, 0, name);
    }
    await page.locator('.pictures').evaluate((section) => section.scrollIntoView());
    await screenshot(page, 'picture-narrow');
  });
});
