import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { SummaryState } from '../../../src/core/summary';
import { restored } from '../../../src/cli/summaryText';
import { blockArray } from '../../../src/dataset/shardArray';
import { summariseStretch } from '../../../src/dataset/summariseShard';
import { loadKernel } from '../../../src/kernel/loadKernel';
import { portableKernel } from '../../../src/kernel/portableKernel';
import { type KnownBlock, NOWHERE } from '../../../src/read/reading';

/** As make_portable.py writes it: bits of NumPy's doubles in hexadecimals, and 20 digits of mpmath's. */
interface Case {
  readonly logits: readonly (number | string)[];
  readonly target: number;
  readonly loss: string;
  readonly argmax: number;
  readonly confidence: string;
  readonly truth?: readonly [string, string];
}

interface Golden {
  readonly cases: readonly Case[];
  readonly summary: {
    readonly logits: readonly (number | string)[];
    readonly targets: readonly number[];
    readonly weight: readonly number[];
    readonly state: SummaryState;
  };
}

const golden = JSON.parse(readFileSync('test/golden/portable.json', 'utf8'), (_, value: unknown) =>
  restored(value),
) as Golden;

const numbers = (given: readonly (number | string)[]): Float64Array =>
  Float64Array.from(given, (each) => Number(String(each).replace('inf', 'Infinity')));

function computed({ logits, target }: Case): { loss: number; argmax: number; confidence: number } {
  const [losses, confidence, argmax] = [new Float64Array(1), new Float64Array(1), new Int32Array(1)];
  const rows = { logits: numbers(logits), targets: Int32Array.of(target), classes: logits.length, ignoreIndex: -1 };
  portableKernel.crossEntropy({ ...rows, losses, argmax, confidence });
  return { loss: losses[0] ?? 0, argmax: argmax[0] ?? 0, confidence: confidence[0] ?? 0 };
}

/** NaN of any bits is one number. */
function bits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return Number.isNaN(value) ? 'nan' : bytes.toString('hex');
}

function ofNumpy(hex: string): string {
  return bits(Buffer.from(hex, 'hex').readDoubleBE());
}

/** e^-708, of each class: what the kernel leaves out. */
const LEFT_OUT = 3.31e-308;

function units(found: number, truth: number, leftOut: number): number {
  const spacing = Math.max(2 ** (Math.floor(Math.log2(Math.abs(truth))) - 52), 5e-324);
  return Math.max(0, Math.abs(found - truth) - leftOut) / spacing;
}

describe('the portable kernel', () => {
  it("has every bit of NumPy's losses and confidences, at the ends of the doubles too", () => {
    for (const each of golden.cases) {
      const { loss, argmax, confidence } = computed(each);
      const found = [bits(loss), Math.max(0, argmax), bits(confidence)];
      assert.deepEqual(found, [ofNumpy(each.loss), each.argmax, ofNumpy(each.confidence)], each.logits.join());
    }
  });

  it('is within three units in the last place of the truth', () => {
    const checked = golden.cases.filter(({ truth }) => truth !== undefined);
    assert.ok(checked.length > 150, `${checked.length}`);
    for (const each of checked) {
      const { loss, confidence } = computed(each);
      const [truth, sure] = (each.truth ?? []).map(Number);
      assert.ok(units(loss, truth, LEFT_OUT * each.logits.length) <= 3, `${loss}, not ${truth}`);
      assert.ok(units(confidence, sure, 0) <= 3, `${confidence}, not ${sure}`);
    }
  });

  it("makes a summary of the same bits as NumPy's, with weights, ignored rows and rows that are not finite", () => {
    const { logits, targets, weight, state } = golden.summary;
    const predictions = blockArray(block([targets.length, weight.length], numbers(logits), false));
    const indices = blockArray(block([targets.length], Float64Array.from(targets), true));
    const options = { ignoreIndex: -1, weight: { shape: [weight.length], data: Float64Array.from(weight) } };
    const question = { loss: 'cross_entropy', from: 'logits', portable: true, options, worst: 5, bins: 15 } as const;
    const stretch = { from: 0, to: targets.length, name: 100 };
    const found = summariseStretch(predictions, indices, stretch, question, loadKernel());
    assert.ok(found.ok);
    assert.deepEqual(found.value.state(), state);
  });
});

function block(shape: readonly number[], data: Float64Array, integers: boolean): KnownBlock {
  const cells = { starts: new Uint32Array(0), ends: new Uint32Array(0) };
  return { elided: false, span: NOWHERE, notation: 'npy', tensor: { shape, data }, cells, decimals: 0, integers };
}
