import { reads } from './check';
import { fixtures } from './fixtures';

for (const { made, cases } of fixtures()) {
  describe(`prints of ${made}`, () => {
    for (const { title, text, language, arrays, troubles } of cases) {
      it(`reads ${title}`, () => reads(text, arrays, { troubles, ...(language !== undefined && { language }) }));
    }
  });
}
