import type { Refusal } from '../core/problem';

/** Why a request in JSON is not a problem at all, as data. `where` is a path like pred[0][2]. */
export type RequestFault =
  | { readonly code: 'malformed-json'; readonly detail: string }
  | { readonly code: 'missing-field'; readonly where: string }
  | { readonly code: 'unknown-loss'; readonly found: string; readonly expected: readonly string[] }
  | { readonly code: 'unknown-parameter'; readonly found: string; readonly expected: readonly string[] }
  | { readonly code: 'bad-value'; readonly where: string; readonly found: string; readonly expected: string }
  | { readonly code: 'bad-number'; readonly where: string; readonly found: string }
  | { readonly code: 'ragged'; readonly where: string; readonly found: string; readonly expected: string }
  | { readonly code: 'too-deep'; readonly where: string; readonly limit: number }
  | {
      readonly code: 'bad-shape';
      readonly where: string;
      readonly found: readonly number[];
      readonly count: number;
    };

/** One sentence on why there is no value: what was found, where, and what was expected. */
export function refusalText(refusal: Refusal): string {
  switch (refusal.code) {
    case 'shape-mismatch':
      return `The predictions have shape ${shapeText(refusal.predictions)} and the targets ${shapeText(refusal.targets)}; expected ${refusal.expected}.`;
    case 'target-out-of-bounds':
      return `Target ${refusal.target} at row ${refusal.row} is out of bounds; expected a class from 0 to ${refusal.classes - 1}.`;
    case 'target-not-integer':
      return `Target ${numberText(refusal.target)} at row ${refusal.row} is not an integer; expected a class index.`;
    case 'input-out-of-range':
      return rangeText('Prediction', refusal.value, refusal.index, refusal.count);
    case 'target-out-of-range':
      return rangeText('Target', refusal.value, refusal.index, refusal.count);
    case 'weight-shape':
      return `${refusal.option} has shape ${shapeText(refusal.found)}; expected ${refusal.option === 'weight' ? '' : 'a shape that repeats to '}${refusal.expected}.`;
    case 'option-out-of-range':
      return `${refusal.option} is ${numberText(refusal.value)}; expected a number in ${refusal.expected}.`;
    case 'option-not-supported':
      return `${refusal.loss} does not take ${refusal.option}${reasonText(refusal.reason)}.`;
    case 'dtype':
      return `Found ${refusal.found}; expected ${refusal.expected}.`;
  }
}

/** One sentence on what is wrong with a request. */
export function requestFaultText(fault: RequestFault): string {
  switch (fault.code) {
    case 'malformed-json':
      return `The line is not a JSON object: ${fault.detail}.`;
    case 'missing-field':
      return `${fault.where} is missing.`;
    case 'unknown-loss':
      return `There is no loss ${fault.found}; expected ${listText(fault.expected)}.`;
    case 'unknown-parameter':
      return `There is no parameter ${fault.found}; expected ${listText(fault.expected)}.`;
    case 'bad-value':
      return `${fault.where} is ${fault.found}; expected ${fault.expected}.`;
    case 'bad-number':
      return `${fault.where} is ${fault.found}; expected a number, "nan", "inf" or "-inf".`;
    case 'ragged':
      return `${fault.where} is ${fault.found}; expected ${fault.expected}, as its neighbours are.`;
    case 'too-deep':
      return `${fault.where} is nested deeper than ${fault.limit} levels.`;
    case 'bad-shape':
      return `${fault.where} is ${shapeText(fault.found)}, which does not hold the ${fault.count} numbers given.`;
  }
}

function rangeText(what: string, value: number, index: number, count: number): string {
  const others = count === 1 ? '' : ` (the first of ${count})`;
  return `${what} ${numberText(value)} at position ${index}${others} is not between 0 and 1.`;
}

function reasonText(reason: string): string {
  switch (reason) {
    case 'probability-targets':
      return ' where the targets are probabilities';
    case 'no-class-axis':
      return ' logits: it has no class axis to normalise them over';
    case 'batchmean':
      return ' batchmean: only kl_div does';
    default:
      return '';
  }
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}

/** As Python writes a tuple: (), (3,), (3, 1). */
function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}
