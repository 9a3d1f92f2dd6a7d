import { strict as assert } from 'node:assert';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';

// Lines of examples/notebook.txt: the logits, the tags.
const LOGITS = { first: 11, last: 18 };
const TAGS = { last: 30 };

describe('in Simplified Chinese', () => {
  const window = useWorkbench({
    files: { 'batch.txt': 'logits = [[1.5, -0.5],\n [0.25, 2.0]]\nlabels = [0, -100]\n' },
    language: 'zh-cn',
    settings: { 'workbench.colorTheme': 'Default Light Modern' },
  });

  it('the command is found by its Chinese name, and the loss is said in Chinese', async () => {
    const { editor } = window();
    await editor.open('notebook.txt');
    await editor.selectLines(LOGITS.first, TAGS.last);
    await window().run('Loss Lens: 计算交叉熵');
    // Printed by the notebook itself: F.binary_cross_entropy_with_logits(input=logits, target=tags).
    assert.match((await editor.notesOn(LOGITS.last)).join(), /0\.8936 binary_cross_entropy_with_logits · .*40 个值/);
    await window().statusItem(/^损失 0\.8936/);
  });

  it('the hover explains it in Chinese', async () => {
    const hover = await window().editor.hover({ line: LOGITS.first + 1, column: 12 });
    const text = (await hover.text()).replaceAll('\u00a0', ' ');
    assert.match(text, /第 1 行/);
    assert.match(text, /同时属于多个类别/);
    await window().screenshot('chinese-hover');
    await hover.follow('查看详情');
  });

  it('the inspector is Chinese throughout', async () => {
    const page = await window().webview();
    await page.locator('canvas').first().waitFor();
    await eventually(async () => {
      const headings = await page.locator('h1, h2, h3, button').allInnerTexts();
      const english = headings.filter((text) =>
        /[a-z]{3}/i.test(text.replaceAll(/Logits|Loss Lens|AUROC|ROC|Brier|CSV|JSON|Markdown|npy|PNG|SVG/g, '')),
      );
      assert.deepEqual(english, []);
    });
    await window().screenshot('chinese-inspector');
  });

  it('the inspector says in Chinese why what is tried would be refused', async () => {
    await window().editor.open('batch.txt');
    await window().editor.selectLines(1, 3);
    await window().run('Loss Lens: 计算交叉熵');
    await window().run('Loss Lens: 查看结果详情');
    const page = await window().webview();
    await page.locator('.sources', { hasText: 'labels' }).waitFor();
    await page.locator('.what-if').evaluate((details) => ((details as HTMLDetailsElement).open = true));
    await page.getByRole('spinbutton', { name: 'ignore_index', exact: true }).fill('2');
    await page.locator('.tried-bar', { hasText: '第 1 行的目标 -100 越界；应为 0 到 1 的类别。' }).waitFor();
  });
});
