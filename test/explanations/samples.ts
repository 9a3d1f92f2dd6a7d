import { uniform } from '../unit/core/samples';

/**
 * Numbers made from random matrices by every formula, in arithmetic of its own: plain double loops over the numbers
 * before they are rounded, nothing of the engine.
 */
export interface Made {
  readonly text: string;
  readonly printed: string;
  readonly half: number;
  /** What the formula is, as {@link describe} says of an explanation. */
  readonly formula: string;
  /** The formula's own value in all its digits. */
  readonly value: number;
}

type Next = () => number;

interface Draw {
  readonly p: number[][];
  readonly y: number[];
  readonly oneHot: number[][];
  readonly multi: number[][];
  readonly w: number[];
}

const MODIFICATIONS = [
  'plain',
  'smoothing 0.1',
  'smoothing 0.1 off',
  'eps 1e-10',
  'weights',
  'weights rows',
  'weightssmoothing 0.1',
  'ignored',
  'softmax-before',
  'labels-moved',
  'softmax-over-samples',
  'rows-dropped',
  'rows-shifted',
] as const;

const BINARY = [
  'plain',
  'eps 1e-10',
  'pos-weights',
  'sigmoid-before',
  'labels-flipped',
  'rows-dropped',
  'sum-a-row',
] as const;
const UNITS = ['mean', 'mean', 'mean', 'sum', 'bits', 'perplexity'] as const;

/** One number and the text it is to be explained from. */
export function make(seed: number): Made {
  const next = uniform(seed);
  for (;;) {
    const made = attempt(next);
    if (made !== undefined) return made;
  }
}

function attempt(next: Next): Made | undefined {
  const rows = 4 + Math.floor(next() * 12);
  const classes = 3 + Math.floor(next() * 5);
  const spread = 0.7 + 2 * next();
  const normal = (): number => spread * (next() + next() + next() + next() - 2) * 1.7;
  const logits = Array.from({ length: rows }, () => Array.from({ length: classes }, normal));
  const draw: Draw = {
    p: logits,
    y: Array.from({ length: rows }, () => Math.floor(next() * classes)),
    oneHot: [],
    multi: Array.from({ length: rows }, () => Array.from({ length: classes }, () => Math.round(next()))),
    w: Array.from({ length: classes }, () => Number((0.2 + 2 * next()).toFixed(4))),
  };
  const kind = Math.floor(next() * 5);
  if (kind < 3) return categorical(draw, kind, next);
  return binary(draw, kind === 3, next);
}

function categorical({ p, y, w }: Draw, kind: number, next: Next): Made | undefined {
  const classes = w.length;
  const fromProbabilities = kind === 1;
  const oneHot = kind === 2;
  const probabilities = p.map(softmax);
  const modification = MODIFICATIONS[Math.floor(next() * MODIFICATIONS.length)] ?? 'plain';
  let unit: string = UNITS[Math.floor(next() * UNITS.length)] ?? 'mean';
  let z = p;
  let losses: number[] = [];
  let divisor = y.length;
  let steps = modification as string;
  const nll = (matrix: number[][], targets: number[]): number[] =>
    targets.map((label, row) => -logSoftmax(matrix[row] ?? [])[label]);
  switch (modification) {
    case 'plain':
      losses = nll(z, y);
      steps = '';
      break;
    case 'smoothing 0.1':
    case 'smoothing 0.1 off': {
      if (fromProbabilities) return undefined;
      const off = modification.endsWith('off');
      losses = y.map((label, row) => {
        const log = logSoftmax(z[row] ?? []);
        return -log.reduce((sum, value, c) => {
          const mass = off ? (c === label ? 0.9 : 0.1 / (classes - 1)) : (c === label ? 0.9 : 0) + 0.1 / classes;
          return sum + mass * value;
        }, 0);
      });
      break;
    }
    case 'eps 1e-10':
      // Told from the plain loss only where a probability is as small as eps: sharpened logits.
      z = p.map((row) => row.map((value) => value * 25));
      if (fromProbabilities) return undefined;
      losses = y.map((label, row) => -Math.log(softmax(z[row] ?? [])[label] + 1e-10));
      break;
    case 'weights':
    case 'weights rows':
      if (oneHot) return undefined;
      losses = nll(z, y).map((loss, row) => loss * w[y[row]]);
      if (modification === 'weights') divisor = y.reduce((sum, label) => sum + w[label], 0);
      break;
    case 'weightssmoothing 0.1': {
      if (oneHot || fromProbabilities) return undefined;
      losses = y.map((label, row) => {
        const log = logSoftmax(z[row]);
        const smooth = log.reduce((sum, value, c) => sum - (w[c] * value) / classes, 0);
        return 0.9 * -w[label] * log[label] + 0.1 * smooth;
      });
      divisor = y.reduce((sum, label) => sum + w[label], 0);
      break;
    }
    case 'ignored': {
      if (oneHot) return undefined;
      const label = y[0];
      const kept = y.flatMap((own, row) => (own === label ? [] : [row]));
      if (kept.length < 2) return undefined;
      losses = nll(z, y).filter((_, row) => kept.includes(row));
      divisor = kept.length;
      break;
    }
    case 'softmax-before':
      losses = nll(probabilities, y);
      if (fromProbabilities) steps = 'cross_entropy of probabilities';
      break;
    case 'labels-moved':
      if (oneHot) return undefined;
      losses = nll(
        z,
        y.map((label) => (label === 0 ? classes - 1 : label - 1)),
      );
      break;
    case 'softmax-over-samples': {
      if (fromProbabilities || oneHot) return undefined;
      const columns = Array.from({ length: classes }, (_, c) => softmax(z.map((row) => row[c])));
      losses = y.map((label, row) => -Math.log(columns[label][row]));
      break;
    }
    case 'rows-dropped':
      losses = nll(z, y).slice(0, -1);
      divisor = losses.length;
      break;
    case 'rows-shifted':
      if (oneHot) return undefined;
      losses = nll(z.slice(0, -1), y.slice(1));
      divisor = losses.length;
      break;
  }
  if (modification === 'weights rows' && unit === 'sum') unit = 'mean';
  const printedRows = fromProbabilities ? probabilities : z;
  const value = reduced(losses, divisor, unit);
  const targets = oneHot
    ? matrix(
        y.map((label) => w.map((_, c) => (c === label ? 1 : 0))),
        '.',
      )
    : `[${y.join(', ')}]`;
  const weighted = modification.startsWith('weights')
    ? `weight = tensor([${w.map((v) => v.toFixed(4)).join(', ')}])\n`
    : '';
  return finished(
    `x = tensor(${matrix(printedRows)})\ny = tensor(${targets})\n${weighted}`,
    value,
    `${fromProbabilities ? 'p' : 'x'}|${steps}|${unit}`,
  );
}

