import assert from 'node:assert/strict';
import { loadTextRows } from '../../../src/kernel/textRows';
import { read } from '../../../src/read/read';
import { takeTextRows } from '../../../src/read/text/rowRuns';
import { type Context, type Expected, reads } from './check';

/** Prints that end early, say less than others of their kind, or hold what only some of them do. */
const SQUARE = [
  [1.5, 2.5],
  [3.5, 4.5],
];
const CUBE = [
  [
    [1, 5],
    [2, 6],
  ],
  [
    [3, 7],
    [4, 8],
  ],
];
const LARGE = { values: [9007199254740992, 1] };
const inexact = { troubles: ['inexact'] };
const elided = { troubles: ['elided'] };
const unsupported = { troubles: ['unsupported'] };
const FRAME = ' Row │ a        b       \n     │ Float64  Float64 \n─────┼──────────────────\n   1 │     1.5      2.5\n';

type Case = readonly [title: string, text: string, expected: Expected | readonly Expected[], context?: Context];

const CASES: Readonly<Record<string, readonly Case[]>> = {
  'calls and lists': [
    [
      'a tensor of TensorFlow without its last bracket',
      'x = <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1.5, 2.5])\n',
      { name: 'x', dtype: 'float32', values: [1.5, 2.5] },
    ],
    ['a scalar of TensorFlow that is no number', 'x = <tf.Tensor: shape=(), dtype=float32, numpy=1.5x>\n', []],
    ['a vector of any type', 'Any[1.5, 2.5]\n', { dtype: null, values: [1.5, 2.5] }, { language: 'julia' }],
    ['a complex scalar', 'tensor(1.+2.j)\n', [], unsupported],
    ['a sparse scalar', 'tensor(1.5, layout=torch.sparse_coo)', [], unsupported],
    ['a strided tensor', 'tensor([1.5, 2.5], layout=torch.strided)', { values: [1.5, 2.5] }],
    ['objects', 'array([1, 2], dtype=object)', [], unsupported],
    ['numbers in words', "array([1, 2], dtype='<U4')", [], unsupported],
    ['a mask', 'masked_array(data=[1.5, 2.5], mask=[False, True])', [], unsupported],
    ['a mask behind the numbers', 'masked_array([1.5, 2.5], mask=[False, True])', [], unsupported],
    ['a name among the arguments', "tf.constant([1.5, 2.5], name='x')", { name: 'x' }],
    ['a name that is no plain one', "tf.constant([1.5, 2.5], name=prefix + 'x')", { name: null }],
    ['NumPy’s own bool', 'np.array([1, 0], dtype=np.bool_)', { dtype: 'bool' }],
    ['torch’s short names', 'torch.tensor([1, 2], dtype=torch.float)', { dtype: 'float32' }],
    ['a dtype without a keyword', 'array([1.5, 2.5], float32)', { dtype: 'float32' }],
    ['complex numbers by their dtype', 'array([1.5, 2.5], dtype=complex64)', [], unsupported],
    ['how many numbers are not zero', 'tensor([1.5, 2.5], nnz=2)', [], unsupported],
    ['a mask of an array', 'array([1.5, 2.5], mask=[False, True])', [], unsupported],
    ['TensorFlow.js, its shape behind the numbers', 'tf.tensor([1.5, 2.5, 3.5, 4.5], [2, 2])', { values: SQUARE }],
    [
      'a shape behind the numbers that is another',
      'tf.tensor([1.5, 2.5, 3.5], [2, 2])',
      [],
      { troubles: ['shape-mismatch'] },
    ],
    [
      'a lone decimal by its label, and no lone integer',
      'loss: [0.5]\nsee note: [5]\n',
      { name: 'loss', values: [0.5] },
    ],
    ['what a comment holds', 'x = 1 # [1.5, 2.5, 3.5]\n', [], { language: 'python' }],
    ['a key without letters', '{"": [1.5, 2.5, 3.5]}', { name: null }, { language: 'javascript' }],
    ['a list in a sentence, in no order', 'the labels [2, 0, 1] follow', { values: [2, 0, 1] }],
    [
      'a comment behind a number',
      'float x[] = {1.5 // one\n, 2.5};',
      { name: 'x', values: [1.5, 2.5] },
      { language: 'c' },
    ],
    [
      'fewer expressions than arrays',
      'In [1]: x\n[1.5, 2.5, 3.5]\n[4.5, 5.5, 6.5]\n',
      [{ name: null }, { name: null }],
    ],
    ['words before an array, behind an expression', 'In [1]: x\nsee [1.5, 2.5, 3.5]\n', { name: null }],
    ['an expression and its output', 'In [1]: x\nOut[1]: [1.5, 2.5, 3.5]\n', { name: 'x' }],
    ['what IPython was told to print', 'In [1]: print(x)\n[1.5, 2.5, 3.5]\n', { name: 'x' }],
    ['a colour that is cut', '\u001b[31 = [1.5, 2.5, 3.5]', { values: [1.5, 2.5, 3.5] }],
    ['references in a sentence', 'as shown in [3, 4, 12] before', []],
    ['shapes of shapes', 'torch.Size(((1, 2), (3, 4)))\nx.reshape(((1, 2), (3, 4)))', []],
    ['prompts that go on', '>>> x = [1.5,\n...      2.5]\n', { name: 'x', values: [1.5, 2.5] }],
    ['lines of a prompt without its dots', '>>> x = [1.5,\n  2.5]\n', { name: 'x', values: [1.5, 2.5] }],
    ['a word behind dots', 'tensor([1.0, 2.0, ..., nan])', { elided: true }, elided],
    ['a docstring', 'x = """ [1.5, 2.5, 3.5]\n"""', { values: [1.5, 2.5, 3.5] }, { language: 'python' }],
    ['a typed array as Node prints it', 'Float32Array([1.5, 2.5, 3.5])', { values: [1.5, 2.5, 3.5] }],
    ['an integer that no double holds', 'x = [9007199254740993, 1]', { name: 'x', ...LARGE }, inexact],
    ['Mathematica’s output', 'Out[1]= {1.5, 2.5}', { name: null, notation: 'mathematica', values: [1.5, 2.5] }],
    ['what a function returns', 'return [1.5, 2.5]\n  yield [3.5, 4.5]', [{ name: null }, { name: null }]],
    ['an expression that nothing closes', '>>> x[(1]\n[1.5, 2.5, 3.5]\n', { name: null }],
    ['an expression that closes too much', '>>> f(x))(1)\n[1.5, 2.5, 3.5]\n', { name: null }],
    [
      'an expression without a short name beside one with',
      'In [1]: print(x + 1)\nprint(x)\n[1.5, 2.5, 3.5]\n[4.5, 5.5, 6.5]\n',
      [{ name: null }, { name: 'x' }],
    ],
    ['R’s dims that its numbers do not fill', 'structure(c(1.5, 2.5, 3.5, 4.5), dim = c(2L, 3L))', []],
    ['a lone number in R', 'structure(c(8))', []],
    ['an integer of R that no double holds', 'x <- c(9007199254740993, 1)', { name: 'x', ...LARGE }, inexact],
    ['a number with two suffixes', 'x = [1.2.3f, 2.5]', [], { troubles: ['bad-token'] }],
    ['a number with two points and a blank of Python', 'x = [1_0.2.3, 2.5]', [], { troubles: ['bad-token'] }],
    [
      'a decimal halfway between two doubles',
      '[9007199254740993.0, 9007199254740995.0]',
      { values: [9007199254740992, 9007199254740996] },
    ],
  ],
  'rows between brackets': [
    ['one row too long', 'x = [8\n1 8\n2 3]', [], { language: 'julia', troubles: ['ragged'] }],
    ['one row too short', 'x = [1 2\n3\n4 5]', [], { language: 'matlab', troubles: ['ragged'] }],
    ['a row that goes on', 'x = [1 2 ...\n 3 4]', { values: [1, 2, 3, 4] }, { language: 'matlab' }],
    [
      'semicolons without a row between them',
      'x = [1.5 2.5;; 3.5 4.5]',
      { name: 'x', values: SQUARE },
      { language: 'matlab' },
    ],
    ['a remark behind a row', 'x = [1.5 2.5 % first\n 3.5 4.5]', { values: SQUARE }, { language: 'matlab' }],
    ['a semicolon behind the last row', 'x = [1.5 2.5; 3.5 4.5;]', { values: SQUARE }, { language: 'matlab' }],
    ['a semicolon before any row', 'x = [; 1 2]', [], { language: 'matlab' }],
  ],
  tables: [
    ['complex numbers beside words', 'cat dog\n1+2j blue\n3+4j white\n', []],
    [
      'a second rule under words that are no types',
      '| a | b |\n|---|---|\n| x | y |\n|---|\n| 1.5 | 2.5 |\n',
      [],
      { troubles: ['bad-token'] },
    ],
    ['words alone', 'cat dog\n a b\n c d\n', []],
    ['a vector of R with names', '  a   b \n1.5 2.5 \n', { notation: 'r', values: [1.5, 2.5] }],
    ['semicolons in the midst of text', 'see\na;b\n1.5;2.5\n3.5;4.5\n', { notation: 'table', values: SQUARE }],
    [
      'quotes between blanks',
      'a b\n"1.5" 2.5\n"3.5" 4.5\n',
      { columnNames: ['a', 'b'], values: SQUARE },
      { language: 'csv' },
    ],
    ['a drawn table of words', '┌───┬───┐\n│ a ┆ b │\n╞═══╪═══╡\n│ x ┆ y │\n└───┴───┘\n', []],
    ['a drawn line that is too long', `┌───┐\n│ a │\n╞═══╡\n│ ${'1'.repeat(4000)} │\n└───┘\n`, []],
    ['LaTeX of words', '\\begin{tabular}{ll}\na & b \\\\\nc & d\n\\end{tabular}\n', []],
    ['a drawn table that ends in blanks', '┌───┬───┐\n│ a ┆ b │\n╞═══╪═══╡\n│ 1 ┆ 2 │\n   ', []],
    ['a drawn row without cells', '┌───┐\n│ a │\n╞═══╡\n│ 1 │\n│\n└───┘\n', [], { troubles: ['ragged'] }],
    [
      'a drawn table with short rows',
      '┌───┬───┐\n│ a ┆ b │\n╞═══╪═══╡\n│ 1 ┆ 2 │\n│ 3 │\n└───┴───┘\n',
      [],
      { troubles: ['ragged'] },
    ],
    [
      'LaTeX with columns that nothing closes',
      '\\begin{tabular}{\n1.5 & 2.5 \\\\\n\\end{tabular}\n',
      { notation: 'latex', shape: [1] },
    ],
    [
      'LaTeX with a head that is empty',
      '\\begin{tabular}{lcc}\n & cat & dog \\\\\na & 1 & 2 \\\\\n\\end{tabular}\n',
      { columnNames: ['cat', 'dog'], rowNames: ['a'], values: [[1, 2]] },
    ],
    ['a line of blanks that are no ASCII, as wide as the next', '\u00a0\u00a0\n .', []],
    ['more columns than anybody prints', `${' a'.repeat(501)}\n${' 1'.repeat(501)}\n`, []],
  ],
  Julia: [
    ['a frame without a table', '2×2 DataFrame\n', []],
    ['a frame without numbered rows', '2×2 DataFrame\n Col │ a  b\n─────┼──────\n   1 │ 1  2\n', []],
    ['a frame and words behind it', `2×2 DataFrame\n${FRAME}   2 │     3.5      4.5\nafter\n`, { values: SQUARE }],
    [
      'a frame with dots',
      `x:\n3×2 DataFrame\n${FRAME}  ⋮  │    ⋮        ⋮\n`,
      { elided: true, name: 'x', shape: [3, 2] },
      elided,
    ],
    ['a frame that is cut', `3×2 DataFrame\n${FRAME}`, { elided: true, name: null, shape: [3, 2] }, elided],
    ['a frame of words', '1×1 DataFrame\n Row │ a      \n     │ String \n─────┼────────\n   1 │ cat\n', []],
    ['complex numbers', '2-element Vector{ComplexF64}:\n 1.0 + 2.0im\n 3.0 - 1.0im\nafter', [], unsupported],
    ['numbers of any type', '2-element Vector{Any}:\n 1.5\n 2.5\n', { dtype: null, values: [1.5, 2.5] }],
    [
      'what the elements are, whatever holds them',
      '2-element reinterpret(Float32, ::Vector{UInt8}) with eltype Float32:\n 1.5\n 2.5\n',
      { dtype: 'float32' },
    ],
    ['numbers without a type', '2-element BitVector:\n 1\n 0\n', { dtype: null, values: [1, 0] }],
    ['numbers of a type of their own', '2-element Vector{Foo}:\n 1.5\n 2.5\n', { dtype: null, values: [1.5, 2.5] }],
    [
      'slices and words behind them',
      '2×2×2 Array{Float64, 3}:\n[:, :, 1] =\n 1.0  2.0\n 3.0  4.0\n\n[:, :, 2] =\n 5.0  6.0\n 7.0  8.0\n\nafter\n',
      { dtype: 'float64', values: CUBE },
    ],
    [
      'slices with dots',
      'x:\n2×9×2 Array{Float64, 3}:\n[:, :, 1] =\n 1.0  …  2.0\n 3.0  …  4.0\n',
      { elided: true, name: 'x', shape: [2, 9, 2] },
      elided,
    ],
    [
      'slices of two axes, the first of which runs fastest',
      `1×1×2×3 Array{Int64, 4}:\n${[1, 2, 3]
        .flatMap((last) => [1, 2].map((third) => `[:, :, ${third}, ${last}] =\n ${10 * third + last}\n\n`))
        .join('')}`,
      {
        shape: [1, 1, 2, 3],
        values: [11, 12, 13, 21, 22, 23],
      },
    ],
    ['slices of which none is there', '2×2×2 Array{Float64, 3}:\nnothing\n', []],
  ],
  MATLAB: [
    ['an integer that no double holds', 'z =\n\n   9007199254740993\n   1\n\n', LARGE, inexact],
    [
      'a kind in words',
      'z =\n\n  2×2 single matrix\n\n    1.5000    2.5000\n    3.5000    4.5000\n\n',
      { dtype: 'float32', values: SQUARE },
    ],
    ['a kind of integers', 'z =\n\n  1×2 int32 array\n\n   1   2\n\n', { dtype: 'int32', values: [1, 2] }],
    ['a kind without a type', 'z =\n\nDiagonal Matrix\n\n   1   0\n   0   2\n\n', { dtype: null, shape: [2, 2] }],
    [
      'columns in blocks',
      'x =\n\n Columns 1 through 2:\n\n   1   2\n   3   4\n\n Columns 3 and 4:\n\n   5   6\n   7   8\n\n',
      {
        values: [
          [1, 2, 5, 6],
          [3, 4, 7, 8],
        ],
      },
    ],
    [
      'slices with one factor',
      'x(:,:,1) =\n\n   1.0e+03 *\n\n   1   3\n   2   4\n\nx(:,:,2) =\n\n   1.0e+03 *\n\n   5   7\n   6   8\n\n',
      {
        values: [
          [
            [1000, 5000],
            [3000, 7000],
          ],
          [
            [2000, 6000],
            [4000, 8000],
          ],
        ],
      },
    ],
  ],
  Polars: [
    ['a series without a name', "Series: '' [f64]\n[\n\t1.5\n\t2.5\n]\n", { name: null, dtype: 'float64' }],
    ['a series with dots', "Series: 'x' [f64]\n[\n\t1.5\n\t…\n]\n", { elided: true, name: 'x' }, elided],
    ['a series with dots and no name', "Series: '' [f64]\n[\n\t1.5\n\t…\n]\n", { elided: true, name: null }, elided],
    ['a series of another type', "Series: 'x' [i128]\n[\n\t1\n\t2\n]\n", { dtype: null, values: [1, 2] }],
    ['a series without its bracket', "Series: 'x' [f64]\n1.5\n", []],
    ['a series of words', 'Series: \'x\' [str]\n[\n\t"a"\n]\n', []],
  ],
  'pandas and R': [
    [
      'further columns of other rows',
      '     a    b   \\\n0  1.5  2.5    \n1  3.5  4.5    \n\n     c  \n0  5.5  \n2  6.5  \n',
      [{ values: SQUARE }, { name: 'c', values: [5.5, 6.5] }],
    ],
    [
      'a frame with dots, by its name',
      'logits:\n       a    b\n0    1.5  2.5\n..   ...  ...\n9    3.5  4.5\n\n[10 rows x 2 columns]\n',
      { elided: true, name: 'logits', shape: [10, 2] },
      elided,
    ],
    [
      'a series with dots, by its name',
      '0    1.5\n    ... \n9    2.5\nName: loss, Length: 10, dtype: float64\n',
      { elided: true, name: 'loss', shape: [10] },
      elided,
    ],
    ['a label that R writes in front of vectors, under a head', ' 3+0i\n[1] x\n', []],
    [
      'a frame whose rows end in words',
      '     a   kind\n0  1.5   gold\n1  2.5  tabby\n',
      { name: 'a', values: [1.5, 2.5] },
    ],
    [
      'a series that says it is longer',
      '0    1.5\n9    2.5\nLength: 10, dtype: float64\n',
      { elided: true, shape: [10] },
      elided,
    ],
    ['a vector under words', '      [,1] [,2]\n[1]   1.5  2.5\n', { notation: 'r', values: [1.5, 2.5] }],
    [
      'a vector with what it left out, by its name',
      'x:\n[1] 1.5 2.5\n [ reached getOption("max.print") -- omitted 8 entries ]\n',
      { elided: true, name: 'x' },
      elided,
    ],
    ['an integer that no double holds', '[1] 9007199254740993 1', LARGE, inexact],
    [
      'a list, whose headings are no arrays',
      '[[1]]\n[1] 0.5 0.25\n\n[[2]]\n[[2]][[1]]\n[1] 1.5 2.5\n',
      [{ values: [0.5, 0.25] }, { values: [1.5, 2.5] }],
    ],
    [
      'brackets that head nothing',
      '[[1]]\n\n[[2]]\n[[3]]\n',
      [{ values: [[1]] }, { values: [[2]] }, { values: [[3]] }],
    ],
    [
      'a tibble and words behind it',
      '# A tibble: 2 × 2\n      a     b\n  <dbl> <dbl>\n1   1.5   2.5\n2   3.5   4.5\n\nafter\n',
      { columnNames: ['a', 'b'], values: SQUARE },
    ],
    ['a tibble without types', '# A tibble: 1 × 1\n      a\n1   1.5\n', { values: [1.5] }],
    [
      'a tibble that is cut',
      'x:\n# A tibble: 3 × 2\n      a     b\n  <dbl> <dbl>\n1   1.5   2.5\nafter\n',
      { elided: true, name: 'x', shape: [3, 2] },
      elided,
    ],
    [
      'a tibble that says what it left out',
      '# A tibble: 1,020 × 1\n      a\n  <dbl>\n1   1.5\n# ℹ 1,019 more rows\n# ℹ Use `print(n = ...)` to see more rows\n',
      { elided: true, name: null, shape: [1020, 1] },
      elided,
    ],
    ['a tibble of words', '# A tibble: 1 × 1\n  a    \n  <chr>\n1 cat  \n', []],
    ['a row of a tibble without cells', '# A tibble: 1 × 1\n      a\n  <dbl>\n1\n', [], { troubles: ['ragged'] }],
  ],
  'rows of old PyTorch': [
    [
      'another bracket below',
      ' 1.5  2.5\n[foo]\n 3.5\n[torch.FloatTensor of size 1]\n',
      { notation: 'torch', values: [3.5] },
    ],
    ['another shape below', ' 1.5  2.5\n[torch.FloatTensor of size 3]\n', [], { troubles: ['shape-mismatch'] }],
    ['a type of its own', ' 1  2\n[ QuantizedCPUQInt8Type{2} ]\n', { dtype: null, values: [1, 2] }],
    ['an integer that no double holds', ' 9007199254740993\n 1\n[ CPULongType{2} ]\n', LARGE, inexact],
  ],
  'bare rows': [['an integer that no double holds', '1 2\n9007199254740993 1\n', { shape: [2, 2] }, inexact]],
};

