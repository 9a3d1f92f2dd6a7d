// @ts-check
// Runs test/vscode/suite inside a real VS Code. `npm run build` first.
//   --vscode floor|newest   which VS Code (newest)
//   --suite NAME            another folder of tests than suite
//   --grep WORDS            only the tests whose full name holds these words
//   --self-check            also shows that a failing and an empty suite make the run fail
//   --host node|web         the kind of extension host (node); web implies --server
//   --trust full|restricted whether the folder is trusted (full); restricted implies --server
//   --server                in the server's workbench even where desktop VS Code can be had
//   --desktop               in desktop VS Code or not at all
//   --verbose               everything the editor and the extension host write
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuite } from './vscode/bundle-suite.mjs';
import { launchChromium } from './vscode/chromium.mjs';
import { examples, root, testDebugger } from './vscode/paths.mjs';
import { othersRest } from './vscode/others-rest.mjs';
import { provideEditor } from './vscode/provide.mjs';
import { whichRelease } from './vscode/releases.mjs';
import { runInDesktop } from './vscode/run-in-desktop.mjs';
import { runInServer } from './vscode/run-in-server.mjs';
import { selfCheck } from './vscode/self-check.mjs';
import { linkExtension } from './vscode/link-extension.mjs';
import { installServer } from './vscode/server-install.mjs';
import { startServer } from './vscode/server.mjs';
import { report } from './vscode/summary.mjs';
import { workspaceCopy } from './vscode/temporary.mjs';

const { values } = parseArgs({
  options: {
    vscode: { type: 'string', default: 'newest' },
    suite: { type: 'string', default: 'suite' },
    grep: { type: 'string' },
    'self-check': { type: 'boolean' },
    host: { type: 'string', default: 'node' },
    trust: { type: 'string', default: 'full' },
    server: { type: 'boolean' },
    desktop: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
});

const host = oneOf('host', values.host, ['node', 'web']);
const traits = { host, trusted: oneOf('trust', values.trust, ['full', 'restricted']) === 'full' };
const serverOnly = values.server || traits.host === 'web' || !traits.trusted;
const which = whichRelease(values.vscode);
/** @type {import('./vscode/provide.mjs').Editor} */
const editor = serverOnly
  ? { kind: 'server', ...(await installServer(which)) }
  : await provideEditor(which, { visible: false });
if (values.desktop && editor.kind !== 'desktop') throw new Error('--desktop: there is no desktop VS Code here');
console.log(`VS Code ${editor.version} (${editor.kind})`);

const run = await runnerFor(editor);
const suite = await bundleSuite({ folder: path.join(root, 'test/vscode', values.suite), grep: values.grep, host });
const outcomes = [await run(suite)];
if (values['self-check']) outcomes.push(await selfCheck(run, host));
report('vscode', outcomes);
process.exit();

/**
 * @param {import('./vscode/provide.mjs').Editor} editor
 * @returns {Promise<import('./vscode/self-check.mjs').Run>}
 */
async function runnerFor(editor) {
  const folder = await workspaceCopy(examples);
  const console = values.verbose ? globalThis.console.log : undefined;
  if (editor.kind === 'desktop') {
    const where = { desktop: editor, extension: root, folder };
    return (suite, print) => runInDesktop(where, suite, { print, console });
  }
  const browser = await launchChromium();
  // Said by the user, as the workbench in a browser does not heed it from those who start it.
  const { publisher, name } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const settings = {
    ...othersRest,
    ...(host === 'web' && { 'remote.extensionKind': { [`${publisher}.${name}`]: ['web'] } }),
  };
  const server = await startServer(editor, {
    development: true,
    extensions: await linkExtension(testDebugger),
    restricted: !traits.trusted,
    settings,
    log: 'test-vscode',
  });
  const where = { server, browser, extension: root, folder, traits };
  return (suite, print) => runInServer(where, suite, { print, console });
}

/**
 * @template {string} T
 * @param {string} name
 * @param {string} given
 * @param {readonly T[]} choices
 * @returns {T}
 */
function oneOf(name, given, choices) {
  const found = choices.find((choice) => choice === given);
  if (found === undefined) throw new Error(`--${name} takes ${choices.join(' or ')}, not ${given}`);
  return found;
}
