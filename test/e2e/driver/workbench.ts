import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { Editor } from './editor.js';
import { eventually } from './eventually.js';
import { QuickPick } from './quick-pick.js';

export type ColorTheme = 'light' | 'dark' | 'high contrast dark' | 'high contrast light';

/** How long VS Code may take to find its extensions. */
const EXTENSIONS_MILLISECONDS = 60_000;

/** How long a list may take to open before its keys are pressed again. */
const OPENING_MILLISECONDS = 6000;

/** The name that a user chooses a theme by, and the class by which the workbench then goes. */
const themes: Record<ColorTheme, { label: string; mark: string }> = {
  light: { label: 'Light Modern', mark: 'vs' },
  dark: { label: 'Dark Modern', mark: 'vs-dark' },
  'high contrast dark': { label: 'Dark High Contrast', mark: 'hc-black' },
  'high contrast light': { label: 'Light High Contrast', mark: 'hc-light' },
};

/**
 * A window of VS Code, driven as a person drives it: by keyboard, by what is to be read on the screen, and by waiting
 * until it is there. Every method waits for what it needs; a test never waits for time.
 */
export class Workbench {
  /** The active text editor. */
  readonly editor: Editor;
  /** The quick pick that is open, or about to be. */
  readonly quickPick: QuickPick;

  constructor(
    /** For what has no method here. */
    readonly page: Page,
    /** The workspace folder on disk: a copy that belongs to this test. */
    readonly folder: string,
  ) {
    this.quickPick = new QuickPick(page);
    this.editor = new Editor(page, this.quickPick);
  }

  /** Waits until the window is there and can be used. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  }

  /**
   * Runs a command from the palette by its whole title, as in "Loss Lens: Compute Cross Entropy". Waits for the command to
   * be offered, which it is only once its extension has been found.
   */
  async run(title: string): Promise<void> {
    await this.chooseWhenOffered(() => this.openPalette(title), title);
  }

  /** Reloads the window as its user does: VS Code keeps its state first, which the browser's own reload would cut short. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent('load');
    await this.run('Developer: Reload Window');
    await loaded;
    await this.ready();
  }

  /** Opens the menu of a file in the Explorer, anew until it offers the item: a menu never learns of what came later. */
  async openMenu(file: string, item: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file });
    await eventually(async () => {
      await this.page.keyboard.press('Escape');
      await row.click({ button: 'right', timeout: 5000 });
      await this.page.getByRole('menuitem', { name: item }).waitFor({ timeout: 2000 });
    }, EXTENSIONS_MILLISECONDS);
  }

  /** Chooses from the menu of a file. A menu takes no click for a moment after it has opened. */
  async chooseFromMenu(file: string, item: string): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name: item });
    await eventually(async () => {
      if (!(await entry.isVisible())) await this.openMenu(file, item);
      await entry.click({ timeout: 2000, delay: 100 });
      await entry.waitFor({ state: 'hidden', timeout: 2000 });
    }, EXTENSIONS_MILLISECONDS);
  }

  /** Whether the palette offers a command, the way it is now. Ask this of a command that should be absent. */
  async offers(title: string): Promise<boolean> {
    await this.openPalette(title);
    const items = await this.quickPick.items();
    await this.quickPick.dismiss();
    return items.some((item) => item.label === title);
  }

  /** The texts of the status bar, left to right. */
  async statusBar(): Promise<string[]> {
    const items = await this.page.locator('.part.statusbar .statusbar-item').allInnerTexts();
    return items.map((text) => text.trim()).filter((text) => text !== '');
  }

  /** Waits for a text in the status bar, and gives all of it. */
  async statusItem(pattern: RegExp): Promise<string> {
    return eventually(async () => {
      const texts = await this.statusBar();
      const found = texts.find((text) => pattern.test(text));
      if (found === undefined) throw new Error(`the status bar says only ${texts.join(' | ')}`);
      return found;
    });
  }

  /** What the notifications on the screen say. */
  async notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast .notification-list-item-message').allInnerTexts();
  }

  /** Waits for a notification, and gives its text. */
  async notification(pattern: RegExp): Promise<string> {
    return eventually(async () => {
      const texts = await this.notifications();
      const found = texts.find((text) => pattern.test(text));
      if (found === undefined) throw new Error(`no notification says so, only ${JSON.stringify(texts)}`);
      return found;
    });
  }

  /**
   * The document of a webview: an iframe in an iframe. Waits until it is there.
   *
   * @param title of the tab, where there are several; it is brought to the front
   */
  async webview(title?: string): Promise<FrameLocator> {
    if (title !== undefined) await this.page.locator('.tab', { hasText: title }).first().click();
    const outer = this.page.locator('iframe.webview.ready').filter({ visible: true });
    return eventually(async () => {
      // An open notebook has a webview of its own, which is there even while it is covered.
      for (let at = (await outer.count()) - 1; at >= 0; at--) {
        const document = outer.nth(at).contentFrame().locator('#active-frame').contentFrame();
        if (await document.locator('#inspector').isVisible()) return document;
      }
      throw new Error('no inspector is to be seen');
    });
  }

  /** Chooses a colour theme as a user does. */
  async setColorTheme(theme: ColorTheme): Promise<void> {
    const { label, mark } = themes[theme];
    await this.chooseWhenOffered(async () => {
      await this.page.keyboard.press('Control+K');
      await this.page.keyboard.press('Control+T');
      // A webview that has the focus may keep one of the two keys to itself.
      await this.quickPick.type(label, OPENING_MILLISECONDS);
    }, label);
    await this.quickPick.closed();
    await this.page.locator(`.monaco-workbench.${mark}`).first().waitFor();
  }

  /** A picture for a person to look at, in out/screenshots/. */
  async screenshot(name: string): Promise<string> {
    const file = path.resolve('out/screenshots', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }

  private async openPalette(text: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickPick.type(`>${text}`, OPENING_MILLISECONDS);
  }

  /**
   * Chooses from a list that VS Code fills from its extensions. One that was opened before an extension was found does
   * not learn of it, and one that loses the focus, say to a webview that is drawn anew, closes; so it is opened anew until
   * the choice is made.
   */
  private async chooseWhenOffered(open: () => Promise<void>, label: string): Promise<void> {
    await eventually(async () => {
      await open();
      try {
        await this.quickPick.choose(label, OPENING_MILLISECONDS);
      } catch (error) {
        await this.quickPick.dismissIfOpen();
        throw error;
      }
    }, EXTENSIONS_MILLISECONDS);
  }
}
