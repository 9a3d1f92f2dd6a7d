import { strict as assert } from 'node:assert';
import { inlineDesk } from '../../../src/lens/desk';
import type { Result } from '../../../src/lens/result';
import { hoverText } from '../../../src/report/hover';
import { inspectorModel } from '../../../src/report/inspectorModel';
import { resultText } from '../../../src/report/resultText';

/** Keras 3.15 was seen to clip p = 0 to 16.118095 and p = 1 to 15.942385, scikit-learn 1.9 to 36.043653 both. */
const SATURATED = 'p = tensor([0., 1., 1., 0.5000])\ny = tensor([1., 1., 1., 1.])\n';
const LOGITS = 'x = tensor([[2.0000, 1.0000, 0.0000], [0.0000, 1.0000, 3.0000]])\ny = tensor([0, 2])\n';

const MEANINGS: readonly (readonly [string, string, readonly RegExp[]])[] = [
  [
    'names the frameworks that differ, with the reason',
    SATURATED,
    [
      /^As far as the printed digits tell: at least /,
      // (16.118095 + ln 2) / 4 = 4.2028; (36.043653 + ln 2) / 4 = 9.1842.
      /^Keras, .*: 4\.202\d\. It clips probabilities away from 0 and 1\.$/,
      /^scikit-learn, .*: 9\.184\d\. It clips probabilities away from 0 and 1\.$/,
    ],
  ],
  [
    'names no framework where all agree',
    LOGITS,
    // torch 1.13: 0.28872599.
    [/^As far as the printed digits tell: 0\.2887 ± 0\.0001$/, /^Better than guessing: ln 3 = 1\.099; /],
  ],
];

describe('what a number means', () => {
  for (const [name, text, expected] of MEANINGS) {
    it(name, async () => {
      const result = await computed(text);
      const { meaning } = hoverText(result, undefined);
      for (const sentence of expected) {
        assert.ok(
          meaning.some((said) => sentence.test(said)),
          `${sentence} is not among ${JSON.stringify(meaning)}`,
        );
      }
      assert.equal(
        meaning.filter((said) => /^(PyTorch|Keras|scikit-learn|Optax|ONNX|exact),/.test(said)).length,
        expected.filter(({ source }) => /Keras|scikit/.test(source)).length,
      );
    });
  }

  it('is the same in the hover, the inspector and the text', async () => {
    const result = await computed(SATURATED);
    const { meaning } = hoverText(result, undefined);
    assert.deepEqual(inspectorModel(1, 'log.txt', result).meaning, meaning);
    const lines = resultText(result);
    const at = lines.indexOf('What the number means');
    assert.deepEqual(
      lines.slice(at + 1, at + 1 + meaning.length).map((line) => line.trim()),
      meaning,
    );
  });
});

async function computed(text: string): Promise<Result> {
  const verdict = await inlineDesk.ask(
    { text, version: 1, language: 'plaintext' },
    { selections: [{ start: 0, end: text.length }], request: {}, options: {} },
    { aborted: false },
  );
  assert.ok(verdict?.kind === 'result', JSON.stringify(verdict));
  return verdict.result;
}
