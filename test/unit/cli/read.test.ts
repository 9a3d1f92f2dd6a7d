import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { json, lossLens } from './terminal';

interface Listing {
  readonly version: number;
  readonly files: readonly {
    readonly file: string;
    readonly arrays: readonly {
      readonly name: string | null;
      readonly notation: string;
      readonly shape: readonly number[] | null;
      readonly dtype: string | null;
      readonly decimals: number | null;
      readonly span: { readonly start: number; readonly end: number; readonly line: number };
      readonly elided: boolean;
      readonly values?: readonly (number | string)[];
    }[];
    readonly troubles: readonly { readonly code: string; readonly message: string }[];
  }[];
}

describe('loss-lens read', () => {
  it('lists every array of the notebook in the order of the text, with name, shape and place', async () => {
    const { version, files, code } = await json<Listing>(['read', '--json', 'examples/notebook.txt']);
    assert.deepEqual([version, code], [1, 0]);
    const [file] = files;
    assert.deepEqual(
      file?.arrays.map(({ name, shape, dtype, decimals }) => [name, shape, dtype, decimals]),
      [
        ['logits', [8, 5], 'float32', 4],
        ['tags', [8, 5], 'float32', 0],
        ['prob', [8, 5], 'float32', 4],
        ['F.binary_cross_entropy(input=prob, target=tags)', [], 'float32', 4],
        ['F.binary_cross_entropy_with_logits(input=logits, target=tags)', [], 'float32', 4],
        ['label', [8], 'int64', 0],
        ['torch.softmax(logits, dim=1)', [8, 5], 'float32', 4],
        ['one_hot', [8, 5], 'float32', 0],
        ['F.cross_entropy(logits, label)', [], 'float32', 4],
      ],
    );
    assert.deepEqual(file?.troubles, []);
    const text = readFileSync('examples/notebook.txt', 'utf8');
    for (const { span } of file?.arrays ?? []) assert.match(text.slice(span.start, span.end), /^tensor\([^]*\)$/);
  });

  it('gives the values flat and row-major when asked, words for what is not finite', async () => {
    const { files } = await json<Listing>(['read', '--json', '--values', '-'], 'tensor([[1., nan], [inf, -inf]])\n');
    assert.deepEqual(files[0]?.arrays[0]?.values, [1, 'nan', 'inf', '-inf']);
  });

  it('lists an elided print without values, and is troubled', async () => {
    const { files, code, err } = await json<Listing>(
      ['read', '--json', '--values', '-'],
      'x = tensor([1., 2., ..., 9.])\n',
    );
    const [array] = files[0]?.arrays ?? [];
    assert.deepEqual([array?.elided, array?.shape, array?.values, array?.name], [true, null, undefined, 'x']);
    assert.deepEqual(
      files[0]?.troubles.map((trouble) => trouble.code),
      ['elided'],
    );
    assert.equal(code, 1);
    assert.match(err, /-:1: Numbers were left out/);
  });

  it('goes on with the other files where one cannot be read', async () => {
    const { files, code } = await json<Listing>(['read', '--json', 'nowhere.txt', 'examples/spam.py']);
    assert.deepEqual(
      files.map(({ arrays }) => arrays.length),
      [0, 2],
    );
    assert.equal(code, 1);
  });

  it('writes a line for each array without --json', async () => {
    assert.match(
      (await lossLens(['read', 'examples/epoch.json'])).out,
      /^examples\/epoch\.json:2\tlogits\t6 × 3\t-\tjson\n/,
    );
  });
});
