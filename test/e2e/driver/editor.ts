import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';
import { Hover } from './hover.js';
import type { QuickPick } from './quick-pick.js';
import { readRenderedLine, type RenderedLine } from './rendered-line.js';

/** A place as the status bar counts it: line and column from 1. */
export interface Place {
  line: number;
  column: number;
}

export interface CursorState extends Place {
  /** How many characters are selected. */
  selected: number;
}

/**
 * The text editor in the first group, used by keyboard as a person would. It need not have the focus: what is beside it,
 * such as a webview, does not get the keys that are meant for it.
 */
export class Editor {
  readonly #page: Page;
  readonly #quickPick: QuickPick;

  constructor(page: Page, quickPick: QuickPick) {
    this.#page = page;
    this.#quickPick = quickPick;
  }

  /** The Monaco editor, for what has no method here. */
  get root(): Locator {
    return this.#page.locator('.editor-group-container .editor-instance .monaco-editor').first();
  }

  /** Opens a file of the workspace, by its relative path, from the explorer, whose folders it unfolds on the way. */
  async open(file: string): Promise<void> {
    const names = file.split('/');
    for (const [depth, name] of names.entries()) {
      const row = this.#page
        .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
        .filter({ has: this.#page.getByText(name, { exact: true }) });
      if (depth === names.length - 1) await row.dblclick();
      else if ((await row.getAttribute('aria-expanded')) === 'false') await row.click();
    }
    await this.#page.locator('.editor-group-container.active .tab.active', { hasText: path.basename(file) }).waitFor();
    await this.root.locator('.view-line').first().waitFor();
    await this.focus();
  }

  async focus(): Promise<void> {
    await eventually(async () => {
      await this.#page.keyboard.press('Control+1');
      await this.#page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: 1000 });
    });
  }

  /** Moves the cursor, without a selection, and scrolls there. */
  async goTo({ line, column }: Place): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('Control+G');
    await this.#quickPick.type(`:${line}:${column}`);
    await this.#quickPick.accept();
    await eventually(async () => {
      const cursor = await this.cursor();
      if (cursor.line !== line || cursor.column !== column) {
        throw new Error(`the cursor is at ${cursor.line}:${cursor.column}, not at ${line}:${column}`);
      }
    });
  }

  /** Selects from one place to another, which is where the cursor then stands. */
  async select(from: Place, to: Place): Promise<void> {
    await this.goTo(from);
    await this.#page.keyboard.press('Control+K');
    await this.#page.keyboard.press('Control+B');
    await this.goTo(to);
    await this.#page.keyboard.press('Control+K');
    await this.#page.keyboard.press('Control+K');
    await eventually(async () => {
      if ((await this.cursor()).selected === 0) throw new Error('nothing is selected');
    });
  }

  /** Selects whole lines, both included, without the last line's end. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goTo({ line: first, column: 1 });
    for (let line = first; line < last; line++) await this.#page.keyboard.press('Shift+ArrowDown');
    await this.#page.keyboard.press('Shift+End');
    const end = (await this.line(last)).text.length + 1;
    await eventually(async () => {
      const { line, column } = await this.cursor();
      if (line !== last || column !== end) throw new Error(`lines ${first} to ${last} are not selected`);
    });
  }

  async selectAll(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('Control+A');
  }

  /** Adds a selection to those that are there, by dragging with Alt held. Both places must be on the screen. */
  async addSelection(from: Place, to: Place): Promise<void> {
    const [start, end] = [await this.point(from), await this.point(to)];
    await this.#page.keyboard.down('Alt');
    await this.#page.mouse.move(start.x, start.y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(end.x, end.y, { steps: 4 });
    await this.#page.mouse.up();
    await this.#page.keyboard.up('Alt');
  }

  /**
   * Where the cursor is, from the status bar, which tells it only of an editor that has the focus; so it is given that.
   * With several cursors there is no single answer, and this throws.
   */
  async cursor(): Promise<CursorState> {
    const status = this.#page.locator('[id="status.editor.selection"]');
    if (!(await status.isVisible())) await this.focus();
    const said = await status.innerText({ timeout: 5000 });
    const place = /Ln (\d+), Col (\d+)(?: \((\d+) selected\))?/.exec(said);
    if (place === null) throw new Error(`the status bar says "${said}" of the cursor`);
    return { line: Number(place[1]), column: Number(place[2]), selected: Number(place[3] ?? 0) };
  }

  /** Types at the cursor, over the selection where there is one. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Saves the document, and waits until that is done. */
  async save(): Promise<void> {
    await this.focus();
    await this.#page.keyboard.press('Control+S');
    await this.#page.locator('.editor-group-container.active .tab.active.dirty').waitFor({ state: 'detached' });
  }

  /** One line as it is shown, brought onto the screen without moving the cursor. */
  async line(number: number): Promise<RenderedLine> {
    return eventually(async () => {
      const line = await this.root.evaluate(readRenderedLine, number);
      if (line !== undefined) return line;
      await this.#scrollTowards(number);
      throw new Error(`line ${number} is not on the screen`);
    });
  }

  /** What decorations write on a line; waits until there is something. */
  async notesOn(number: number): Promise<string[]> {
    return eventually(async () => {
      const { notes } = await this.line(number);
      if (notes.length === 0) throw new Error(`nothing is noted on line ${number}`);
      return notes;
    });
  }

  /** Waits until decorations write nothing on a line. */
  async noNotesOn(number: number): Promise<void> {
    await eventually(async () => {
      const { notes } = await this.line(number);
      if (notes.length > 0) throw new Error(`line ${number} still says ${notes.join(' ')}`);
    });
  }

  /** Opens the hover at a place, by keyboard. */
  async hover(place: Place): Promise<Hover> {
    await this.goTo(place);
    await this.#page.keyboard.press('Control+K');
    await this.#page.keyboard.press('Control+I');
    return new Hover(this.#page);
  }

  /** Where on the screen a place is: the left edge of its character, half its height. */
  async point({ line, column }: Place): Promise<{ x: number; y: number }> {
    await this.line(line);
    const point = await this.root.evaluate(locate, { line, column });
    if (point === undefined) throw new Error(`${line}:${column} is not on the screen`);
    return point;
  }

  /** Scrolls by a page, with the keys that leave cursor and selection where they are. */
  async #scrollTowards(line: number): Promise<void> {
    const shown = await this.root.locator('.margin-view-overlays .line-numbers').allInnerTexts();
    const first = Math.min(...shown.map(Number).filter((number) => number > 0));
    await this.focus();
    await this.#page.keyboard.press(line < first ? 'Alt+PageUp' : 'Alt+PageDown');
  }
}

/** Runs in the page. A line that is wrapped is not looked through. */
function locate(editor: Element, { line, column }: Place): { x: number; y: number } | undefined {
  const number = [...editor.querySelectorAll('.margin-view-overlays > div')].find(
    (row) => Number(row.querySelector('.line-numbers')?.textContent) === line,
  );
  const top = (number as HTMLElement | undefined)?.style.top;
  const row = [...editor.querySelectorAll('.view-lines > .view-line')].find(
    (row) => (row as HTMLElement).style.top === top,
  );
  if (row === undefined) return undefined;
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let left = column - 1;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.textContent?.length ?? 0;
    if (left <= length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left);
      const box = range.getBoundingClientRect();
      return { x: box.left, y: box.top + box.height / 2 };
    }
    left -= length;
  }
  return undefined;
}
