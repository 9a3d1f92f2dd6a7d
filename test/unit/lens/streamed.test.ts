import assert from 'node:assert/strict';
import fc from 'fast-check';
import { evaluate } from '../../../src/core/evaluate';
import type { LossOptions } from '../../../src/core/problem';
import { loadKernel } from '../../../src/kernel/loadKernel';
import { computeInPieces, type Piece } from '../../../src/lens/streamed';
import { read } from '../../../src/read/read';
import { crossEntropyOfStored, type StoredRows } from '../../../src/kernel/storedRows';

const CLASSES = 3;
const rows = fc.array(
  fc.tuple(
    fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: CLASSES, maxLength: CLASSES }),
    fc.integer({ min: 0, max: CLASSES - 1 }),
  ),
  { minLength: 4, maxLength: 40 },
);
const options = fc.constantFrom<LossOptions>(
  {},
  { reduction: 'sum' },
  { dtype: 'float32' },
  { labelSmoothing: 0.1 },
  { ignoreIndex: 1 },
  { weight: { shape: [3], data: Float64Array.of(0.5, 2, 1) } },
);
type Rows = readonly (readonly [number[], number])[];

function wholeOf(list: Rows, opts: LossOptions): number {
  const outcome = evaluate({
    loss: 'cross_entropy',
    predictions: { shape: [list.length, CLASSES], data: Float64Array.from(list.flatMap(([logits]) => logits)) },
    targets: { shape: [list.length], data: Float64Array.from(list, ([, label]) => label) },
    options: opts,
  });
  assert.ok(outcome.ok);
  return outcome.value.value.data[0] ?? NaN;
}

function* piecesOf(list: Rows, size: number): Generator<Piece> {
  for (let from = 0; from < list.length; from += size) {
    const part = list.slice(from, from + size);
    const text = part.map(([logits, label]) => JSON.stringify({ logits, label })).join('\n');
    const { blocks, troubles } = read({ text, language: 'jsonl' });
    yield { blocks, troubles, request: { loss: 'cross_entropy', predictions: [0], targets: [1] } };
  }
}

describe('a loss in pieces', () => {
  it('is the loss of the whole, to the last bit', () => {
    fc.assert(
      fc.property(rows, options, fc.integer({ min: 1, max: 9 }), (list, opts, size) => {
        const outcome = computeInPieces(piecesOf(list, size), opts);
        assert.equal(outcome.kind, 'answer');
        assert.ok(outcome.kind === 'answer');
        assert.ok(Object.is(outcome.answer.value, wholeOf(list, opts)));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused where later rows are no probabilities any more', () => {
    const text = (values: string): Piece => {
      const { blocks, troubles } = read({ text: `p = ${values}\ny = [0, 1]\n` });
      return { blocks, troubles, request: {} };
    };
    const outcome = computeInPieces([text('[[0.9, 0.1], [0.25, 0.75]]'), text('[[9, 1], [2.5, 7.5]]')], {});
    assert.deepEqual([outcome.kind, outcome.kind === 'changed' && outcome.row], ['changed', 2]);
  });
});

function stored(data: Float32Array | BigInt64Array, width: number): StoredRows {
  const integer = data instanceof BigInt64Array;
  const count = data.length / width;
  const bytes = new Uint8Array(data.buffer);
  const rowBytes = width * data.BYTES_PER_ELEMENT;
  return {
    head: {
      dtype: { name: integer ? 'int64' : 'float32', size: data.BYTES_PER_ELEMENT, integer },
      little: true,
      shape: integer ? [count] : [count, width],
    },
    rows: count,
    width,
    rowBytes,
    readInto(from, into) {
      const fitting = Math.min(count - from, Math.floor(into.length / rowBytes));
      into.set(bytes.subarray(from * rowBytes, (from + fitting) * rowBytes));
      return fitting;
    },
    block: (from, to) => ({ tensor: { data: Float64Array.from(data.slice(from * width, to * width), Number) } }),
  };
}

describe('the loss of stored rows', () => {
  const list: Rows = Array.from({ length: 1000 }, (_, row) => [
    Array.from({ length: CLASSES }, (__, column) => Math.fround(8 * Math.sin(row * 7 + column * 3))),
    row % CLASSES,
  ]);
  const logits = stored(Float32Array.from(list.flatMap(([values]) => values)), CLASSES);
  const labels = stored(
    BigInt64Array.from(list, ([, label]) => BigInt(label)),
    1,
  );

  it('is that of the numbers in memory, to the last bit in float64 and to two units in float32', () => {
    for (const opts of [{}, { reduction: 'sum' }, { ignoreIndex: 2 }] as const) {
      const outcome = crossEntropyOfStored(logits, labels, opts, loadKernel());
      assert.ok(outcome?.ok);
      const expected = wholeOf(list, opts);
      assert.ok(Math.abs(outcome.value.value - expected) <= 4 * Number.EPSILON * expected);
    }
    const single = crossEntropyOfStored(logits, labels, { dtype: 'float32' }, loadKernel());
    assert.ok(single?.ok);
    const expected = wholeOf(list, { dtype: 'float32' });
    assert.ok(Math.abs(single.value.value - expected) <= 2 * 2 ** -23 * expected);
  });

  it('names the row whose target is no class', () => {
    const wrong = stored(
      BigInt64Array.from(list, (_, row) => (row === 700 ? 2n ** 32n : 0n)),
      1,
    );
    const outcome = crossEntropyOfStored(logits, wrong, {}, loadKernel());
    assert.ok(outcome?.ok === false && outcome.refusal.code === 'target-out-of-bounds');
    assert.deepEqual([outcome.refusal.row, outcome.refusal.target], [700, 2 ** 32]);
  });

  it('leaves what is no plain cross entropy to others', () =>
    assert.equal(crossEntropyOfStored(logits, labels, { labelSmoothing: 0.1 }, loadKernel()), undefined));
});
