import { reads, readsNothing, refuses } from './check';

describe('NumPy prints', () => {
  it('reads the repr of a matrix', () =>
    reads('array([[ 1.5 , -2.25],\n       [ 0.  ,  3.  ]])', {
      notation: 'numpy',
      values: [
        [1.5, -2.25],
        [0, 3],
      ],
      dtype: 'float64',
      decimals: 2,
    }));
  it('reads a stated dtype', () =>
    reads('array([1, 2], dtype=int32)', { notation: 'numpy', values: [1, 2], dtype: 'int32' }));
  it('reads a dtype on a line of its own', () =>
    reads('array([1., 2.],\n      dtype=float32)', { notation: 'numpy', values: [1, 2], dtype: 'float32' }));
  it('reads a string dtype as it is written', () =>
    reads("np.array([1, 2], dtype='>f4')", { values: [1, 2], dtype: '>f4' }));
  it('reads the str of a matrix', () =>
    reads('[[ 1.5  -2.25]\n [ 0.    3.  ]]', {
      notation: 'numpy-str',
      values: [
        [1.5, -2.25],
        [0, 3],
      ],
    }));
  it('reads the str of a vector', () => reads('[0.1 0.2 0.7]', { notation: 'numpy-str', values: [0.1, 0.2, 0.7] }));
  it('reads a str with wrapped rows and leading blanks', () =>
    reads('[[ 0.  1.\n   2.]\n [ 3.  4.\n   5.]]', {
      values: [
        [0, 1, 2],
        [3, 4, 5],
      ],
    }));
  it('reads the nd suffix that NumPy 2 appends', () => reads('array([1., 2.], shape=(2,))', { values: [1, 2] }));
  it('reads scalars of NumPy 2 inside a list', () =>
    reads('[np.float64(1.5), np.float64(-2.0)]', { values: [1.5, -2] }));
  it('reads a matrix object', () => reads('matrix([[1, 2],\n        [3, 4]])', { notation: 'numpy', shape: [2, 2] }));
  it('refuses an elided repr', () =>
    reads(
      'array([0., 1., 2., ..., 7., 8., 9.], shape=(1001,))',
      { elided: true, shape: [1001] },
      { troubles: ['elided'] },
    ));
  it('refuses an elided str', () =>
    reads('[[0. 1. ... 8. 9.]\n [0. 1. ... 8. 9.]]', { elided: true }, { troubles: ['elided'] }));
  it('refuses masked arrays', () =>
    refuses(
      'masked_array(data=[1.0, --, 3.0],\n             mask=[False,  True, False],\n       fill_value=1e+20)',
      'unsupported',
    ));
  it('refuses the str of a masked array', () => refuses('[[1.0 -- 3.0]\n [2.0 5.0 6.0]]', 'unsupported'));
  it('refuses complex numbers', () => refuses('array([1.+0.j, 2.+1.j])', 'unsupported'));
  it('finds nothing in an array of text', () => readsNothing("array([['1.5', 'x'], ['2.5', 'y']], dtype='<U3')"));
  it('refuses records', () => refuses("array([(1., 2), (3., 4)], dtype=[('a', '<f8'), ('b', '<i4')])", 'unsupported'));
  it('refuses objects', () => refuses('array([1, None], dtype=object)', 'unsupported'));
});
