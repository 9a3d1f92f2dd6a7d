import type { Baselines } from '../lens/baselines';
import type { Comparison, Difference } from '../lens/compare';
import type { Judgement } from '../lens/judge';
import type { Evaluation, Problem } from '../core/problem';
import type { Alternative, Finding } from '../check/finding';
import { FINDING_IDS } from '../check/ids';
import { alternativeText, findingText } from './findings';
import { t } from './l10n';
import { fullText, jsonNumber, jsonNumbers, lossText } from './numbers';
import { optionsJson } from './options';
import { refusalText } from './refusals';
import { surenessText } from './sureness';

/** What a judgement adds to `loss-lens compute --json`; findings take the place of those the answer came with. */
export function judgementJson({ report }: { report: { evaluation: Evaluation } }, judgement: Judgement): object {
  const { uncertainty, baselines, findings, comparisons } = judgement;
  return {
    findings: findings.map(findingJson),
    interval: uncertainty ? intervalJson(report.evaluation, uncertainty) : null,
    baselines: baselines ? baselinesJson(baselines) : null,
    comparisons: comparisons.map(comparisonJson),
  };
}

export function intervalJson(
  { value, reduction }: Evaluation,
  uncertainty: NonNullable<Judgement['uncertainty']>,
): object {
  const { loss, cells, unbounded } = uncertainty;
  if (reduction === 'none') {
    return {
      low: jsonNumbers(cells.low),
      high: jsonNumbers(cells.high),
      unbounded: unbounded !== undefined,
      text: null,
    };
  }
  return {
    low: jsonNumber(loss.low),
    high: jsonNumber(loss.high),
    unbounded: loss.high === Infinity,
    text: surenessText(value.data[0], uncertainty) ?? null,
  };
}

export function findingJson(finding: Finding): object {
  return {
    id: finding.id,
    number: FINDING_IDS[finding.id],
    severity: finding.severity,
    message: findingText(finding),
    evidence: evidenceJson(finding.evidence),
    alternatives: finding.alternatives.map(alternativeJson),
  };
}

function evidenceJson(evidence: Finding['evidence']): object {
  const entries = Object.entries(evidence);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'number' ? jsonNumber(value) : value]),
  );
}

function alternativeJson(alternative: Alternative): object {
  const { label, value, change, problem } = alternative;
  return {
    label,
    message: alternativeText(alternative),
    value: jsonNumber(value),
    change,
    ...(problem && { problem: { loss: problem.loss, from: problem.from ?? null, options: optionsOf(problem) } }),
  };
}

function optionsOf({ options }: Problem): object {
  return optionsJson(options);
}

function baselinesJson(baselines: Baselines): object {
  const { topK, ...numbers } = baselines;
  return {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, jsonNumber(value)])),
    topK: topK.k === 0 ? null : { k: topK.k, value: jsonNumber(topK.value) },
    text: baselinesText(baselines),
  };
}

/** One sentence: 'worse than guessing: ln 4 = 1.386; perplexity 7.13, 2.835 bits; accuracy 20%.' */
export function baselinesText(baselines: Baselines): string {
  const { loss, classes, chance, constant, accuracy, topK } = baselines;
  const guess = `ln ${classes} = ${chance.toFixed(3)}`;
  const parts: string[] = [];
  if (!Number.isFinite(loss)) parts.push(t('guessing gives {0}', guess));
  else if (Math.abs(loss - chance) < 0.02 * chance) parts.push(t('as good as guessing: {0}', guess));
  else if (loss > chance) parts.push(t('worse than guessing: {0}', guess));
  else parts.push(t('better than guessing: {0}', guess));
  if (constant < chance - 5e-4) {
    parts.push(
      loss < constant
        ? t('better than the best constant, {0}', constant.toFixed(3))
        : t('the best constant gives {0}', constant.toFixed(3)),
    );
  }
  if (Number.isFinite(loss)) {
    parts.push(t('perplexity {0}, {1} bits', shortText(baselines.perplexity), shortText(baselines.bits)));
  }
  if (Number.isFinite(accuracy)) parts.push(t('accuracy {0}', percentText(accuracy)));
  if (topK.k > 0) parts.push(t('top {0}: {1}', topK.k, percentText(topK.value)));
  if (Number.isFinite(baselines.margin)) parts.push(t('mean margin {0}', shortText(baselines.margin)));
  return t('{0}.', parts.join('; '));
}

function shortText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : fullText(value);
}

function percentText(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`;
}

function comparisonJson(comparison: Comparison): object {
  const { framework, call, result, reason } = comparison;
  return {
    framework,
    call,
    value: result.ok ? jsonNumber(result.value) : null,
    reason,
    message: comparisonNote(comparison),
  };
}

/** 'Keras, keras.losses.CategoricalCrossentropy (tensorflow): 1.9650. It clips probabilities to [1e-07, 1 - 1e-07].' */
export function comparisonText(comparison: Comparison): string {
  const { framework, call, result } = comparison;
  const value = result.ok ? lossText(result.value) : t('refused');
  return `${framework}, ${call}: ${value}. ${comparisonNote(comparison)}`.trim();
}

/** Why a framework's number is what it is. */
export function comparisonNote({ result, reason }: Comparison): string {
  if (!result.ok) return refusalText(result.refusal);
  return DIFFERENCES[reason]();
}

const DIFFERENCES: Readonly<Record<Difference, () => string>> = {
  same: () => t('The same.'),
  rounding: () => t('float32 rounds every step.'),
  'no-clamp': () => t('Without PyTorch’s clamp and rounding.'),
  clips: () => t('It clips probabilities away from 0 and 1.'),
  renormalises: () => t('It divides each row by its sum first, then clips.'),
  'softmax-first': () => t('It takes a softmax first.'),
  'weights-not-averaged': () => t('Its mean divides by the number of rows, not by the weights.'),
  'ignores-nothing': () => t('It counts ignored rows in the mean.'),
  'other-smoothing': () => t('It smooths labels in another way.'),
  'own-form': () => t('It computes the logarithm in a form of its own, in float32.'),
  refuses: () => t('It refuses this.'),
};
