import { strict as assert } from 'node:assert';
import { checkPins, updatedText } from '../../../src/lens/pins';
import { read } from '../../../src/read/read';
import { pinText } from '../../../src/report/pins';

const X = `x = tensor([[1.9269, 1.4873, 0.9007, -2.1055],
        [0.6784, -1.2345, -0.0431, -1.6047],
        [-0.7521, 1.6487, -0.3925, -1.4036]])
`;
const Y = 'y = tensor([2, 3, 0])\n';

/** Pins and what each comes to. The losses are torch 1.13's: 2.4007 (pairings.json) and three times that. */
const PINS: readonly (readonly [string, string, readonly string[]])[] = [
  ['holds beside the matrices', `${X}${Y}# loss-lens: 2.4007\n`, ['holds']],
  ['holds before the matrices', `# loss-lens: 2.4007\n${X}${Y}`, ['holds']],
  ['holds at the end of a line', `${X}y = tensor([2, 3, 0])  # loss-lens: 2.401\n`, ['holds']],
  ['holds with an exponent', `${X}${Y}# loss-lens: 2.4007e+00\n`, ['holds']],
  ['holds as a sum', `${X}${Y}# loss-lens: 7.2020 reduction=sum\n`, ['holds']],
  ['holds within what the digits leave open', `${X}${Y}# loss-lens: 2.40070\n`, ['holds']],
  ['drifts', `${X}${Y}# loss-lens: 2.5007\n`, ['drifted 2.4007']],
  ['drifts in the last digit', `${X}${Y}# loss-lens: 2.4009\n`, ['drifted 2.4007']],
  ['names its arrays', `${X}z = tensor([1, 1, 1])\n${Y}# loss-lens: 2.4007 pred=x target=y\n`, ['holds']],
  [
    'is of the array above it',
    `${X}${Y}z = tensor([0.5, 0.5])\nw = tensor([1., 0.])\n# loss-lens: 0.6931\n`,
    ['holds'],
  ],
  ['is refused as PyTorch refuses', `${X}y = tensor([2, 9, 0])\n# loss-lens: 2.4007\n`, ['refused']],
  ['has nothing beside it', '# loss-lens: 2.4007\n', ['nothing']],
  ['has an option that nobody knows', `${X}${Y}# loss-lens: 2.4007 colour=red\n`, ['nothing']],
  ['stands in JSON too', '{"x": [[1.5, 0.5]], "y": [0], "loss-lens": 0.3133}', ['holds']],
];

describe('a pin', () => {
  for (const [name, text, expected] of PINS) {
    it(name, async () => {
      const checked = await checkPins(read({ text }).blocks, text, { aborted: false });
      assert.deepEqual(
        checked?.map(({ outcome }) => (outcome.kind === 'drifted' ? `drifted ${outcome.text}` : outcome.kind)),
        expected,
      );
    });
  }

  it('is told with what was found, and put right', async () => {
    const text = `${X}${Y}# loss-lens: 2.5007 loss=cross_entropy\n`;
    const { blocks } = read({ text });
    const checked = await checkPins(blocks, text, { aborted: false });
    assert.ok(checked?.[0]);
    assert.equal(pinText(checked[0], blocks), 'The loss is 2.4007 (cross_entropy of x and y), and not 2.5007.');
    assert.equal(updatedText(text, checked), `${X}${Y}# loss-lens: 2.4007 loss=cross_entropy\n`);
  });
});
