import * as vscode from 'vscode';
import { comparisonNote } from '../report/judgement';
import { t } from '../report/l10n';
import { fullText } from '../report/numbers';
import type { DocumentResult, Documents } from './documents';
import { say } from './messages';

/** Digits of the exact value beside what float64 and float32 make of it. */
const EXACT_DIGITS = 30;
/** Big numbers of more values than these keep everyone waiting. */
const MOST_VALUES = 20_000;

interface Item extends vscode.QuickPickItem {
  readonly copied: string;
}

/** What each framework says of the same numbers, and why; the exact value by big numbers, loaded for the asking. */
export async function compareFrameworks(documents: Documents, { result }: DocumentResult): Promise<void> {
  const { comparisons } = result.judgement;
  if (comparisons.length === 0) {
    say(t('There is nothing to compare this loss with.'));
    return;
  }
  const torch = comparisons.find(({ framework }) => framework === 'PyTorch')?.result;
  const items = comparisons
    .filter(({ framework }) => framework !== 'exact')
    .map((comparison): Item => {
      const { reason, result } = comparison;
      const value = result.ok ? fullText(result.value) : t('refused');
      // Here every digit is shown, and the last ones are the arithmetic's.
      const rounded = reason === 'same' && result.ok && torch?.ok === true && result.value !== torch.value;
      return {
        label: `${comparison.framework}  ${value}`,
        description: comparison.call,
        detail: rounded ? t('The same but for rounding.') : comparisonNote(comparison),
        copied: value,
      };
    });
  const exact = await exactItem(documents, result);
  const picked = await vscode.window.showQuickPick([...exact, ...items], {
    title: t('The same numbers elsewhere'),
    placeHolder: t('Choose one to copy its value'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked !== undefined) await vscode.env.clipboard.writeText(picked.copied);
}

async function exactItem(
  documents: Documents,
  { report: { problem } }: DocumentResult['result'],
): Promise<readonly Item[]> {
  if (problem.predictions.data.length > MOST_VALUES) return [];
  const reduction = problem.options.reduction === 'sum' ? 'sum' : 'mean';
  const reduced = { ...problem, options: { ...problem.options, reduction } } as const;
  const outcome = await documents.exact(reduced, EXACT_DIGITS);
  const [digits] = outcome?.ok ? outcome.value : [];
  if (digits === undefined) return [];
  const detail = t('Of the numbers, each as float64 holds it, without any rounding on the way.');
  return [{ label: `${t('Exact')}  ${digits}`, description: t('big numbers'), detail, copied: digits }];
}
