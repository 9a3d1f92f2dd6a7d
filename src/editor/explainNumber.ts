import * as vscode from 'vscode';
import { type Explanation, printedNumber } from '../lens/explain';
import type { Explained } from '../lens/question';
import { settledByExplanation } from '../lens/settled';
import type { Span } from '../read/reading';
import { explanationText, fitText, formulasText, unexplainedText } from '../report/explanations';
import { t } from '../report/l10n';
import type { Documents } from './documents';
import { say } from './messages';
import { asLabel } from './plain';

/** A number where the cursor is: sign, digits, point, exponent. */
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

interface Item extends vscode.QuickPickItem {
  readonly explanation: Explanation;
  readonly copied: string;
}

/**
 * Explains the number that is selected or under the cursor, or else one that is typed: by which formula of the
 * document's arrays it comes about, the likeliest first. The one chosen is computed where it is a loss of PyTorch's.
 */
export async function explainNumber(documents: Documents): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    say(t('Open a text with predictions and targets first.'));
    return;
  }
  const { document } = editor;
  const pointed = numberAt(editor);
  const text = pointed?.text ?? (await askForNumber());
  const printed = text === undefined ? undefined : printedNumber(text);
  if (text === undefined || printed === undefined) return;
  const source = new vscode.CancellationTokenSource();
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: t('Explaining {0}', text) },
    () => documents.explain(document, printed, pointed?.span, source.token),
  );
  source.dispose();
  if (found === undefined || found.explanations.length === 0) {
    say(unexplainedText(text));
    return;
  }
  const picked = await vscode.window.showQuickPick(itemsOf(found), {
    title: formulasText(text, found.count),
    placeHolder: t('Choose one to compute it here, or to copy it'),
    matchOnDetail: true,
  });
  if (picked !== undefined) await take(documents, document, picked, found);
}

/** A selection that is a number, or the number under the cursor that has a point: labels are no losses. */
function numberAt({
  document,
  selection,
}: vscode.TextEditor): { readonly text: string; readonly span: Span } | undefined {
  const range = selection.isEmpty ? document.getWordRangeAtPosition(selection.active, NUMBER) : selection;
  if (range === undefined || !range.isSingleLine) return undefined;
  const text = document.getText(range).trim();
  if (printedNumber(text) === undefined || (selection.isEmpty && !text.includes('.'))) return undefined;
  return { text, span: { start: document.offsetAt(range.start), end: document.offsetAt(range.end) } };
}

function askForNumber(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: t('Explain a Number'),
    prompt: t('The number as it was printed: its last digit says how exactly it is known.'),
    placeHolder: '0.6935',
    validateInput: (typed) =>
      printedNumber(typed) === undefined ? t('Expected a number, such as {0}', '0.6935') : undefined,
  });
}

function itemsOf({ explanations, blocks }: Explained): readonly Item[] {
  return explanations.map((explanation) => ({
    label: asLabel(explanationText(explanation, blocks)),
    copied: explanationText(explanation, blocks),
    detail: fitText(explanation),
    explanation,
  }));
}

async function take(
  documents: Documents,
  document: vscode.TextDocument,
  { explanation, copied }: Item,
  { blocks }: Explained,
): Promise<void> {
  const settled = settledByExplanation(explanation, blocks);
  if (settled !== undefined) await documents.restore(document, settled);
  else await vscode.env.clipboard.writeText(copied);
}
