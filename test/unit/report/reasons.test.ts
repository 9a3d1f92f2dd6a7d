import { readFileSync } from 'node:fs';
import { pair, type Request } from '../../../src/pair/pair';
import { read } from '../../../src/read/read';
import { lossCaption } from '../../../src/report/captions';
import { reasonText } from '../../../src/report/reasons';
import { checkGolden } from './golden';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly request: Request;
}

const { cases } = JSON.parse(readFileSync('test/fixtures/pairing/pairings.json', 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('the words for a reading', () => {
  it('say which it is and why', () => {
    const told = cases.map(({ name, text, request }) => {
      const [best] = pair(read({ text }).blocks, request);
      if (best === undefined) return `${name}\n  -`;
      const lines = [lossCaption(best.loss, best.from), ...best.reasons.map(reasonText)];
      return [name, ...lines].join('\n  ');
    });
    checkGolden('reasons', told.join('\n'));
  });
});
