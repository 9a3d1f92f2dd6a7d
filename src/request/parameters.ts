import { DTYPES, type LossOptions, REDUCTIONS } from '../core/problem';
import type { VariantOption } from '../core/variants/variant';
import { isFields, parseInteger, parseOneOf, parseReal, parseTruth } from './fields';
import { fault, parseNested, type Parsed } from './nested';

/** How a keyword is read, and the option it becomes. */
export interface Parameter<Option> {
  readonly option: Option;
  readonly parse: (value: unknown, where: string) => Parsed<unknown>;
}

/** PyTorch's keywords. */
export const PARAMETERS: Readonly<Record<string, Parameter<keyof LossOptions>>> = {
  weight: { option: 'weight', parse: parseNested },
  pos_weight: { option: 'posWeight', parse: parseNested },
  ignore_index: { option: 'ignoreIndex', parse: parseInteger },
  label_smoothing: { option: 'labelSmoothing', parse: parseReal },
  reduction: { option: 'reduction', parse: parseOneOf([...REDUCTIONS, 'batchmean']) },
  eps: { option: 'eps', parse: parseReal },
  log_target: { option: 'logTarget', parse: parseTruth },
  alpha: { option: 'alpha', parse: parseReal },
  gamma: { option: 'gamma', parse: parseReal },
  epsilon: { option: 'epsilon', parse: parseReal },
};

export const VARIANT_PARAMETERS: Readonly<Record<string, Parameter<VariantOption>>> = {
  from_logits: { option: 'fromLogits', parse: parseTruth },
  label_smoothing: { option: 'labelSmoothing', parse: parseReal },
  sample_weight: { option: 'sampleWeight', parse: parseNested },
  class_weight: { option: 'classWeight', parse: parseNested },
  ignore_index: { option: 'ignoreIndex', parse: parseInteger },
  alpha: { option: 'alpha', parse: parseReal },
  gamma: { option: 'gamma', parse: parseReal },
  reduction: { option: 'reduction', parse: parseOneOf(['mean', 'sum', 'none', 'weighted-mean']) },
  precision: { option: 'precision', parse: parseOneOf(DTYPES) },
};

/**
 * null stands for Python's None: the default. A keyword of another loss is a keyword all the same: core/ says that this
 * one does not take it; a variant has nobody to say so but this.
 */
export function parseParams<Options extends object>(
  params: unknown,
  where: string,
  parameters: Readonly<Record<string, Parameter<keyof Options>>>,
  known: readonly (keyof Options)[],
): Parsed<Partial<Options>> {
  if (params === undefined || params === null) return { ok: true, value: {} };
  if (!isFields(params)) {
    return fault({ code: 'bad-value', where, found: params, expected: 'an object' });
  }
  const options: Partial<Record<keyof Options, unknown>> = {};
  for (const [name, value] of Object.entries(params)) {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    const isTaken = parameter && (parameters === PARAMETERS || known.includes(parameter.option));
    if (!parameter || !isTaken) {
      const expected = Object.keys(parameters).filter((other) => known.includes(parameters[other].option));
      return fault({ code: 'unknown-parameter', found: name, expected });
    }
    if (value === null) continue;
    const parsed = parameter.parse(value, `${where}.${name}`);
    if (!parsed.ok) return parsed;
    options[parameter.option] = parsed.value;
  }
  // Every entry was made by the parser of its own option.
  return { ok: true, value: options as Partial<Options> };
}