function binary({ p, multi, w }: Draw, fromLogits: boolean, next: Next): Made | undefined {
  const modification = BINARY[Math.floor(next() * BINARY.length)] ?? 'plain';
  let unit: string = UNITS[Math.floor(next() * UNITS.length)] ?? 'mean';
  let steps: string = modification === 'plain' ? '' : modification;
  let x = p;
  let rows = p.length;
  const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
  let cell: (value: number, label: number, column: number) => number = (value, label) =>
    Math.log1p(Math.exp(label === 1 ? -value : value));
  switch (modification) {
    case 'plain':
      break;
    case 'eps 1e-10':
      x = p.map((row) => row.map((value) => value * 15));
      if (!fromLogits) return undefined;
      cell = (value, label) => -Math.log((label === 1 ? sigmoid(value) : 1 - sigmoid(value)) + 1e-10);
      break;
    case 'pos-weights':
      if (!fromLogits) return undefined;
      cell = (value, label, c) => (label === 1 ? w[c] : 1) * Math.log1p(Math.exp(label === 1 ? -value : value));
      break;
    case 'sigmoid-before':
      cell = (value, label) => Math.log1p(Math.exp(label === 1 ? -sigmoid(value) : sigmoid(value)));
      if (!fromLogits) steps = 'with_logits of probabilities';
      break;
    case 'labels-flipped':
      cell = (value, label) => Math.log1p(Math.exp(label === 0 ? -value : value));
      break;
    case 'rows-dropped':
      rows--;
      break;
    case 'sum-a-row':
      unit = 'sum-a-row';
      steps = '';
      break;
  }
  const losses = x.slice(0, rows).flatMap((row, i) => row.map((value, c) => cell(value, multi[i][c], c)));
  const value = unit === 'sum-a-row' ? losses.reduce((a, b) => a + b, 0) / rows : reduced(losses, losses.length, unit);
  const shown = fromLogits ? x : x.map((row) => row.map(sigmoid));
  const weighted =
    modification === 'pos-weights' ? `pos_weight = tensor([${w.map((v) => v.toFixed(4)).join(', ')}])\n` : '';
  return finished(
    `x = tensor(${matrix(shown)})\ny = tensor(${matrix(multi, '.')})\n${weighted}`,
    value,
    `${fromLogits ? 'bx' : 'bp'}|${steps}|${unit}`,
  );
}

function reduced(losses: readonly number[], divisor: number, unit: string): number {
  const sum = losses.reduce((a, b) => a + b, 0);
  if (unit === 'sum') return sum;
  const mean = sum / divisor;
  return unit === 'bits' ? mean / Math.log(2) : unit === 'perplexity' ? Math.exp(mean) : mean;
}

function finished(text: string, value: number, formula: string): Made | undefined {
  if (!Number.isFinite(value) || value > 5000) return undefined;
  return { text, printed: value.toFixed(4), half: 5e-5, formula, value };
}

function matrix(rows: readonly (readonly number[])[], form = ''): string {
  const one = (value: number): string => (form === '.' ? `${value}.` : value.toFixed(4));
  return `[${rows.map((row) => `[${row.map(one).join(', ')}]`).join(',\n        ')}]`;
}

function softmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const terms = row.map((value) => Math.exp(value - top));
  const sum = terms.reduce((a, b) => a + b, 0);
  return terms.map((term) => term / sum);
}

function logSoftmax(row: readonly number[]): number[] {
  const top = Math.max(...row);
  const log = Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return row.map((value) => value - top - log);
}
