import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';

const FOLDER = 'out/screenshots/surfaces';

const BATCH = `epoch 3
logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000],
        [ 1.0000,  0.5000, -0.5000],
        [-0.5000,  4.0000,  0.2500],
        [ 3.2500,  0.0000,  1.0000]])
labels = tensor([0, 2, 1, 1, 0, 0])
weights = tensor([1.0000, 2.0000, 0.5000])
loss = F.cross_entropy(logits, labels)
loss = tensor(1.2044)
# loss-lens: 1.3000
`;

/** Softmax was applied already: a finding, with remedies. */
const PROBABILITIES = `logits = tensor([[0.7856, 0.0391, 0.1753],
        [0.3006, 0.3322, 0.3672],
        [0.0090, 0.8102, 0.1808]])
labels = tensor([0, 2, 1])
`;

/** One class a row, or yes/no questions: only the user can tell. */
const ASKED = `logits = tensor([[ 2.0000, -1.0000,  0.5000],
        [ 0.1000,  0.2000,  0.3000],
        [-3.0000,  1.5000,  0.0000]])
labels = tensor([[1., 0., 0.], [0., 0., 1.], [0., 1., 0.]])
`;

const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 4,
  metadata: { language_info: { name: 'python' } },
  cells: [
    [
      'logits',
      'tensor([[ 2.0000, -1.0000,  0.5000],\n        [ 0.1000,  0.2000,  1.3000],\n        [-3.0000,  1.5000,  0.0000]])',
    ],
    ['labels', 'tensor([0, 2, 1])'],
    ['F.cross_entropy(logits, labels)', 'tensor(0.3143)'],
  ].map(([source, output], index) => ({
    cell_type: 'code',
    execution_count: index + 1,
    metadata: {},
    source: [source],
    outputs: [
      { output_type: 'execute_result', execution_count: index + 1, metadata: {}, data: { 'text/plain': [output] } },
    ],
  })),
});

const THEMES = [
  { theme: 'Default Light Modern', name: 'light' },
  { theme: 'Default Dark Modern', name: 'dark' },
  { theme: 'Default High Contrast Light', name: 'high contrast light' },
  { theme: 'Default High Contrast', name: 'high contrast dark' },
];

/** Every picture of a surface, in the order of the themes. */
const pictures = new Map<string, { readonly theme: string; readonly png: Buffer }[]>();

