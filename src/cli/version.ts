import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of the package that this command came with: its manifest lies beside the folder of the bundles. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}
