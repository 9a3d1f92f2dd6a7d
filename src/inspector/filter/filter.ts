import type { Flip, Paired } from '../compare/paired';
import type { Facts } from '../problem/facts';
import { verdictOf } from '../problem/verdict';

/** Which rows are looked at. Every part that is left undefined lets all rows through. */
export interface Filter {
  readonly verdict?: 'right' | 'wrong' | 'ignored' | undefined;
  readonly target?: number | undefined;
  readonly predicted?: number | undefined;
  /** Losses from low to high, both included. */
  readonly loss?: readonly [low: number, high: number] | undefined;
  /** Confidences above low up to high, as the bins of a reliability diagram are. */
  readonly confidence?: readonly [low: number, high: number] | undefined;
  /** Differences of the loss from low to high, and what became of the decision: where two problems are compared. */
  readonly difference?: readonly [low: number, high: number] | undefined;
  readonly flip?: Flip | undefined;
  /** Words of the row's name or of its line, in any case. */
  readonly text?: string | undefined;
}

export const ALL: Filter = {};

export function isAll(filter: Filter): boolean {
  return Object.values(filter).every((part) => part === undefined || part === '');
}

/** A part set, or taken back where it is set to that already: what a click on a picture does. */
export function toggled(filter: Filter, part: Filter): Filter {
  const on = Object.entries(part).every(([key, value]) => same(filter[key as keyof Filter], value));
  return { ...filter, ...(on ? Object.fromEntries(Object.keys(part).map((key) => [key, undefined])) : part) };
}

/** Whether a part is what the filter asks for now, so that a picture can mark it. */
export function asksFor(filter: Filter, part: Filter): boolean {
  return Object.entries(part).every(([key, value]) => same(filter[key as keyof Filter], value));
}

export interface Rows {
  readonly facts: Facts;
  readonly losses: Float64Array;
  readonly textOf: (row: number) => string;
  readonly paired?: Pick<Paired, 'differences' | 'flip'> | undefined;
}

/** The rows a filter lets through, in their order; undefined for all. */
export function filteredRows(filter: Filter, rows: Rows): Uint32Array | undefined {
  if (isAll(filter)) return undefined;
  const text = filter.text?.toLocaleLowerCase() ?? '';
  const { facts, losses, textOf, paired } = rows;
  const found: number[] = [];
  for (let row = 0; row < facts.rows; row++) {
    if (!within(filter.loss, losses[row] ?? NaN)) continue;
    if (!within(filter.difference, paired?.differences[row] ?? NaN)) continue;
    if (filter.flip !== undefined && paired?.flip(row) !== filter.flip) continue;
    if (text !== '' && !textOf(row).toLocaleLowerCase().includes(text)) continue;
    if (!decisionFits(filter, facts, row)) continue;
    found.push(row);
  }
  return Uint32Array.from(found);
}

function within(range: Filter['loss'], value: number): boolean {
  return range === undefined || (value >= range[0] && value <= range[1]);
}

/** One decision of the row fits all that is asked of a decision. */
function decisionFits(filter: Filter, facts: Facts, row: number): boolean {
  const { target, predicted, confidence, verdict } = filter;
  if (verdict !== undefined && verdictOf(facts, row) !== verdict) return false;
  if (target === undefined && predicted === undefined && confidence === undefined) return true;
  for (let at = row * facts.each; at < (row + 1) * facts.each; at++) {
    if (target !== undefined && facts.targets[at] !== target) continue;
    if (predicted !== undefined && facts.predicted[at] !== predicted) continue;
    const sure = facts.confidence[at] ?? NaN;
    if (confidence !== undefined && !(sure > confidence[0] && sure <= confidence[1])) continue;
    return true;
  }
  return false;
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a[0] === b[0] && a[1] === b[1];
  return a === b;
}
