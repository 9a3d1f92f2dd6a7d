import { strict as assert } from 'node:assert';
import { read } from '../../../src/read/read';
import { reads, readsNothing, refuses } from './check';

const SQUARE = [
  [1, 2],
  [3, 4],
];

describe('CSV files', () => {
  const file = { language: 'csv' };
  const square = { notation: 'csv', values: SQUARE };
  it('read without a header', () => reads('1,2\n3,4\n', square, file));
  it('name their columns', () => reads('cat,dog\n1,2\n3,4\n', { ...square, columnNames: ['cat', 'dog'] }, file));
  it('leave out an index without a name', () =>
    reads(',cat,dog\n0,1,2\n1,3,4\n', { ...square, columnNames: ['cat', 'dog'] }, file));
  it('leave out a running index', () => reads('id,cat,dog\n1,1,2\n2,3,4\n', square, file));
  it('keep a running label', () =>
    reads(
      'label,p\n0,0.5\n1,0.25\n',
      {
        values: [
          [0, 0.5],
          [1, 0.25],
        ],
      },
      file,
    ));
  it('leave out text, which names the rows', () =>
    reads('file,cat,dog\na.png,1,2\nb.png,3,4\n', { ...square, rowNames: ['a.png', 'b.png'] }, file));
  it('read quoted numbers and commas in quotes', () =>
    reads('"a, b",c\n"1",2\n"3",4\n', { ...square, columnNames: ['a, b', 'c'] }, file));
  it('read line ends inside quotes', () => reads('name,x,y\n"a\nb",1,2\n"c ""d""",3,4\n', square, file));
  it('read CRLF, blank lines and a last line without an end', () => reads('\r\n1, 2\r\n\r\n3, 4', square, file));
  it('read missing cells as nan, never as a shift', () =>
    reads(
      'a,b\n,2\nNA,4\nnull,\n',
      {
        values: [
          [NaN, 2],
          [NaN, 4],
          [NaN, NaN],
        ],
      },
      file,
    ));
  it('read semicolons with a decimal comma', () =>
    reads(
      '1,5;2\n3;4,25\n',
      {
        values: [
          [1.5, 2],
          [3, 4.25],
        ],
      },
      file,
    ));
  it('read semicolons with a decimal point', () => reads('a;b\n1.5;2\n', { values: [[1.5, 2]] }, file));
  it('hold the empty cells of a last row of tabs within the table', () => {
    const text = 'a\tb\r\n0.5\t0.25\r\n\t';
    const [block] = read({ text, language: 'tsv' }).blocks;
    assert.ok(block && !block.elided);
    assert.deepEqual([...block.tensor.data], [0.5, 0.25, NaN, NaN]);
    assert.deepEqual(block.span, { start: 0, end: text.length });
    assert.ok(block.cells.starts.every((start, index) => start <= block.cells.ends[index] && start <= block.span.end));
  });

  it('read tabs', () => reads('a\tb\n1\t2\n3\t4\n', { values: SQUARE, notation: 'tsv' }, { language: 'tsv' }));
  it('read blanks', () => reads('a b\n1 2\n3   4\n', { values: SQUARE }, file));
  it('read a single column as a vector', () => reads('label\n2\n0\n1\n', { name: 'label', values: [2, 0, 1] }, file));
  it('leave out the remarks of numpy.savetxt', () => reads('# a b\n1 2\n3 4\n', { values: SQUARE }, file));
  it('find nothing where there is only text', () => readsNothing('a,b\nx,y\n', 'csv'));
  it('refuse a text among numbers', () => refuses('a,b\n1,2\nx,4\n', 'bad-token', 'x', 'csv'));
  it('refuse rows of another length', () => refuses('1,2,3\n4,5\n6,7,8\n', 'ragged', '4,5', 'csv'));
  it('refuse digits of another script', () => refuses('1,2\n\u0661,4\n', 'bad-token', '\u0661', 'csv'));
  it('refuse a zero-width blank in front of a number', () =>
    refuses('1,2\n3,\u200b-4\n', 'bad-token', '\u200b-4', 'csv'));
  it('refuse a quote that nothing closes', () => refuses('a,b\n"1,2\n', 'unclosed', '"1,2\n', 'csv'));
  it('refuse a text far below the first rows', () => refuses(`${'1,2\n'.repeat(100)}3,x\n`, 'bad-token', 'x', 'csv'));
});

