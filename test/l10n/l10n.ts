/**
 * Brings the translations in step with the sources: what is no longer said is taken out, what is not yet translated is
 * put in with nothing beside it, to be filled in, and all of it is sorted. `npm run l10n`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sentencesOfSources } from './sentences';

type Words = Readonly<Record<string, string>>;

let open = bring('l10n', /^bundle\.l10n\..+\.json$/, [...sentencesOfSources().places.keys()].sort());
open += bring('.', /^package\.nls\..+\.json$/, Object.keys(wordsOf('package.nls.json')));
process.exitCode = open > 0 ? 1 : 0;

/** @returns how many sentences wait for a translation */
function bring(folder: string, names: RegExp, keys: readonly string[]): number {
  let open = 0;
  for (const name of readdirSync(folder).filter((name) => names.test(name))) {
    const file = path.join(folder, name);
    const words = wordsOf(file);
    writeFileSync(
      file,
      `${JSON.stringify(Object.fromEntries(keys.map((key) => [key, words[key] ?? ''])), undefined, 2)}\n`,
    );
    const empty = keys.filter((key) => !words[key]);
    const stale = Object.keys(words).filter((key) => !keys.includes(key));
    console.log(`${file}: ${keys.length} sentences, ${empty.length} to translate, ${stale.length} taken out`);
    for (const key of empty) console.log(`  ${JSON.stringify(key)}`);
    open += empty.length;
  }
  return open;
}

function wordsOf(file: string): Words {
  return JSON.parse(readFileSync(file, 'utf8')) as Words;
}
