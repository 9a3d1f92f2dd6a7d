// @ts-check
// Packages the build in dist/ and checks what came out: out/loss-lens-<version>.vsix. vsce prints what is in it.
import path from 'node:path';
import { root } from './vscode/paths.mjs';
import { packageExtension } from './vscode/vsix.mjs';

const { file, entries, bytes } = await packageExtension();
console.log(
  `${path.relative(root, file)}: ${entries.length} files, ${Math.round(bytes / 1024)} KB, all of them allowed`,
);
