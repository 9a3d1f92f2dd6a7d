import * as vscode from 'vscode';
import type { Alternative } from '../check/finding';
import type { Posed } from '../lens/answer';
import { cellOf } from '../lens/places';
import { type NumberChange, remedyOf } from '../lens/remedy';
import type { State } from '../lens/session';
import type { Settled } from '../lens/settled';
import { t } from '../report/l10n';
import { rewrite } from '../report/reprint';
import { type DocumentLens, type DocumentSession, openDocument } from './documents';
import { offerCopy } from './messages';

/**
 * Goes a way out of a finding. Another reading of the same numbers is computed; numbers of the text are changed by one
 * edit that one undo takes back; where neither does, the code that makes the change is offered.
 */
export async function takeAlternative(
  lens: DocumentLens,
  session: DocumentSession,
  alternative: Alternative,
): Promise<void> {
  const { state } = session;
  const posed = posedIn(state);
  if (posed === undefined || !('version' in state) || state.version !== lens.document.version) return;
  const remedy = remedyOf(posed, alternative);
  switch (remedy.kind) {
    case 'reading':
      await session.again(lens.source(), remedy.settled);
      return;
    case 'edit':
      if (await vscode.workspace.applyEdit(numbersEdit(lens.document, posed, remedy.changes)))
        await readAs(lens, session, remedy.settled);
      return;
    case 'code':
      offerCode(alternative);
  }
}

/** What has to be done where the arrays come from. */
export function offerCode({ change }: Alternative): void {
  offerCopy(t('Make this change: {0}', change), change);
}

/** The problem that a state is about, whether it has a number or PyTorch refuses it. */
export function posedIn(state: State): Posed | undefined {
  if (state.kind === 'done') return state.result;
  return state.kind === 'failed' && state.failure.code === 'refused' ? state.failure.posed : undefined;
}

/** Computes the arrays, wherever an edit has moved them, with the loss and the options of another reading. */
async function readAs(lens: DocumentLens, session: DocumentSession, wanted: Settled | undefined): Promise<void> {
  const { settled } = session;
  if (settled === undefined || wanted === undefined) return;
  const { loss, from, options } = wanted;
  await session.again(lens.source(), { ...settled, loss, from, options });
}

/**
 * The edit that puts other numbers in the place of some of a problem's.
 * @param print how a value is written where `original` stood.
 */
export function numbersEdit(
  document: vscode.TextDocument,
  posed: Posed,
  changes: readonly NumberChange[],
  print: (original: string, value: number) => string = rewrite,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { array, index, value } of changes) {
    const cell = cellOf(posed, array, index);
    if (cell === undefined) continue;
    const { starts, ends } = posed[array].cells;
    const there = array === 'targets' && posed.targetsIn !== undefined ? openDocument(posed.targetsIn) : document;
    if (there === undefined) continue;
    const range = new vscode.Range(there.positionAt(starts[cell]), there.positionAt(ends[cell]));
    edit.replace(there.uri, range, print(there.getText(range), value));
  }
  return edit;
}
