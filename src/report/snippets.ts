import type { Comparison } from '../lens/compare';
import { classRows, fromOf, hasIndices, isBinary, isCategorical } from '../check/subject';
import type { LossOptions, Problem } from '../core/problem';
import type { Tensor } from '../core/tensor';
import type { Result } from '../lens/result';
import { t } from './l10n';

/** What a result can be copied as. */
export const SNIPPET_KINDS = ['pytorch', 'numpy', 'keras', 'jax', 'scikit-learn'] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

/** How the arrays come into the code: their numbers written out, or by the names they have. */
export interface Inputs {
  readonly predictions?: string;
  readonly targets?: string;
  /** How far the loss of variables may be from that of their print, which left digits out. */
  readonly tolerance?: number;
}

/** A loss to be computed by other code, and what it must come to. */
export interface Reproduced {
  readonly problem: Problem;
  /** What the loss came to: the reduced value, or one a cell. */
  readonly value: Tensor;
  /** What the other frameworks say of it. */
  readonly comparisons: readonly Comparison[];
}

/**
 * Python code that computes a loss and asserts its value. Numbers are written out, or, where names are given, taken
 * from variables of those names.
 * @returns undefined where the framework has no such loss.
 */
export function snippet(
  kind: SnippetKind,
  { problem, value, comparisons }: Reproduced,
  inputs: Inputs = {},
): string | undefined {
  if (!isBinary(problem.loss) && !isCategorical(problem.loss)) return undefined;
  if (problem.predictions.shape.length > 2 && kind !== 'pytorch') return undefined;
  switch (kind) {
    case 'pytorch':
      return torchSnippet(problem, value, inputs);
    case 'numpy':
      return arraySnippet('np', problem, value, inputs);
    case 'jax':
      return arraySnippet('jnp', problem, value, inputs);
    case 'keras':
      return kerasSnippet(problem, comparisons, inputs);
    case 'scikit-learn':
      return scikitLearnSnippet(problem, comparisons, inputs);
  }
}

export function noSnippetText(kind: SnippetKind): string {
  return t('{0} has no code for this loss.', kind);
}

function torchSnippet(problem: Problem, value: Tensor, inputs: Inputs): string {
  const { loss, options, predictions, targets } = problem;
  const dtype = `torch.${options.dtype ?? 'float64'}`;
  const indices = hasIndices(problem);
  const lines = ['import torch', 'import torch.nn.functional as F', ''];
  lines.push(`x = ${inputs.predictions ?? `torch.tensor(${nested(predictions)}, dtype=${dtype})`}`);
  lines.push(
    `y = ${inputs.targets ?? `torch.tensor(${nested(targets, indices)}${indices ? '' : `, dtype=${dtype}`})`}`,
  );
  const keywords = keywordsOf(options, (tensor) => `torch.tensor(${nested(tensor)}, dtype=${dtype})`);
  if (options.eps === undefined) {
    const converted = torchInput(problem);
    lines.push(`loss = F.${loss}(${[converted, 'y', ...keywords].join(', ')})`);
  } else lines.push(...handWritten('torch', problem));
  const expected = `torch.tensor(${nested(value)}, dtype=${dtype})`;
  // Half-way steps in float32 differ between releases of PyTorch in the last places.
  const tolerance =
    printedTolerance(inputs, ', check_dtype=False') ??
    (options.dtype === 'float32' ? 'rtol=1e-5, atol=1e-6' : 'rtol=1e-9, atol=1e-12');
  lines.push(`torch.testing.assert_close(loss, ${expected}, ${tolerance}, equal_nan=True)`);
  return `${lines.join('\n')}\n`;
}

/** A variable, whatever library's it is. */
function named(name: string | undefined, module: 'np' | 'jnp'): string | undefined {
  return name === undefined ? undefined : `${module}.asarray(${name})`;
}

/** What the print left open, where the numbers come from variables; upwards, with two digits. */
function printedTolerance({ tolerance }: Inputs, more = ''): string | undefined {
  return tolerance === undefined
    ? undefined
    : `rtol=1e-5, atol=${number(Number((tolerance * 1.05).toPrecision(2)))}${more}`;
}

