import * as vscode from 'vscode';
import type { LossOptions } from '../core/problem';
import { DTYPES, REDUCTIONS } from '../core/problem';

/** The settings that hold for one document, read once into a value. */
export interface Settings {
  readonly inline: boolean;
  readonly inlineRows: boolean;
  readonly hover: boolean;
  readonly codeLens: boolean;
  readonly gutter: boolean;
  readonly overviewRuler: boolean;
  readonly statusBar: boolean;
  readonly problems: boolean;
  readonly notebookCells: boolean;
  /** Hold the losses that a document prints against its arrays. */
  readonly printedLosses: boolean;
  /** Hold pinned losses to their arrays. */
  readonly pins: boolean;
  readonly options: LossOptions;
}

/**
 * What was read, until something changes that it may rest on. Reading takes VS Code a tenth of a millisecond, and every
 * view asks with every key that is typed.
 */
let known = new WeakMap<vscode.TextDocument, Settings>();

/** Forgets what was read as soon as it may be otherwise. */
export function followSettings(): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(() => {
      known = new WeakMap();
    }),
    // A document whose language changes is closed, and opened in the other.
    vscode.workspace.onDidOpenTextDocument((document) => known.delete(document)),
  );
}

/** @param scope the document, or the file. */
export function settingsFor(scope: vscode.TextDocument | vscode.Uri): Settings {
  if (scope instanceof vscode.Uri) return read(scope);
  const before = known.get(scope);
  if (before !== undefined) return before;
  const settings = read(scope);
  known.set(scope, settings);
  return settings;
}

function read(scope: vscode.TextDocument | vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration('lossLens', scope);
  const isOn = (key: string): boolean => configuration.get(key, true);
  const oneOf = <T extends string>(key: string, known: readonly T[]): T => {
    const value = configuration.get<string>(key);
    return known.find((name) => name === value) ?? known[0];
  };
  return {
    inline: isOn('inline.enabled'),
    inlineRows: isOn('inline.rows'),
    hover: isOn('hover.enabled'),
    // VS Code's own switch counts as well: whoever wants no lenses wants none of ours.
    codeLens:
      configuration.get('codeLens.enabled', false) &&
      vscode.workspace.getConfiguration('editor', scope).get('codeLens', true),
    gutter: isOn('gutter.enabled'),
    overviewRuler: isOn('overviewRuler.enabled'),
    statusBar: isOn('statusBar.enabled'),
    problems: isOn('problems.enabled'),
    notebookCells: isOn('notebook.cellStatus'),
    printedLosses: isOn('printedLosses.enabled'),
    pins: isOn('pins.enabled'),
    options: { reduction: oneOf('compute.reduction', REDUCTIONS), dtype: oneOf('compute.dtype', DTYPES) },
  };
}
