import { strict as assert } from 'node:assert';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';
import type { ColorTheme } from './driver/workbench.js';

// Lines of examples/notebook.txt: the logits, the tags, and the species' labels with their one-hot twin.
const LOGITS = { first: 11, last: 18 };
const TAGS = { last: 30 };

/** Printed by the notebook itself: F.binary_cross_entropy_with_logits(input=logits, target=tags). */
const PRINTED = '0.8936';

describe('from the text to the inspector', () => {
  const window = useWorkbench({ settings: { 'workbench.colorTheme': 'Default Dark Modern' } });

  it('shows the loss inline after the palette command, and each row its own', async () => {
    const { editor } = window();
    await editor.open('notebook.txt');
    await editor.selectLines(LOGITS.first, TAGS.last);
    await window().run('Loss Lens: Compute Cross Entropy');
    const [note] = await editor.notesOn(LOGITS.last);
    assert.match(note ?? '', new RegExp(`${PRINTED} binary_cross_entropy_with_logits · mean of 40 values`));
    for (let line = LOGITS.first; line < LOGITS.last; line++) {
      assert.match((await editor.notesOn(line)).join(), /^[▁▂▃▄▅▆▇█] \d+\.\d{4}$/);
    }
    assert.match(await window().statusItem(/^Loss/), new RegExp(`Loss ${PRINTED}`));
    await window().screenshot('inline-dark');
  });

  it('explains it in a hover', async () => {
    const hover = await window().editor.hover({ line: LOGITS.first + 1, column: 12 });
    const text = (await hover.text()).replaceAll('\u00a0', ' ');
    await window().screenshot('hover-dark');
    assert.match(text, new RegExp(`binary_cross_entropy_with_logits ${PRINTED}`));
    assert.match(text, /Row 1: /);
    assert.match(text, /several classes at once/);
  });

  it('changes an option in two quick picks, each value with the loss it gives', async () => {
    const { editor, quickPick } = window();
    await editor.goTo({ line: LOGITS.first, column: 12 });
    await window().run('Loss Lens: Change Options...');
    await quickPick.choose('reduction');
    const sum = await eventually(async () => {
      const found = (await quickPick.items()).find(({ label }) => label === 'sum');
      if (found === undefined) throw new Error('sum is not offered');
      return found;
    });
    assert.match(JSON.stringify(sum), /→ 35\.7428/);
    await window().screenshot('options-dark');
    await quickPick.choose('sum');
    await eventually(async () => {
      assert.match((await editor.notesOn(LOGITS.last)).join(), /35\.7428 binary_cross_entropy_with_logits · sum/);
    });
    await window().run('Loss Lens: Change Options...');
    await quickPick.choose('reduction');
    await quickPick.choose('mean');
    await eventually(async () => {
      assert.match((await editor.notesOn(LOGITS.last)).join(), new RegExp(PRINTED));
    });
    const hover = await editor.hover({ line: LOGITS.first + 1, column: 12 });
    await hover.text();
    await hover.follow('Inspect');
  });

  it('draws the heat map and lists the rows in the inspector', async () => {
    const page = await window().webview();
    await page.getByText(PRINTED).first().waitFor();
    assert.ok(await isDrawn(page), 'the heat map is blank');
    assert.equal((await page.locator('[role=row][aria-rowindex], tbody tr').count()) >= 8, true);
    await window().screenshot('inspector-dark');
  });

  it('selects a row in the text when it is chosen in the inspector', async () => {
    const page = await window().webview();
    // Sorted by loss: the first row is the worst.
    const worst = page.locator('.row.line').first();
    await worst.click();
    await eventually(async () => {
      const { selected, line } = await window().editor.cursor();
      assert.ok(selected > 20, 'the row is not selected in the text');
      assert.ok(line >= LOGITS.first && line <= LOGITS.last);
    });
  });

  it('takes the number away on an edit and shows the new one', async () => {
    const { editor } = window();
    const before = (await editor.notesOn(LOGITS.last)).join();
    await editor.select({ line: LOGITS.first, column: 10 }, { line: LOGITS.first, column: 16 });
    await editor.type('5.2302');
    const after = async (): Promise<string> => (await editor.notesOn(LOGITS.last)).join();
    let now = await after();
    for (let tries = 0; now === before && tries < 50; tries++) now = await after();
    assert.match(now, /\d\.\d{4} binary_cross_entropy_with_logits/);
    assert.notEqual(now, before);
  });

  it('comes back after the window is reloaded', async () => {
    const { editor, quickPick } = window();
    await editor.goTo({ line: LOGITS.first, column: 12 });
    await window().run('Loss Lens: Change Options...');
    await quickPick.choose('reduction');
    await quickPick.choose('sum');
    const value = (await window().webview()).locator('#value');
    const shown = await eventually(async () => {
      const text = await value.innerText();
      assert.match(text, /^\d\d\.\d{4}$/, 'the sum is not shown yet');
      return text;
    });
    await window().run('File: Save');
    await eventually(async () => {
      const saved = await readFile(path.join(window().folder, 'notebook.txt'), 'utf8');
      assert.match(saved, /5\.2302/);
    });
    await window().reload();
    const page = await window().webview();
    await page.locator('#value').filter({ hasText: shown }).waitFor();
    assert.ok(await isDrawn(page), 'the heat map is blank');
    assert.match((await window().editor.notesOn(LOGITS.last)).join(), new RegExp(shown));
  });

  it('looks at home in every kind of theme', async () => {
    for (const theme of ['light', 'high contrast dark', 'high contrast light'] satisfies ColorTheme[]) {
      await window().setColorTheme(theme);
      await window().editor.goTo({ line: LOGITS.first, column: 1 });
      await window().screenshot(`inspector-${theme.replaceAll(' ', '-')}`);
    }
  });
});

async function isDrawn(page: FrameLocator): Promise<boolean> {
  return page
    .locator('canvas')
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
      if (pixels === undefined) return false;
      const colours = new Set<number>();
      for (let at = 0; at < pixels.length; at += 4)
        colours.add((pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2]);
      return colours.size > 8;
    });
}
