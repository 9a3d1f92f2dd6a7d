import type { Explanation } from '../lens/explain';
import type { Scan, ScannedNumber, ScannedPairing } from '../lens/scan';
import { lineStarts } from '../read/lines';
import type { Block } from '../read/reading';
import { lossCaption, valueText } from './captions';
import { blockName, explanationText } from './explanations';
import { JSON_VERSION, spanJson } from './json';
import { intervalJson } from './judgement';
import { t } from './l10n';
import { fullText, jsonNumber } from './numbers';
import { optionsJson } from './options';
import { reasonText } from './reasons';

/** One line of `loss-lens scan --json`: a file. */
export function scanJson(file: string, text: string, blocks: readonly Block[], { pairings, numbers }: Scan): object {
  const starts = lineStarts(text);
  const place = (index: number): object => {
    const block = blocks[index];
    return { index, name: block?.name ?? null, span: block ? spanJson(block.span, starts) : null };
  };
  return {
    version: JSON_VERSION,
    file,
    pairings: pairings.map((scanned) => pairingJson(scanned, numbers, place)),
    numbers: numbers.map((number) => numberJson(number, blocks, place)),
  };
}

function pairingJson(
  { answer, uncertainty, score, reasons, confirms }: ScannedPairing,
  numbers: readonly ScannedNumber[],
  place: (index: number) => object,
): object {
  const { pairing, report } = answer;
  const { evaluation, problem } = report;
  const confirmed = numbers.filter(({ index }) => confirms.includes(index));
  return {
    pred: place(pairing.predictions),
    target: place(pairing.targets),
    loss: pairing.loss,
    from: pairing.from,
    options: optionsJson(problem.options),
    value: jsonNumber(evaluation.value.data[0]),
    interval: uncertainty ? intervalJson(evaluation, uncertainty) : null,
    score: Number(score.toFixed(6)),
    reasons: reasons.map(reasonText),
    ...(confirmed.length > 0 && {
      confirms: confirmed.map(({ index, printed }) => ({ ...place(index), value: jsonNumber(printed.value) })),
    }),
  };
}

function numberJson(
  { index, printed, isLoss, confirmedBy, explanations, rivals }: ScannedNumber,
  blocks: readonly Block[],
  place: (index: number) => object,
): object {
  return {
    ...place(index),
    value: jsonNumber(printed.value),
    isLoss,
    confirmedBy: confirmedBy ?? null,
    explanations: explanationsJson(explanations, blocks),
    rivals,
  };
}

/** Ways to come by a number, likeliest first. */
export function explanationsJson(explanations: readonly Explanation[], blocks: readonly Block[]): readonly object[] {
  return explanations.map((explanation) => ({
    text: explanationText(explanation, blocks),
    value: jsonNumber(explanation.formula.value),
    pred: explanation.predictions,
    target: explanation.targets,
    steps: explanation.formula.steps,
  }));
}

/** The lines that `loss-lens scan` prints of a file. */
export function scanLines(file: string, blocks: readonly Block[], { pairings, numbers }: Scan): readonly string[] {
  const lines = pairings.map(({ answer, confirms }) => {
    const { predictions, targets, loss, from } = answer.pairing;
    const names = `${blockName(blocks[predictions], predictions)}, ${blockName(blocks[targets], targets)}`;
    const mark =
      confirms.length === 0 ? '' : ` ✓ ${confirms.map((index) => blockName(blocks[index], index)).join('; ')}`;
    return `${file}: ${lossCaption(loss, from)}(${names}) = ${valueText(answer.report.evaluation)}${mark}`;
  });
  const open = numbers.filter(({ confirmedBy, isLoss }) => confirmedBy === undefined && isLoss);
  for (const { index, printed, explanations } of open) {
    const [first] = explanations;
    const name = blockName(blocks[index], index);
    const value = fullText(printed.value);
    lines.push(
      first
        ? t('{0}: {1} is printed as {2}; that is {3}', file, name, value, explanationText(first, blocks))
        : t('{0}: {1} is printed as {2}, which follows from no matrices here', file, name, value),
    );
  }
  return lines;
}