// Each surface of the editor in each kind of theme, on one sheet a surface: for a person to look at.
for (const { theme, name } of THEMES) {
  describe(`the surfaces of the editor, ${name}`, () => {
    const window = useWorkbench({
      settings: {
        'workbench.colorTheme': theme,
        // What fades in would be taken half there.
        'workbench.reduceMotion': 'on',
        'workbench.layoutControl.enabled': false,
        'window.commandCenter': false,
        'editor.fontSize': 13,
      },
      files: {
        'batch.txt': BATCH,
        'probabilities.txt': PROBABILITIES,
        'asked.txt': ASKED,
        'run.ipynb': NOTEBOOK,
        'both.safetensors': safetensors(),
      },
      window: { width: 1000, height: 620, scale: 1 },
    });

    async function keep(surface: string): Promise<void> {
      const png = await window().page.screenshot({ caret: 'hide' });
      const kept = pictures.get(surface) ?? [];
      pictures.set(surface, [...kept, { theme: name, png }]);
    }

    const compute = (): Promise<void> => window().run('Loss Lens: Compute Cross Entropy');
    /** Waits for the list that a command opens, in place of the palette's. */
    async function asked(): Promise<void> {
      await eventually(async () => {
        const value = await window().page.locator('.quick-input-widget input[type=text]').first().inputValue();
        if (value.startsWith('>')) throw new Error('the palette is still open');
      });
      await window().quickPick.items();
    }

    const escape = (): Promise<void> => window().page.keyboard.press('Escape');

    it('lenses', async () => {
      const { editor, page } = window();
      await editor.open('batch.txt');
      await page.locator('.codelens-decoration a', { hasText: 'cross_entropy 1.2044' }).waitFor();
      await keep('lenses');
    });

    it('the loss in the text, rows, marks, a printed loss and a pin', async () => {
      const { editor, page } = window();
      await editor.selectLines(2, 8);
      await compute();
      await editor.notesOn(7);
      await page.keyboard.press('Control+B');
      await editor.goTo({ line: 4, column: 12 });
      // The offer to compute goes once that is done.
      await page.locator('.codelens-decoration').first().waitFor({ state: 'hidden' });
      await page.locator('.squiggly-warning, .squiggly-error, .squiggly-info').first().waitFor();
      await keep('inline');
      await page.keyboard.press('Control+B');
    });

    it('hovers', async () => {
      const { editor } = window();
      await (await editor.hover({ line: 4, column: 12 })).text();
      await keep('hover');
      await escape();
      await (await editor.hover({ line: 11, column: 17 })).text();
      await keep('hover of a printed loss');
      await escape();
    });

    it('the status bar', async () => {
      await window().editor.selectLines(3, 4);
      await window().statusItem(/2 × 3/);
      await keep('selection');
      await window().editor.selectLines(2, 8);
      await window().statusItem(/6 × 3, 6/);
      await keep('selection with a loss');
    });

    it('options', async () => {
      const { editor, quickPick } = window();
      await editor.goTo({ line: 3, column: 12 });
      await window().run('Loss Lens: Change Options...');
      await asked();
      await keep('options');
      await quickPick.choose('reduction');
      await eventually(async () => {
        if (!/→/.test(JSON.stringify(await quickPick.items()))) throw new Error('no loss is shown');
      });
      await keep('reduction');
      await quickPick.dismiss();
    });

    it('readings, frameworks, code and explanations', async () => {
      const { editor, quickPick } = window();
      for (const [title, shown] of [
        ['Loss Lens: Change Reading...', 'readings'],
        ['Loss Lens: Compare Frameworks...', 'frameworks'],
        ['Loss Lens: Copy as Code...', 'code'],
      ] as const) {
        await editor.goTo({ line: 3, column: 12 });
        await window().run(title);
        await asked();
        await keep(shown);
        await quickPick.dismiss();
      }
      await editor.goTo({ line: 11, column: 17 });
      await window().run('Loss Lens: Explain a Number...');
      await eventually(async () => {
        if (!/cross_entropy/.test(JSON.stringify(await quickPick.items()))) throw new Error('nothing is explained');
      });
      await keep('explanations');
      await quickPick.dismiss();
    });

    it('what is announced, and the result as text', async () => {
      const { editor, page } = window();
      await editor.goTo({ line: 4, column: 12 });
      await window().run('Loss Lens: Announce Result');
      await window().notification(/cross_entropy/);
      await keep('announced');
      await window().run('Notifications: Clear All Notifications');
      await window().run('Loss Lens: Show Result as Text');
      await page.locator('.tab.active', { hasText: 'Loss of batch.txt' }).waitFor();
      await keep('result as text');
      await window().run('View: Close All Editors');
    });

    it('a question', async () => {
      const { editor, quickPick } = window();
      await editor.open('asked.txt');
      await editor.selectLines(1, 4);
      await compute();
      await asked();
      await keep('question');
      await quickPick.dismiss();
    });

    it('problems and quick fixes', async () => {
      const { editor, page } = window();
      await editor.open('probabilities.txt');
      await editor.selectLines(1, 4);
      await compute();
      await editor.notesOn(3);
      await editor.goTo({ line: 1, column: 12 });
      await window().run('Problems: Focus on Problems View');
      await page.locator('.markers-panel .monaco-list-row').first().waitFor();
      await keep('problems');
      await editor.goTo({ line: 1, column: 12 });
      await page.keyboard.press('Control+.');
      await page.getByText(/^Compute F\.cross_entropy/).waitFor();
      await keep('quick fixes');
      await escape();
      await page.keyboard.press('Control+J');
    });

    it('the accessible view', async () => {
      const { editor, page } = window();
      await (await editor.hover({ line: 2, column: 12 })).text();
      // Once more, to have the focus in it.
      await page.keyboard.press('Control+K');
      await page.keyboard.press('Control+I');
      await page.keyboard.press('Alt+F2');
      await page.locator('.accessible-view').waitFor();
      await keep('accessible view');
      await escape();
      await escape();
    });

    it('the Explorer and an array file', async () => {
      await window().openMenu('both.safetensors', 'Set as Predictions');
      await keep('explorer menu');
      await window().chooseFromMenu('both.safetensors', 'Set as Predictions');
      await window().run('View: Close All Editors');
      await window().chooseFromMenu('both.safetensors', 'Compute Cross Entropy');
      const inspector = await window().webview('both.safetensors');
      await inspector.getByText('0.4846').first().waitFor();
      await keep('array file');
    });

    it('settings', async () => {
      const { page } = window();
      await window().run('Preferences: Open Settings (UI)');
      await page.locator('.settings-editor .suggest-input-container').click();
      await page.keyboard.type('@ext:loss-lens.loss-lens');
      await page.locator('.setting-item', { hasText: 'Gutter: Enabled' }).first().waitFor();
      await keep('settings');
      // They stand over all else; the first key only puts the list of suggestions away.
      await eventually(async () => {
        await escape();
        await page.locator('.monaco-modal-editor-block').waitFor({ state: 'hidden', timeout: 1000 });
      });
    });

    it('cells of a notebook', async () => {
      const { page } = window();
      await page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'run.ipynb' }).dblclick();
      await page.locator('.cell-statusbar-container', { hasText: '0.3143' }).first().waitFor();
      const outputs = page.locator('iframe.webview.ready').contentFrame().locator('#active-frame').contentFrame();
      await outputs.getByText('tensor(0.3143)').waitFor();
      await keep('notebook');
    });
  });
}

