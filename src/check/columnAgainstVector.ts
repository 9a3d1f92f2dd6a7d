import { sameShape, type Tensor } from '../core/tensor';
import type { Check } from './finding';
import { isBinary, mended } from './subject';

/** D13. (N, 1) against (N): PyTorch raises, NumPy and JAX broadcast to N x N and average that. */
export const columnAgainstVector: Check = ({ problem }) => {
  const { predictions, targets } = problem;
  if (!isBinary(problem.loss) || sameShape(predictions.shape, targets.shape)) return undefined;
  const [column, vector] =
    predictions.shape.length > targets.shape.length ? [predictions, targets] : [targets, predictions];
  const [count = 0] = vector.shape;
  if (vector.shape.length !== 1 || !sameShape(column.shape, [count, 1])) return undefined;
  const flat = (tensor: Tensor): Tensor => ({ shape: [count], data: tensor.data });
  const spread = (tensor: Tensor): Tensor => ({
    shape: [count, count],
    data: Float64Array.from({ length: count * count }, (_, cell) =>
      tensor === column ? tensor.data[Math.floor(cell / count)] : tensor.data[cell % count],
    ),
  });
  const squeezed = predictions === column ? 'x.squeeze(-1)' : 'y.squeeze(-1)';
  return {
    id: 'column-against-vector',
    severity: 'error',
    evidence: { count },
    alternatives: [
      ...mended('squeezed', squeezed, { ...problem, predictions: flat(predictions), targets: flat(targets) }),
      ...mended('broadcast', 'x + 0 * y  # what NumPy and JAX make of it', {
        ...problem,
        predictions: spread(predictions),
        targets: spread(targets),
      }),
    ],
  };
};
