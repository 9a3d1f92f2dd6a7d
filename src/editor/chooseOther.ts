import * as vscode from 'vscode';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { t } from '../report/l10n';
import type { DocumentLens, Documents, DocumentSession } from './documents';

/** A result, and the document that it stands in. */
export interface Inspected {
  readonly lens: DocumentLens;
  readonly session: DocumentSession;
}

/** Asks for another result of any open document. */
export async function chooseOther(
  documents: Documents,
  than: DocumentSession | undefined,
): Promise<Inspected | undefined> {
  const items = [...documents.all()].flatMap((lens) =>
    lens.results
      .filter(({ session }) => session !== than)
      .map(({ session, result: { predictions, lines, report, pairing } }) => ({
        label: `${valueText(report.evaluation)} · ${predictions.name ?? t('predictions')}`,
        description: `${lens.document.uri.path.split('/').at(-1) ?? ''}:${lines.predictions}`,
        detail: `${lossCaption(pairing.loss, pairing.from)} · ${reductionCaption(report.problem, report.evaluation)}`,
        inspected: { lens, session },
      })),
  );
  if (items.length === 0) {
    await vscode.window.showInformationMessage(
      t('There is nothing to compare with yet: compute the loss of other predictions, here or in another document.'),
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Compare with') });
  return chosen?.inspected;
}