after(async () => {
  await mkdir(FOLDER, { recursive: true });
  const page = await lossLensE2e.browser.newPage({ viewport: { width: 2020, height: 1300 } });
  for (const [surface, themes] of pictures) await sheet(page, surface, themes);
  await page.close();
});

/** The pictures of one surface beside one another, each under the name of its theme. */
async function sheet(
  page: Page,
  surface: string,
  themes: readonly { readonly theme: string; readonly png: Buffer }[],
): Promise<void> {
  const figures = themes.map(
    ({ theme, png }) =>
      `<figure><figcaption>${surface}, ${theme}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
  );
  await page.setContent(
    `<style>body{margin:4px;display:grid;grid-template-columns:1fr 1fr;gap:6px;font:14px sans-serif;background:#888}
    figure{margin:0}img{width:1000px}</style>${figures.join('')}`,
  );
  await page.screenshot({ path: path.join(FOLDER, `${surface.replaceAll(' ', '-')}.png`), fullPage: true });
}

/** Logits and labels in one file: a header of JSON behind its length, then the numbers. */
function safetensors(): Uint8Array {
  const logits = Buffer.from(Float64Array.of(2, -1, 0.5, 0.1, 0.2, 0.3, -3, 1.5, 0).buffer);
  const labels = Buffer.from(BigInt64Array.of(0n, 2n, 1n).buffer);
  const header = Buffer.from(
    JSON.stringify({
      logits: { dtype: 'F64', shape: [3, 3], data_offsets: [0, logits.length] },
      labels: { dtype: 'I64', shape: [3], data_offsets: [logits.length, logits.length + labels.length] },
    }),
  );
  const length = Buffer.alloc(8);
  length.writeUInt32LE(header.length);
  return Buffer.concat([length, header, logits, labels]);
}
