import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

const FOLDER = 'docs/pictures';

// Lines of examples/notebook.txt: the logits, the tags.
const LOGITS = { first: 11, last: 18 };
const TAGS = { last: 30 };

/** What is not the extension's is put away, so that what is can be read at half the size. */
const SETTINGS = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
  'window.commandCenter': false,
  'window.menuBarVisibility': 'hidden',
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  'editor.fontSize': 14,
};

describe('the pictures of the README', () => {
  const workbench = useWorkbench({ settings: SETTINGS, window: { width: 1200, height: 680, scale: 1.5 } });

  it('the loss in the text', async () => {
    const { editor, page } = workbench();
    await editor.open('notebook.txt');
    await page.keyboard.press('Control+B');
    await editor.selectLines(LOGITS.first, TAGS.last);
    await workbench().run('Loss Lens: Compute Cross Entropy');
    await editor.notesOn(LOGITS.last);
    await editor.goTo({ line: 8, column: 1 });
    await workbench().statusItem(/^Loss/);
    // The offer to compute goes once that is done.
    await page.locator('.codelens-decoration').first().waitFor({ state: 'hidden' });
    await keep('inline');
  });

  it('the hover that explains it', async () => {
    const hover = await workbench().editor.hover({ line: LOGITS.first + 3, column: 22 });
    await hover.text();
    await keep('hover');
    await workbench().page.keyboard.press('Escape');
  });

  it('the options, each with what it gives', async () => {
    const { editor, quickPick } = workbench();
    await editor.goTo({ line: LOGITS.first, column: 12 });
    await workbench().run('Loss Lens: Change Options...');
    await quickPick.choose('reduction');
    await eventually(async () => {
      if (!/→/.test(JSON.stringify(await quickPick.items()))) throw new Error('no loss is shown');
    });
    await keep('options');
    await workbench().page.keyboard.press('Escape');
  });

  it('the inspector', async () => {
    await workbench().editor.goTo({ line: LOGITS.first, column: 12 });
    await workbench().run('Loss Lens: Inspect Result');
    const inspector = await workbench().webview();
    await inspector.locator('canvas').first().waitFor();
    await workbench().editor.goTo({ line: LOGITS.first + 5, column: 12 });
    await inspector.locator('.row.line.chosen').waitFor();
    await inspector.locator('.panes').evaluate((panes) => panes.scrollIntoView({ block: 'start' }));
    await keep('inspector');
  });

  /** Keeps what is on the screen, as a small file. */
  async function keep(name: string): Promise<void> {
    const { page } = workbench();
    // The pointer and its hovers are not part of the picture.
    await page.mouse.move(600, 675);
    const png = await page.screenshot({ caret: 'hide' });
    const converter = await lossLensE2e.browser.newPage();
    const webp = await converter.evaluate(toWebp, png.toString('base64'));
    await converter.close();
    await mkdir(FOLDER, { recursive: true });
    const bytes = Buffer.from(webp, 'base64');
    await writeFile(path.join(FOLDER, `${name}.webp`), bytes);
    console.log(`      ${FOLDER}/${name}.webp: ${Math.round(bytes.length / 1024)} KB`);
  }
});

/** Runs in a page: Chromium is the encoder that is already there. */
async function toWebp(png: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', 0.72).split(',')[1] ?? '';
}
