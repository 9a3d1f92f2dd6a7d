import { strict as assert } from 'node:assert';
import { json, lossLens } from './terminal';

interface Answer {
  readonly version: number;
  readonly loss: string;
  readonly from: string;
  readonly reduction: string;
  readonly value: number | string | readonly (number | string)[];
  readonly rows: readonly number[];
  readonly inferred: { readonly pred: Origin; readonly target: Origin; readonly reasons: readonly string[] };
  readonly findings: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly message: string };
  readonly choices: readonly { readonly loss: string; readonly value: number; readonly reasons: readonly string[] }[];
}

interface Origin {
  readonly file: string;
  readonly index: number;
  readonly name: string | null;
  readonly span: { readonly start: number; readonly end: number; readonly line: number };
}

const NOTEBOOK = 'examples/notebook.txt';

async function computes(args: readonly string[], input = ''): Promise<Answer> {
  const answer = await json<Answer>(['compute', '--json', ...args], input);
  assert.equal(answer.code, 0, answer.err);
  assert.equal(answer.version, 1);
  return answer;
}

async function refuses(args: readonly string[], code: string, words: RegExp, input = ''): Promise<Answer> {
  const answer = await json<Answer>(['compute', '--json', ...args], input);
  assert.equal(answer.code, 1, answer.out);
  assert.equal(answer.error.code, code);
  assert.match(answer.error.message, words);
  assert.match(answer.err, words);
  return answer;
}

