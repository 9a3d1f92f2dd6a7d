import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { evaluate } from '../../../src/core/evaluate';
import type { Evaluation, LossOptions, Problem } from '../../../src/core/problem';
import type { Tensor } from '../../../src/core/tensor';
import { fastEvaluation } from '../../../src/kernel/fastEvaluation';
import { plainKernel } from '../../../src/kernel/plainKernel';
import { WasmKernel } from '../../../src/kernel/wasmKernel';

/** A matrix of logits, what is asked of each row, and an order of its rows and of its classes. */
interface Sample {
  readonly logits: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly soft: readonly (readonly number[])[] | undefined;
  readonly options: LossOptions;
  readonly rowOrder: readonly number[];
  readonly classOrder: readonly number[];
}

const logit = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -30, max: 30, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 700, -700, -Infinity) },
);

const samples: fc.Arbitrary<Sample> = fc
  .record({ rows: fc.integer({ min: 1, max: 6 }), classes: fc.integer({ min: 2, max: 7 }) })
  .chain(({ rows, classes }) => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    const ofClasses = <T>(arbitrary: fc.Arbitrary<T>) =>
      fc.array(arbitrary, { minLength: classes, maxLength: classes });
    const ofRows = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: rows, maxLength: rows });
    const order = (length: number) =>
      fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length });
    return fc.record({
      logits: ofRows(ofClasses(logit)),
      labels: ofRows(fc.oneof(fc.integer({ min: 0, max: classes - 1 }), fc.constant(-100))),
      soft: fc.option(ofRows(ofClasses(probability)), { nil: undefined }),
      options: fc
        .record({
          reduction: fc.constantFrom('mean' as const, 'sum' as const),
          weight: fc.option(ofClasses(probability), { nil: undefined }),
          labelSmoothing: fc.constantFrom(0, 0.1, 1),
        })
        .map(({ weight, ...rest }) => ({
          ...rest,
          ...(weight && { weight: { shape: [classes], data: Float64Array.from(weight) } }),
        })),
      rowOrder: order(rows),
      classOrder: order(classes),
    });
  });

describe('cross entropy', () => {
  it('is the same to the bit in any order of the rows', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const [a, b] = [problemOf(sample), problemOf(inRowOrder(sample))].map(evaluated);
        assert.deepEqual(b?.value, a?.value);
        assert.deepEqual(b?.exact, a?.exact);
      }),
    );
  });

  it('does not depend on the order of the classes', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const [a, b] = [problemOf(sample), problemOf(inClassOrder(sample))].map(evaluated);
        near(b?.exact, a?.exact, 1e-14);
        // PyTorch's own form rounds beside 1, in the order of the classes.
        near(b?.value, a?.value, 1e-14, 1e-14);
      }),
    );
  });

  for (const kernel of [new WasmKernel('simd128'), plainKernel]) {
    it(`of ${kernel.build} depends on no order either`, () => {
      fc.assert(
        fc.property(samples, (given) => {
          const { reduction = 'mean', weight } = given.options;
          const sample = {
            ...given,
            soft: undefined,
            options: { reduction, ...(weight && { weight }) },
          };
          const [a, b, c] = [sample, inRowOrder(sample), inClassOrder(sample)].map((each) => {
            const { options, ...problem } = problemOf(each);
            const outcome = fastEvaluation({ ...problem, options: { reduction, ...options } }, kernel);
            assert.ok(outcome?.ok);
            return outcome.value;
          });
          assert.deepEqual(b?.exact, a?.exact);
          near(c?.exact, a?.exact, 1e-14);
        }),
      );
    });
  }
});

function problemOf({ logits, labels, soft, options }: Sample): Problem {
  return {
    loss: 'cross_entropy',
    predictions: matrix(logits),
    targets: soft ? matrix(soft) : { shape: [labels.length], data: Float64Array.from(labels) },
    options,
  };
}

function matrix(rows: readonly (readonly number[])[]): Tensor {
  return { shape: [rows.length, rows[0]?.length ?? 0], data: Float64Array.from(rows.flat()) };
}

function inRowOrder(sample: Sample): Sample {
  const { rowOrder, logits, labels, soft } = sample;
  return {
    ...sample,
    logits: arranged(logits, rowOrder),
    labels: arranged(labels, rowOrder),
    soft: soft && arranged(soft, rowOrder),
  };
}

function inClassOrder(sample: Sample): Sample {
  const { classOrder, logits, labels, soft, options } = sample;
  const { weight } = options;
  return {
    ...sample,
    logits: logits.map((row) => arranged(row, classOrder)),
    labels: labels.map((label) => (label < 0 ? label : classOrder.indexOf(label))),
    soft: soft?.map((row) => arranged(row, classOrder)),
    options: {
      ...options,
      ...(weight && { weight: { ...weight, data: Float64Array.from(arranged([...weight.data], classOrder)) } }),
    },
  };
}

function arranged<T>(values: readonly T[], order: readonly number[]): T[] {
  return order.flatMap((index) => values.slice(index, index + 1));
}

function evaluated(problem: Problem): Evaluation {
  const outcome = evaluate(problem);
  assert.ok(outcome.ok);
  return outcome.value;
}

function near(found: Tensor | undefined, expected: Tensor | undefined, relative: number, absolute = 0): void {
  const [a, b] = [found?.data[0] ?? 0, expected?.data[0] ?? 0];
  const close = Math.abs(a - b) <= Math.max(relative * Math.abs(b), absolute);
  assert.ok(close || Object.is(a, b) || a === b, `${a}, not ${b}`);
}
