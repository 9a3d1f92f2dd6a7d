import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** The hover that is open in the editor. */
export class Hover {
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#widget = page
      .locator('.monaco-editor .monaco-resizable-hover, .monaco-resizable-hover')
      .filter({ visible: true })
      .first();
  }

  /** Waits until there is something to read. */
  async text(): Promise<string> {
    return eventually(async () => {
      const text = await this.#widget.innerText({ timeout: 1000 });
      if (/^\s*(Loading\.{3})?\s*$/.test(text)) throw new Error('the hover is empty');
      return text;
    });
  }

  /** Clicks the link that reads so. */
  async follow(link: string): Promise<void> {
    await this.#widget.getByText(link, { exact: true }).click();
  }
}
