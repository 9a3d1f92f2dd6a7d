import { exactSum } from '../exactSum';
import { scalar } from '../tensor';
import { accepted, refused, shapeMismatch, type Variant } from './variant';

const round = Math.fround;

/**
 * SoftmaxCrossEntropyLoss-13 as ONNX's own reference operator computes it: (N, C) logits and class indices,
 * the mean over the weights of the targets. The logarithm is taken of the softmax, so a far wrong logit is
 * infinite; a negative label counts from the end unless it is ignored.
 */
export const ONNX_SOFTMAX_CROSS_ENTROPY_LOSS: Variant = {
  name: 'onnx.SoftmaxCrossEntropyLoss-13',
  takes: ['classWeight', 'ignoreIndex', 'reduction'],
  evaluate(given) {
    const { predictions, targets, classWeight, ignoreIndex, reduction = 'mean' } = given;
    const [rows, classes] = predictions.shape;
    if (predictions.shape.length !== 2 || targets.data.length !== rows) return shapeMismatch(given, '(N)');
    const losses = new Float64Array(rows);
    const weights = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const target = targets.data[row];
      if (target === ignoreIndex) continue;
      if (target >= classes || target < -classes)
        return refused({ code: 'target-out-of-bounds', target, row, classes });
      const own = target < 0 ? target + classes : target;
      const z = predictions.data.subarray(row * classes, (row + 1) * classes);
      weights[row] = classWeight?.data[own] ?? 1;
      losses[row] = round(weights[row] * -Math.log(softmaxAt(z, own)));
    }
    if (reduction === 'none') return accepted({ shape: [rows], data: losses });
    const sum = exactSum(losses);
    return accepted(scalar(round(reduction === 'sum' ? sum : sum / exactSum(weights))));
  },
};

function softmaxAt(z: Float64Array, index: number): number {
  let max = -Infinity;
  for (const value of z) max = Math.max(max, value);
  let sum = 0;
  for (const value of z) sum += round(Math.exp(round(value - max)));
  return round(round(Math.exp(round(z[index] - max))) / round(sum));
}
