import type { CallNotation } from '../notation';

export const numpy: CallNotation = {
  notation: 'numpy',
  names: [
    'array',
    'asarray',
    'matrix',
    'np.array',
    'np.asarray',
    'np.asanyarray',
    'np.matrix',
    'numpy.array',
    'numpy.asarray',
    'cp.array',
    'mx.nd.array',
  ],
  implied: { decimal: 'float64', integer: 'int64' },
};
