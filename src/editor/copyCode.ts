import * as vscode from 'vscode';
import { t } from '../report/l10n';
import { type Inputs, SNIPPET_KINDS, type SnippetKind, snippetOf, variablesOf } from '../report/snippets';
import type { DocumentResult } from './documents';
import { say } from './messages';

const TITLES: Readonly<Record<SnippetKind, string>> = {
  pytorch: 'PyTorch',
  numpy: 'NumPy',
  keras: 'Keras',
  jax: 'JAX',
  'scikit-learn': 'scikit-learn',
};

interface Item extends vscode.QuickPickItem {
  readonly code: string;
}

/** Copies the result as code that computes it and asserts what it came to, for the library that is chosen. */
export async function copyCode({ result }: DocumentResult): Promise<void> {
  const variables = variablesOf(result);
  const items = SNIPPET_KINDS.flatMap((kind): readonly Item[] => {
    const written = itemOf(kind, snippetOf(kind, result), t('with the numbers written out'));
    const named = variables && itemOf(kind, snippetOf(kind, result, variables), namesText(variables));
    return [written, named].flatMap((item) => item ?? []);
  });
  if (items.length === 0) {
    say(t('No library has a call for this loss.'));
    return;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Copy as code'),
    placeHolder: t('Code that computes this loss and asserts its value'),
    matchOnDescription: true,
  });
  if (picked !== undefined) await vscode.env.clipboard.writeText(picked.code);
}

function itemOf(kind: SnippetKind, code: string | undefined, description: string): Item | undefined {
  return code === undefined ? undefined : { label: TITLES[kind], description, code };
}

function namesText({ predictions = '', targets = '' }: Inputs): string {
  return t('from the variables {0} and {1}', predictions, targets);
}