describe('tables in a text', () => {
  it('read Markdown', () =>
    reads('Results:\n\n| class | p | q |\n|:--|--:|--:|\n| cat | 1 | 2 |\n| dog | **3** | 4 |\n\nDone.', {
      notation: 'markdown',
      values: SQUARE,
      columnNames: ['p', 'q'],
      rowNames: ['cat', 'dog'],
    }));
  it('read Markdown without outer bars', () => reads('a | b\n--|--\n1 | 2\n3 | 4\n', { values: SQUARE }));
  it('read LaTeX', () =>
    reads(
      '\\begin{tabular}{lcc}\n\\toprule\nclass & p & q \\\\\n\\midrule\ncat & 1 & 2 \\\\\ndog & $3$ & \\textbf{4} \\\\\n\\bottomrule\n\\end{tabular}',
      {
        notation: 'latex',
        values: SQUARE,
        columnNames: ['p', 'q'],
      },
    ));
  it('read a LaTeX matrix', () =>
    reads('$X = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}$', { notation: 'latex', values: SQUARE, name: 'X' }));
  it('read a Polars frame', () =>
    reads(
      'shape: (2, 2)\n┌─────┬─────┐\n│ a   ┆ b   │\n│ --- ┆ --- │\n│ f64 ┆ f64 │\n╞═════╪═════╡\n│ 1.0 ┆ 2.0 │\n│ 3.0 ┆ 4.0 │\n└─────┴─────┘\n',
      {
        notation: 'polars',
        values: SQUARE,
        dtype: 'float64',
        columnNames: ['a', 'b'],
      },
    ));
  it('refuse a Polars frame that is cut', () =>
    reads(
      'shape: (100, 2)\n┌─────┬─────┐\n│ a   ┆ b   │\n╞═════╪═════╡\n│ 1.0 ┆ 2.0 │\n│ …   ┆ …   │\n│ 3.0 ┆ 4.0 │\n└─────┴─────┘\n',
      { elided: true, shape: [100, 2] },
      { troubles: ['elided'] },
    ));
  it('read a header and rows', () =>
    reads('We got:\ncat,dog\n1.5,2\n3,4\n\nand so on.', { notation: 'csv', columnNames: ['cat', 'dog'] }));
  it('read the columns of a program', () =>
    reads('epoch   loss   acc\n    3  0.500  0.75\n    4  0.250  0.80\n', { notation: 'table', shape: [2, 3] }));
});

describe('Julia', () => {
  const square = { notation: 'julia', values: SQUARE };
  it('prints a matrix', () => reads('2×2 Matrix{Float64}:\n 1.0  2.0\n 3.0  4.0\n', { ...square, dtype: 'float64' }));
  it('prints a vector', () =>
    reads('julia> y\n3-element Vector{Int64}:\n 2\n 0\n 1\n', { name: 'y', values: [2, 0, 1], dtype: 'int64' }));
  it('prints slices of the last axis', () =>
    reads('2×1×2 Array{Float64, 3}:\n[:, :, 1] =\n 1.0\n 2.0\n\n[:, :, 2] =\n 3.0\n 4.0\n', {
      values: [[[1, 3]], [[2, 4]]],
    }));
  it('prints dots for zero', () =>
    reads('2×2 Diagonal{Float64, Vector{Float64}}:\n 1.5   ⋅ \n  ⋅   2.5\n', {
      values: [
        [1.5, 0],
        [0, 2.5],
      ],
    }));
  it('leaves numbers out', () =>
    reads(
      '9×9 Matrix{Float64}:\n 1.0  …  2.0\n ⋮    ⋱  ⋮  \n 3.0     4.0\n',
      { elided: true, shape: [9, 9] },
      { troubles: ['elided'] },
    ));
  it('writes typed vectors', () =>
    reads('x = Float32[1.5, 2.5f0]', { notation: 'julia', values: [1.5, 2.5], dtype: 'float32' }));
  it('writes matrices', () => reads('x = [1.0 2.0; 3.0 4.0]', square, { language: 'julia' }));
});

