import { strict as assert } from 'node:assert';
import { evaluate } from '../../../src/core/evaluate';
import type { Problem } from '../../../src/core/problem';
import { filesDesk, type OpenFile } from '../../../src/lens/files';
import { glimpsedFiles } from '../../../src/lens/glimpse';
import { rowsOf, spreadRows } from '../../../src/lens/partOfRows';
import type { Result } from '../../../src/lens/result';
import { thinnedResult } from '../../../src/lens/thinned';
import { glimpsedModel, inspectorModel } from '../../../src/report/inspectorModel';
import { npyOf } from '../read/npyOf';

const QUESTION = { selections: [], request: {}, options: {} };
const INTEREST = { aborted: false };
const [ROWS, COLUMNS] = [300, 100];
/** Of 100 rows. */
const MOST = 10_000;

const LOGITS = Float32Array.from({ length: ROWS * COLUMNS }, (_, index) => Math.sin(index * 12.9898) * 4);
const LABELS = BigInt64Array.from({ length: ROWS }, (_, row) => BigInt((row * 7) % COLUMNS));
const FILES: readonly OpenFile[] = [
  { name: 'logits.npy', bytes: npyOf('<f4', `(${ROWS}, ${COLUMNS})`, LOGITS) },
  { name: 'labels.npy', bytes: npyOf('<i8', `(${ROWS},)`, LABELS) },
];

/** As a file is read by its path; takes note of how much. */
function spanned(files: readonly OpenFile[], note: (bytes: number) => void): Parameters<typeof glimpsedFiles>[0] {
  return files.map(({ name, bytes }) => ({
    name,
    read: (spans) =>
      Promise.resolve(
        spans.map(({ start, end }) => {
          const part = bytes.slice(start, end);
          note(part.length);
          return part;
        }),
      ),
  }));
}

async function resultOf(files: readonly OpenFile[]): Promise<Result> {
  const verdict = await filesDesk.ask({ version: 1, files, roles: 'in-order' }, QUESTION, INTEREST);
  assert.ok(verdict?.kind === 'result');
  return verdict.result;
}

function meanOf(problem: Problem): number {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok);
  return outcome.value.value.data[0] ?? NaN;
}

describe('a glimpse of large .npy files', () => {
  it('has evenly spread rows of all files, and reads no others', async () => {
    let read = 0;
    const found = await glimpsedFiles(
      spanned(FILES, (bytes) => (read += bytes)),
      MOST,
    );
    assert.ok(found);
    const { part, files } = found;
    assert.deepEqual([part.rows.length, part.of, part.rows[0], part.rows.at(-1)], [100, ROWS, 1, ROWS - 2]);
    assert.ok(read < LOGITS.byteLength / 2, `${read} bytes`);
    const { problem } = (await resultOf(files)).report;
    assert.deepEqual(problem.predictions.shape, [100, COLUMNS]);
    part.rows.forEach((row, index) => {
      assert.equal(problem.targets.data[index], Number(LABELS[row]));
      assert.equal(problem.predictions.data[index * COLUMNS + 5], LOGITS[row * COLUMNS + 5]);
    });
  });

  it('shows no number in place of the one that is awaited', async () => {
    const found = await glimpsedFiles(
      spanned(FILES, () => undefined),
      MOST,
    );
    assert.ok(found);
    const model = glimpsedModel(1, 'logits.npy', await resultOf(found.files), found.part);
    assert.equal(model.value, '…');
    assert.deepEqual([model.steps.length, model.findings], [1, []]);
    assert.deepEqual(model.part, { of: ROWS, awaited: true });
    assert.equal(model.rowNames?.[1], '#4');
  });

  const refused: Readonly<Record<string, readonly OpenFile[]>> = {
    'of which one has other rows': [
      FILES[0] ?? assert.fail(),
      { name: 'labels.npy', bytes: npyOf('<i8', '(2,)', LABELS.subarray(0, 2)) },
    ],
    'whose rows do not stand one after the other': [
      { name: 'logits.npy', bytes: npyOf('<f4', `(${ROWS}, ${COLUMNS})`, LOGITS, 'True') },
    ],
    'that are no .npy files': [{ name: 'logits.npy', bytes: new TextEncoder().encode('{"logits": [1, 2]}') }],
    'that end early': [{ name: 'logits.npy', bytes: (FILES[0] ?? assert.fail()).bytes.slice(0, 50_000) }],
    'that are small': [{ name: 'few.npy', bytes: npyOf('<f4', '(2, 2)', LOGITS.subarray(0, 4)) }],
  };
  for (const [name, files] of Object.entries(refused)) {
    it(`is none of files ${name}`, async () =>
      assert.equal(
        await glimpsedFiles(
          spanned(files, () => undefined),
          MOST,
        ),
        undefined,
      ));
  }
});

describe('a result that leaves its worker', () => {
  it('keeps its number and all its losses, and some of its rows', async () => {
    const whole = await resultOf(FILES);
    const thin = thinnedResult(whole, 2000);
    assert.equal(thin.report.evaluation, whole.report.evaluation);
    assert.deepEqual(thin.report.problem.predictions.shape, [20, COLUMNS]);
    assert.equal(thin.predictions.tensor, thin.report.problem.predictions);
    assert.equal(thin.findings.length, whole.findings.length);
    const model = inspectorModel(1, 'logits.npy', thin);
    const { value, caption } = inspectorModel(1, 'logits.npy', whole);
    assert.deepEqual([model.value, model.caption], [value, caption]);
    const { rows } = thin.part ?? assert.fail();
    assert.deepEqual(
      [...model.rows],
      Array.from(rows, (row) => whole.report.evaluation.rows[row]),
    );
    const mean = model.rows.reduce((sum, loss) => sum + loss, 0) / rows.length;
    assert.ok(Math.abs(mean - meanOf(model.problem)) < 1e-12);
  });

  it('is whole where it is small', async () => {
    const whole = await resultOf(FILES);
    assert.equal(thinnedResult(whole), whole);
  });

  it('keeps several decisions of a row together', () => {
    const part = spreadRows(4, 6, 12);
    assert.deepEqual([...(part?.rows ?? [])], [1, 3]);
    const tensor = { shape: [4, 3, 2], data: Float64Array.from({ length: 24 }, (_, index) => index) };
    assert.deepEqual(rowsOf(tensor, part ?? assert.fail()), {
      shape: [2, 3, 2],
      data: Float64Array.of(6, 7, 8, 9, 10, 11, 18, 19, 20, 21, 22, 23),
    });
  });
});
