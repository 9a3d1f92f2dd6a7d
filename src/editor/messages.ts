import * as vscode from 'vscode';
import { t } from '../report/l10n';
import { asMessage } from './plain';

// A message stands until somebody closes it, which may be never: no command waits for that. It is done when it is said,
// so that whoever ran it, a keybinding or another extension, can go on.

export function say(text: string): void {
  void vscode.window.showInformationMessage(asMessage(text));
}

export function warn(text: string): void {
  void vscode.window.showWarningMessage(asMessage(text));
}

export function sayFailed(text: string): void {
  void vscode.window.showErrorMessage(asMessage(text));
}

/** A message with something to do about it. */
export function offer(text: string, action: string, run: () => Thenable<unknown>): void {
  told(
    vscode.window
      .showInformationMessage(asMessage(text), action)
      .then((chosen) => (chosen === action ? run() : undefined)),
  );
}

/** A message with a text that can be had from it. */
export function offerCopy(text: string, copied: string): void {
  offer(text, t('Copy'), () => vscode.env.clipboard.writeText(copied));
}

/** Work that nobody waits for, though the user asked for it: where it fails the user is told. */
export function told(work: Thenable<unknown>): void {
  work.then(undefined, (error: unknown) => sayFailed(t('This could not be done: {0}', reasonOf(error))));
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
