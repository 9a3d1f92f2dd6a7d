import type { Trial } from './trial';

/** A kind of mishap: how it comes about, `turn` turns of the event loop after the question. */
export interface Kind {
  readonly name: string;
  /** Whether the document is short enough to be worked on in the extension host itself. */
  readonly inline?: boolean;
  /** The result that there was must still be shown: nothing that it rests on was touched. */
  readonly keeps?: boolean;
  /** How much more one costs than the others: bounded, it is done so many times less. */
  readonly dear?: number;
  happen(trial: Trial, turn: number): Promise<void>;
}
