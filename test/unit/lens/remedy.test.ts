import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Question, Verdict } from '../../../src/lens/question';
import { remedyOf } from '../../../src/lens/remedy';
import type { Result } from '../../../src/lens/result';
import { type Settled, settledBy } from '../../../src/lens/settled';
import { rewrite } from '../../../src/report/reprint';
import { type Document, EXAMPLES } from '../check/documents';

const INTEREST = { aborted: false };

function question({ loss, from, options = {} }: Document): Question {
  return {
    selections: [{ start: 0, end: 0 }],
    request: { ...(loss && { loss }), ...(from && { from }) },
    options,
  };
}

function resultIn(verdict: Verdict | undefined): Result | undefined {
  if (verdict?.kind === 'choose') {
    const [first] = verdict.offers;
    return first?.outcome.ok ? first.outcome.value : undefined;
  }
  return verdict?.kind === 'result' ? verdict.result : undefined;
}

async function again(text: string, settled: Settled): Promise<number> {
  const result = resultIn(await inlineDesk.again({ text, version: 2, language: 'plaintext' }, settled, INTEREST));
  return meanOf(result);
}

/** The reduced loss, or the mean where nothing was reduced, as an alternative tells it. */
function meanOf(result: Result | undefined): number {
  const data = result?.report.evaluation.value.data ?? [];
  return data.length === 1 ? (data[0] ?? NaN) : NaN;
}

describe('a way out of a finding', () => {
  for (const { id, has } of EXAMPLES) {
    it(`gives the loss it promises: ${id}`, async () => {
      const { text } = has;
      const verdict = await inlineDesk.ask({ text, version: 1, language: 'plaintext' }, question(has), INTEREST);
      const result = resultIn(verdict);
      if (result === undefined) return;
      for (const alternative of result.findings.flatMap(({ alternatives }) => alternatives)) {
        const remedy = remedyOf(result, alternative);
        const { value, label } = alternative;
        if (remedy.kind === 'reading') {
          const { options } = remedy.settled;
          if (options.reduction !== 'none') assert.ok(close(await again(text, remedy.settled), value), label);
        } else if (remedy.kind === 'edit') {
          const edited = rewritten(text, result, remedy.changes);
          const settled = remedy.settled ?? settledBy(result);
          assert.ok(close(await again(edited, { ...settled, ...places(edited, settled) }), value), label);
        }
      }
    });
  }

  it('rewrites labels that are counted from 1', async () => {
    const text = 'x = tensor([[2.0, -1.0], [0.1, 0.2]])\ny = tensor([1, 2])\n';
    const options = { loss: 'cross_entropy' } as const;
    const lowered = 'x = tensor([[2.0, -1.0], [0.1, 0.2]])\ny = tensor([0, 1])\n';
    const verdict = await inlineDesk.ask(
      { text: lowered, version: 1, language: 'plaintext' },
      question({ text: lowered, ...options }),
      INTEREST,
    );
    const result = resultIn(verdict);
    assert.ok(result);
    const { problem } = result.report;
    const raised = { ...problem, targets: { shape: [2], data: Float64Array.of(1, 2) } };
    const remedy = remedyOf(result, { label: 'raised', value: 0, change: 'y + 1', problem: raised });
    assert.deepEqual(remedy, {
      kind: 'edit',
      changes: [
        { array: 'targets', index: 0, value: 1 },
        { array: 'targets', index: 1, value: 2 },
      ],
    });
    assert.equal(rewritten(lowered, result, remedy.kind === 'edit' ? remedy.changes : []), text);
  });
});

function close(found: number, promised: number): boolean {
  return Object.is(found, promised) || Math.abs(found - promised) <= 1e-12 * Math.max(1, Math.abs(promised));
}

/** The text with the numbers changed, from the last to the first. */
function rewritten(
  text: string,
  result: Result,
  changes: readonly { array: 'predictions' | 'targets'; index: number; value: number }[],
): string {
  const places = changes.map(({ array, index, value }) => {
    const { starts, ends } = result[array].cells;
    return { start: starts[index] ?? 0, end: ends[index] ?? 0, value };
  });
  let edited = text;
  for (const { start, end, value } of places.sort((a, b) => b.start - a.start)) {
    edited = edited.slice(0, start) + rewrite(edited.slice(start, end), value) + edited.slice(end);
  }
  return edited;
}

/** Where the two arrays of such a document stand: each on what follows its name. */
function places(text: string, { predictions, targets }: Settled): Pick<Settled, 'predictions' | 'targets'> {
  const y = text.lastIndexOf('\ny');
  const first = { start: Math.max(0, text.indexOf('=')), end: y };
  const last = { start: y, end: text.length };
  return predictions.start < targets.start
    ? { predictions: first, targets: last }
    : { predictions: last, targets: first };
}
