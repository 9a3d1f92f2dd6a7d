import type { Problem } from '../core/problem';
import { type PartOfRows, rowsOf } from '../lens/partOfRows';
import type { Remembered } from '../lens/remembered';
import type { Result } from '../lens/result';
import { lossCaption, reductionCaption, rule, steps, valueText } from './captions';
import type { KnownBlock } from '../read/reading';
import { alternativeText, findingText } from './findings';
import { t } from './l10n';
import { meaningOf } from './meaning';
import { reasonText } from './reasons';

/**
 * Everything the inspector draws, as plain data that survives a structured clone. The numbers come along as the
 * problem itself: what is drawn from them (probabilities, the cells' losses, the order of the rows) the inspector
 * computes with core, so that a change tried out there needs no round trip.
 */
export interface InspectorModel {
  /** Grows with every result shown; messages about an older one are ignored. */
  readonly id: number;
  /** The document's name, as the editor's tab has it. */
  readonly document: string;
  /** The arrays stand in a text that is open: it can be written to. */
  readonly inText?: boolean;
  /** Where the numbers were taken, once what they were taken from has gone on: they are drawn as what was. */
  readonly past?: string;
  /** The main number in words, for example '1.9650', and what it is: 'cross_entropy · mean of 10 rows'. */
  readonly value: string;
  readonly caption: string;
  /** How it was obtained: one line each, first the rule, then the numbers put into it. */
  readonly steps: readonly string[];
  /** Why the arrays were read this way. */
  readonly reasons: readonly string[];
  /** How sure the digits are, what the number compares to, and the frameworks that differ; one sentence each. */
  readonly meaning?: readonly string[];
  /** What looks like a mistake; empty where nothing does. */
  readonly findings: readonly string[];
  /** The same with what each mistake, mended, would give; in the order of `findings`. */
  readonly judgements?: readonly Judgement[];
  /** What the text calls the rows and the classes; absent where it names none. */
  readonly rowNames?: readonly string[];
  readonly classNames?: readonly string[];
  /** The line of the text that each row stands on, cut where it is long; absent where the numbers stand in no text. */
  readonly rowTexts?: readonly string[];
  readonly predictionsName: string;
  readonly targetsName: string;
  readonly problem: Problem;
  /** Each row's loss, as in core's Evaluation. */
  readonly rows: Float64Array;
  /** The line (from 1) that each row's predictions stand on; 0 where they stand in no text. */
  readonly rowLines: Uint32Array;
  /** The rows are but some of those of the files, evenly spread; absent where they are all. */
  readonly part?: ShownPart;
}

export interface ShownPart {
  readonly of: number;
  /** Whether the loss of all is still being worked out: then `value` is none. */
  readonly awaited: boolean;
}

/** A finding as the inspector shows it: what is wrong, and each way out as a button. */
export interface Judgement {
  readonly text: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly alternatives: readonly {
    /** Stable; goes back to the extension with the index of the finding where this one is chosen. */
    readonly label: string;
    readonly text: string;
    /** The change as code, to be read and copied; never run. */
    readonly change: string;
    readonly value: number;
    /** Absent where no single call of PyTorch computes it, so that there is nothing to try. */
    readonly problem?: Problem;
  }[];
}

/** What a reloaded window needs to find the same problem again: places and choices, never the numbers. */
export interface InspectorState extends Remembered {
  readonly uri: string;
}

/** @param rowTexts the line that each row stands on. */
export function inspectorModel(
  id: number,
  document: string,
  result: Result,
  rowTexts?: readonly string[],
): InspectorModel {
  const { problem, evaluation } = result.report;
  return {
    id,
    document,
    value: valueText(evaluation),
    caption: `${lossCaption(problem.loss, result.pairing.from)} · ${reductionCaption(problem, evaluation)}`,
    steps: steps(problem, evaluation),
    reasons: result.pairing.reasons.map(reasonText),
    meaning: meaningOf(result),
    findings: result.findings.map((finding) =>
      [findingText(finding), ...finding.alternatives.map(alternativeText)].join(' '),
    ),
    judgements: result.findings.map((finding) => ({
      text: findingText(finding),
      severity: finding.severity,
      alternatives: finding.alternatives.map((alternative) => ({
        label: alternative.label,
        text: alternativeText(alternative),
        change: alternative.change,
        value: alternative.value,
        ...(alternative.problem === undefined ? {} : { problem: alternative.problem }),
      })),
    })),
    ...namesOf(result.predictions, evaluation.rows.length),
    ...(rowTexts === undefined ? {} : { rowTexts }),
    predictionsName: result.predictions.name ?? t('predictions'),
    targetsName:
      result.pairing.layout === 'own-class' ? t('the tokens themselves') : (result.targets.name ?? t('targets')),
    problem,
    rows: result.part === undefined ? evaluation.rows : lossesOfPart(evaluation.rows, result.part),
    rowLines: result.lines.rows,
    ...(result.part && { ...shownPart(result.part), part: { of: result.part.of, awaited: false } }),
  };
}

/** What some rows of large files look like while the loss of all is being computed: pictures, but no number. */
export function glimpsedModel(id: number, document: string, result: Result, part: PartOfRows): InspectorModel {
  return {
    ...inspectorModel(id, document, result),
    value: '…',
    caption: lossCaption(result.report.problem.loss, result.pairing.from),
    steps: [rule(result.report.problem)],
    ...{ meaning: [], findings: [], judgements: [] },
    ...shownPart(part),
    part: { of: part.of, awaited: true },
  };
}

/** The rows that are shown go by their places among all. */
function shownPart({ rows }: PartOfRows): Pick<InspectorModel, 'rowNames' | 'rowLines'> {
  return { rowNames: Array.from(rows, (row) => `#${row}`), rowLines: new Uint32Array(rows.length) };
}

/** The losses of the rows that are shown, of however many axes they are. */
function lossesOfPart(losses: Float64Array, { rows, of }: PartOfRows): Float64Array {
  return rowsOf({ shape: [of, losses.length / of], data: losses }, { rows, of }).data;
}

/** Rows and classes by the names that the text gives them: those of a matrix, for they are of its two axes, or of a list. */
function namesOf(
  { tensor, rowNames, columnNames }: KnownBlock,
  rows: number,
): Pick<InspectorModel, 'rowNames' | 'classNames'> {
  if (tensor.shape.length === 1 && rows > 1 && rowNames?.length === rows) return { rowNames };
  if (tensor.shape.length !== 2) return {};
  return {
    ...(rowNames?.length === tensor.shape[0] ? { rowNames } : {}),
    ...(columnNames?.length === tensor.shape[1] ? { classNames: columnNames } : {}),
  };
}
