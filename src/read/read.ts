import type { Excerpt, Reading } from './reading';
import { readJson, readJsonLines } from './json/json';
import { readNotebook } from './json/notebook';
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
      return readJson(excerpt.text);
    case 'jsonl':
    case 'jsonlines':
      return readJsonLines(excerpt.text);
    default:
      return readText(excerpt);
  }
}
