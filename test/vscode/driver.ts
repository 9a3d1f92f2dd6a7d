import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Seam } from '../../src/editor/extension';

/** The extension under test, whoever publishes it. */
export function ownExtension(): vscode.Extension<Seam> {
  const extension = vscode.extensions.all.find(
    ({ packageJSON }) => (packageJSON as { name: string }).name === 'loss-lens',
  );
  assert.ok(extension, 'VS Code did not load the extension');
  return extension as vscode.Extension<Seam>;
}

/** What the extension shows, by the values its surfaces draw from. */
export async function seam(): Promise<Seam> {
  return ownExtension().activate();
}

/** Waits until something holds; fails with its name when it has taken too long. */
export async function waitFor(what: string, holds: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${patience / 1000} seconds for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A new document in the editor. */
export async function open(
  content: string,
  language = 'plaintext',
  column?: vscode.ViewColumn,
): Promise<vscode.TextEditor> {
  let document = await vscode.workspace.openTextDocument({ content, language });
  // VS Code gives a new text the name of one that is just being closed, and sometimes hands out that one once more.
  await waitFor('a text with this content', async () => {
    if (document.getText().replaceAll('\r\n', '\n') === content) return true;
    document = await vscode.workspace.openTextDocument({ content, language });
    return false;
  });
  await vscode.window.showTextDocument(document, column);
  await waitFor('the text to be shown', () => vscode.window.activeTextEditor?.document === document);
  const { activeTextEditor: editor } = vscode.window;
  assert.ok(editor);
  return editor;
}

export function selectAll(editor: vscode.TextEditor): void {
  const { document } = editor;
  editor.selection = new vscode.Selection(document.positionAt(0), document.lineAt(document.lineCount - 1).range.end);
}

/** The palette's command, on what is selected. */
export async function compute(): Promise<void> {
  await vscode.commands.executeCommand('lossLens.compute');
}

/** What stands behind the lines, as `line: text`. */
export async function notes(editor: vscode.TextEditor): Promise<readonly string[]> {
  return (await seam()).inlineNotes(editor.document).map(({ line, text }) => `${line}: ${text}`);
}

/** Everything that hovering over a place shows, as Markdown. */
export async function hovers(editor: vscode.TextEditor, position: vscode.Position): Promise<string> {
  const found = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    editor.document.uri,
    position,
  );
  const contents = found.flatMap((hover) => hover.contents);
  return contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n');
}

/** Sets a setting for all of the window while `work` goes on. */
export async function withSetting(name: string, value: unknown, work: () => Promise<void>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await work();
  } finally {
    await configuration.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}
