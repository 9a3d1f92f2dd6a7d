import { lossCaption } from './captions';
import { t } from './l10n';
import { lossText } from './numbers';
import type { From, LossName } from '../core/problem';

/** What `loss-lens dataset --json` says, as far as it is shown. Numbers that JSON has no form for are words there. */
export interface DatasetReply {
  readonly loss: LossName;
  readonly from: From;
  readonly shards: number;
  readonly rows: number;
  readonly ignored: number;
  readonly not_numbers: number;
  readonly infinities: number;
  readonly value: JsonNumber;
  readonly perplexity: JsonNumber;
  readonly accuracy: JsonNumber;
  readonly ece: JsonNumber;
  readonly bins: {
    readonly counts: readonly number[];
    readonly corrects: readonly number[];
    readonly confidences: readonly JsonNumber[];
  };
  readonly classes?: readonly {
    readonly support: number;
    readonly predicted: number;
    readonly recall: JsonNumber;
    readonly precision: JsonNumber;
  }[];
  /** Row by row: true class x predicted one. */
  readonly confusion?: readonly number[];
  readonly worst: readonly { readonly file: string; readonly row: number; readonly loss: JsonNumber }[];
}

type JsonNumber = number | string;

/** Many rows as a few tables: what the inspector shows of data too large to be drawn. Plain data. */
export interface SummaryModel {
  readonly document: string;
  readonly value: string;
  readonly caption: string;
  readonly figures: readonly { readonly label: string; readonly text: string }[];
  readonly tables: readonly SummaryTable[];
}

export interface SummaryTable {
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (number | string)[])[];
}

/** More classes make no table that is looked at; the terminal tells all. */
const MOST_CONFUSED = 24;

/** @param nameOf what a file is called on the page. */
export function summaryModel(document: string, reply: DatasetReply, nameOf: (file: string) => string): SummaryModel {
  const { shards, rows, ignored, classes = [], confusion = [] } = reply;
  const figures = [
    { label: t('perplexity'), text: textOf(reply.perplexity) },
    { label: t('accuracy'), text: shareText(reply.accuracy) },
    { label: t('calibration error'), text: textOf(reply.ece) },
    { label: t('rows'), text: String(rows) },
    { label: t('ignored'), text: String(ignored) },
    { label: t('files'), text: String(shards) },
    { label: t('nan or infinite'), text: String(reply.not_numbers + reply.infinities) },
  ];
  const tables: SummaryTable[] = [];
  if (classes.length > 0)
    tables.push({
      title: t('Classes'),
      columns: [t('class'), t('rows'), t('predicted'), t('precision'), t('recall')],
      rows: classes.map(({ support, predicted, precision, recall }, index) => [
        String(index),
        ...[support, predicted, numberOf(precision), numberOf(recall)],
      ]),
    });
  if (classes.length > 0 && classes.length <= MOST_CONFUSED)
    tables.push({
      title: t('Confusion'),
      note: t('Each line is a right class, each column what it was taken for.'),
      columns: [t('class'), ...classes.map((_, index) => String(index))],
      rows: classes.map((_, index) => [
        String(index),
        ...confusion.slice(index * classes.length, (index + 1) * classes.length),
      ]),
    });
  const { counts, corrects, confidences } = reply.bins;
  if (counts.some((count) => count > 0))
    tables.push({
      title: t('Calibration'),
      columns: [t('confidence'), t('rows'), t('mean confidence'), t('right')],
      rows: counts.map((count, bin) => [
        `${lossText(bin / counts.length)} – ${lossText((bin + 1) / counts.length)}`,
        ...[count, numberOf(confidences[bin]) / count, corrects[bin] / count],
      ]),
    });
  tables.push({
    title: t('Worst rows'),
    columns: [t('place'), t('loss')],
    rows: reply.worst.map(({ file, row, loss }) => [t('{0}, row {1}', nameOf(file), row), textOf(loss)]),
  });
  return {
    ...{ document, value: textOf(reply.value), figures, tables },
    caption: t('{0}, mean of {1} rows of {2} files', lossCaption(reply.loss, reply.from), rows, shards),
  };
}

function numberOf(value: JsonNumber): number {
  return typeof value === 'number' ? value : NaN;
}

function textOf(value: JsonNumber): string {
  return typeof value === 'number' ? lossText(value) : value;
}

function shareText(value: JsonNumber): string {
  return typeof value === 'number' ? `${Math.round(1000 * value) / 10}%` : '–';
}
