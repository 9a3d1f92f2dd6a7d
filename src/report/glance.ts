import type { ArrayGlance, Glance } from '../lens/glance';
import { lossCaption, reductionCaption, valueText } from './captions';
import { t } from './l10n';
import { fullText, shapeText } from './numbers';

/** What the selection holds, short enough for the status bar and in whole sentences for who points at it. */
export interface GlanceText {
  /** '3 × 4 · -1 … 2.5 · 1 nan', or 'Loss 0.4846 · 3 × 4, 3' */
  readonly short: string;
  /** A line an array, and the loss. */
  readonly lines: readonly string[];
}

export function glanceText({ arrays, answer }: Glance): GlanceText {
  const lines = arrays.map(arrayLine);
  const [only] = arrays;
  const first = arrays.length === 1 && only !== undefined ? partsOf(only).join(' · ') : shapesText(arrays);
  if (answer === undefined) return { short: first, lines };
  const { problem, evaluation } = answer.report;
  const value = valueText(evaluation);
  const caption = `${lossCaption(problem.loss, answer.pairing.from)} ${value}, ${reductionCaption(problem, evaluation)}`;
  return { short: `${t('Loss {0}', value)} · ${first}`, lines: [caption, ...lines] };
}

/** More shapes than these do not fit. */
const MOST_SHAPES = 3;

function shapesText(arrays: readonly ArrayGlance[]): string {
  const shapes = arrays.slice(0, MOST_SHAPES).map((array) => [sizeText(array), ...troublesOf(array)].join(' · '));
  const more = arrays.length - shapes.length;
  return more === 0 ? shapes.join(', ') : t('{0} and {1} more', shapes.join(', '), more);
}

function arrayLine(array: ArrayGlance): string {
  const text = partsOf(array).join(', ');
  return array.name === undefined ? text : `${array.name}: ${text}`;
}

function partsOf(array: ArrayGlance): readonly string[] {
  if (array.elided) return [sizeText(array), t('numbers left out')];
  const range = Number.isNaN(array.min) ? [] : [`${fullText(array.min)} … ${fullText(array.max)}`];
  return [sizeText(array), ...range, ...troublesOf(array)];
}

function sizeText({ shape }: ArrayGlance): string {
  return shape === undefined ? t('shape unknown') : shapeText(shape);
}

function troublesOf({ nans, infinities }: ArrayGlance): readonly string[] {
  return [...(nans > 0 ? [t('{0} nan', nans)] : []), ...(infinities > 0 ? [t('{0} inf', infinities)] : [])];
}
