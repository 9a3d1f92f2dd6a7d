import * as assert from 'node:assert/strict';
import { eventually } from './driver/eventually.js';
import { useWorkbench } from './driver/session.js';

/** The driver itself, on text of its own: where these hold, a failing test elsewhere speaks of the product. */
describe('the driver', () => {
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index + 1} of two hundred`);
  const window = useWorkbench({ files: { 'long.txt': lines.join('\n') } });

  it('opens a file and reads its lines, also those below the screen', async () => {
    const { editor } = window();
    await editor.open('long.txt');
    assert.deepEqual(await editor.line(1), { text: 'line 1 of two hundred', notes: [] });
    assert.deepEqual(await editor.line(180), { text: 'line 180 of two hundred', notes: [] });
  });

  it('selects by keyboard, and keeps the selection while it reads elsewhere', async () => {
    const { editor } = window();
    await editor.select({ line: 3, column: 6 }, { line: 4, column: 2 });
    assert.deepEqual(await editor.cursor(), { line: 4, column: 2, selected: 18 });
    await editor.line(150);
    assert.equal((await editor.cursor()).selected, 18);
    await editor.selectLines(7, 9);
    assert.deepEqual(await editor.cursor(), { line: 9, column: 22, selected: 65 });
  });

  it('adds a second selection with the mouse', async () => {
    const { editor } = window();
    await editor.select({ line: 2, column: 1 }, { line: 2, column: 5 });
    await editor.addSelection({ line: 5, column: 1 }, { line: 5, column: 5 });
    await window().statusItem(/^2 selections \(8 characters selected\)$/);
  });

  it('types over a selection', async () => {
    const { editor } = window();
    await editor.select({ line: 1, column: 1 }, { line: 1, column: 5 });
    await editor.type('LINE');
    await eventually(async () => assert.equal((await editor.line(1)).text, 'LINE 1 of two hundred'));
  });

  it('changes the colour theme', async () => {
    for (const theme of ['dark', 'high contrast dark', 'high contrast light', 'light'] as const) {
      await window().setColorTheme(theme);
      await window().screenshot(`driver-${theme}`);
    }
  });
});
