import { strict as assert } from 'node:assert';
import { auroc } from '../../../src/core/metrics/auroc';
import { brierScore } from '../../../src/core/metrics/brier';
import { calibrationError } from '../../../src/core/metrics/calibration';
import { confusionMatrix } from '../../../src/core/metrics/confusion';
import type { Problem } from '../../../src/core/problem';
import { csvOf, jsonOf, markdownOf } from '../../../src/inspector/files/sheet';
import { npyOf } from '../../../src/inspector/files/npy';
import { histogram } from '../../../src/inspector/pictures/bins';
import { confusionOf, normalisedCell } from '../../../src/inspector/pictures/confusionCounts';
import { areaUnder, averagePrecision, curveOf, thinned } from '../../../src/inspector/pictures/curvePoints';
import { reliabilityOf } from '../../../src/inspector/pictures/reliability';
import { ticks } from '../../../src/inspector/pictures/scale';
import { sharesOf } from '../../../src/inspector/pictures/shares';
import { factsOf } from '../../../src/inspector/problem/facts';
import { isFromInspector } from '../../../src/inspector/protocol';

const ROWS = 200;
const CLASSES = 4;
const data = Float64Array.from({ length: ROWS * CLASSES }, (_, index) => Math.sin((index + 1) * 12.9898) * 3);
const targets = Float64Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? -100 : (row * 7) % CLASSES));
const problem: Problem = {
  loss: 'cross_entropy',
  predictions: { shape: [ROWS, CLASSES], data },
  targets: { shape: [ROWS], data: targets },
  options: {},
};
const facts = factsOf(problem);
const probabilities = Float64Array.from(data, (_, index) => {
  const row = data.subarray(index - (index % CLASSES), index - (index % CLASSES) + CLASSES);
  return Math.exp(data[index] ?? 0) / row.reduce((sum, value) => sum + Math.exp(value), 0);
});

describe('the numbers behind the pictures', () => {
  it('count the confusion as core does', () => {
    const { counts, total } = confusionOf(facts);
    assert.deepEqual(counts, confusionMatrix({ classes: CLASSES, values: data, targets }).data);
    assert.equal(total, 180);
  });

  it('normalise it by what was true, what was predicted, and all', () => {
    const confusion = confusionOf(facts);
    const sums = { true: 0, predicted: 0, all: 0 };
    for (let index = 0; index < CLASSES; index++) {
      sums.true += normalisedCell(confusion, 1, index, 'true');
      sums.predicted += normalisedCell(confusion, index, 1, 'predicted');
      for (let row = 0; row < CLASSES; row++) sums.all += normalisedCell(confusion, row, index, 'all');
    }
    for (const sum of Object.values(sums)) assert.ok(Math.abs(sum - 1) < 1e-12);
  });

  it('keep the most frequent of many classes', () => {
    assert.deepEqual(confusionOf(facts, 2).classes.length, 2);
    assert.equal(confusionOf(facts, 2).total, 180);
  });

  it('measure calibration as core does, with the same interval every time', () => {
    const kept = [...facts.targets.keys()].filter((row) => (facts.targets[row] ?? -1) >= 0);
    const expected = calibrationError(
      Float64Array.from(kept, (row) => facts.confidence[row] ?? NaN),
      Float64Array.from(kept, (row) => (facts.targets[row] === facts.predicted[row] ? 1 : 0)),
      10,
      'guo',
    );
    const found = reliabilityOf(facts);
    assert.deepEqual([found.expected, found.maximum], [expected.expected, expected.maximum]);
    assert.deepEqual(found, reliabilityOf(facts));
    for (const { count, accuracy, interval } of found.bins) {
      if (count > 0) assert.ok(interval[0] <= accuracy && accuracy <= interval[1]);
    }
    const brier = brierScore({ classes: CLASSES, values: probabilities, targets });
    assert.ok(Math.abs(found.brier - brier) < 1e-12, `${found.brier}, not ${brier}`);
  });

  it('draw a curve whose area is the AUROC', () => {
    const scores = Float64Array.from({ length: 50 }, (_, index) => Math.round(Math.sin(index) * 8) / 8);
    const yes = Int32Array.from({ length: 50 }, (_, index) => (Math.cos(index * 3) > 0 ? 1 : 0));
    const points = curveOf(scores, yes) ?? [];
    assert.ok(Math.abs(areaUnder(points) - auroc(scores, Float64Array.from(yes))) < 1e-12);
    assert.equal(curveOf(scores, new Int32Array(50)), undefined);
  });

  it('average the precision as scikit-learn does', () => {
    // average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), scikit-learn's own example.
    const points = curveOf(Float64Array.of(0.1, 0.4, 0.35, 0.8), Int32Array.of(0, 0, 1, 1)) ?? [];
    assert.ok(Math.abs(averagePrecision(points) - 0.8333333333333333) < 1e-15);
  });

  it('put every value into a bin, the not-finite ones aside', () => {
    const { counts, notFinite, low, step } = histogram(Float64Array.of(0.1, 0.2, 2.9, 3, NaN, Infinity));
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      4,
    );
    assert.deepEqual([notFinite, low, step > 0], [2, 0, true]);
    assert.equal(
      histogram(Float64Array.of(5, 5, 5)).counts.reduce((sum, count) => sum + count, 0),
      3,
    );
  });

  it('share the sum among the rows, and no sum that is not a number', () => {
    const { top, half } = sharesOf(Float64Array.of(1, 6, 1, 2));
    assert.deepEqual(top[0], { row: 1, share: 0.6 });
    assert.equal(half, 1);
    assert.deepEqual(sharesOf(Float64Array.of(1, NaN)).top, []);
  });

  it('have round ticks', () => assert.deepEqual(ticks(0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]));

  it('keep both ends of a curve that is thinned', () => {
    const thin = thinned([...Array(1000).keys()], 10);
    assert.deepEqual([thin.length, thin[0], thin.at(-1)], [10, 0, 999]);
  });
});

