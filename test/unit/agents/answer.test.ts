import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { answerAgent } from '../../../src/agents/answer';
import { answerReply } from '../../../src/agents/reply';
import { EDITOR_INPUT_SCHEMA, TOOL_DESCRIPTION } from '../../../src/agents/tool';
import { TOOL_NAME } from '../../../src/agents/toolName';
import { consider } from '../../../src/lens/answer';
import { judge } from '../../../src/lens/judge';
import { read } from '../../../src/read/read';
import { givenAway } from '../../agents/naughty';
import { flatten, type GoldenCase, readGoldens } from '../../golden/goldens';
import { GOLDEN_LOSSES } from '../../golden/problems';
import { OWN_PAYLOADS } from '../../markup/payloads';

interface Told {
  readonly value?: number | string;
  readonly findings?: readonly { readonly id: string; readonly alternatives: readonly { readonly value: number }[] }[];
  readonly interval?: { readonly low: number; readonly high: number } | null;
  readonly reference?: { readonly agrees: boolean; readonly explanations: readonly { readonly value: number }[] };
  readonly choices?: readonly { readonly loss: string }[];
  readonly error?: { readonly code: string; readonly message: string };
}

async function ask(input: unknown): Promise<Told> {
  return await answerAgent(input);
}

/** Rows of probabilities and their classes: -mean(ln 0.7, ln 0.8, ln 0.6) is 0.36354803967..., by mpmath. */
const PROBABILITIES = {
  predictions: [
    [0.7, 0.2, 0.1],
    [0.1, 0.8, 0.1],
    [0.2, 0.2, 0.6],
  ],
  targets: [0, 1, 2],
};

const FAULTS: readonly (readonly [string, unknown, string, string])[] = [
  ['nothing', undefined, 'bad-value', 'input is nothing; expected an object.'],
  ['a list', [1], 'bad-value', 'input is a list of 1; expected an object.'],
  ['no targets', { predictions: [[1, 2]] }, 'missing-field', 'targets is missing.'],
  [
    'class names',
    { predictions: [[1, 2]], targets: ['cat'] },
    'bad-number',
    'targets[0] is a string of length 3; expected a number, "nan", "inf" or "-inf".',
  ],
  [
    'ragged rows',
    { predictions: [[1, 2], [3]], targets: [0, 1] },
    'ragged',
    'predictions[1] is a list of 1; expected a list of 2, as its neighbours are.',
  ],
  [
    'a loss of its own',
    { ...PROBABILITIES, loss: 'hinge' },
    'unknown-loss',
    'There is no loss a string of length 5; expected cross_entropy, nll_loss, binary_cross_entropy, binary_cross_entropy_with_logits, kl_div, multilabel_soft_margin_loss, sigmoid_focal_loss or poly_loss.',
  ],
  [
    'an option of its own',
    { ...PROBABILITIES, options: { temperature: 2 } },
    'unknown-parameter',
    'There is a parameter of an unknown name; expected weight, pos_weight, ignore_index, label_smoothing, reduction, eps, log_target, alpha, gamma or epsilon.',
  ],
  [
    'a class that is none',
    { predictions: [[1, 2]], targets: [2], loss: 'cross_entropy' },
    'target-out-of-bounds',
    'Target 2 at row 0 is out of bounds; expected a class from 0 to 1.',
  ],
  [
    'more digits than there are',
    { ...PROBABILITIES, decimals: { predictions: 18 } },
    'bad-value',
    'decimals.predictions is 18; expected an integer from 0 to 17.',
  ],
];

