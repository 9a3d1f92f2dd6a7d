import { strict as assert } from 'node:assert';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '../driver/eventually.js';
import { useWorkbench } from '../driver/session.js';
import type { Workbench } from '../driver/workbench.js';

/** In milliseconds from the command, on two cores. */
const SMALL_WITHIN = 300;
const LARGE_WITHIN = 3000;
const ROUNDS = 5;
const LARGE_ROUNDS = 3;
const [ROWS, COLUMNS] = [100_000, 1000];

declare global {
  interface Window {
    /** When the user last pressed Enter or the mouse, and when a picture was first on the screen: on the clock of all frames. */
    pressed: number;
    pictured: number;
    /** What was said of progress while there was no picture yet. */
    said: string[];
  }
}

/** Runs in every frame, VS Code's and those of webviews: takes note of what happens when. */
function watch(): void {
  const now = (): number => performance.timeOrigin + performance.now();
  window.pressed = window.pictured = NaN;
  window.said = [];
  for (const kind of ['keydown', 'mousedown'] as const) {
    addEventListener(
      kind,
      (event) => {
        if (event instanceof KeyboardEvent && event.key !== 'Enter') return;
        window.pressed = now();
      },
      true,
    );
  }
  const look = (): void => {
    const canvas = document.querySelector<HTMLCanvasElement>('.map-canvas');
    const progress = document.querySelector('progress')?.getAttribute('aria-label') ?? '';
    if (progress !== '' && window.said.at(-1) !== progress) window.said.push(progress);
    if ((canvas?.width ?? 0) === 0 || document.querySelector('#rows .line') === null) {
      requestAnimationFrame(look);
      return;
    }
    // Drawn in this frame; on the screen by the next.
    requestAnimationFrame(() => {
      window.pictured = now();
    });
  };
  addEventListener('DOMContentLoaded', () => requestAnimationFrame(look));
  requestAnimationFrame(look);
}

function report(name: string, milliseconds: readonly number[], within: number): void {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const list = milliseconds.map((each) => each.toFixed(0)).join(', ');
  console.log(`      ${name}: median ${median.toFixed(0)} ms of at most ${within} (${list})`);
  assert.ok(median <= within, `${median} ms`);
}

/** From the last press to the picture. */
async function taken(window: Workbench, patience: number): Promise<{ milliseconds: number; said: readonly string[] }> {
  const page = await window.webview();
  return eventually(async () => {
    const seen = await page
      .locator('body')
      .evaluate(() => ({ at: globalThis.window.pictured, said: globalThis.window.said }));
    if (Number.isNaN(seen.at)) throw new Error('there is no picture yet');
    const pressed = await window.page.evaluate(() => globalThis.window.pressed);
    return { milliseconds: seen.at - pressed, said: seen.said };
  }, patience);
}

/** The picture is of some rows until the loss of all is there. */
async function seeLoss(window: Workbench, pictured: number): Promise<void> {
  const start = performance.now();
  await window.screenshot('bench-first-picture');
  const page = await window.webview();
  await page.locator('#value', { hasText: /\d/ }).waitFor({ timeout: 90_000 });
  console.log(
    `      and the loss of all ${((pictured + performance.now() - start) / 1000).toFixed(1)} s after the command`,
  );
  await window.screenshot('bench-loss-of-all');
}

const numbers = (row: number, columns: number): string =>
  Array.from({ length: columns }, (_, column) => (Math.sin(row * columns + column) * 4).toFixed(4)).join(', ');
const SMALL = `logits = [\n${Array.from({ length: 10 }, (_, row) => `  [${numbers(row, 4)}],`).join('\n')}\n]\nlabels = [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]\n`;

describe('the first picture of 10 × 4', () => {
  const window = useWorkbench({ files: { 'small.py': SMALL } });

  it(`stands within ${SMALL_WITHIN} ms of the command`, async () => {
    const { page, editor } = window();
    await page.context().addInitScript(watch);
    await window().reload();
    await editor.open('small.py');
    await editor.selectLines(1, 13);
    await window().run('Loss Lens: Compute Cross Entropy');
    await editor.notesOn(12);
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await window().run('Loss Lens: Inspect Result');
      times.push((await taken(window(), 20_000)).milliseconds);
      await window().run('View: Close Editors in Other Groups');
      await page.locator('iframe.webview').waitFor({ state: 'detached' });
    }
    report('10 × 4, in the workbench', times, SMALL_WITHIN);
  });
});

/** An array of NumPy, its numbers made as it is written. */
async function writeNpy(
  file: string,
  dtype: string,
  shape: readonly number[],
  chunks: Iterable<ArrayBufferView>,
): Promise<void> {
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const padded = header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11) + '\n';
  const handle = await open(file, 'w');
  await handle.write(
    Buffer.concat([
      Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
      Buffer.from([padded.length & 255, padded.length >> 8]),
      Buffer.from(padded),
    ]),
  );
  for (const chunk of chunks) await handle.write(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  await handle.close();
}

function* logits(): Iterable<Float32Array> {
  const chunk = new Float32Array(1000 * COLUMNS);
  for (let first = 0; first < ROWS; first += 1000) {
    for (let index = 0; index < chunk.length; index++) {
      chunk[index] = ((((first * COLUMNS + index) * 2654435761) >>> 8) % 8192) / 1024 - 4;
    }
    yield chunk;
  }
}

describe('the first picture of (100,000 × 1,000) float32 from .npy files', () => {
  const window = useWorkbench();

  it(`stands within ${LARGE_WITHIN} ms of the command, with progress shown`, async () => {
    const { page, folder } = window();
    await writeNpy(path.join(folder, 'logits.npy'), '<f4', [ROWS, COLUMNS], logits());
    const labels = BigInt64Array.from({ length: ROWS }, (_, row) => BigInt((row * 7) % COLUMNS));
    await writeNpy(path.join(folder, 'labels.npy'), '<i8', [ROWS], [labels]);
    await page.context().addInitScript(watch);
    await window().reload();
    const times: number[] = [];
    for (let round = 0; round < LARGE_ROUNDS; round++) {
      await window().chooseFromMenu('logits.npy', 'Set as Predictions');
      await window().chooseFromMenu('labels.npy', 'Set as Targets');
      const { milliseconds, said } = await taken(window(), 60_000);
      times.push(milliseconds);
      console.log(`      said: ${said.join(' | ')}`);
      if (round === 0) await seeLoss(window(), milliseconds);
      await window().run('View: Close All Editors');
      await page.locator('iframe.webview').waitFor({ state: 'detached' });
    }
    report('100,000 × 1,000, from the files', times, LARGE_WITHIN);
  });
});
