import type { From, LossName, LossOptions } from '../core/problem';
import type { Summary } from '../core/summary';
import type { Figures } from '../dataset/figures';
import { lossCaption } from './captions';
import { JSON_VERSION } from './json';
import { fullText, jsonNumber, jsonNumbers, lossText } from './numbers';
import { optionsJson } from './options';

/** A dataset as it is told. */
export interface ToldDataset {
  readonly question: { readonly loss: LossName; readonly from: From; readonly options: LossOptions };
  readonly summary: Summary;
  readonly figures: Figures;
  readonly shards: number;
  /** Where a row of the summary stands. */
  readonly placeOf: (row: number) => { readonly file: string; readonly row: number };
}

/** The whole of `loss-lens dataset --json`. */
export function datasetJson({ question, summary, figures, shards, placeOf }: ToldDataset): object {
  const { classes } = summary.options;
  return {
    version: JSON_VERSION,
    loss: question.loss,
    from: question.from,
    shards,
    rows: summary.rows,
    ignored: summary.ignored,
    not_numbers: summary.notNumbers,
    infinities: summary.infinities,
    value: jsonNumber(figures.loss),
    perplexity: jsonNumber(figures.perplexity),
    accuracy: jsonNumber(figures.accuracy),
    ece: jsonNumber(figures.ece),
    bins: {
      counts: jsonNumbers(summary.binCounts),
      corrects: jsonNumbers(summary.binCorrects),
      confidences: jsonNumbers(summary.confidenceSums()),
    },
    ...(classes > 0 && {
      classes: figures.classes.map(({ support, predicted, recall, precision }) => ({
        ...{ support, predicted },
        ...{ recall: jsonNumber(recall), precision: jsonNumber(precision) },
      })),
      confusion: jsonNumbers(summary.confusion),
    }),
    worst: summary.worst().map(({ row, loss }) => ({ ...placeOf(row), loss: jsonNumber(loss) })),
    options: optionsJson(question.options),
  };
}

/** More classes are told in JSON only. */
const MOST_CLASSES = 20;

/** The same for a person; the terminal speaks English of its own figures. */
export function datasetLines({ question, summary, figures, shards, placeOf }: ToldDataset): readonly string[] {
  const { loss, from } = question;
  const counted = `${summary.rows} rows of ${shards} ${shards === 1 ? 'shard' : 'shards'}, ${summary.ignored} ignored`;
  const lines = [
    `loss\t${fullText(figures.loss)}\t${lossCaption(loss, from)}, mean of ${counted}`,
    `perplexity\t${fullText(figures.perplexity)}`,
  ];
  if (Number.isFinite(figures.accuracy))
    lines.push(
      `accuracy\t${fullText(figures.accuracy)}`,
      `ece\t${fullText(figures.ece)}\tover ${summary.options.bins} bins`,
    );
  if (summary.notNumbers + summary.infinities > 0)
    lines.push(`not finite\t${summary.notNumbers} nan, ${summary.infinities} inf`);
  if (figures.classes.length <= MOST_CLASSES) {
    figures.classes.forEach(({ support, recall, precision }, c) => {
      lines.push(`class ${c}\t${support} rows\trecall ${lossText(recall)}\tprecision ${lossText(precision)}`);
    });
  }
  for (const worst of summary.worst()) {
    const { file, row } = placeOf(worst.row);
    lines.push(`worst\t${lossText(worst.loss)}\t${file}, row ${row}`);
  }
  return lines;
}
