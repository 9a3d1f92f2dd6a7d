import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { argumentsOf, sentencesOfSources } from '../l10n/sentences';

type Words = Readonly<Record<string, string>>;

function wordsOf(file: string): Words {
  return JSON.parse(readFileSync(file, 'utf8')) as Words;
}

/** Fails with the whole list, one a line, and what to do about it. */
function none(list: readonly string[], what: string): void {
  assert.ok(list.length === 0, `${what}:\n  ${list.join('\n  ')}\n`);
}

/** The languages there are besides English, by VS Code's names. */
const LANGUAGES = readdirSync('l10n').map((file) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(file)?.[1] ?? file);

describe('what is said to a user', () => {
  const { places, unwritten, bare } = sentencesOfSources();

  it('is written where it is said, so that it can be found and translated', () => {
    // The inspector's words come from a list of their own.
    none(
      unwritten.filter((place) => !place.startsWith('src/editor/inspectorPage.ts:')),
      "t() wants the English sentence itself, t('...')",
    );
    none(bare, "these words pass by t('...') or word('...')");
  });

  it('is translated into Simplified Chinese at least', () => assert.ok(LANGUAGES.includes('zh-cn')));

  for (const language of LANGUAGES) {
    const file = path.join('l10n', `bundle.l10n.${language}.json`);

    it(`has all its sentences in ${language}, and none that is no longer said`, () => {
      const words = wordsOf(file);
      none(
        [...places].filter(([english]) => !words[english]).map(([english, place]) => `${english}  (${place})`),
        `${file} lacks these; npm run l10n lists them there, to be filled in`,
      );
      none(
        Object.keys(words).filter((english) => !places.has(english)),
        `${file} has these, which nothing says; npm run l10n takes them out`,
      );
    });

    it(`keeps every argument in ${language}`, () => {
      const torn = Object.entries(wordsOf(file)).filter(
        ([english, text]) => argumentsOf(english).join() !== argumentsOf(text).join(),
      );
      none(
        torn.map(([english, text]) => `${english} -> ${text}`),
        `${file} has other arguments than the English`,
      );
    });

    it(`has the manifest's words in ${language}, and no others`, () => {
      const translated = `package.nls.${language}.json`;
      assert.deepEqual(Object.keys(wordsOf(translated)).sort(), Object.keys(wordsOf('package.nls.json')).sort());
      const empty = Object.entries(wordsOf(translated)).filter(([, text]) => text === '');
      none(
        empty.map(([key]) => key),
        `${translated} says nothing for these`,
      );
    });
  }

  it('of the manifest has words for every key, and no others', () => {
    const asked = readFileSync('package.json', 'utf8').match(/(?<=")%[\w.]+%(?=")/g) ?? [];
    const keys = new Set(asked.map((key) => key.slice(1, -1)));
    assert.deepEqual(Object.keys(wordsOf('package.nls.json')).sort(), [...keys].sort());
  });
});