describe('prints at their edges', () => {
  for (const [kind, cases] of Object.entries(CASES)) {
    describe(`of ${kind}`, () => {
      for (const [title, text, expected, context] of cases) it(title, () => reads(text, expected, context));
    });
  }

  it('end their lines as Windows does', () => {
    const text = `a,b\r\n${'1.5,2.5\r\n'.repeat(100)}`;
    reads(text, { shape: [100, 2], columnNames: ['a', 'b'] }, { language: 'csv' });
    // A return that ends no line is none.
    reads(text.replace(/\r\n$/, '\r'), { shape: [100, 2] }, { language: 'csv' });
  });

  it('are refused at the row that differs, however late', () => {
    const text = `${'1.5,2.5\n'.repeat(100)}1,2,3\n`;
    const { blocks, troubles } = read({ text, language: 'csv' });
    assert.deepEqual([blocks.length, troubles[0]?.code], [0, 'ragged']);
    assert.equal(text.slice(troubles[0]?.span.start, troubles[0]?.span.end), '1,2,3');
  });

  it('name no more rows than anybody looks at', () => {
    const { blocks } = read({ text: `name,x,y\n${'a,1,2\n'.repeat(100_001)}`, language: 'csv' });
    assert.ok(blocks[0]?.elided === false);
    assert.deepEqual([blocks[0].tensor.shape, blocks[0].rowNames], [[100_001, 2], undefined]);
  });

  it('are the same where their rows are taken together, and where nothing takes them so', () => {
    const text = `a,b\n${'1.5,2.5\n'.repeat(100)}`;
    try {
      for (const maker of [loadTextRows, () => undefined]) {
        takeTextRows(maker, 0);
        reads(text, { shape: [100, 2] }, { language: 'csv' });
      }
    } finally {
      takeTextRows(undefined);
    }
  });
});
