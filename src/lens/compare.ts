import { evaluate } from '../core/evaluate';
import { exactSum } from '../core/exactSum';
import type { Outcome, Problem, Refusal } from '../core/problem';
import { sigmoid } from '../core/primitives';
import type { Tensor } from '../core/tensor';
import { BACKENDS, kerasLosses } from '../core/variants/keras';
import { ONNX_SOFTMAX_CROSS_ENTROPY_LOSS } from '../core/variants/onnx';
import { OPTAX_LOSSES, smoothLabels } from '../core/variants/optax';
import { scikitLearnLogLoss } from '../core/variants/scikitLearn';
import type { VariantArguments } from '../core/variants/variant';
import { fromOf, hasIndices, isBinary, isCategorical, rowSums, withOptions } from '../check/subject';

/** What one framework says on the same data. */
export interface Comparison {
  /** 'PyTorch', 'Keras', 'scikit-learn', 'Optax', 'ONNX', or 'exact'. */
  readonly framework: string;
  /** As a user would write it, or the precision. */
  readonly call: string;
  readonly result: Outcome<number>;
  /** Why it differs from PyTorch in float64; 'same' to within float32. */
  readonly reason: Difference;
}

export type Difference =
  | 'same'
  | 'rounding'
  | 'no-clamp'
  | 'clips'
  | 'renormalises'
  | 'softmax-first'
  | 'weights-not-averaged'
  | 'ignores-nothing'
  | 'other-smoothing'
  | 'own-form'
  | 'refuses';

/** float32 of these sizes says nothing finer. */
const SAME = 1e-6;

/**
 * The loss in every framework that has it, the mean where it is not reduced. Two axes at most: beyond that only
 * PyTorch's and the exact value are compared.
 */
export function comparisonsOf(problem: Problem): readonly Comparison[] {
  if (!isBinary(problem.loss) && !isCategorical(problem.loss)) return [];
  const { reduction = 'mean' } = problem.options;
  const reduced = withOptions(problem, { reduction: reduction === 'sum' ? 'sum' : 'mean', dtype: 'float64' });
  const outcome = evaluate(reduced);
  if (!outcome.ok) return [];
  const torch = outcome.value.value.data[0];
  const single = evaluate(withOptions(reduced, { dtype: 'float32' }));
  const exact = outcome.value.exact.data[0];
  const compared: Comparison[] = [
    { framework: 'PyTorch', call: `F.${problem.loss} (float64)`, result: { ok: true, value: torch }, reason: 'same' },
    {
      framework: 'PyTorch',
      call: `F.${problem.loss} (float32)`,
      result: single.ok ? { ok: true, value: single.value.value.data[0] } : single,
      reason: single.ok ? (near(single.value.value.data[0], torch) ? 'same' : 'rounding') : 'refuses',
    },
    {
      framework: 'exact',
      call: 'big numbers',
      result: { ok: true, value: exact },
      reason: near(exact, torch) ? 'same' : 'no-clamp',
    },
  ];
  if (reduced.predictions.shape.length > 2 || reduced.options.eps !== undefined) return compared;
  const others = isBinary(problem.loss) ? binaryVariants(reduced) : categoricalVariants(reduced);
  for (const { framework, call, result, differs } of others) {
    const reason = !result.ok ? 'refuses' : near(result.value, torch) ? 'same' : differs(result.value);
    compared.push({ framework, call, result, reason });
  }
  return compared;
}

interface Variant {
  readonly framework: string;
  readonly call: string;
  readonly result: Outcome<number>;
  readonly differs: (value: number) => Difference;
}

function binaryVariants(problem: Problem): readonly Variant[] {
  const { predictions, targets, options } = problem;
  const from = fromOf(problem);
  const given: VariantArguments = { predictions, targets, fromLogits: from === 'logits' };
  const variants: Variant[] = [];
  if (from !== 'log_probabilities' && options.weight === undefined && options.posWeight === undefined) {
    variants.push(...kerasVariants('BinaryCrossentropy', problem, given, () => 'clips'));
    if (from === 'logits') {
      variants.push({
        framework: 'Optax',
        call: 'optax.sigmoid_binary_cross_entropy(x, y)',
        result: reduce(OPTAX_LOSSES['sigmoid_binary_cross_entropy']?.evaluate(given), problem),
        differs: () => 'own-form',
      });
    }
    if (predictions.shape.length === 1 && targets.data.every((y) => y === 0 || y === 1)) {
      const p = from === 'logits' ? { shape: predictions.shape, data: predictions.data.map(sigmoid) } : predictions;
      variants.push({
        framework: 'scikit-learn',
        call: from === 'logits' ? 'log_loss(y, expit(x), labels=[0, 1])' : 'log_loss(y, p, labels=[0, 1])',
        result: reduce(
          scikitLearnLogLoss('1.9').evaluate({ predictions: p, targets, reduction: reductionOf(problem) }),
          problem,
        ),
        differs: () => 'clips',
      });
    }
  }
  return variants;
}

