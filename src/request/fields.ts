import { LOSS_NAMES, type LossName } from '../core/problem';
import { fault, parseNumber, type Parsed } from './nested';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseOptional<T>(
  value: unknown,
  where: string,
  parse: (value: unknown, where: string) => Parsed<T>,
): Parsed<T | undefined> {
  return value === undefined || value === null ? { ok: true, value: undefined } : parse(value, where);
}

export function parseReal(value: unknown, where: string): Parsed<number> {
  const number = parseNumber(value);
  if (number !== undefined) return { ok: true, value: number };
  return fault({ code: 'bad-number', where, found: value });
}

export function parseTruth(value: unknown, where: string): Parsed<boolean> {
  if (typeof value === 'boolean') return { ok: true, value };
  return fault({ code: 'bad-value', where, found: value, expected: 'true or false' });
}

export function parseInteger(value: unknown, where: string): Parsed<number> {
  if (Number.isSafeInteger(value)) return { ok: true, value: value as number };
  return fault({ code: 'bad-value', where, found: value, expected: 'an integer' });
}

export function parseOneOf<T extends string>(names: readonly T[]): (value: unknown, where: string) => Parsed<T> {
  return (value, where) => {
    const name = names.find((candidate) => candidate === value);
    if (name !== undefined) return { ok: true, value: name };
    const expected = names.map((candidate) => `"${candidate}"`).join(', ');
    return fault({ code: 'bad-value', where, found: value, expected });
  };
}

export function parseLoss(value: unknown): Parsed<LossName> {
  const loss = LOSS_NAMES.find((name) => name === value);
  return loss === undefined
    ? fault({ code: 'unknown-loss', found: value, expected: LOSS_NAMES })
    : { ok: true, value: loss };
}
