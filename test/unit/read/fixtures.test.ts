import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Expected, reads } from './check';

/** What a real library printed, and what it printed; each file lies beside the script that made it. */
interface Fixture {
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

for (const file of readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const fixture = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Fixture;
  describe(`prints of ${fixture.made}`, () => {
    for (const { title, text, language, arrays, troubles } of fixture.cases) {
      it(`reads ${title}`, () => reads(text, arrays, { troubles, ...(language !== undefined && { language }) }));
    }
  });
}