describe('what is saved', () => {
  const sheet = {
    columns: ['=name', 'value'],
    rows: [
      ['+1', -1.5],
      ['@x', NaN],
      ['-2', Infinity],
      ['\tx', 1],
      ['a,"b"\n', 2],
    ],
  } as const;

  it('is CSV that no spreadsheet runs, with numbers left numbers', () => {
    assert.equal(csvOf(sheet), `'=name,value\r\n'+1,-1.5\r\n'@x,nan\r\n'-2,inf\r\n'\tx,1\r\n"a,""b""\n",2\r\n`);
  });

  it('is Markdown without live markup', () => {
    assert.match(
      markdownOf({ columns: ['a|b'], rows: [['<img src=x>']] }),
      /^\| a\\\|b \|\n\| --- \|\n\| \\<img src=x\\> \|\n$/,
    );
  });

  it('is JSON by the names of the columns', () => {
    assert.deepEqual(JSON.parse(jsonOf({ columns: ['row', 'loss'], rows: [[0, NaN]] })), [{ row: 0, loss: null }]);
  });

  it('is an array that NumPy loads', () => {
    const bytes = npyOf(Float64Array.of(1, -2.5));
    assert.deepEqual([...bytes.subarray(0, 8)], [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
    assert.match(String.fromCharCode(...bytes), /\{'descr': '<f8', 'fortran_order': False, 'shape': \(2,\), \}/);
    assert.equal((bytes.length - 16) % 64, 0);
    assert.equal(new DataView(bytes.buffer).getFloat64(bytes.length - 8, true), -2.5);
  });

  it('reaches the extension only under a plain name, of a kind that is made here', () => {
    const bytes = new Uint8Array(3);
    const named = (name: unknown): boolean => isFromInspector({ kind: 'save', id: 1, name, bytes });
    assert.deepEqual(['losses.csv', 'a-b_c.png'].map(named), [true, true]);
    assert.deepEqual(['../x.csv', 'x.exe', '.csv', 'a/b.csv', 'x.csv\n', 7].map(named), Array(6).fill(false));
    assert.equal(isFromInspector({ kind: 'save', id: 1, name: 'a.csv', bytes: 'text' }), false);
  });

  it('is applied only as numbers at places', () => {
    const apply = (cells: unknown): boolean => isFromInspector({ kind: 'apply', id: 1, cells });
    assert.equal(apply([{ array: 'predictions', index: 3, value: 0.5 }]), true);
    assert.equal(apply([{ array: 'weights', index: 3, value: 0.5 }]), false);
    assert.equal(apply([{ array: 'targets', index: -1, value: 0.5 }]), false);
    assert.equal(apply([{ array: 'targets', index: 1, value: '0' }]), false);
    assert.equal(isFromInspector({ kind: 'choose', id: 1, finding: 0, label: 'rm -rf' }), false);
    assert.equal(isFromInspector({ kind: 'choose', id: 1, finding: 0, label: 'log-first' }), true);
  });

  it('asks about numbers only, and computes only a way that was told', () => {
    const explain = (number: unknown): boolean => isFromInspector({ kind: 'explain', id: 1, number });
    for (const number of ['0.6935', '-1.5e-3', '.5', ' 12. ']) assert.ok(explain(number), number);
    for (const number of ['', 'nan', '1,5', '1e', '0x10', '1 2', `1${'0'.repeat(60)}`, 7]) assert.ok(!explain(number));
    assert.ok(isFromInspector({ kind: 'computeWay', id: 1, way: 0 }));
    assert.ok(!isFromInspector({ kind: 'computeWay', id: 1, way: -1 }));
  });
});