function categoricalVariants(problem: Problem): readonly Variant[] {
  const { predictions, targets, options } = problem;
  const { weight, ignoreIndex, labelSmoothing = 0 } = options;
  const from = fromOf(problem);
  if (predictions.shape.length !== 2 || from === 'log_probabilities') return [];
  const indices = hasIndices(problem);
  const [, classes] = predictions.shape;
  const fromLogits = from === 'logits';
  const hard = indices ? targets : undefined;
  const oneHot = indices ? spreadLabels(targets, classes) : targets;
  const marked = ignoreIndex ?? (targets.data.includes(-100) && indices ? -100 : undefined);
  const sampleWeight =
    weight && hard ? { shape: hard.shape, data: hard.data.map((label) => weight.data[label] ?? 0) } : undefined;
  const differs = (): Difference => {
    if (weight !== undefined) return 'weights-not-averaged';
    if (marked !== undefined) return 'ignores-nothing';
    if (fromLogits) return 'own-form';
    const sums = rowSums(predictions);
    return sums.some((sum) => Math.abs(sum - 1) > SAME) ? 'renormalises' : 'clips';
  };
  const variants: Variant[] = [];
  const common = { predictions, fromLogits, ...(sampleWeight && { sampleWeight }) };
  if (hard && labelSmoothing === 0) {
    const given = { ...common, targets: hard, ...(marked !== undefined && { ignoreIndex: marked }) };
    variants.push(...kerasVariants('SparseCategoricalCrossentropy', problem, given, differs));
  } else if (marked === undefined && weight === undefined) {
    const given = { ...common, targets: oneHot, labelSmoothing };
    variants.push(...kerasVariants('CategoricalCrossentropy', problem, given, differs));
  }
  if (weight !== undefined && !hard) return variants;
  if (hard && labelSmoothing === 0 && marked === undefined) {
    const p = fromLogits ? softmaxRows(predictions) : predictions;
    variants.push({
      framework: 'scikit-learn',
      call: fromLogits
        ? `log_loss(y, softmax(x, axis=1), labels=range(${classes}))`
        : `log_loss(y, p, labels=range(${classes}))`,
      result: reduce(
        scikitLearnLogLoss('1.9').evaluate({
          predictions: p,
          targets: hard,
          ...(sampleWeight && { sampleWeight }),
          reduction: reductionOf(problem),
        }),
        problem,
      ),
      differs: () => 'clips',
    });
  }
  if (fromLogits && weight === undefined && marked === undefined) {
    const sparse = hard && labelSmoothing === 0;
    const name = sparse ? 'softmax_cross_entropy_with_integer_labels' : 'softmax_cross_entropy';
    variants.push({
      framework: 'Optax',
      call: `optax.${name}(x, y)`,
      result: reduce(
        OPTAX_LOSSES[name]?.evaluate({
          predictions,
          targets: sparse ? hard : labelSmoothing > 0 ? smoothLabels(oneHot, labelSmoothing) : oneHot,
        }),
        problem,
      ),
      differs: () => 'own-form',
    });
  }
  if (fromLogits && hard && labelSmoothing === 0) {
    variants.push({
      framework: 'ONNX',
      call: 'SoftmaxCrossEntropyLoss-13',
      result: reduce(
        ONNX_SOFTMAX_CROSS_ENTROPY_LOSS.evaluate({
          predictions,
          targets: hard,
          ...(weight && { classWeight: weight }),
          ...(marked !== undefined && { ignoreIndex: marked }),
          reduction: reductionOf(problem),
        }),
        problem,
      ),
      differs: () => 'own-form',
    });
  }
  return variants;
}

/** TensorFlow's answer, and those of the other backends that differ from it. */
function kerasVariants(
  name: string,
  problem: Problem,
  given: VariantArguments,
  differs: () => Difference,
): readonly Variant[] {
  const variants: Variant[] = [];
  for (const backend of ['tensorflow', ...BACKENDS.filter((other) => other !== 'tensorflow')] as const) {
    const loss = kerasLosses(backend)[name];
    if (loss === undefined) continue;
    const result = reduce(loss.evaluate({ ...given, reduction: reductionOf(problem) }), problem);
    if (variants.some((known) => sameResult(known.result, result))) continue;
    variants.push({ framework: 'Keras', call: `keras.losses.${name} (${backend})`, result, differs });
  }
  return variants;
}

function reductionOf({ options }: Problem): 'sum' | 'mean' {
  return options.reduction === 'sum' ? 'sum' : 'mean';
}

function sameResult(a: Outcome<number>, b: Outcome<number>): boolean {
  if (!a.ok || !b.ok) return a.ok === b.ok;
  return near(a.value, b.value);
}

/** What a framework gives a value a row is averaged as PyTorch would. */
function reduce(outcome: Outcome<Tensor> | undefined, problem: Problem): Outcome<number> {
  if (outcome === undefined) return { ok: false, refusal: NO_SUCH_LOSS };
  if (!outcome.ok) return outcome;
  const { data } = outcome.value;
  const sum = exactSum(data);
  if (data.length === 1 && outcome.value.shape.length === 0) return { ok: true, value: data[0] };
  return { ok: true, value: problem.options.reduction === 'sum' ? sum : sum / data.length };
}

const NO_SUCH_LOSS: Refusal = { code: 'dtype', found: 'no such loss', expected: 'one of the framework' };

function near(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= SAME * Math.max(1, Math.abs(b));
}

function spreadLabels({ data }: Tensor, classes: number): Tensor {
  const spread = new Float64Array(data.length * classes);
  data.forEach((label, row) => {
    if (label >= 0 && label < classes) spread[row * classes + label] = 1;
  });
  return { shape: [data.length, classes], data: spread };
}

function softmaxRows({ shape, data }: Tensor): Tensor {
  const width = shape[1];
  const out = data.slice();
  for (let start = 0; start < out.length; start += width) {
    const row = out.subarray(start, start + width);
    const max = row.reduce((a, b) => Math.max(a, b), -Infinity);
    row.forEach((z, c) => (row[c] = Math.exp(z - max)));
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((term, c) => (row[c] = term / sum));
  }
  return { shape, data: out };
}
