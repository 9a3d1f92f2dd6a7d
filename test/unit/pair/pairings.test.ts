import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { From, LossName } from '../../../src/core/problem';
import { type Choice, consider } from '../../../src/lens/answer';
import type { Request } from '../../../src/pair/pair';
import { read } from '../../../src/read/read';

interface Reading {
  readonly loss: string;
  readonly from: string;
  readonly value: number;
  readonly pred?: number;
  readonly target?: number;
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly request: { readonly loss?: string; readonly from?: string; readonly predictions?: readonly number[] };
  readonly readings: readonly Reading[];
  readonly reasons: readonly string[];
}

const { cases } = JSON.parse(readFileSync('test/fixtures/pairing/pairings.json', 'utf8')) as {
  readonly cases: readonly Case[];
};

describe('pairing: the readings of a text', () => {
  for (const row of cases) it(row.name, () => check(row));
});

async function check({ text, request, readings, reasons }: Case): Promise<void> {
  const found = await readingsOf(text, request as Request);
  assert.deepEqual(
    found.map(({ pairing }) => `${pairing.loss} from ${pairing.from}`),
    readings.map(({ loss, from }) => `${loss as LossName} from ${from as From}`),
  );
  found.forEach(({ pairing, outcome }, index) => {
    const { value, pred, target } = readings[index];
    assert.ok(outcome.ok);
    const shown = outcome.value.report.evaluation.value.data[0];
    assert.ok(Math.abs(shown - value) <= 1e-14 * 4, `${shown}, not ${value}`);
    if (pred !== undefined) assert.deepEqual([pairing.predictions, pairing.targets], [pred, target]);
  });
  assert.deepEqual(
    (found[0]?.pairing.reasons ?? [])
      .map(({ code }) => code)
      .filter((code) => code !== 'named' || reasons.includes(code)),
    reasons,
  );
}

/** What is answered, or what the user may choose from. */
async function readingsOf(text: string, request: Request): Promise<readonly Choice[]> {
  const found = await consider(read({ text }).blocks, request, {}, { aborted: false });
  assert.ok(found);
  switch (found.kind) {
    case 'answer':
      return [found.choice];
    case 'choose':
      return found.choices;
    case 'nothing':
      return [];
  }
}
