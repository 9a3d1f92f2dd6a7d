import { softplus } from '../../core/primitives';
import type { Problem } from '../../core/problem';
import { exactText, shortText } from '../numbers';
import type { RowMatrix } from './rowMatrix';

/** The lines of a derivation before its result, and what they come to. */
export interface Worked {
  readonly lines: readonly string[];
  readonly value: number;
}

const TERMS_WRITTEN = 6;

/** The losses and options beyond the plain formulas; undefined where one is not written here. */
export function workedWithOptions(problem: Problem, matrix: RowMatrix, row: number): Worked | undefined {
  switch (problem.loss) {
    case 'cross_entropy':
    case 'nll_loss':
      return categorical(problem, matrix, row);
    case 'poly_loss':
      return poly(problem, matrix, row);
    case 'kl_div':
      return divergence(matrix, row);
    default:
      return binary(problem, matrix, row);
  }
}

/** log Σ exp of a row's logits, one step a line: the largest first, so that no power overflows. */
export function logSumExpSteps(matrix: RowMatrix, row: number): readonly string[] {
  if (!matrix.normalised || matrix.from !== 'logits') return [];
  let most = -Infinity;
  for (let column = 0; column < matrix.columns; column++) most = Math.max(most, matrix.at(row, column));
  if (!Number.isFinite(most)) return [];
  const powers = Array.from({ length: matrix.columns }, (_, column) => Math.exp(matrix.at(row, column) - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return [
    `m = max x = ${shortText(most)}`,
    `Σ exp(x − m) = ${written(powers.map((power) => shortText(power)))} = ${shortText(sum)}`,
    `log Σ exp(x) = m + log ${shortText(sum)} = ${shortText(matrix.logSumExp(row))}`,
  ];
}

function categorical({ options }: Problem, matrix: RowMatrix, row: number): Worked | undefined {
  const index = matrix.targetIndex(row);
  if (index === undefined) return undefined;
  const weight = (column: number): number => options.weight?.data[column] ?? 1;
  const w = weight(index);
  const times = options.weight === undefined ? '' : `w[${index}] · `;
  const factor = options.weight === undefined ? '' : `${exactText(w)} · `;
  const smoothing = Math.max(0, options.labelSmoothing ?? 0);
  if (options.eps !== undefined) {
    if (smoothing > 0) return undefined;
    const p = matrix.probability(row, index);
    return {
      lines: [`loss = ${times}−log(p[${index}] + eps)`, `= ${factor}−log(${shortText(p)} + ${exactText(options.eps)})`],
      value: -w * Math.log(p + options.eps),
    };
  }
  const own = -matrix.logProbability(row, index);
  if (smoothing === 0) {
    return { lines: [`loss = ${times}−log p[${index}]`, `= ${factor}${shortText(own)}`], value: w * own };
  }
  let even = 0;
  for (let column = 0; column < matrix.columns; column++) {
    even -= weight(column) * matrix.logProbability(row, column);
  }
  even /= matrix.columns;
  const weighted = options.weight === undefined ? '' : 'w·';
  return {
    lines: [
      `loss = (1 − s) · ${times}−log p[${index}] + s · mean of −${weighted}log p, s = ${exactText(smoothing)}`,
      `= ${shortText(1 - smoothing)} · ${factor}${shortText(own)} + ${exactText(smoothing)} · ${shortText(even)}`,
    ],
    value: (1 - smoothing) * w * own + smoothing * even,
  };
}

function poly({ options }: Problem, matrix: RowMatrix, row: number): Worked | undefined {
  const index = matrix.targetIndex(row);
  if (index === undefined) return undefined;
  const epsilon = options.epsilon ?? 2;
  const log = matrix.logProbability(row, index);
  const p = Math.exp(log);
  return {
    lines: [
      `loss = −log p[${index}] + ε · (1 − p[${index}]), ε = ${exactText(epsilon)}`,
      `= ${shortText(-log)} + ${exactText(epsilon)} · (1 − ${shortText(p)})`,
    ],
    value: -log + epsilon * (1 - p),
  };
}

function divergence(matrix: RowMatrix, row: number): Worked {
  const terms = Array.from({ length: matrix.columns }, (_, column) => {
    const target = matrix.target(row, column);
    return target === 0 ? 0 : target * (Math.log(target) - matrix.logProbability(row, column));
  });
  return meanOf(terms, matrix, ['loss = Σ t·(log t − log p)']);
}

function binary({ loss, options }: Problem, matrix: RowMatrix, row: number): Worked {
  const { eps, weight, posWeight } = options;
  const logits = matrix.from === 'logits';
  const focal = loss === 'sigmoid_focal_loss';
  const [alpha, gamma] = [options.alpha ?? 0.25, options.gamma ?? 2];
  const at = (values: Float64Array | undefined, column: number): number =>
    values === undefined ? 1 : (values[(row * matrix.columns + column) % values.length] ?? NaN);
  const terms = Array.from({ length: matrix.columns }, (_, column) => {
    const y = matrix.target(row, column);
    const x = matrix.at(row, column);
    const p = matrix.probability(row, column);
    const yes = eps === undefined ? (logits ? softplus(-x) : -Math.max(Math.log(p), -100)) : -Math.log(p + eps);
    const no = eps === undefined ? (logits ? softplus(x) : -Math.max(Math.log1p(-p), -100)) : -Math.log(1 - p + eps);
    const entropy = at(weight?.data, column) * (at(posWeight?.data, column) * y * yes + (1 - y) * no);
    if (!focal) return entropy;
    const right = p * y + (1 - p) * (1 - y);
    return (alpha < 0 ? 1 : alpha * y + (1 - alpha) * (1 - y)) * (1 - right) ** gamma * entropy;
  });
  const plus = posWeight === undefined ? '' : 'w⁺·';
  const small = eps === undefined ? '' : ` + ${exactText(eps)}`;
  const outer = focal ? `${alpha < 0 ? '' : 'αₜ·'}(1 − pₜ)^${exactText(gamma)}·` : weight === undefined ? '' : 'w·';
  const inner =
    eps === undefined ? `${plus}t·log p + (1−t)·log(1−p)` : `${plus}t·log(p${small}) + (1−t)·log(1−p${small})`;
  return meanOf(terms, matrix, [...(logits ? ['p = σ(x)'] : []), `loss = −${outer}[${inner}]`]);
}

/** The mean over the columns, which is what a row's loss is. */
function meanOf(terms: readonly number[], { columns }: RowMatrix, lines: readonly string[]): Worked {
  const sum = terms.reduce((total, term) => total + term, 0);
  if (columns === 1) return { lines, value: sum };
  return {
    lines: [...lines, `= (${written(terms.map((term) => shortText(term)))}) / ${columns}`],
    value: sum / columns,
  };
}

function written(terms: readonly string[]): string {
  if (terms.length <= TERMS_WRITTEN) return terms.join(' + ');
  return [...terms.slice(0, TERMS_WRITTEN - 1), '…', ...terms.slice(-1)].join(' + ');
}
