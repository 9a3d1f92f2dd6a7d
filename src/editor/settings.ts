import * as vscode from 'vscode';
import type { LossOptions } from '../core/problem';
import { DTYPES, REDUCTIONS } from '../core/problem';

/** The settings that hold for one document, read once into a value. */
export interface Settings {
  readonly inline: boolean;
  readonly inlineRows: boolean;
  readonly problems: boolean;
  readonly notebookCells: boolean;
  readonly options: LossOptions;
}

export function settingsFor(document: vscode.TextDocument): Settings {
  const configuration = vscode.workspace.getConfiguration('lossLens', document);
  const oneOf = <T extends string>(key: string, known: readonly T[]): T => {
    const value = configuration.get<string>(key);
    return known.find((name) => name === value) ?? known[0];
  };
  return {
    inline: configuration.get('inline.enabled', true),
    inlineRows: configuration.get('inline.rows', true),
    problems: configuration.get('problems.enabled', true),
    notebookCells: configuration.get('notebook.cellStatus', true),
    options: { reduction: oneOf('compute.reduction', REDUCTIONS), dtype: oneOf('compute.dtype', DTYPES) },
  };
}
