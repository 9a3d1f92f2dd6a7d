import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluate, gradient } from '../../../src/core/evaluate';
import type { Kernel } from '../../../src/kernel/kernel';
import { loadKernel } from '../../../src/kernel/loadKernel';
import { plainKernel, powerOfE } from '../../../src/kernel/plainKernel';
import { referenceCells, referenceRow } from '../../../src/kernel/reference';
import { SOURCES_HASH as OF_RELAXED_SIMD } from '../../../src/kernel/wasm/relaxedSimd';
import { SOURCES_HASH as OF_SIMD128 } from '../../../src/kernel/wasm/simd128';
import { WasmKernel } from '../../../src/kernel/wasmKernel';
import { uniform } from '../core/samples';
import { HARDSHIPS, IGNORED, type RowSamples, rowSamples } from './rowSamples';

/** Every build that this platform runs; relaxed SIMD is from Node 21 on. */
const KERNELS: readonly Kernel[] = [new WasmKernel('simd128'), plainKernel, loadKernel()];
const CLASSES = [1, 2, 3, 4, 5, 6, 7, 10, 31, 47, 100, 128, 129, 2051];
/** Not a multiple of four, so that there is a tail. */
const ROWS = 61;

const FLOAT32_UNITS = 6;
/** Each is within 3 units of the truth (bench/accuracy.ts), the core within 2. */
const FLOAT64_UNITS = 4;

describe('kernels', () => {
  it('a power of e is that of Math.exp within two units of the last place', () => {
    for (let x = -700; x <= 0; x += 0.0371) {
      const expected = Math.exp(x);
      assert.ok(
        Math.abs(powerOfE(x) - expected) <= expected * 2 ** -51,
        `e^${x}: ${powerOfE(x)}, expected ${expected}`,
      );
    }
    for (const x of [-Infinity, -1000, -0, 0, NaN]) assert.equal(powerOfE(x), Math.exp(x));
  });

  for (const kernel of KERNELS) {
    for (const hardship of HARDSHIPS) {
      it(`of ${kernel.build} equal the reference on rows that are ${hardship}`, () => {
        CLASSES.forEach((classes, seed) => checkRows(kernel, rowSamples(hardship, ROWS, classes, seed)));
      });
    }

    it(`of ${kernel.build} have the gradient of the reference`, () => {
      for (const classes of [1, 3, 10, 47]) checkGradient(kernel, rowSamples('ordinary', ROWS, classes, classes));
    });

    it(`of ${kernel.build} sum single logits as the reference does`, () => {
      const next = uniform(8);
      for (const narrow of [true, false]) {
        const made = (length: number, of: () => number) =>
          narrow ? Float32Array.from({ length }, of) : Float64Array.from({ length }, of);
        for (const spoiler of [0, Infinity, -Infinity, NaN, 90]) {
          const logits = made(20_001, () => 60 * (next() - 0.5));
          const targets = made(20_001, () => (next() < 0.5 ? next() : Math.round(next())));
          logits[7] = spoiler;
          targets[7] = 1;
          const expected = referenceCells(logits, targets, 0, logits.length);
          relativelyClose(kernel.binaryCrossEntropy({ logits, targets }), expected, narrow ? 3e-7 : 1e-14);
        }
      }
    });
  }

  it('work in place on arrays in their memory', () => {
    const kernel = new WasmKernel('simd128');
    const { logits, targets, classes } = rowSamples('ordinary', 64, 40, 3);
    const place = kernel.allocate(logits.byteLength + 4 * 64 * 2);
    const inside = new Float32Array(kernel.memory.buffer, place, logits.length);
    inside.set(logits);
    const losses = new Float32Array(kernel.memory.buffer, place + logits.byteLength, 64);
    const outside = new Float32Array(64);
    const rest = { targets, classes, ignoreIndex: IGNORED };
    assert.equal(
      kernel.crossEntropy({ logits: inside, losses, ...rest }),
      kernel.crossEntropy({ logits, losses: outside, ...rest }),
    );
    assert.deepEqual(Array.from(losses), Array.from(outside));
    assert.deepEqual(Array.from(inside), Array.from(logits), 'and leave the logits as they were');
  });

  it('are built from the sources that stand here', () => {
    const hash = createHash('sha256');
    const folder = 'src/kernel/assembly';
    for (const file of readdirSync(folder).sort()) hash.update(readFileSync(`${folder}/${file}`));
    const sources = hash.digest('hex');
    assert.deepEqual([OF_RELAXED_SIMD, OF_SIMD128], [sources, sources], 'run node scripts/kernel.mjs');
  });
});

