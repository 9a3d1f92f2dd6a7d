import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Finding } from '../../../src/check/finding';
import { FINDING_IDS, type FindingId } from '../../../src/check/ids';
import { consider } from '../../../src/lens/answer';
import { findingsOfRefusal, judge } from '../../../src/lens/judge';
import { read } from '../../../src/read/read';
import { alternativeText, findingText } from '../../../src/report/findings';
import { checkGolden } from '../report/golden';
import { type Document, EXAMPLES } from './documents';

const ALTERNATIVES = JSON.parse(readFileSync('test/fixtures/findings/alternatives.json', 'utf8')) as {
  readonly values: Readonly<Record<string, number>>;
};

describe('findings', () => {
  for (const { id, severity, has, hasNot, offers } of EXAMPLES) {
    it(`tell ${id} (${severity}) where it is, and not of its neighbour`, async () => {
      const found = (await findingsOf(has)).find((finding) => finding.id === id);
      assert.ok(found, `not told of ${has.text}`);
      assert.equal(found.severity, severity);
      assert.deepEqual(found.alternatives.map(({ label }) => label).slice(0, offers?.length ?? 0), offers ?? []);
      for (const { value, change } of found.alternatives) assert.ok(!Number.isNaN(value) && change !== '');
      const innocent = (await findingsOf(hasNot)).map((finding) => finding.id);
      assert.ok(!innocent.includes(id), `told of ${hasNot.text}`);
    });
  }

  it('offer what PyTorch says of the mended document', async () => {
    const values = new Map(Object.entries(ALTERNATIVES.values));
    for (const { id, has } of EXAMPLES) {
      const found = (await findingsOf(has)).find((finding) => finding.id === id);
      for (const { label, value } of found?.alternatives ?? []) {
        const expected = values.get(`${id} ${label}`);
        if (expected === undefined) continue;
        assert.ok(
          Math.abs(value - expected) <= 1e-12 * Math.max(1, expected),
          `${id} ${label}: ${value}, not ${expected}`,
        );
        values.delete(`${id} ${label}`);
      }
    }
    assert.deepEqual([...values.keys()], []);
  });

  it('have an example each', () => {
    const shown = new Set(EXAMPLES.map(({ id }) => id));
    const missing = (Object.keys(FINDING_IDS) as FindingId[]).filter((id) => !shown.has(id));
    assert.deepEqual(missing, []);
  });

  it('say what is wrong and what it would be', async () => {
    const told: string[] = [];
    for (const { id, has } of EXAMPLES) {
      const found = (await findingsOf(has)).find((finding) => finding.id === id);
      assert.ok(found);
      told.push(`${FINDING_IDS[id]} ${id} (${found.severity})`, `  ${findingText(found)}`);
      for (const offer of found.alternatives) told.push(`  ${alternativeText(offer)} <- ${offer.change}`);
    }
    checkGolden('findings', told.join('\n'));
  });
});

async function findingsOf({ text, loss, from, options = {}, reference }: Document): Promise<readonly Finding[]> {
  const { blocks } = read({ text });
  const request = { predictions: [0], targets: [1], ...(loss && { loss }), ...(from && { from }) };
  const found = await consider(blocks, request, options, { aborted: false });
  assert.ok(found && found.kind !== 'nothing', `nothing to pair in ${text}`);
  const choice = found.kind === 'answer' ? found.choice : found.choices[0];
  assert.ok(choice);
  const { pairing, outcome } = choice;
  if (!outcome.ok) return findingsOfRefusal(blocks, pairing, options);
  return judge(outcome.value, { predictions: text, targets: text }, reference).findings;
}
