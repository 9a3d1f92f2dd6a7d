import { strict as assert } from 'node:assert';
import { metricsOf } from '../../../src/core/metrics/metrics';
import type { Problem } from '../../../src/core/problem';
import { Summary, type SummaryState } from '../../../src/core/summary';
import { figuresOf } from '../../../src/dataset/figures';
import { blockArray } from '../../../src/dataset/shardArray';
import { type DatasetQuestion, summariseStretch } from '../../../src/dataset/summariseShard';
import { loadKernel } from '../../../src/kernel/loadKernel';
import { plainKernel } from '../../../src/kernel/plainKernel';
import { type KnownBlock, NOWHERE } from '../../../src/read/reading';
import { uniform } from '../core/samples';

const QUESTION: DatasetQuestion = { loss: 'cross_entropy', from: 'logits', options: {}, worst: 5, bins: 15 };
/** The same, by the way of what is not plain: weights of 1 change nothing. */
const WEIGHTED: DatasetQuestion = {
  ...QUESTION,
  options: { weight: { shape: [7], data: new Float64Array(7).fill(1) } },
};
const ROWS = 300;
const CLASSES = 7;

const next = uniform(11);
const logits = block([ROWS, CLASSES], (index) => (index % 41 === 0 ? 0 : 12 * next() - 6), false);
const labels = block([ROWS], (row) => (row % 23 === 0 ? -100 : Math.floor(CLASSES * next())), true);
const predictions = blockArray(logits);
const targets = blockArray(labels);

function block(shape: readonly number[], value: (index: number) => number, integers: boolean): KnownBlock {
  const count = shape.reduce((size, extent) => size * extent, 1);
  const tensor = { shape, data: Float64Array.from({ length: count }, (_, index) => value(index)) };
  const cells = { starts: new Uint32Array(0), ends: new Uint32Array(0) };
  return { elided: false, span: NOWHERE, notation: 'npy', tensor, cells, decimals: 0, integers };
}

function stretch(from: number, to: number, question = QUESTION, kernel = loadKernel()): Summary {
  const found = summariseStretch(predictions, targets, { from, to, name: from }, question, kernel);
  assert.ok(found.ok, JSON.stringify(found));
  return found.value;
}

/** Its numbers, every bit of them. */
function bitsOf({ confusion, binCounts, binCorrects, binConfidences, losses, weights, worst, ...rest }: SummaryState) {
  const lists = [confusion, binCounts, binCorrects, ...binConfidences, losses, weights, worst];
  return JSON.stringify([rest, lists.map((list) => [...new BigUint64Array(list.buffer)].join())]);
}

describe('the summary of shards', () => {
  it('is the same bits for any sharding, merged in any order, over the wire and back', () => {
    const whole = bitsOf(stretch(0, ROWS).state());
    for (let sharding = 0; sharding < 50; sharding++) {
      const cuts = new Set([0, ROWS, ...Array.from({ length: 1 + (sharding % 9) }, () => Math.floor(ROWS * next()))]);
      const ends = [...cuts].sort((a, b) => a - b);
      const parts = ends.slice(1).map((to, index) => stretch(ends[index] ?? 0, to));
      const merged = new Summary(QUESTION_OPTIONS);
      for (const part of parts.sort(() => next() - 0.5)) merged.merge(Summary.restore(structuredClone(part.state())));
      assert.equal(bitsOf(merged.state()), whole, `sharding ${sharding}`);
    }
  });

  it('says what the metrics of all rows at once say', () => {
    const problem: Problem = { loss: 'cross_entropy', predictions: logits.tensor, targets: labels.tensor, options: {} };
    const known = metricsOf(problem, { bins: 15, topK: [] });
    assert.ok(known.ok);
    for (const question of [QUESTION, WEIGHTED]) {
      const summary = stretch(0, ROWS, question);
      const figures = figuresOf(summary);
      const { loss, perplexity, accuracy, calibration } = known.value;
      for (const [found, expected] of [
        [figures.loss, loss],
        [figures.perplexity, perplexity],
        [figures.accuracy, accuracy],
        [figures.ece, calibration.guo.expected],
      ] as const)
        assert.ok(Math.abs(found - expected) <= 1e-14 * expected, `${found}, not ${expected}`);
      assert.deepEqual(summary.confusion, known.value.confusion);
      assert.equal(summary.ignored, labels.tensor.data.filter((label) => label === -100).length);
    }
  });

  it('counts each class: how many there are, how many were found, and how many of those are right', () => {
    const { classes } = figuresOf(stretch(0, ROWS));
    const counted = labels.tensor.data.filter((label) => label >= 0).length;
    assert.equal(
      classes.reduce((sum, { support }) => sum + support, 0),
      counted,
    );
    for (const { support, predicted, recall, precision } of classes)
      assert.ok(Math.abs(recall * support - precision * predicted) < 1e-9);
  });

  it('names the same worst rows by both ways and every kernel', () => {
    const rows = (summary: Summary): readonly number[] => summary.worst().map(({ row }) => row);
    const ours = rows(stretch(0, ROWS));
    assert.equal(ours.length, 5);
    assert.deepEqual(rows(stretch(0, ROWS, WEIGHTED)), ours);
    assert.deepEqual(rows(stretch(0, ROWS, QUESTION, plainKernel)), ours);
  });

  it('refuses a class that is none, with its row', () => {
    const wrong = blockArray(block([ROWS], (row) => (row === 250 ? CLASSES : 0), true));
    const found = summariseStretch(predictions, wrong, { from: 200, to: ROWS, name: 0 }, QUESTION, loadKernel());
    assert.deepEqual(found, {
      ok: false,
      refusal: { code: 'target-out-of-bounds', target: CLASSES, row: 250, classes: CLASSES },
    });
  });
});

const QUESTION_OPTIONS = { worst: 5, bins: 15, classes: CLASSES };