function checkRows(kernel: Kernel, samples: RowSamples): void {
  const { logits, targets, classes } = samples;
  const reference = {
    losses: new Float64Array(ROWS),
    argmax: new Int32Array(ROWS),
    confidence: new Float64Array(ROWS),
  };
  const given = { ...samples, ignoreIndex: IGNORED };
  for (let row = 0; row < ROWS; row++) referenceRow({ ...given, ...reference }, row, new Float64Array(classes));
  const fast = { losses: new Float32Array(ROWS), argmax: new Int32Array(ROWS), confidence: new Float32Array(ROWS) };
  const exact = new Float64Array(ROWS);
  const wide = new Float64Array(ROWS);
  kernel.crossEntropy({ ...given, ...fast });
  kernel.crossEntropy({ ...given, losses: exact });
  kernel.crossEntropy({ ...given, logits: Float64Array.from(logits), losses: wide });
  assert.deepEqual(Array.from(fast.argmax), Array.from(reference.argmax));
  for (let row = 0; row < ROWS; row++) {
    const truth = reference.losses[row];
    const where = `${classes} classes, row ${row}, target ${targets[row]}`;
    within(fast.losses[row], truth, FLOAT32_UNITS * unit(truth, 23, -126), where);
    within(
      fast.confidence[row],
      reference.confidence[row],
      FLOAT32_UNITS * unit(reference.confidence[row], 23, -126),
      where,
    );
    within(Math.fround(exact[row]), truth, 0.5001 * unit(truth, 23, -126), `exact, ${where}`);
    within(wide[row], truth, FLOAT64_UNITS * unit(truth, 52, -1022), `float64, ${where}`);
  }
}

function checkGradient(kernel: Kernel, { logits, targets, classes }: RowSamples): void {
  const derivative = gradient(
    {
      loss: 'cross_entropy',
      predictions: { shape: [ROWS, classes], data: Float64Array.from(logits) },
      targets: { shape: [ROWS], data: Float64Array.from(targets) },
      options: { reduction: 'mean' },
    },
    'exact',
  );
  assert.ok(derivative.ok);
  const found = new Float32Array(ROWS * classes);
  const losses = new Float32Array(ROWS);
  const rows = { logits, targets, classes, ignoreIndex: IGNORED, losses, gradient: found, scale: 1 / ROWS };
  const sum = kernel.crossEntropyGradient(rows);
  found.forEach((value, index) => relativelyClose(value, derivative.value.data[index], 2e-6));
  const outcome = evaluate({
    loss: 'cross_entropy',
    predictions: { shape: [ROWS, classes], data: Float64Array.from(logits) },
    targets: { shape: [ROWS], data: Float64Array.from(targets) },
    options: { reduction: 'sum' },
  });
  assert.ok(outcome.ok);
  relativelyClose(sum, outcome.value.exact.data[0], 1e-6);
}

function relativelyClose(found: number, expected: number, tolerance: number): void {
  within(found, expected, tolerance * Math.abs(expected), 'relative');
}

function within(found: number, expected: number, tolerance: number, where: string): void {
  if (Object.is(found, expected) || found === expected) return;
  assert.ok(Math.abs(found - expected) <= tolerance, `${where}: ${found}, not ${expected}`);
}

/** One unit in the last place of a number in a format of so many bits. */
function unit(value: number, bits: number, lowest: number): number {
  return 2 ** (Math.max(lowest, Math.floor(Math.log2(Math.abs(value)))) - bits);
}
