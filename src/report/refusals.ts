import type { Refusal } from '../core/problem';
import { t } from './l10n';

/** Why a request in JSON is not a problem at all, as data. `where` is a path like pred[0][2]; `found` is what stood there. */
export type RequestFault =
  | { readonly code: 'malformed-json'; readonly detail: string }
  | { readonly code: 'missing-field'; readonly where: string }
  | { readonly code: 'unknown-loss'; readonly found: unknown; readonly expected: readonly string[] }
  | { readonly code: 'unknown-parameter'; readonly found: string; readonly expected: readonly string[] }
  | { readonly code: 'bad-value'; readonly where: string; readonly found: unknown; readonly expected: string }
  | { readonly code: 'bad-number'; readonly where: string; readonly found: unknown }
  | { readonly code: 'ragged'; readonly where: string; readonly found: unknown; readonly expected: string }
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
      return t(
        'The predictions have shape {0} and the targets {1}; expected {2}.',
        shapeText(refusal.predictions),
        shapeText(refusal.targets),
        refusal.expected,
      );
    case 'target-out-of-bounds':
      return t(
        'Target {0} at row {1} is out of bounds; expected a class from 0 to {2}.',
        refusal.target,
        refusal.row,
        refusal.classes - 1,
      );
    case 'target-not-integer':
      return t(
        'Target {0} at row {1} is not an integer; expected a class index.',
        numberText(refusal.target),
        refusal.row,
      );
    case 'input-out-of-range': {
      const [value, index, count] = [numberText(refusal.value), refusal.index, refusal.count];
      return count === 1
        ? t('Prediction {0} at position {1} is not between 0 and 1.', value, index)
        : t('Prediction {0} at position {1} (the first of {2}) is not between 0 and 1.', value, index, count);
    }
    case 'target-out-of-range': {
      const [value, index, count] = [numberText(refusal.value), refusal.index, refusal.count];
      return count === 1
        ? t('Target {0} at position {1} is not between 0 and 1.', value, index)
        : t('Target {0} at position {1} (the first of {2}) is not between 0 and 1.', value, index, count);
    }
    case 'weight-shape':
      return refusal.option === 'weight'
        ? t('{0} has shape {1}; expected {2}.', refusal.option, shapeText(refusal.found), refusal.expected)
        : t(
            '{0} has shape {1}; expected a shape that repeats to {2}.',
            refusal.option,
            shapeText(refusal.found),
            refusal.expected,
          );
    case 'option-out-of-range':
      return t('{0} is {1}; expected a number in {2}.', refusal.option, numberText(refusal.value), refusal.expected);
    case 'option-not-supported':
      return unsupportedText(refusal.loss, refusal.option, refusal.reason);
    case 'dtype':
      return t('Found {0}; expected {1}.', refusal.found, refusal.expected);
  }
}

/**
 * One sentence on what is wrong with a request. Only the terminal and agents send any, and they are answered in English.
 * @param told how what stood there is told: in its own words, or, to whom no text is to be given, by its kind.
 */
export function requestFaultText(fault: RequestFault, told: (found: unknown) => string = foundText): string {
  switch (fault.code) {
    case 'malformed-json':
      return `The line is not a JSON object: ${fault.detail}.`;
    case 'missing-field':
      return `${fault.where} is missing.`;
    case 'unknown-loss':
      return `There is no loss ${told(fault.found)}; expected ${listText(fault.expected)}.`;
    case 'unknown-parameter':
      return told === foundText
        ? `There is no parameter ${fault.found}; expected ${listText(fault.expected)}.`
        : `There is a parameter of an unknown name; expected ${listText(fault.expected)}.`;
    case 'bad-value':
      return `${fault.where} is ${told(fault.found)}; expected ${fault.expected}.`;
    case 'bad-number':
      return `${fault.where} is ${told(fault.found)}; expected a number, "nan", "inf" or "-inf".`;
    case 'ragged':
      return `${fault.where} is ${told(fault.found)}; expected ${fault.expected}, as its neighbours are.`;
    case 'too-deep':
      return `${fault.where} is nested deeper than ${fault.limit} levels.`;
    case 'bad-shape':
      return `${fault.where} is ${shapeText(fault.found)}, which does not hold the ${fault.count} numbers given.`;
  }
}

/** A short rendering of any JSON value. */
export function foundText(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : kindText(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

/** The same without a word of what a string holds. */
export function kindText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a string of length ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return JSON.stringify(value) ?? 'nothing';
}

function unsupportedText(loss: string, option: string, reason: string): string {
  switch (reason) {
    case 'probability-targets':
      return t('{0} does not take {1} where the targets are probabilities.', loss, option);
    case 'no-class-axis':
      return t('{0} does not take {1} logits: it has no class axis to normalise them over.', loss, option);
    case 'batchmean':
      return t('{0} does not take {1} batchmean: only kl_div does.', loss, option);
    default:
      return t('{0} does not take {1}.', loss, option);
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
