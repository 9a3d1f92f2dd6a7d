import { strict as assert } from 'node:assert';
import { pair } from '../../../src/pair/pair';
import { read } from '../../../src/read/read';

const STEPS = 1500;
/** A log: logits and labels of every step. */
const LOG = Array.from(
  { length: STEPS },
  (_, step) => `x${step} = tensor([[0.${step}1, 1.5], [2.5, -1.5]])\ny${step} = tensor([0, 1])\n`,
).join('');

describe('a document of thousands of arrays', () => {
  const { blocks } = read({ text: LOG });
  const pairings = pair(blocks);

  it('pairs every matrix with the labels beside it', () => {
    const found = new Set(pairings.map(({ predictions, targets }) => `${nameOf(predictions)} ${nameOf(targets)}`));
    const missing = Array.from({ length: STEPS }, (_, step) => `x${step} y${step}`).filter((two) => !found.has(two));
    assert.deepEqual(missing, []);
  });

  it('does not pair each with all others', () => {
    assert.ok(pairings.length < 40 * STEPS * 2, `${pairings.length} pairings`);
  });

  it('pairs the array that is pointed at with every other that fits', () => {
    const including = blocks.findIndex(({ name }) => name === 'x700');
    const found = pair(blocks, { including });
    const labels = new Set(found.filter(({ predictions }) => predictions === including).map(({ targets }) => targets));
    assert.equal(labels.size, STEPS);
  });

  function nameOf(index: number): string | undefined {
    return blocks[index]?.name;
  }
});
