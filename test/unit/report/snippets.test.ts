import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import { SNIPPET_KINDS, snippet } from '../../../src/report/snippets';
import { PROBLEMS, reproduced } from '../../snippets/problems';
import { checkGolden } from './golden';

describe('copied code', () => {
  it('computes each loss, and asserts what it came to', () => {
    const told: string[] = [];
    for (const [name, problem] of Object.entries(PROBLEMS)) {
      const outcome = evaluate(problem);
      assert.ok(outcome.ok, name);
      for (const kind of SNIPPET_KINDS) {
        const code = snippet(kind, reproduced(problem, outcome.value.value));
        told.push(`## ${name}, ${kind}`, code ?? '-\n');
      }
    }
    checkGolden('snippets', told.join('\n'));
  });

  it('takes arrays by their names', () => {
    const problem = PROBLEMS['cross_entropy'];
    assert.ok(problem);
    const outcome = evaluate(problem);
    assert.ok(outcome.ok);
    const code = snippet('pytorch', reproduced(problem, outcome.value.value), {
      predictions: 'logits',
      targets: 'labels',
    });
    assert.match(code ?? '', /^x = logits\ny = labels$/m);
  });
});