describe('other languages', () => {
  it('C', () =>
    reads(
      'const float x[2][2] = {{1.0f, 2.0f}, {3.0f, 4.0f}};',
      { notation: 'c', name: 'x', values: SQUARE },
      { language: 'c' },
    ));
  it('C with comments', () =>
    reads(
      'double x[] = { 1.5, /* two */ 2.5, // three\n 3.5 };',
      { name: 'x', values: [1.5, 2.5, 3.5] },
      { language: 'c' },
    ));
  it('JavaScript', () =>
    reads('const logits = [[1, 2], [3, 4]];', { notation: 'javascript', name: 'logits', values: SQUARE }));
  it('JavaScript objects', () =>
    reads('x = {logits: [[1, 2], [3, 4]], labels: [0, 1]}', [{ name: 'logits' }, { name: 'labels' }]));
  it('a cut print of Node', () =>
    reads('[\n  1.5, 2.5, 3.5,\n  ... 97 more items\n]', { elided: true }, { troubles: ['elided'] }));
  it('Mathematica', () => reads('{{1., 2.}, {3., 4.}}', { notation: 'mathematica', values: SQUARE }));
  it('Mathematica with exponents', () => reads('x = {1.5*^-5, 2.25`, 3.}', { name: 'x', values: [1.5e-5, 2.25, 3] }));
  it('Rust', () => reads('let x = [[1.0f32, 2.0f32], [3.0f32, 4.0f32]];', { name: 'x', values: SQUARE }));
  it('JAX', () =>
    reads('Array([[1., 2.],\n       [3., 4.]], dtype=float32)', { notation: 'jax', values: SQUARE, dtype: 'float32' }));
  it('TensorFlow', () =>
    reads('tf.Tensor(\n[[1. 2.]\n [3. 4.]], shape=(2, 2), dtype=float32)', {
      notation: 'tensorflow',
      values: SQUARE,
      dtype: 'float32',
    }));
  it('an eager tensor of TensorFlow', () =>
    reads('<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[1., 2.],\n       [3., 4.]], dtype=float32)>', {
      name: null,
      notation: 'tensorflow',
      values: SQUARE,
    }));
  it('a scalar of TensorFlow', () =>
    reads('<tf.Tensor: shape=(), dtype=float32, numpy=0.5>', { values: 0.5, shape: [], dtype: 'float32' }));
  it('a variable of TensorFlow', () =>
    reads("<tf.Variable 'w:0' shape=(2,) dtype=float32, numpy=array([1., 2.], dtype=float32)>", {
      name: 'w',
      values: [1, 2],
    }));
  it('PaddlePaddle', () =>
    reads(
      'Tensor(shape=[2, 2], dtype=float32, place=Place(cpu), stop_gradient=True,\n       [[1., 2.],\n        [3., 4.]])',
      { values: SQUARE, dtype: 'float32' },
    ));
  it('MATLAB, with a factor', () =>
    reads('x =\n\n   1.0e+03 *\n\n    1.0000    2.0000\n    3.0000    4.0000\n\n', {
      name: 'x',
      values: [
        [1000, 2000],
        [3000, 4000],
      ],
    }));
  it('PyTorch up to 0.3', () =>
    reads('\n 1  2\n 3  4\n[torch.FloatTensor of size 2x2]\n', {
      notation: 'torch',
      values: SQUARE,
      dtype: 'float32',
    }));
  it('libtorch', () => reads(' 1  2\n 3  4\n[ CPUFloatType{2,2} ]\n', { notation: 'torch', values: SQUARE }));
  it('candle', () => reads('[[1.0, 2.0],\n [3.0, 4.0]]\nTensor[[2, 2], f32]', { values: SQUARE }));
  it('a comment that holds a print', () =>
    reads('# tensor([[1., 2.],\n#         [3., 4.]])', { notation: 'torch', values: SQUARE }));
  it('a log', () =>
    reads(
      '12:00:01 INFO epoch 3 loss 0.5\n12:00:02 INFO logits: tensor([[1., 2.],\n        [3., 4.]])\n12:00:03 INFO done [ok]',
      { name: 'logits', values: SQUARE },
    ));
  it('colours of a terminal', () => reads('\u001b[32mtensor([1.5, 2.5])\u001b[0m', { values: [1.5, 2.5] }));
  it('Go', () =>
    reads('x := [][]float64{{1, 2}, {3, 4}}', { notation: 'c', name: 'x', values: SQUARE }, { language: 'go' }));
  it('Java', () =>
    reads(
      'double[][] x = new double[][]{{1, 2}, {3, 4}};',
      { notation: 'c', name: 'x', values: SQUARE },
      { language: 'java' },
    ));
  it('macros of Rust', () => reads('let x = vec![vec![1.0, 2.0], vec![3.0, 4.0]];', { name: 'x', values: SQUARE }));
  it('a vector with names of R', () =>
    reads('> p\n  cat   dog  bird \n 0.10  0.20  0.70 \n', {
      notation: 'r',
      name: 'p',
      values: [0.1, 0.2, 0.7],
      columnNames: ['cat', 'dog', 'bird'],
    }));
  it('a series of Polars', () =>
    reads("shape: (2,)\nSeries: 'loss' [f32]\n[\n\t1.5\n\t2.5\n]\n", {
      notation: 'polars',
      name: 'loss',
      values: [1.5, 2.5],
      dtype: 'float32',
    }));
  it('JSON Lines in a log', () =>
    reads('start\n{"logits": [1, 2], "label": 0}\n{"logits": [3, 4], "label": 1}\ndone', [
      { notation: 'jsonl', name: 'logits', values: SQUARE },
      { name: 'label', values: [0, 1] },
    ]));
  it('a logger, whose name is none of the array', () => reads('INFO:root:tensor([1.5, 2.5])', { name: null }));
});
