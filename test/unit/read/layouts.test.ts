import { type Context, type Expected, type Nested, reads, readsNothing, refuses } from './check';

/** The prints of programs that are not at hand when the tests run, as their documentation shows them. */
const M: Nested = [
  [1.5, -2],
  [0.25, 3],
];
const CUBE: Nested = [
  [
    [1, 2],
    [3, 4],
  ],
  [
    [5, 6],
    [7, 8],
  ],
];
const names = { columnNames: ['cat', 'dog'] };
const elided = { elided: true };

const CASES: readonly [title: string, text: string, expected: Expected | readonly Expected[], context?: Context][] = [
  [
    'slices of PyTorch 0.3',
    '(0 ,.,.) = \n  1  2\n  3  4\n\n(1 ,.,.) = \n  5  6\n  7  8\n[torch.FloatTensor of size 2x2x2]\n',
    { notation: 'torch', dtype: 'float32', values: CUBE },
  ],
  [
    'columns of PyTorch 0.3',
    'Columns 0 to 2 \n 1  2  3\n 4  5  6\n\nColumns 3 to 4 \n 7  8\n 9 10\n[torch.LongTensor of size 2x5]\n',
    {
      notation: 'torch',
      dtype: 'int64',
      values: [
        [1, 2, 3, 7, 8],
        [4, 5, 6, 9, 10],
      ],
    },
  ],
  [
    'the factor of PyTorch 0.3',
    '1.00000e-02 *\n  1.5  2.0\n  3.0  4.0\n[torch.FloatTensor of size 2x2]\n',
    {
      values: [
        [0.015, 0.02],
        [0.03, 0.04],
      ],
    },
  ],
  [
    'slices of libtorch',
    '(1,.,.) = \n  1  2\n  3  4\n\n(2,.,.) = \n  5  6\n  7  8\n[ CPUFloatType{2,2,2} ]\n',
    { notation: 'torch', values: CUBE },
  ],
  [
    'columns of libtorch, whose first row stands behind the heading',
    'x:\nColumns 1 to 3 1  2  3\n 4  5  6\n\nColumns 4 to 5 7  8\n  9 10\n[ CPUFloatType{2,5} ]\n',
    {
      name: 'x',
      values: [
        [1, 2, 3, 7, 8],
        [4, 5, 6, 9, 10],
      ],
    },
  ],
  [
    'what R’s torch left out',
    'torch_tensor\n 1.5 -2.0\n 0.25  3.0\n... [the output was truncated (use n=-1 to disable)]\n[ CPUFloatType{100,2} ]\n',
    { ...elided, shape: [100, 2] },
    { troubles: ['elided'] },
  ],
  ['the layout of TensorFlow.js', 'tf.tensor2d([1.5, -2, 0.25, 3], [2, 2])', { notation: 'tensorflow', values: M }],
  [
    'Polars in plain characters',
    'shape: (2, 2)\n+------+------+\n| cat  | dog  |\n| ---  | ---  |\n| f64  | f64  |\n+=============+\n| 1.5  | -2.0 |\n| 0.25 | 3.0  |\n+------+------+\n',
    { notation: 'polars', dtype: 'float64', values: M, ...names },
  ],
  [
    'a table of Spark',
    '+----+----+\n| cat| dog|\n+----+----+\n| 1.5|-2.0|\n|0.25| 3.0|\n+----+----+\n\n',
    { notation: 'table', values: M, ...names },
  ],
  [
    'the first rows of a table of Spark',
    '+----+----+\n| cat| dog|\n+----+----+\n| 1.5|-2.0|\n+----+----+\nonly showing top 1 row\n',
    elided,
    { troubles: ['elided'] },
  ],
  [
    'a grid',
    '+-------+-------+\n|   cat |   dog |\n+=======+=======+\n|  1.5  |    -2 |\n+-------+-------+\n|  0.25 |     3 |\n+-------+-------+\n',
    { values: M, ...names },
  ],
  [
    'a table of PostgreSQL',
    '  cat  | dog \n-------+-----\n   1.5 |  -2\n  0.25 |   3\n(2 rows)\n',
    { values: M, ...names },
  ],
  [
    'a tibble',
    '# A tibble: 2 × 2\n    cat   dog\n  <dbl> <dbl>\n1  1.5     -2\n2  0.25     3\n',
    { notation: 'r', values: M, ...names },
  ],
  [
    'a tibble with more rows',
    '# A tibble: 9 × 2\n    cat   dog\n  <dbl> <dbl>\n1  1.5     -2\n2  0.25     3\n# ℹ 7 more rows\n',
    { ...elided, shape: [9, 2] },
    { troubles: ['elided'] },
  ],
  [
    'R’s data.table',
    '     cat   dog\n   <num> <num>\n1:  1.50    -2\n2:  0.25     3\n',
    { notation: 'r', values: M, ...names },
  ],
  [
    'R’s data.table, cut in the middle',
    '     cat dog\n  1: 1.5  -2\n  2: 0.2   3\n ---        \n 99: 1.0   2\n100: 3.0   4\n',
    elided,
    { troubles: ['elided'] },
  ],
  [
    'Julia’s data frame',
    '2×2 DataFrame\n Row │ cat      dog     \n     │ Float64  Float64 \n─────┼──────────────────\n   1 │    1.5      -2.0\n   2 │    0.25      3.0\n',
    { notation: 'julia', values: M, ...names },
  ],
  [
    'MATLAB behind comment marks',
    '% x =\n%\n%     1.5000   -2.0000\n%     0.2500    3.0000\n',
    { notation: 'matlab', name: 'x', values: M },
  ],
  [
    'four axes of MATLAB',
    'x(:,:,1,1) =\n\n   1   2\n\nx(:,:,2,1) =\n\n   3   4\n\nx(:,:,1,2) =\n\n   5   6\n\nx(:,:,2,2) =\n\n   7   8\n',
    {
      name: 'x',
      values: [
        [
          [
            [1, 5],
            [3, 7],
          ],
          [
            [2, 6],
            [4, 8],
          ],
        ],
      ],
    },
  ],
  [
    'a terminal’s colours',
    '\u001b[32mlogits\u001b[0m = tensor([[\u001b[31m 1.5000\u001b[0m, -2.0000],\n        [ 0.2500,  3.0000]])\n',
    { name: 'logits', values: M },
  ],
  ['Rust with a type', 'let y: [i64; 2] = [0, 1];\n', { name: 'y', values: [0, 1] }, { language: 'rust' }],
  [
    'C# with a type',
    'var x = new double[,] { {1.5, -2.0}, {0.25, 3.0} };\n',
    { name: 'x', notation: 'c', values: M },
    { language: 'csharp' },
  ],
  [
    'C++ initialised',
    'std::vector<float> x{1.5f, -2.0f};\nauto y = torch::tensor({0, 1});\n',
    [
      { name: 'x', notation: 'c', values: [1.5, -2] },
      { name: 'y', notation: 'torch', values: [0, 1] },
    ],
    { language: 'cpp' },
  ],
  [
    'a typed array of JavaScript',
    'const x = new Float32Array([1.5, -2, NaN]);\n',
    { name: 'x', values: [1.5, -2, NaN] },
    { language: 'javascript' },
  ],
  [
    'two targets of one assignment',
    'a, b = [1.0, 2.0], [3.0, 4.0]\n',
    [
      { name: 'a', values: [1, 2] },
      { name: null, values: [3, 4] },
    ],
    { language: 'python' },
  ],
  [
    'a vector of R with names and remarks',
    'x <- c(a = 1.5, # first\n  b = NA)\n',
    { name: 'x', values: [1.5, NaN] },
    { language: 'r' },
  ],
  ['rows under their name', 'logits:\n1.5 -2\n0.25 3\n', { name: 'logits', notation: 'rows', values: M }],
];

