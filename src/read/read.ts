import type { Excerpt, Reading } from './reading';
import { readJson, readJsonLines } from './json/json';
import { readNotebook } from './json/notebook';
import { withTokens } from './json/tokenLists';
import { readDelimited } from './text/notations/delimited';
import { readText } from './text/text';

/** Finds every array of an excerpt, with the place of every number. Never throws; see {@link Reading}. */
export function read(excerpt: Excerpt): Reading {
  switch (excerpt.language) {
    case 'notebook':
      return readNotebook(excerpt.text);
    case 'csv':
    case 'tsv':
      return readDelimited(excerpt.text, excerpt.language);
    case 'json':
      return withTokens(excerpt.text, readJson(excerpt.text), 'json');
    case 'jsonl':
    case 'jsonlines':
      return withTokens(excerpt.text, readJsonLines(excerpt.text), 'jsonl');
    default:
      return readText(excerpt);
  }
}
