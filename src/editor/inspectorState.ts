import * as vscode from 'vscode';
import { remembered } from '../lens/remembered';
import { type Settled } from '../lens/settled';
import type { InspectorState } from '../report/inspectorModel';

/** What a reloaded window needs to find the same problem again. */
export function savedState(document: vscode.TextDocument, settled: Settled): InspectorState {
  return { uri: document.uri.toString(), ...remembered(settled) };
}

/** Only a document that is open in a tab is found again: no path that a page kept is ever opened for its own sake. */
export function openUri(saved: unknown): vscode.Uri | undefined {
  const uri = typeof saved === 'object' && saved !== null && 'uri' in saved ? saved.uri : undefined;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const uris = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : []));
  return uris.find((found) => found.toString() === uri);
}
