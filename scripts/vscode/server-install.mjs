// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cache } from './paths.mjs';
import { ended, spawnOwned } from './processes.mjs';
import { releases } from './releases.mjs';

/**
 * @typedef {object} ServerInstall
 * @property {string} version of VS Code
 * @property {string} directory of the VS Code server
 * @property {string} main the server's entry point
 * @property {string} node the Node it is run with
 */

/**
 * The VS Code server with its web workbench, from the npm registry: exactly pinned, and everything beneath it pinned by
 * the shrinkwraps it carries. No install script is run, so nothing is compiled and nothing is downloaded from elsewhere;
 * the server does without its native modules.
 *
 * @param {import('./releases.mjs').Which} which
 * @returns {Promise<ServerInstall>}
 */
export async function installServer(which) {
  const { vscode, codeServer, node } = releases[which];
  const nodePackage = `node-${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') {
    throw new Error(`the VS Code server can be had on Linux only, and this is ${process.platform}`);
  }
  const complete = path.join(cache, `code-server-${codeServer}-${nodePackage}-${node}`);
  if (!existsSync(complete)) {
    await removeAbandoned();
    // A folder gets its final name only when it is whole, so an interrupted install is never taken for one.
    const partial = `${complete}.${process.pid}.partial`;
    console.log(`Installing VS Code ${vscode} (server) into .vscode-test, once; about half a minute and 0.8 GB ...`);
    await mkdir(partial, { recursive: true });
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    await npmInstall(partial, [`code-server@${codeServer}`, `${nodePackage}@${node}`]);
    const { directory } = layout(partial, nodePackage);
    await npmInstall(directory, []);
    await npmInstall(path.join(directory, 'extensions'), []);
    await rename(partial, complete).catch(async (error) => {
      // Another run may have finished first.
      if (!existsSync(complete)) throw error;
      await rm(partial, { recursive: true });
    });
  }
  return { version: vscode, ...layout(complete, nodePackage) };
}

/**
 * @param {string} prefix
 * @param {string} nodePackage
 */
function layout(prefix, nodePackage) {
  const directory = path.join(prefix, 'node_modules/code-server/lib/vscode');
  return {
    directory,
    main: path.join(directory, 'out/server-main.js'),
    node: path.join(prefix, 'node_modules', nodePackage, 'bin/node'),
  };
}

/**
 * @param {string} directory
 * @param {readonly string[]} packages none: what the folder's own manifest and shrinkwrap say
 */
async function npmInstall(directory, packages) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const args = ['install', ...packages, '--omit=dev', '--ignore-scripts', '--save-exact', ...quiet];
  // The package declares a newer Node than the one that runs npm; it is installed beside it.
  const child = spawnOwned('npm', [...args, '--engine-strict=false'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += chunk));
  if ((await ended(child)) !== 0) throw new Error(`npm could not install in ${directory}:\n${said}`);
}

/** Removes what interrupted installs left, but nothing that a living process is still filling. */
async function removeAbandoned() {
  for (const name of await readdir(cache).catch(() => [])) {
    const owner = /\.(\d+)\.partial$/.exec(name)?.[1];
    if (owner !== undefined && !alive(Number(owner))) {
      await rm(path.join(cache, name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function alive(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
