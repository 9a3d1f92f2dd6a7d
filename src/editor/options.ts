import { LOSSES } from '../core/losses/registry';
import { DTYPES, type LossName, type LossOptions, REDUCTIONS } from '../core/problem';
import { t } from '../report/l10n';
import { fullText } from '../report/numbers';

/** One option that can be changed, by PyTorch's keyword. */
export interface Option {
  readonly key: keyof LossOptions;
  readonly keyword: string;
  readonly what: () => string;
  /** The values there are; left out where one is typed. */
  readonly values?: (loss: LossName) => readonly string[];
  /** What is typed, as the option's value; undefined where it is none. An empty text takes the option away. */
  readonly parse: (text: string) => LossOptions[keyof LossOptions] | undefined;
  readonly example: string;
}

function real(text: string): number | undefined {
  const number = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function vector(text: string): LossOptions['weight'] {
  const numbers = text.split(/[\s,;[\]]+/).filter((item) => item !== '');
  const data = Float64Array.from(numbers, Number);
  return data.length > 0 && data.every(Number.isFinite) ? { shape: [data.length], data } : undefined;
}

const BATCHMEAN = 'batchmean';
const TRUTHS = ['False', 'True'] as const;

const OPTIONS: readonly Option[] = [
  {
    key: 'reduction',
    keyword: 'reduction',
    what: () => t('How the losses of all rows become one number'),
    values: (loss) => (loss === 'kl_div' ? [...REDUCTIONS, BATCHMEAN] : REDUCTIONS),
    parse: (text) => [...REDUCTIONS, BATCHMEAN].find((known) => known === text) as LossOptions['reduction'],
    example: '',
  },
  {
    key: 'dtype',
    keyword: 'dtype',
    what: () => t('The precision to compute in'),
    values: () => DTYPES,
    parse: (text) => DTYPES.find((known) => known === text),
    example: '',
  },
  {
    key: 'labelSmoothing',
    keyword: 'label_smoothing',
    what: () => t('Probability taken from the target and spread over all classes'),
    parse: real,
    example: '0.1',
  },
  {
    key: 'ignoreIndex',
    keyword: 'ignore_index',
    what: () => t('The class whose rows do not count'),
    parse: real,
    example: '-100',
  },
  { key: 'weight', keyword: 'weight', what: () => t('A weight for each class'), parse: vector, example: '1, 2, 0.5' },
  {
    key: 'posWeight',
    keyword: 'pos_weight',
    what: () => t('A weight of the positive targets, one for each column'),
    parse: vector,
    example: '3',
  },
  {
    key: 'eps',
    keyword: 'eps',
    what: () => t('Logarithms as log(p + eps), without a clamp'),
    parse: real,
    example: '1e-10',
  },
  {
    key: 'logTarget',
    keyword: 'log_target',
    what: () => t('Whether the targets are logarithms of probabilities'),
    values: () => TRUTHS,
    parse: (text) => (TRUTHS.some((known) => known === text) ? text === 'True' : undefined),
    example: '',
  },
  { key: 'alpha', keyword: 'alpha', what: () => t('The weight of the class 1'), parse: real, example: '0.25' },
  {
    key: 'gamma',
    keyword: 'gamma',
    what: () => t('How much what is right already counts for less'),
    parse: real,
    example: '2',
  },
  {
    key: 'epsilon',
    keyword: 'epsilon',
    what: () => t('The factor of 1 - p of what is right'),
    parse: real,
    example: '2',
  },
];

/** Options that every loss takes. */
const COMMON: ReadonlySet<keyof LossOptions> = new Set(['reduction', 'dtype']);

/** The options that a loss takes, in the order they are offered. */
export function optionsOf(loss: LossName): readonly Option[] {
  return OPTIONS.filter(({ key }) => COMMON.has(key) || LOSSES[loss].options.includes(key));
}

/** The options with one of them as it was typed. */
export function withOption(options: LossOptions, { key, parse }: Option, text: string): LossOptions {
  const others = Object.fromEntries(Object.entries(options).filter(([name]) => name !== key)) as LossOptions;
  const value = parse(text);
  return value === undefined ? others : { ...others, [key]: value };
}

/** The value of an option as it would be typed; empty where it is not set. */
export function currentText(options: LossOptions, { key }: Option): string {
  const value = options[key];
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? Array.from(value.data, fullText).join(', ') : String(value);
}
