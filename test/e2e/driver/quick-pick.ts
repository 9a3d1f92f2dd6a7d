import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.js';

/** How long one attempt at a row may take, before the list is read anew. */
const CLICK_MILLISECONDS = 2000;

export interface QuickPickItem {
  label: string;
  description: string;
  detail: string;
}

/** The list with an input that VS Code lets a user choose from; the command palette is one too. */
export class QuickPick {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
  }

  /** Waits until one is open and lists something. */
  async items(milliseconds = 30_000): Promise<QuickPickItem[]> {
    const rows = this.#widget.locator('.monaco-list-row');
    await rows.first().waitFor({ timeout: milliseconds });
    return rows.evaluateAll((elements) =>
      elements.map((row) => {
        const text = (selector: string) => row.querySelector(selector)?.textContent?.trim() ?? '';
        return {
          label: text('.quick-input-list-row:first-child .label-name'),
          description: text('.quick-input-list-row:first-child .label-description'),
          detail: text('.quick-input-list-label-meta'),
        };
      }),
    );
  }

  /** The title and the placeholder, which say what is being asked. */
  async question(): Promise<string> {
    await this.#widget.waitFor();
    const title = await this.#widget.locator('.quick-input-title').textContent();
    const placeholder = await this.#widget.locator('input[type=text]').first().getAttribute('placeholder');
    return [title, placeholder].filter(Boolean).join('\n');
  }

  /** Types into the one that is about to open; gives up after the given time, for a caller that opens it anew. */
  async type(text: string, milliseconds = 30_000): Promise<void> {
    await this.#widget.waitFor({ timeout: milliseconds });
    await this.#widget.locator('input[type=text]').first().fill(text, { timeout: milliseconds });
  }

  /**
   * Chooses the item with exactly this label. The row is found by what it says at the moment of the click: the list
   * reuses its rows when it is filled anew, so a row's place says nothing of what stands in it a moment later.
   *
   * @param milliseconds how long to wait for the item
   */
  async choose(label: string, milliseconds?: number): Promise<void> {
    const first = this.#page.locator('.quick-input-list-row:first-child .label-name');
    const row = this.#widget
      .locator('.monaco-list-row')
      .filter({ has: first.filter({ hasText: new RegExp(`^\\s*${escaped(label)}\\s*$`) }) });
    await eventually(async () => {
      const items = await this.items(CLICK_MILLISECONDS);
      if (!items.some((item) => item.label === label))
        throw new Error(`"${label}" is not among ${items.map((item) => `"${item.label}"`).join(', ')}`);
      await row.first().click({ timeout: CLICK_MILLISECONDS });
    }, milliseconds);
  }

  /** Puts a text in place of the one that is proposed, and accepts it. */
  async answer(text: string, proposed: string): Promise<void> {
    const input = this.#widget.locator('input[type=text]').first();
    // What is typed before the proposal has come would be replaced by it.
    await eventually(async () => {
      const value = await input.inputValue({ timeout: CLICK_MILLISECONDS });
      if (!value.includes(proposed)) throw new Error(`"${value}" is proposed, not "${proposed}"`);
    });
    await input.fill(text);
    await this.accept();
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
    await this.closed();
  }

  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.closed();
  }

  async dismissIfOpen(): Promise<void> {
    if (await this.#widget.isVisible()) await this.dismiss();
  }

  async closed(): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden' });
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s');
}