/** The predictions as the loss takes them. */
function torchInput(problem: Problem): string {
  const from = fromOf(problem);
  switch (problem.loss) {
    case 'cross_entropy':
      return from === 'probabilities' ? 'torch.log(x)' : 'x';
    case 'nll_loss':
      return from === 'probabilities' ? 'torch.log(x)' : from === 'logits' ? 'F.log_softmax(x, 1)' : 'x';
    case 'binary_cross_entropy':
      return from === 'logits' ? 'torch.sigmoid(x)' : from === 'log_probabilities' ? 'torch.exp(x)' : 'x';
    default:
      return from === 'probabilities' ? 'torch.logit(x)' : from === 'logits' ? 'x' : 'x - torch.log(-torch.expm1(x))';
  }
}

function keywordsOf(options: LossOptions, tensor: (tensor: Tensor) => string): readonly string[] {
  const { weight, posWeight, ignoreIndex, labelSmoothing, reduction = 'mean' } = options;
  return [
    ...(weight ? [`weight=${tensor(weight)}`] : []),
    ...(posWeight ? [`pos_weight=${tensor(posWeight)}`] : []),
    ...(ignoreIndex === undefined ? [] : [`ignore_index=${ignoreIndex}`]),
    ...(labelSmoothing === undefined ? [] : [`label_smoothing=${number(labelSmoothing)}`]),
    ...(reduction === 'mean' ? [] : [`reduction='${reduction}'`]),
  ];
}

/** log(p + eps) by hand, in PyTorch, NumPy or JAX. */
function handWritten(module: 'torch' | 'np' | 'jnp', problem: Problem): readonly string[] {
  const eps = number(problem.options.eps ?? 0);
  const reduction = problem.options.reduction ?? 'mean';
  const reduced = reduction === 'none' ? 'cells' : `cells.${reduction}()`;
  const from = fromOf(problem);
  if (isBinary(problem.loss)) {
    const p =
      from === 'logits' ? `1 / (1 + ${module}.exp(-x))` : from === 'log_probabilities' ? `${module}.exp(x)` : 'x';
    return [
      `p = ${p}`,
      `cells = -(y * ${module}.log(p + ${eps}) + (1 - y) * ${module}.log(1 - p + ${eps}))`,
      `loss = ${reduced}`,
    ];
  }
  const softmax = module === 'torch' ? 'torch.softmax(x, 1)' : `e / e.sum(1, keepdims=True)`;
  const exponentials = module === 'torch' ? [] : [`e = ${module}.exp(x - x.max(1, keepdims=True))`];
  const direct = problem.loss === 'nll_loss' && from !== 'logits';
  const p = direct ? (from === 'probabilities' ? 'x' : `${module}.exp(x)`) : softmax;
  const picked = hasIndices(problem)
    ? `-${module}.log(p[range(len(y)), y] + ${eps})`
    : `-(y * ${module}.log(p + ${eps})).sum(1)`;
  return [...(direct ? [] : exponentials), `p = ${p}`, `cells = ${picked}`, `loss = ${reduced}`];
}

/** The formula written out, so that it needs no library of losses. */
function arraySnippet(module: 'np' | 'jnp', problem: Problem, value: Tensor, inputs: Inputs): string | undefined {
  const { options, predictions, targets } = problem;
  const { weight } = options;
  if (options.posWeight && options.posWeight.shape.length > 1) return undefined;
  const binary = isBinary(problem.loss);
  const indices = hasIndices(problem);
  if (!binary && predictions.shape.length !== 2) return undefined;
  const jax = module === 'jnp';
  const lines = jax
    ? ['import jax', "jax.config.update('jax_enable_x64', True)", 'import jax.numpy as jnp', 'import numpy as np', '']
    : ['import numpy as np', ''];
  lines.push(`x = ${named(inputs.predictions, module) ?? `${module}.array(${nested(predictions)}, dtype=float)`}`);
  lines.push(
    `y = ${named(inputs.targets, module) ?? `${module}.array(${nested(targets, indices)}${indices ? '' : ', dtype=float'})`}`,
  );
  if (options.eps !== undefined && weight === undefined) lines.push(...handWritten(module, problem));
  else if (options.eps !== undefined) return undefined;
  else if (binary) lines.push(...binaryLines(module, problem));
  else lines.push(...categoricalLines(module, problem));
  const tolerance = printedTolerance(inputs) ?? (options.dtype === 'float32' ? 'rtol=1e-5' : 'rtol=1e-9, atol=1e-12');
  lines.push(`np.testing.assert_allclose(loss, ${nested(value, false, 'np')}, ${tolerance})`);
  return `${lines.join('\n')}\n`;
}

