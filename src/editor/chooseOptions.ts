import * as vscode from 'vscode';
import { DTYPES, type LossOptions, REDUCTIONS } from '../core/problem';
import { LOSSES } from '../core/losses/registry';
import type { Settled } from '../lens/settled';
import { settledBy } from '../lens/settled';
import { valueText } from '../report/captions';
import { failureText } from '../report/failures';
import { t } from '../report/l10n';
import { fullText } from '../report/numbers';
import type { DocumentLens, DocumentResult, DocumentSession } from './documents';

/** One option that can be changed, by PyTorch's keyword. */
interface Option {
  readonly key: keyof LossOptions;
  readonly keyword: string;
  readonly what: () => string;
  /** The values there are; left out where one is typed. */
  readonly values?: readonly string[];
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

const OPTIONS: readonly Option[] = [
  {
    key: 'reduction',
    keyword: 'reduction',
    what: () => t('How the losses of all rows become one number'),
    values: REDUCTIONS,
    parse: (text) => REDUCTIONS.find((known) => known === text),
    example: '',
  },
  {
    key: 'dtype',
    keyword: 'dtype',
    what: () => t('The precision to compute in'),
    values: DTYPES,
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
];

/** Options that every loss takes. */
const COMMON: ReadonlySet<keyof LossOptions> = new Set(['reduction', 'dtype', 'eps']);

/** Asks for an option and its value, each choice with the loss it would give, and computes with what was chosen. */
export async function chooseOptions(lens: DocumentLens, { session, result }: DocumentResult): Promise<void> {
  const settled = settledBy(result);
  const known = LOSSES[settled.loss].options;
  const items = OPTIONS.filter(({ key }) => COMMON.has(key) || known.includes(key)).map((option) => ({
    label: option.keyword,
    description: current(settled.options, option),
    detail: option.what(),
    option,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: t('Options (1/2)'), matchOnDetail: true });
  if (picked === undefined) return;
  const options = await chooseValue(lens, session, settled, picked.option);
  if (options !== undefined) await session.again(lens.source(), { ...settled, options });
}

async function chooseValue(
  lens: DocumentLens,
  session: DocumentSession,
  settled: Settled,
  option: Option,
): Promise<LossOptions | undefined> {
  const consequence = async (options: LossOptions): Promise<string> => {
    const verdict = await session.trial(lens.source(), { ...settled, options });
    if (verdict?.kind === 'result') return `→ ${valueText(verdict.result.report.evaluation)}`;
    return verdict?.kind === 'failed' ? failureText(verdict.failure) : '';
  };
  const title = t('{0} (2/2)', option.keyword);
  if (option.values !== undefined) {
    const items = await Promise.all(
      option.values.map(async (value) => {
        const options = withOption(settled.options, option, value);
        return { label: value, description: await consequence(options), options };
      }),
    );
    return (await vscode.window.showQuickPick(items, { title }))?.options;
  }
  const text = await vscode.window.showInputBox({
    title,
    prompt: t('{0}. Leave empty for none.', option.what()),
    placeHolder: option.example,
    value: current(settled.options, option),
    validateInput: async (typed) => {
      if (typed.trim() !== '' && option.parse(typed) === undefined)
        return t('Expected a number, such as {0}', option.example);
      const message = await consequence(withOption(settled.options, option, typed));
      return { message, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  return text === undefined ? undefined : withOption(settled.options, option, text);
}

function withOption(options: LossOptions, { key, parse }: Option, text: string): LossOptions {
  const others = Object.fromEntries(Object.entries(options).filter(([name]) => name !== key)) as LossOptions;
  const value = parse(text);
  return value === undefined ? others : { ...others, [key]: value };
}

function current(options: LossOptions, { key }: Option): string {
  const value = options[key];
  if (value === undefined) return '';
  if (typeof value === 'object') return Array.from(value.data, fullText).join(', ');
  return String(value);
}
