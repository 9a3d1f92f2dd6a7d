import * as vscode from 'vscode';
import { t } from '../../report/l10n';
import { asLabel } from '../plain';
import type { ListedVariable } from './pausedFrame';

/** Types that hold numbers side by side, as debuggers name them. */
const ARRAYS = /tensor|array|parameter|variable|list|tuple|frame|series/i;

/** Lets a variable be chosen or its place be typed. @returns undefined where none was. */
export function chooseVariable(listed: readonly ListedVariable[], placeholder: string): Promise<string | undefined> {
  const input = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly place: string }>();
  input.title = 'Loss Lens';
  input.placeholder = placeholder;
  input.matchOnDescription = true;
  const arrays = listed.filter(({ type }) => ARRAYS.test(type));
  const items = (arrays.length > 0 ? arrays : listed).map(({ place, type, value }) => ({
    label: asLabel(place),
    description: type,
    detail: value.length > 80 ? `${value.slice(0, 80)}...` : value,
    place,
  }));
  input.items = items;
  input.onDidChangeValue((typed) => {
    const known = items.some(({ place }) => place.startsWith(typed));
    const own = { label: asLabel(typed), description: t('as typed'), alwaysShow: true, place: typed };
    input.items = known || typed === '' ? items : [...items, own];
  });
  return new Promise((resolve) => {
    input.onDidAccept(() => {
      resolve(input.activeItems[0]?.place);
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}
