import { FROM_KINDS, type From, LOSS_NAMES, type LossName } from '../core/problem';
import type { Span } from '../read/reading';

/** What a page remembered, once it is known to be that. */
export interface RememberedState {
  readonly uri: string;
  readonly predictions: Span;
  readonly targets: Span;
  readonly loss: LossName;
  readonly from: From;
}

/** Checks what a page remembered, by shape: it may come from an older version, or from anywhere. */
export function parseInspectorState(saved: unknown): RememberedState | undefined {
  if (typeof saved !== 'object' || saved === null) return undefined;
  const { uri, predictions, targets, loss, from } = saved as Record<string, unknown>;
  const knownLoss = LOSS_NAMES.find((name) => name === loss);
  const knownFrom = FROM_KINDS.find((kind) => kind === from);
  if (typeof uri !== 'string' || !isSpan(predictions) || !isSpan(targets)) return undefined;
  if (knownLoss === undefined || knownFrom === undefined) return undefined;
  return { uri, predictions, targets, loss: knownLoss, from: knownFrom };
}

function isSpan(value: unknown): value is Span {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end } = value as Record<string, unknown>;
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && (start as number) >= 0;
}