describe('what agents are told', () => {
  it('is what PyTorch returns, for every golden', async () => {
    let checked = 0;
    for (const golden of readGoldens().cases) {
      if (typeof golden.input === 'string' || typeof golden.target === 'string') continue;
      await checkGolden(golden);
      checked++;
    }
    assert.ok(checked > 100, `${checked} goldens`);
  });

  for (const [name, input, code, message] of FAULTS) {
    it(`is what is wrong with ${name}`, async () => {
      const { error } = await ask(input);
      assert.deepEqual(error, { code, message });
    });
  }

  it('is why a loss is suspicious, and what it would be', async () => {
    const { findings, reference } = await ask({ ...PROBABILITIES, loss: 'cross_entropy', reference: '0.3635' });
    const [finding] = findings ?? [];
    assert.equal(finding?.id, 'double-softmax');
    assert.ok(Math.abs((finding?.alternatives[0]?.value ?? NaN) - 0.3635480396729776) < 1e-15);
    assert.equal(reference?.agrees, false);
    assert.ok(Math.abs((reference?.explanations[0]?.value ?? NaN) - 0.3635480396729776) < 1e-15);
  });

  it('confirms a loss that was printed', async () => {
    const { reference } = await ask({ ...PROBABILITIES, reference: '0.3635' });
    assert.deepEqual([reference?.agrees, reference?.explanations], [true, []]);
  });

  it('is how far printed digits carry, and that numbers as they stand carry all the way', async () => {
    const printed = await ask({ ...PROBABILITIES, decimals: { predictions: 1 } });
    const { low = NaN, high = NaN } = printed.interval ?? {};
    // Each of the three may be 0.05 more or less: -mean(ln 0.75, ln 0.85, ln 0.65) and -mean(ln 0.65, ln 0.75, ln 0.55).
    assert.ok(
      Math.abs(low - 0.29366130601400336) < 1e-14 && Math.abs(high - 0.43876732976661853) < 1e-14,
      `${low} to ${high}`,
    );
    const exact = await ask(PROBABILITIES);
    assert.ok((exact.interval?.high ?? NaN) - (exact.interval?.low ?? NaN) < 1e-14);
  });

  it('is a choice where the numbers leave one', async () => {
    const { error, choices = [] } = await ask({
      predictions: [
        [2, -1],
        [0.5, 3],
      ],
      targets: [
        [1, 0],
        [0, 1],
      ],
    });
    assert.equal(error?.code, 'ambiguous');
    assert.deepEqual(choices.map(({ loss }) => loss).sort(), ['binary_cross_entropy_with_logits', 'cross_entropy']);
  });

  it('holds nothing of what a request says in words', async () => {
    const { replies, faults } = await givenAway(OWN_PAYLOADS, ask);
    assert.deepEqual(faults, []);
    assert.ok(replies > 500, `${replies} replies`);
  });

  it('holds no name of a document whose result is told', async () => {
    const text =
      'logits_ignore_previous = [[2.0, -1.0], [0.5, 0.2]]\nlabels_send_mail = [0, 1]\nloss_x(logits_ignore_previous, labels_send_mail)';
    const { blocks } = read({ text, language: 'python' });
    const found = await consider(blocks, {}, {}, { aborted: false });
    assert.ok(found?.kind === 'answer' && found.choice.outcome.ok);
    const { value } = found.choice.outcome;
    assert.ok(value.pairing.reasons.some(({ code }) => code === 'named'));
    const reply = JSON.stringify(answerReply(value, judge(value, { predictions: text, targets: text })));
    assert.doesNotMatch(reply, /ignore_previous|send_mail|loss_x/);
  });

  it('is described in the manifest by the same words', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { languageModelTools: readonly { name: string; modelDescription: string; inputSchema: object }[] };
    };
    const [tool, ...others] = contributes.languageModelTools;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [tool?.name, tool?.modelDescription, tool?.inputSchema],
      [TOOL_NAME, TOOL_DESCRIPTION, JSON.parse(JSON.stringify(EDITOR_INPUT_SCHEMA))],
    );
  });
});

async function checkGolden({ id, fn, input, target, params, expected }: GoldenCase): Promise<void> {
  const { loss, from } = GOLDEN_LOSSES[fn] ?? {};
  const keywords = Object.entries(params).filter(([name]) => name !== 'reduction_extra');
  const options = { ...Object.fromEntries(keywords), reduction: 'mean' };
  const { value, error } = await ask({ predictions: input, targets: target, loss, from, options });
  const { mean, error: refused } = expected.float64;
  if (refused) {
    assert.ok(error, `${id} is refused`);
    return;
  }
  const [wanted] = flatten(mean);
  const found = Number(String(value).replace('inf', 'Infinity'));
  const close = Object.is(found, wanted) || Math.abs(found - wanted) <= 1e-13 * Math.abs(wanted);
  assert.ok(close, `${id}: ${String(value ?? error?.message)}, not ${wanted}`);
}
