// @ts-check
/** A palette that was opened before the extension was loaded does not learn of it; so it is opened anew this often. */
const ATTEMPT_MILLISECONDS = 3000;

/**
 * Waits until the workbench's command palette offers a command.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} title as the palette shows it
 * @param {number} [milliseconds]
 */
export async function commandShown(page, title, milliseconds = 60_000) {
  const deadline = Date.now() + milliseconds;
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: milliseconds });
  const input = page.locator('.quick-input-widget input');
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  while (Date.now() < deadline) {
    await page.keyboard.press('F1');
    const offered = await input
      .waitFor({ timeout: ATTEMPT_MILLISECONDS })
      .then(() => input.fill(`>${title}`))
      .then(() => row.waitFor({ timeout: ATTEMPT_MILLISECONDS }))
      .then(
        () => true,
        () => false,
      );
    await page.keyboard.press('Escape');
    if (offered) return;
  }
  throw new Error(`the command palette does not offer "${title}"`);
}
