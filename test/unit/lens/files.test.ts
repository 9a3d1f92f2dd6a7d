import { strict as assert } from 'node:assert';
import { filesDesk, type OpenFile, openFiles } from '../../../src/lens/files';
import type { Verdict } from '../../../src/lens/question';
import { settledBy } from '../../../src/lens/settled';

const QUESTION = { selections: [], request: {}, options: {} };
const INTEREST = { aborted: false };

function file(name: string, text: string): OpenFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

/** An .npy file of format 1.0 with float64 numbers. */
function npy(name: string, shape: string, values: readonly number[]): OpenFile {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const data = Buffer.from(Float64Array.from(values).buffer);
  return {
    name,
    bytes: Buffer.concat([Buffer.from('\x93NUMPY\x01\x00v\x00', 'latin1'), Buffer.from(header), data]),
  };
}

// torch 1.13: F.cross_entropy of these in float64.
const LOGITS = npy('logits.npy', '(3, 3)', [2, -1, 0.5, 0.1, 0.2, 0.3, -3, 1.5, 0]);
const LABELS = '[0, 2, 1]';
const LOSS = 0.4846;

function lossOf(verdict: Verdict | undefined): number {
  assert.equal(verdict?.kind, 'result');
  return verdict?.kind === 'result' ? (verdict.result.report.evaluation.value.data[0] ?? NaN) : NaN;
}

describe('files as one document', () => {
  it('have a line for every array of bytes, and keep the places of text', () => {
    const { text, reading } = openFiles({
      version: 1,
      files: [LOGITS, file('labels.json', LABELS)],
      roles: 'told-apart',
    });
    assert.deepEqual(
      reading.blocks.map(({ name, span }) => [name, text.slice(span.start, span.end)]),
      [
        ['logits', 'logits\tfloat64\t(3, 3)'],
        ['labels', LABELS],
      ],
    );
  });

  it('give the loss of the first and the second where that is what was set', async () => {
    const files = [LOGITS, file('labels.csv', '0\n2\n1\n')];
    const verdict = await filesDesk.ask({ version: 1, files, roles: 'in-order' }, QUESTION, INTEREST);
    assert.ok(Math.abs(lossOf(verdict) - LOSS) < 1e-4);
    const swapped = await filesDesk.ask(
      { version: 1, files: [...files].reverse(), roles: 'in-order' },
      QUESTION,
      INTEREST,
    );
    assert.equal(swapped?.kind, 'failed');
  });

  it('are computed again with what was settled, and offer their other readings', async () => {
    const files = { version: 1, files: [file('labels.json', LABELS), LOGITS], roles: 'told-apart' } as const;
    const verdict = await filesDesk.ask(files, QUESTION, INTEREST);
    assert.ok(verdict?.kind === 'result');
    const settled = { ...settledBy(verdict.result), options: { reduction: 'sum' } as const };
    const again = await filesDesk.again({ ...files, version: 2 }, settled, INTEREST);
    assert.ok(Math.abs(lossOf(again) - 3 * LOSS) < 3e-4);
    const readings = await filesDesk.readings(files, settled, INTEREST);
    assert.equal(readings?.[0]?.pairing.loss, 'cross_entropy');
  });

  it('say what is wrong with a file that is none of its kind', async () => {
    const files = [file('logits.npy', 'no array'), file('labels.json', LABELS)];
    const verdict = await filesDesk.ask({ version: 1, files, roles: 'in-order' }, QUESTION, INTEREST);
    assert.ok(verdict?.kind === 'failed' && verdict.failure.code === 'trouble');
    assert.equal(verdict.failure.trouble.code, 'bad-file');
  });
});
