import { softplus } from '../../core/primitives';
import type { LossName, Problem } from '../../core/problem';
import { exactText, shortText } from '../numbers';
import { workedWithOptions, type Worked } from './optionDerivation';
import type { RowMatrix } from './rowMatrix';

/** A row's loss worked out in its own numbers: the formula, then the numbers put in, then what they come to. */
export type Derivation = readonly string[];

/** The losses whose plain formula is written here; the others, and the options, are in optionDerivation. */
const PLAIN: readonly LossName[] = [
  'cross_entropy',
  'nll_loss',
  'binary_cross_entropy',
  'binary_cross_entropy_with_logits',
];

/** Longer sums are cut in the middle of what is written, never in what is added up. */
const TERMS_WRITTEN = 6;

/**
 * Undefined where no formula is written for the options, or where its numbers would not come to the row's loss:
 * a derivation that leads elsewhere is worse than none.
 */
export function derive(problem: Problem, matrix: RowMatrix, row: number, loss: number): Derivation | undefined {
  if (matrix.ignored(row)) return undefined;
  const worked = isPlain(problem) ? plain(problem, matrix, row) : workedWithOptions(problem, matrix, row);
  if (worked === undefined) return undefined;
  const same = Object.is(worked.value, loss) || Math.abs(worked.value - loss) <= 1e-6 * Math.max(1, Math.abs(loss));
  return same ? [...worked.lines, `= ${shortText(loss)}`] : undefined;
}

function plain({ loss }: Problem, matrix: RowMatrix, row: number): Worked {
  return matrix.family === 'binary'
    ? binary(matrix, row, loss === 'binary_cross_entropy_with_logits' && matrix.from === 'logits')
    : categorical(matrix, row);
}

function isPlain({ loss, options }: Problem): boolean {
  return (
    PLAIN.includes(loss) &&
    options.weight === undefined &&
    options.posWeight === undefined &&
    options.eps === undefined &&
    (options.labelSmoothing ?? 0) <= 0
  );
}

function categorical(matrix: RowMatrix, row: number): Worked {
  const index = matrix.targetIndex(row);
  return index === undefined ? categoricalMix(matrix, row) : categoricalIndex(matrix, row, index);
}

function categoricalIndex(matrix: RowMatrix, row: number, index: number): Worked {
  const value = -matrix.logProbability(row, index);
  const own = matrix.at(row, index);
  const total = matrix.logSumExp(row);
  if (!matrix.normalised) {
    return matrix.from === 'log_probabilities'
      ? { lines: [`loss = −x[${index}]`, `= −${operand(own)}`], value }
      : { lines: [`loss = −log p[${index}]`, `= −log ${shortText(own)}`], value };
  }
  return matrix.from === 'probabilities'
    ? {
        lines: [`loss = −log(p[${index}] / Σ p)`, `= −log(${shortText(own)} / ${shortText(Math.exp(total))})`],
        value,
      }
    : { lines: [`loss = log Σ exp(x) − x[${index}]`, `= ${shortText(total)} − ${operand(own)}`], value };
}

/** Targets that are a distribution, or several ones. */
function categoricalMix(matrix: RowMatrix, row: number): Worked {
  const terms: string[] = [];
  let value = 0;
  for (let column = 0; column < matrix.columns; column++) {
    const target = matrix.target(row, column);
    if (target === 0) continue;
    const log = matrix.logProbability(row, column);
    value -= target * log;
    terms.push(target === 1 ? operand(log) : `${exactText(target)} · ${operand(log)}`);
  }
  const p = matrix.from === 'logits' ? ['p = softmax(x)'] : [];
  return { lines: [...p, 'loss = −Σ t·log p', `= −(${written(terms)})`], value };
}

function binary(matrix: RowMatrix, row: number, fromLogits: boolean): Worked {
  const terms: string[] = [];
  let sum = 0;
  for (let column = 0; column < matrix.columns; column++) {
    const target = matrix.target(row, column);
    const term = fromLogits
      ? softplus(matrix.at(row, column)) - matrix.at(row, column) * target
      : clampedEntropy(matrix.probability(row, column), target);
    sum += term;
    terms.push(shortText(term));
  }
  const p = matrix.from === 'logits' ? ['p = σ(x)'] : [];
  if (matrix.columns === 1) {
    return { lines: [...p, ...binaryCell(matrix.probability(row, 0), matrix.target(row, 0))], value: sum };
  }
  return {
    lines: [
      ...p,
      `loss = −Σ[t·log p + (1−t)·log(1−p)] / ${matrix.columns}`,
      `= (${written(terms)}) / ${matrix.columns}`,
    ],
    value: sum / matrix.columns,
  };
}

function binaryCell(probability: number, target: number): readonly string[] {
  if (target === 1) return ['loss = −log p', `= −log ${shortText(probability)}`];
  if (target === 0) return ['loss = −log(1−p)', `= −log(1 − ${shortText(probability)})`];
  return ['loss = −[t·log p + (1−t)·log(1−p)]'];
}

/** binary_cross_entropy never lets a logarithm below -100, as PyTorch does. */
function clampedEntropy(probability: number, target: number): number {
  const log = Math.max(Math.log(probability), -100);
  const logRest = Math.max(Math.log1p(-probability), -100);
  return -(target * log + (1 - target) * logRest);
}

function operand(value: number): string {
  const text = shortText(value);
  return text.startsWith('-') ? `(${text})` : text;
}

function written(terms: readonly string[]): string {
  if (terms.length === 0) return '0';
  if (terms.length <= TERMS_WRITTEN) return terms.join(' + ');
  return [...terms.slice(0, TERMS_WRITTEN - 1), '…', ...terms.slice(-1)].join(' + ');
}
