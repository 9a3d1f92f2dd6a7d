import { reads, readsNothing, refuses } from './check';

const SQUARE = [
  [1, 2],
  [3, 4],
];

describe('literals and rows', () => {
  it('reads nested JSON lists', () =>
    reads('[[1, 2], [3, 4]]', { notation: 'json', values: SQUARE }, { language: 'json' }));
  it('reads JSON by its keys', () =>
    reads(
      '{"logits": [[1, 2], [3, 4]], "labels": [0, 1]}',
      [
        { name: 'logits', notation: 'json', values: SQUARE },
        { name: 'labels', values: [0, 1] },
      ],
      { language: 'json' },
    ));
  it('reads Python lists', () =>
    reads('x = [[1, 2],\n     [3, 4]]', { name: 'x', notation: 'python', values: SQUARE }));
  it('reads Python tuples', () => reads('x = ((1, 2), (3, 4))', { name: 'x', notation: 'python', values: SQUARE }));
  it('reads a trailing comma', () => reads('x = [[1, 2,], [3, 4,],]', { values: SQUARE }));
  it('reads comments between rows', () =>
    reads('x = [\n  [1, 2],  # cats, [9, 9]\n  [3, 4],  # dogs\n]', { name: 'x', values: SQUARE }));
  it('reads float() and named constants', () =>
    reads("x = [float('-inf'), np.nan, math.inf, -torch.inf, float('1.5')]", {
      values: [-Infinity, NaN, Infinity, -Infinity, 1.5],
    }));
  it('reads digits grouped by underscores', () => reads('x = [1_000, 2_000.5]', { values: [1000, 2000.5] }));
  it('reads None and null as nan', () => reads('x = [1.5, None, null]', { values: [1.5, NaN, NaN] }));
  it('reads rows of numbers', () => reads('1 2\n3 4\n', { notation: 'rows', values: SQUARE }));
  it('reads one number a line as a vector', () =>
    reads('0.5\n1.5\n2.5\n', { notation: 'rows', values: [0.5, 1.5, 2.5] }));
  it('reads a lone row only where it is everything', () =>
    reads('0.1 0.2 0.7', { notation: 'rows', values: [0.1, 0.2, 0.7] }));
  it('reads no lone row in a text', () => readsNothing('The sum was\n12.5\nover all of it.'));
  it('refuses an expression', () => refuses('x = [1.5, 2 * 3]', 'bad-token'));
  it('refuses hexadecimal', () => refuses('x = [1.5, 0x10]', 'bad-token', '0x10'));
  it('refuses what R would repeat to bind it', () =>
    refuses('m <- rbind(c(1, 2), c(3, 4, 5))', 'ragged', 'c(3, 4, 5)'));
  it('refuses to bind what is no vector of numbers', () => refuses('m <- rbind(c(1, 2), x)', 'bad-token', 'x'));
  it('refuses to bind what is worked out', () => refuses('m <- cbind(c(1, 2), c(3, 4) * 2)', 'bad-token', '*'));
  it('refuses mixed depths', () => refuses('x = [[1, 2], 3]', 'ragged'));
  it('refuses ragged rows of numbers', () => refuses('1,2,3\n4,5\n6,7,8\n', 'ragged', '4,5'));
  it('refuses what is nested too deep', () => refuses('['.repeat(70) + '1, 2' + ']'.repeat(70), 'too-deep'));
});

describe('what is no array', () => {
  const nothing: Record<string, string> = {
    'a half-open interval': 'The labels are drawn over [2, 5) and so on.',
    'a citation': 'As shown in [3], and again in [4, 5].',
    indexing: 'x[0, 1] = y[2]; z = w[1:3]',
    'a format string': 'print(f"{x[0]:.4f} of [{a}, {b}]")',
    'a call with numbers': 'torch.randint(0, 3, (10, 4))',
    'a shape': 'x.shape == (10, 4); print("[10, 4]")',
    'a time stamp': '[2024-01-01 10:00:00] started',
    'a version in prose': 'Python 3.11.7 (main), [GCC 12.2.0] on linux',
    'a Markdown link': 'See [the docs](https://example.org/1) and [2](x).',
    'a lone integer in brackets': 'step [10]\nstep [20]',
    'a progress bar': '100%|##########| 10/10 [00:01<00:00,  9.5it/s]',
    'an empty list': 'x = []\ny = [[]]',
  };
  for (const [what, text] of Object.entries(nothing)) it(`finds none in ${what}`, () => readsNothing(text));
});
