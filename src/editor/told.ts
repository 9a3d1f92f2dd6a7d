import * as vscode from 'vscode';
import { t } from '../report/l10n';
import { asMessage } from './plain';

/** Work that nobody waits for, though the user asked for it: where it fails the user is told. */
export function told(work: Thenable<unknown>): void {
  work.then(undefined, (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(asMessage(t('This could not be done: {0}', reason)));
  });
}
