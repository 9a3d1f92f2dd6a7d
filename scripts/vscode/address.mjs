// @ts-check
import { URLSearchParams } from 'node:url';

/**
 * The address at which the server's workbench opens a folder, the same for a person and for a test.
 *
 * @param {import('./server.mjs').Server} server
 * @param {object} what
 * @param {string} what.folder
 * @param {string} [what.file] shown from the start
 * @param {string} [what.extension] an extension in development, loaded from its folder
 * @param {string} [what.tests] a module whose `run()` is called in the extension host
 */
export function workbenchAddress(server, { folder, file, extension, tests }) {
  /** @param {string} where an absolute path on the server */
  const remote = (where) => `vscode-remote://${server.authority}${where}`;
  /** @type {[string, string][]} */
  const payload = [['skipWelcome', 'true']];
  if (file !== undefined) payload.push(['openFile', remote(file)]);
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remote(extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remote(tests)]);
  const query = new URLSearchParams({ tkn: server.token, folder, payload: JSON.stringify(payload) });
  return `http://${server.authority}/?${query}`;
}
