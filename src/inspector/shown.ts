import type { Theme } from './colour/theme';
import type { Paired } from './compare/paired';
import type { Filter } from './filter/filter';
import type { Names } from './names';
import type { Facts } from './problem/facts';
import type { RowMatrix } from './problem/rowMatrix';
import type { Problem } from '../core/problem';

/** What every view draws: the problem as given or as tried, and what follows from it. */
export interface Shown {
  readonly problem: Problem;
  readonly matrix: RowMatrix;
  readonly facts: Facts;
  /** One a row. */
  readonly losses: Float64Array;
  readonly names: Names;
  /** The probability from which a binary prediction is a yes. */
  readonly threshold: number;
  /** The problem row by row with another, where two are compared. */
  readonly paired: Paired | undefined;
}

/** What a picture is given beside its numbers. */
export interface PictureProps {
  readonly shown: Shown;
  readonly theme: Theme;
  readonly chosen: number | undefined;
  readonly choose: (row: number) => void;
  readonly filter: Filter;
  /** Narrows the rows to a part of the picture, or takes that back. */
  readonly narrow: (part: Filter) => void;
  readonly save: Save;
}

/** Hands a file to the extension, which asks where to put it. */
export type Save = (name: string, content: string | Uint8Array) => void;
