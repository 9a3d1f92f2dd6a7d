import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Expected } from './check';

/** What a real library printed, and what it printed; each file lies beside the script that made it. */
export interface Fixture {
  readonly made: string;
  readonly cases: readonly {
    readonly title: string;
    readonly text: string;
    readonly language?: string;
    readonly arrays: readonly Expected[];
    readonly troubles: readonly string[];
  }[];
}

const FOLDER = path.join('test', 'fixtures', 'read');

export function fixtures(): readonly Fixture[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Fixture);
}
