import { readsNothing, reads, refuses } from './check';

const TORCH = { notation: 'torch' };

describe('PyTorch prints', () => {
  it('reads a matrix', () =>
    reads('tensor([[ 1.9269,  1.4873],\n        [ 0.6784, -1.2345]])', {
      ...TORCH,
      values: [
        [1.9269, 1.4873],
        [0.6784, -1.2345],
      ],
      dtype: 'float32',
      decimals: 4,
      integers: false,
    }));
  it('reads a scalar', () => reads('tensor(0.6935)', { ...TORCH, values: 0.6935, shape: [], decimals: 4 }));
  it('reads a vector', () =>
    reads('tensor([3, 0, 1])', { ...TORCH, values: [3, 0, 1], dtype: 'int64', integers: true }));
  it('reads whole floats as floats', () =>
    reads('tensor([0., 1.])', { ...TORCH, values: [0, 1], dtype: 'float32', integers: false, decimals: 0 }));
  it('reads booleans as 1 and 0', () =>
    reads('tensor([ True, False])', { ...TORCH, values: [1, 0], dtype: 'bool', integers: true }));
  it('reads scientific notation', () =>
    reads('tensor([[1.0000e-08, 1.0000e+08]])', { ...TORCH, values: [[1e-8, 1e8]], decimals: 4 }));
  it('reads nan and inf', () =>
    reads('tensor([nan, inf, -inf, 1.5])', { ...TORCH, values: [NaN, Infinity, -Infinity, 1.5] }));
  it('joins wrapped rows', () =>
    reads('tensor([[0.1, 0.2, 0.3,\n         0.4],\n        [0.5, 0.6, 0.7,\n         0.8]])', {
      ...TORCH,
      values: [
        [0.1, 0.2, 0.3, 0.4],
        [0.5, 0.6, 0.7, 0.8],
      ],
    }));
  it('reads three axes', () =>
    reads('tensor([[[1., 2.],\n         [3., 4.]],\n\n        [[5., 6.],\n         [7., 8.]]])', {
      ...TORCH,
      shape: [2, 2, 2],
    }));
  it('takes the dtype, device and gradient behind the numbers', () =>
    reads("tensor([[1.5]], device='cuda:0', dtype=torch.float64, grad_fn=<AddmmBackward0>)", {
      ...TORCH,
      values: [[1.5]],
      dtype: 'float64',
      text: "tensor([[1.5]], device='cuda:0', dtype=torch.float64, grad_fn=<AddmmBackward0>)",
    }));
  it('reads a parameter', () =>
    reads('Parameter containing:\ntensor([[0.5, 1.5]], requires_grad=True)', { ...TORCH, values: [[0.5, 1.5]] }));
  it('reads an empty tensor by the shape it states', () =>
    reads('tensor([], size=(0, 3))', { ...TORCH, shape: [0, 3], dtype: 'float32' }));
  it('reads two tensors on one line', () =>
    reads('tensor([1., 2.]) tensor([3, 4])', [
      { ...TORCH, values: [1, 2] },
      { ...TORCH, values: [3, 4] },
    ]));
  it('reads the old scale factor', () =>
    reads('tensor(1.00000e-02 *\n       [[ 1.5000, 2.0000],\n        [-3.0000, 0.2500]])', {
      ...TORCH,
      values: [
        [0.015, 0.02],
        [-0.03, 0.0025],
      ],
    }));
  it('lists an elided print without numbers', () =>
    reads(
      'tensor([[1., 2.,  ..., 3.],\n        [4., 5.,  ..., 6.]])',
      { ...TORCH, elided: true },
      { troubles: ['elided'] },
    ));
  it('refuses a sparse tensor', () =>
    refuses(
      'tensor(indices=tensor([[0, 1]]),\n       values=tensor([1., 2.]),\n       size=(2, 2), nnz=2, layout=torch.sparse_coo)',
      'unsupported',
    ));
  it('refuses complex numbers', () => refuses('tensor([1.+2.j, 3.-1.j])', 'unsupported'));
  it('refuses a quantized tensor', () =>
    refuses(
      'tensor([1., 2.], size=(2,), dtype=torch.quint8,\n       quantization_scheme=torch.per_tensor_affine, scale=0.1, zero_point=10)',
      'unsupported',
    ));
  it('refuses ragged rows at the row', () => refuses('tensor([[1., 2.],\n        [3.]])', 'ragged', ']'));
  it('refuses a token that is no number', () => refuses('tensor([[1.0, 2.0], [3.0, 4.x]])', 'bad-token', '4.x'));
  it('refuses a print that is cut short', () => refuses('tensor([[1., 2.],\n        [3., 4.]', 'unclosed'));
  it('takes no shape for an array', () => readsNothing('torch.Size([10, 4])'));
  it('takes neither source nor index for an array', () =>
    readsNothing('x = torch.randn(10, 4)\ny = x[2, 3]\nz = f(1, [i])[0]'));
});