function binaryLines(module: string, problem: Problem): readonly string[] {
  const { weight, posWeight, reduction = 'mean' } = problem.options;
  const from = fromOf(problem);
  const lines: string[] = [];
  const w = weight ? `${module}.array(${nested(weight)}) * ` : '';
  if (problem.loss === 'binary_cross_entropy') {
    const p =
      from === 'logits' ? `1 / (1 + ${module}.exp(-x))` : from === 'log_probabilities' ? `${module}.exp(x)` : 'x';
    lines.push(`p = ${p}`);
    lines.push('# PyTorch keeps each logarithm at -100 or above.');
    lines.push(`log_p = ${module}.maximum(${module}.log(p), -100)`);
    lines.push(`log_q = ${module}.maximum(${module}.log1p(-p), -100)`);
  } else {
    if (from === 'probabilities') lines.push(`x = ${module}.log(x) - ${module}.log1p(-x)`);
    if (from === 'log_probabilities') lines.push(`x = x - ${module}.log(-${module}.expm1(x))`);
    lines.push(`log_p = -${module}.logaddexp(0, -x)`, `log_q = -${module}.logaddexp(0, x)`);
  }
  const positive = posWeight ? `${module}.array(${nested(posWeight)}) * y` : 'y';
  lines.push(`cells = -${w}(${positive} * log_p + (1 - y) * log_q)`);
  lines.push(`loss = ${reduction === 'none' ? 'cells' : `cells.${reduction}()`}`);
  return lines;
}

function categoricalLines(module: string, problem: Problem): readonly string[] {
  const { weight, ignoreIndex, labelSmoothing = 0, reduction = 'mean' } = problem.options;
  const from = fromOf(problem);
  const { classes } = classRows(problem.predictions.shape);
  const lines: string[] = [];
  const direct = problem.loss === 'nll_loss' && from !== 'logits';
  if (from === 'probabilities') lines.push(`x = ${module}.log(x)`);
  if (direct) lines.push('log_p = x');
  else {
    lines.push('z = x - x.max(1, keepdims=True)');
    lines.push(`log_p = z - ${module}.log(${module}.exp(z).sum(1, keepdims=True))`);
  }
  lines.push(weight ? `w = ${module}.array(${nested(weight)}, dtype=float)` : `w = ${module}.ones(${classes})`);
  if (hasIndices(problem)) {
    lines.push(`kept = y != ${ignoreIndex ?? -100}`);
    lines.push(`t = ${module}.where(kept, y, 0)`, `rows = ${module}.arange(len(t))`);
    lines.push('cells = -w[t] * log_p[rows, t]');
    if (labelSmoothing > 0) {
      const s = number(labelSmoothing);
      lines.push(`cells = (1 - ${s}) * cells - ${s} / ${classes} * (w * log_p).sum(1)`);
    }
    lines.push(`cells = ${module}.where(kept, cells, 0)`);
    lines.push(
      reduction === 'none'
        ? 'loss = cells'
        : reduction === 'sum'
          ? 'loss = cells.sum()'
          : 'loss = cells.sum() / w[t][kept].sum()',
    );
    return lines;
  }
  if (labelSmoothing > 0)
    lines.push(`y = y * (1 - ${number(labelSmoothing)}) + ${number(labelSmoothing)} / ${classes}`);
  lines.push('cells = -(w * y * log_p).sum(1)');
  lines.push(`loss = ${reduction === 'none' ? 'cells' : `cells.${reduction}()`}`);
  return lines;
}

/** Keras computes in float32 and by its own rules: what is asserted is what it says. */
function kerasSnippet(problem: Problem, comparisons: readonly Comparison[], inputs: Inputs): string | undefined {
  const { options, predictions, targets } = problem;
  const from = fromOf(problem);
  const plain = options.weight === undefined && options.posWeight === undefined && options.eps === undefined;
  if (!plain || options.ignoreIndex !== undefined || from === 'log_probabilities') return undefined;
  if (targets.data.includes(-100) || options.reduction === 'none') return undefined;
  const found = comparisons.find(({ framework, call }) => framework === 'Keras' && call.includes('tensorflow'));
  if (found?.result.ok !== true) return undefined;
  const name = found.call.replace('keras.losses.', '').replace(/ .*/, '');
  const keywords = [
    `from_logits=${from === 'logits' ? 'True' : 'False'}`,
    ...(options.labelSmoothing !== undefined && name === 'CategoricalCrossentropy'
      ? [`label_smoothing=${number(options.labelSmoothing)}`]
      : []),
    ...(options.reduction === 'sum' ? ["reduction='sum'"] : []),
  ];
  const soft = name === 'CategoricalCrossentropy' && hasIndices(problem);
  const y = named(inputs.targets, 'np') ?? `np.array(${nested(targets, hasIndices(problem))})`;
  const labels = soft ? `keras.utils.to_categorical(${y}, ${classRows(predictions.shape).classes})` : y;
  return `${[
    'import keras',
    'import numpy as np',
    '',
    `x = ${named(inputs.predictions, 'np') ?? `np.array(${nested(predictions)}, dtype='float32')`}`,
    `y = ${labels}`,
    `loss = keras.losses.${name}(${keywords.join(', ')})(y, x)`,
    `np.testing.assert_allclose(float(loss), ${number(found.result.value)}, ${printedTolerance(inputs) ?? 'rtol=1e-5'})`,
  ].join('\n')}\n`;
}

