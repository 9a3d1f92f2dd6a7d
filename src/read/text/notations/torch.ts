import type { CallNotation } from '../notation';

export const torch: CallNotation = {
  notation: 'torch',
  names: [
    'tensor',
    'torch.tensor',
    'torch.Tensor',
    'torch.as_tensor',
    'torch.FloatTensor',
    'torch.DoubleTensor',
    'torch.LongTensor',
    'torch.IntTensor',
    'torch.BoolTensor',
    'Parameter',
    'nn.Parameter',
    'torch.nn.Parameter',
  ],
  implied: { decimal: 'float32', integer: 'int64' },
};

/** PaddlePaddle prints as PyTorch does, with the keywords in front. */
export const paddle: CallNotation = { notation: 'torch', names: ['Tensor', 'paddle.to_tensor'] };