describe('loss-lens compute', () => {
  // The notebook printed these itself: PyTorch on the full float32 values.
  const printed: readonly (readonly [string, string, string, string])[] = [
    ['prob', 'tags', 'binary_cross_entropy', '0.8936'],
    ['logits', 'tags', 'binary_cross_entropy_with_logits', '0.8936'],
    ['logits', 'label', 'cross_entropy', '1.2359'],
  ];
  for (const [pred, target, loss, value] of printed) {
    it(`finds the ${value} that the notebook printed for ${pred} and ${target}`, async () => {
      const args = [NOTEBOOK, '--pred', pred, '--target', target];
      assert.equal((await computes(args)).loss, loss);
      assert.equal((await lossLens(['compute', ...args])).out, `${value}\n`);
    });
  }

  it('says which arrays were taken, where they stand and why', async () => {
    const { inferred, options, findings } = await computes([NOTEBOOK, '--pred', '#0', '--target', 'tags']);
    assert.deepEqual([inferred.pred.name, inferred.pred.index, inferred.pred.span.line], ['logits', 0, 11]);
    assert.deepEqual([inferred.target.name, inferred.target.index, inferred.target.span.line], ['tags', 1, 23]);
    assert.ok(inferred.reasons.includes('Target row 0 holds 2 ones: several classes at once.'));
    assert.deepEqual(options, { reduction: 'mean', dtype: 'float64' });
    assert.deepEqual(findings, []);
  });

  it('shows both readings of one-hot targets and leaves the choice', async () => {
    const { choices } = await refuses([NOTEBOOK, '--pred', 'logits', '--target', 'one_hot'], 'ambiguous', /2 readings/);
    assert.deepEqual(
      choices.map(({ loss, value }) => [loss, value.toFixed(4)]),
      // torch 1.13 on the printed logits in float64.
      [
        ['cross_entropy', '1.2359'],
        ['binary_cross_entropy_with_logits', '0.7318'],
      ],
    );
    for (const { reasons } of choices) assert.ok(reasons.length > 0);
  });

  it('leaves the choice where several arrays bear the name', async () => {
    const text = 'x = [[1.0, 2.0], [3.0, 1.0]]\nx = [[0.5, 2.0], [3.0, 1.5]]\ny = [1, 0]\n';
    const { choices } = await refuses(['-', '--pred', 'x', '--target', 'y'], 'ambiguous', /x@0/, text);
    assert.equal(choices.length, 2);
    assert.equal((await computes(['-', '--pred', 'x@1', '--target', 'y'], text)).inferred.pred.index, 1);
  });

  it('computes a loss that is named literally', async () => {
    const text = 'p = [[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]]\ny = [0, 1]\n';
    const auto = await computes(['-'], text);
    assert.deepEqual([auto.loss, auto.from], ['nll_loss', 'probabilities']);
    // torch 1.13: F.cross_entropy(p, y) in float64.
    assert.equal(
      ((await computes(['-', '--loss', 'cross_entropy'], text)).value as number).toFixed(12),
      '0.728838094937',
    );
  });

  it('takes predictions from the first file and targets from the second', async () => {
    const { inferred } = await computes(['examples/epoch.json', '-', '--pred', 'logits'], '[0, 2, 1, 1, 0, 2]');
    assert.deepEqual([inferred.pred.file, inferred.target.file], ['examples/epoch.json', '-']);
    assert.equal(inferred.target.index, 0);
  });

  it('passes the options on, negative numbers included', async () => {
    const text = 'z = [[2.0, 1.0], [0.0, 1.0]]\ny = [0, -1]\n';
    const answer = await computes(
      ['-', '--ignore-index', '-1', '--reduction', 'sum', '--label-smoothing', '0.1'],
      text,
    );
    assert.deepEqual(answer.options, { reduction: 'sum', dtype: 'float64', ignore_index: -1, label_smoothing: 0.1 });
    // torch 1.13: F.cross_entropy(z, y, ignore_index=-1, label_smoothing=0.1, reduction='sum') in float64.
    assert.equal((answer.value as number).toFixed(12), '0.363261687518');
  });

  it('gives a list where nothing is reduced, and words for what is not finite', async () => {
    const answer = await computes(['-', '--reduction', 'none'], 'z = [[1.0, -inf], [2.0, 0.5]]\ny = [1, 0]\n');
    assert.deepEqual((answer.value as unknown[])[0], 'inf');
    assert.equal((answer.value as unknown[]).length, 2);
  });

  it('gives as many exact digits as are asked for', async () => {
    const { out } = await lossLens(['compute', '-', '--exact', '30'], 'z = [[3.0, 2.0]]\ny = [0]\n');
    // ln(1 + 1/e), by Python's decimal module at 40 digits.
    assert.match(out, /exact: 0\.313261687518222834048995494968\n/);
  });

  const refusals: readonly (readonly [string, string, readonly string[], string, RegExp])[] = [
    ['an elided print', 'x = tensor([[1., 2., ..., 3.]])\ny = tensor([0])\n', [], 'elided', /left out/],
    ['a ragged matrix', 'x = [[1.0, 2.0], [3.0]]\ny = [0, 1]\n', [], 'ragged', /1/],
    ['a word among the numbers', 'x = [[1.0, abc], [3.0, 4.0]]\ny = [0, 1]\n', [], 'bad-token', /abc/],
    [
      'a class out of bounds',
      'x = [[1.0, 2.0], [3.0, 4.0]]\ny = [0, 2]\n',
      [],
      'target-out-of-bounds',
      /Target 2 at row 1/,
    ],
    ['arrays that do not fit', 'x = [[1.0, 2.0], [3.0, 4.0]]\ny = [0, 1, 1]\n', [], 'no-pairing', /fit together/],
    ['one array alone', 'x = [[1.0, 2.0], [3.0, 4.0]]\n', [], 'no-pairing', /one array only/],
    ['a name that is not there', 'x = [[1.0, 2.0]]\ny = [0]\n', ['--pred', 'z'], 'no-such-array', /no array z/],
    [
      'probabilities that are none',
      'x = [0.5, 1.5]\ny = [0, 1]\n',
      ['--loss', 'binary_cross_entropy'],
      'input-out-of-range',
      /1\.5/,
    ],
  ];
  for (const [what, text, args, code, words] of refusals) {
    it(`refuses ${what}, and says why`, async () => {
      await refuses(['-', ...args], code, words, text);
    });
  }

  it('refuses a file that is not there', async () => {
    await refuses(['nowhere.txt'], 'unreadable', /nowhere\.txt cannot be read: there is no such file/);
  });

  const usage: readonly (readonly [readonly string[], RegExp])[] = [
    [['compute'], /one file or two/],
    [['compute', 'a', 'b', 'c'], /found 3/],
    [['compute', 'a', '--loss', 'hinge'], /--loss is hinge; expected auto/],
    [['compute', 'a', '--eps', 'small'], /--eps is small; expected a number/],
    [['compute', 'a', '--bogus'], /bogus/],
    [['read'], /needs a file/],
    [['conjure'], /no command conjure/],
    [[], /a command is needed/],
  ];
  for (const [args, words] of usage) {
    it(`ends with usage for: loss-lens ${args.join(' ')}`, async () => {
      const { code, err, out } = await lossLens(args);
      assert.equal(code, 2);
      assert.match(err, words);
      assert.equal(out, '');
    });
  }
});