function scikitLearnSnippet(problem: Problem, comparisons: readonly Comparison[], inputs: Inputs): string | undefined {
  const found = comparisons.find(({ framework }) => framework === 'scikit-learn');
  if (found?.result.ok !== true || problem.options.weight !== undefined) return undefined;
  if (problem.options.reduction === 'none') return undefined;
  const { predictions, targets, options } = problem;
  const logits = fromOf(problem) === 'logits';
  const binary = isBinary(problem.loss);
  const labels = binary ? '[0, 1]' : `range(${classRows(predictions.shape).classes})`;
  const scipy = binary ? 'expit' : 'softmax';
  const p = logits ? (binary ? 'expit(x)' : 'softmax(x, axis=1)') : 'x';
  return `${[
    'import numpy as np',
    ...(logits ? [`from scipy.special import ${scipy}`] : []),
    'from sklearn.metrics import log_loss',
    '',
    `x = ${named(inputs.predictions, 'np') ?? `np.array(${nested(predictions)})`}`,
    `y = ${named(inputs.targets, 'np') ?? `np.array(${nested(targets, true)})`}`,
    `loss = log_loss(y, ${p}, labels=${labels}${options.reduction === 'sum' ? ', normalize=False' : ''})`,
    `np.testing.assert_allclose(loss, ${number(found.result.value)}, ${printedTolerance(inputs) ?? 'rtol=1e-9'})`,
  ].join('\n')}\n`;
}

/** Nested Python lists; `whole` writes class indices without a point. */
function nested({ shape, data }: Tensor, whole = false, module = ''): string {
  const write = (axis: number, start: number): string => {
    if (axis === shape.length) return whole ? String(data[start]) : number(data[start], module);
    const size = shape.slice(axis + 1).reduce((product, extent) => product * extent, 1);
    const items = Array.from({ length: shape[axis] ?? 0 }, (_, index) => write(axis + 1, start + index * size));
    return `[${items.join(axis === shape.length - 1 ? ', ' : ',\n    ')}]`;
  };
  return write(0, 0);
}

/** A float as Python writes it. */
function number(value: number, module = ''): string {
  if (Number.isNaN(value)) return module === 'np' ? 'np.nan' : "float('nan')";
  if (!Number.isFinite(value)) return `${value < 0 ? '-' : ''}${module === 'np' ? 'np.inf' : "float('inf')"}`;
  const text = Object.is(value, -0) ? '-0.0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** The result as code, with its numbers written out or taken from the variables that the text names. */
export function snippetOf(kind: SnippetKind, result: Result, inputs: Inputs = {}): string | undefined {
  const { report, judgement } = result;
  const { problem, evaluation } = report;
  return snippet(kind, { problem, value: evaluation.value, comparisons: judgement.comparisons }, inputs);
}

/**
 * The variables that a result's arrays may be taken from: both have a name that Python takes, and are used as they
 * stand. undefined where they are not, or where the print says too little to hold the variables against.
 */
export function variablesOf({ predictions, targets, report, judgement }: Result): Inputs | undefined {
  const { problem, evaluation } = report;
  const isVariable = (name: string | undefined): name is string => /^[A-Za-z_]\w*$/.test(name ?? '');
  if (!isVariable(predictions.name) || !isVariable(targets.name)) return undefined;
  if (problem.predictions !== predictions.tensor || problem.targets !== targets.tensor) return undefined;
  const { loss } = judgement.uncertainty ?? {};
  if (loss === undefined || evaluation.reduction === 'none') return undefined;
  const [value = NaN] = evaluation.value.data;
  const tolerance = Math.max(loss.high - value, value - loss.low);
  return Number.isFinite(tolerance)
    ? { predictions: predictions.name, targets: targets.name, tolerance: Math.max(tolerance, 1e-12) }
    : undefined;
}
