import type { Block, Notation, Trouble } from '../reading';
import type { Line, Source } from './source';

/** What a notation took from the text, and where the text goes on behind it. */
export interface Found {
  readonly end: number;
  readonly blocks: readonly Block[];
  readonly troubles: readonly Trouble[];
  /** Lines of numbers alone, which are an array only where the text holds nothing else. */
  readonly lone?: boolean;
}

/** A notation that wraps brackets of numbers in a call: `tensor([[...]], dtype=...)`. */
export interface CallNotation {
  readonly notation: Notation;
  /** The names in front of the parenthesis. */
  readonly names: readonly string[];
  /** The dtype that the library leaves out of its prints. */
  readonly implied?: { readonly decimal: string; readonly integer: string };
}

/** A notation that is laid out in whole lines. Notations are asked in the order of the registry. */
export interface LineNotation {
  /**
   * Reads what begins with this line.
   * @returns undefined where the line begins nothing of this notation.
   */
  read(source: Source, line: Line): Found | undefined;
}
