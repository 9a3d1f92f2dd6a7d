import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const FOLDER = 'test/golden/texts';

/** Holds a text a user reads to the one on record. A missing record fails: UPDATE_GOLDENS=1 writes it. */
export function checkGolden(name: string, text: string): void {
  const path = `${FOLDER}/${name}.txt`;
  if (process.env['UPDATE_GOLDENS'] === '1') {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path, `${text}\n`);
    return;
  }
  assert.ok(existsSync(path), `${path} is missing; run node scripts/unit.mjs --update-goldens`);
  assert.equal(`${text}\n`, readFileSync(path, 'utf8'));
}
