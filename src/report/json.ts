import type { Finding } from '../check/finding';
import type { LossOptions } from '../core/problem';
import type { Answer, Choice } from '../lens/answer';
import type { Judgement } from '../lens/judge';
import type { Streamed } from '../lens/streamed';
import { lineAt, lineStarts } from '../read/lines';
import { type Block, NOWHERE, type Reading, type Span, type Trouble } from '../read/reading';
import { findingJson, judgementJson } from './judgement';
import { jsonNumber, jsonNumbers } from './numbers';
import { optionsJson } from './options';
import { reasonText } from './reasons';
import { refusalText } from './refusals';
import { troubleText } from './troubles';

/** The version of the terminal's JSON, documented in docs/cli.md. */
export const JSON_VERSION = 1;

/** One file of `loss-lens read --json`. */
export function readingJson(file: string, text: string, reading: Reading, values: boolean): object {
  const starts = lineStarts(text);
  return {
    file,
    arrays: reading.blocks.map((block) => arrayJson(block, starts, values)),
    troubles: reading.troubles.map((trouble) => troubleJson(trouble, starts)),
  };
}

function arrayJson(block: Block, starts: Uint32Array, values: boolean): object {
  return {
    name: block.name ?? null,
    notation: block.notation,
    shape: block.elided ? (block.shape ?? null) : block.tensor.shape,
    dtype: block.dtype ?? null,
    ...(block.cell !== undefined && { cell: block.cell }),
    ...(!block.elided && block.rowNames && { rowNames: block.rowNames }),
    ...(!block.elided && block.columnNames && { columnNames: block.columnNames }),
    decimals: block.elided ? null : block.decimals,
    span: spanJson(block.span, starts),
    elided: block.elided,
    ...(values && !block.elided && { values: jsonNumbers(block.tensor.data) }),
  };
}

function troubleJson(trouble: Trouble, starts: Uint32Array): object {
  return { code: trouble.code, message: troubleText(trouble), span: spanJson(trouble.span, starts) };
}

/** null for what was read from bytes. */
export function spanJson(span: Span, starts: Uint32Array): object | null {
  if (span === NOWHERE) return null;
  return { start: span.start, end: span.end, line: lineAt(starts, span.start) };
}

/** Where an array of an answer stands, for `inferred`. */
export interface Origin {
  readonly file: string;
  /** Its position among the arrays of its file. */
  readonly index: number;
  readonly starts: Uint32Array;
  /** The text of the file, which the spans refer to. */
  readonly text: string;
}

/** The whole of `loss-lens compute --json`. */
export function answerJson(answer: Answer, judgement: Judgement, predictions: Origin, targets: Origin): object {
  const { evaluation, problem } = answer.report;
  const { reduction, value, exact, rows, loss } = evaluation;
  return {
    version: JSON_VERSION,
    loss,
    from: problem.from,
    reduction,
    value: reduction === 'none' ? jsonNumbers(value.data) : jsonNumber(value.data[0]),
    exact: reduction === 'none' ? jsonNumbers(exact.data) : jsonNumber(exact.data[0]),
    rows: jsonNumbers(rows),
    inferred: {
      pred: originJson(answer.predictions, predictions),
      target: originJson(answer.targets, targets),
      reasons: answer.pairing.reasons.map(reasonText),
    },
    options: optionsJson(problem.options),
    ...judgementJson(answer, judgement),
  };
}

/** The same of files that were read in pieces: what is told of single rows is left out. */
export function streamedJson({ pairing, value, exact, rows, ignored }: Streamed, options: LossOptions): object {
  return {
    version: JSON_VERSION,
    loss: pairing.loss,
    from: pairing.from,
    reduction: options.reduction ?? 'mean',
    value: jsonNumber(value),
    exact: jsonNumber(exact),
    streamed: { rows, ignored },
    inferred: { reasons: pairing.reasons.map(reasonText) },
    options: optionsJson(options),
  };
}

function originJson(block: Block, { file, index, starts }: Origin): object {
  return { file, index, name: block.name ?? null, span: spanJson(block.span, starts) };
}

/** A question that only the user can settle, with what each reading would give. */
export function choicesJson(message: string, choices: readonly Choice[], arrayName: (index: number) => string): object {
  return {
    version: JSON_VERSION,
    error: { code: 'ambiguous', message },
    choices: choices.map(({ pairing, outcome }) => ({
      loss: pairing.loss,
      from: pairing.from,
      pred: arrayName(pairing.predictions),
      target: arrayName(pairing.targets),
      value: outcome.ok ? choiceValue(outcome.value) : null,
      reasons: [...pairing.reasons.map(reasonText), ...(outcome.ok ? [] : [refusalText(outcome.refusal)])],
    })),
  };
}

function choiceValue({ report }: Answer): unknown {
  const { reduction, value } = report.evaluation;
  return reduction === 'none' ? jsonNumbers(value.data) : jsonNumber(value.data[0]);
}

/** @param findings what looks like the mistake, where PyTorch refuses the problem. */
export function errorJson(code: string, message: string, findings: readonly Finding[] = []): object {
  const told = findings.length > 0 && { findings: findings.map(findingJson) };
  return { version: JSON_VERSION, error: { code, message }, ...told };
}