const NOTHING: readonly [title: string, text: string, language?: string][] = [
  ['a list that is repeated', 'x = [0] * 10\ny = [[0.0] * 3 for _ in range(2)]\n', 'python'],
  ['brackets in a comment of JavaScript', '// const z = [[9, 9], [9, 9]];\n', 'javascript'],
  ['an index that something is put at', '[1,2] = x\n', 'matlab'],
  ['R’s factor as code', 'structure(c(1L, 2L, 1L), levels = c("a", "b"), class = "factor")\n'],
];

const REFUSED: readonly [title: string, text: string, code: string, at: string, language?: string][] = [
  ['a fraction', '{{1/2, 3}, {4, 5}}', 'bad-token', '1/2'],
  ['a sum', 'y = [1+1, 2]\n', 'bad-token', '1+1', 'python'],
  ['a hexadecimal number in front', 'int x[] = {0x1f, 2};\n', 'bad-token', '0x1f', 'c'],
  ['a list that is repeated with its numbers', 'y = [0, 1] * 4\n', 'bad-token', '*', 'python'],
  ['a matrix turned on its side', "x = [1 2; 3 4]';\n", 'bad-token', "'", 'matlab'],
  ['complex numbers of NumPy as text', '[[1.+2.j 3.+0.j]]', 'unsupported', '1.+2.j'],
  [
    'a sparse matrix of Julia',
    '2×2 SparseMatrixCSC{Float64, Int64} with 1 stored entry:\n 1.0   ⋅ \n  ⋅    ⋅ \n',
    'unsupported',
    '2×2 SparseMatrixCSC{Float64, Int64} with 1 stored entry:',
  ],
  ['digits in groups of three', 'a,b\n"1,234",2\n"5,678",3\n', 'bad-token', '1,234', 'csv'],
];

describe('layouts of other programs', () => {
  for (const [title, text, expected, context] of CASES) it(`read ${title}`, () => reads(text, expected, context));
  for (const [title, text, language] of NOTHING) it(`find nothing in ${title}`, () => readsNothing(text, language));
  for (const [title, text, code, at, language] of REFUSED)
    it(`refuse ${title}`, () => refuses(text, code, at, language));
  it('step over a line of blanks that are no ASCII', () =>
    reads('x =\n\n   1   2\n   3   4\n\u00a0\n', { notation: 'matlab', name: 'x', shape: [2, 2] }));
});
