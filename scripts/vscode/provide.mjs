// @ts-check
import { findDesktop } from './desktop.mjs';
import { installServer } from './server-install.mjs';

/**
 * @typedef {{ kind: 'server' } & import('./server-install.mjs').ServerInstall} ServerEditor
 * @typedef {import('./desktop.mjs').Desktop | ServerEditor} Editor
 */

/**
 * A real VS Code: the desktop one where it can be had, otherwise the server with its workbench in a browser.
 *
 * @param {import('./releases.mjs').Which} which
 * @param {{ visible: boolean }} needs
 * @returns {Promise<Editor>}
 */
export async function provideEditor(which, needs) {
  const desktop = await findDesktop(which, needs);
  if (desktop.kind === 'desktop') return desktop;
  console.log(`Not desktop VS Code: ${desktop.reason}. Using the VS Code server and a browser.`);
  return { kind: 'server', ...(await installServer(which)) };
}
