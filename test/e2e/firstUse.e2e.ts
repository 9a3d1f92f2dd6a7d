import { strict as assert } from 'node:assert';
import axe from 'axe-core';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';
import type { ColorTheme } from './driver/workbench.js';

/** Printed by torch 1.13 for the sample: F.cross_entropy(logits, label). */
const PRINTED = '1.2359';

const STEPS = [
  'Open a sample',
  'Compute the cross entropy',
  'See how it comes about',
  'Choose another reading',
  'Now your own numbers',
];

describe('the first use', () => {
  const workbench = useWorkbench({
    settings: {
      'workbench.colorTheme': 'Default Dark Modern',
      // The walkthrough draws its picture anew for the theme that the list of themes shows for trial; the picture then takes
      // the focus, and the list would close under the click.
      'workbench.quickOpen.closeOnFocusLost': false,
    },
  });

  /** The page that holds the picture of the step that is shown, as HTML; it comes and goes. */
  async function picture(): Promise<string> {
    return eventually(async () => {
      for (const frame of workbench().page.frames()) {
        const html = await frame.content();
        if (html.includes('viewBox="0 0 470 340"')) return html;
      }
      throw new Error('no picture is shown');
    });
  }

  async function choose(step: string): Promise<void> {
    const button = workbench().page.locator('.getting-started-step', { hasText: step });
    const expanded = workbench().page.locator('.getting-started-step.expanded', { hasText: step });
    if (!(await expanded.isVisible())) await button.locator('.step-title').click();
    await expanded.waitFor();
  }

  it('is told what to select where there is nothing to compute, and offered the sample', async () => {
    await workbench().run('Loss Lens: Compute Cross Entropy');
    await workbench().notification(/Open a text with predictions and targets first/);
    await workbench().screenshot('nothing-to-compute-dark');
  });

  it('is shown around by a walkthrough with a picture for each step', async () => {
    await workbench().run('Welcome: Open Walkthrough...');
    await workbench().quickPick.choose('Get Started with Loss Lens');
    const page = workbench().page.locator('.gettingStartedSlideDetails');
    await page.getByText('Get Started with Loss Lens').waitFor();
    for (const [index, step] of STEPS.entries()) {
      await choose(step);
      assert.deepEqual(await violationsOf(await picture()), [], step);
      await workbench().screenshot(`walkthrough-${index + 1}-dark`);
    }
  });

  it('is shown the same in every kind of theme', async () => {
    for (const theme of ['light', 'high contrast dark', 'high contrast light'] satisfies ColorTheme[]) {
      await workbench().setColorTheme(theme);
      for (const [index, step] of STEPS.entries()) {
        await choose(step);
        await picture();
        await workbench().screenshot(`walkthrough-${index + 1}-${theme.replaceAll(' ', '-')}`);
      }
    }
  });

  it('opens the sample beside the walkthrough, and computes it from there', async () => {
    const { page } = workbench();
    await choose('Open a sample');
    await page.locator('.getting-started-step.expanded').getByText('Open Sample', { exact: true }).click();
    await page.locator('.tab.active', { hasText: 'Untitled-1' }).waitFor();
    await choose('Compute the cross entropy');
    await page.locator('.getting-started-step.expanded').getByText('Compute Cross Entropy', { exact: true }).click();
    // The last line of the logits, below two lines of words and a blank one.
    assert.match(
      (await workbench().editor.notesOn(11)).join(),
      new RegExp(`${PRINTED} cross_entropy · mean of 8 rows`),
    );
    await workbench().screenshot('sample-computed-dark');
  });

  it('hears the result and the row at the cursor, and reads all of it as text', async () => {
    const { page } = workbench();
    await page.locator('.tab', { hasText: 'Untitled-1' }).first().click();
    await workbench().run('Loss Lens: Announce Result');
    // torch 1.13: the first of F.cross_entropy(logits.double(), label, reduction='none') is 0.5768.
    await workbench().notification(/^(Row \d: \d\.\d{4}\. )?cross_entropy 1\.2359, mean of 8 rows/);
    await workbench().run('Loss Lens: Show Result as Text');
    await page.locator('.tab.active', { hasText: 'Loss of Untitled-1' }).waitFor();
    await workbench().screenshot('result-as-text-dark');
  });

  it('reads the hover in the accessible view', async () => {
    const { page } = workbench();
    await page.locator('.tab', { hasText: 'Untitled-1' }).first().click();
    await page.keyboard.press('Control+Home');
    for (let line = 0; line < 5; line++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    await page.locator('.monaco-resizable-hover').filter({ visible: true }).first().waitFor();
    // Once more, to have the focus in it.
    await page.keyboard.press('Control+K');
    await page.keyboard.press('Control+I');
    await page.keyboard.press('Alt+F2');
    const view = page.locator('.accessible-view');
    await eventually(async () => assert.match(await view.innerText(), /cross_entropy\s1\.2359[^]*Row\s1:\s0\.5032/));
    await workbench().screenshot('accessible-view-dark');
    await page.keyboard.press('Escape');
  });
});

/** What axe finds wrong with a page. VS Code lets no script run in it, so a copy is looked at. */
async function violationsOf(html: string): Promise<readonly string[]> {
  const page = await lossLensE2e.browser.newPage();
  try {
    await page.setContent(html.replace('<html', '<html lang="en"').replace('<head>', '<head><title>-</title>'));
    await page.evaluate(axe.source);
    // Landmarks and headings are those of the page around it, which is VS Code's.
    const { violations } = await page.evaluate(() => window.axe.run('svg'));
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
  } finally {
    await page.close();
  }
}
