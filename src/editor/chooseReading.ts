import * as vscode from 'vscode';
import type { Offer } from '../lens/question';
import { lossCaption, valueText } from '../report/captions';
import { t } from '../report/l10n';
import { reasonText } from '../report/reasons';
import { refusalText } from '../report/refusals';
import { asLabel } from './plain';

interface Item extends vscode.QuickPickItem {
  readonly offer: Offer;
}

/** Lets the user choose among readings, each with what it would give. @returns undefined where none was chosen. */
export async function chooseReading(offers: readonly Offer[], current?: Offer): Promise<Offer | undefined> {
  const items = offers.map((offer): Item => itemOf(offer, offer === current));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Which loss?'),
    placeHolder: t('Several readings are sensible; each is shown with its value'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.offer;
}

function itemOf(offer: Offer, current: boolean): Item {
  const { pairing, outcome } = offer;
  const names = outcome.ok
    ? ` · ${outcome.value.predictions.name ?? t('predictions')}, ${outcome.value.targets.name ?? t('targets')}`
    : '';
  const value = outcome.ok ? valueText(outcome.value.report.evaluation) : t('refused');
  const detail = outcome.ok ? pairing.reasons.map(reasonText).join(' ') : refusalText(outcome.refusal);
  return {
    label: `${lossCaption(pairing.loss, pairing.from)}  ${value}`,
    description: asLabel(current ? `${t('current')}${names}` : names.slice(3)),
    detail: asLabel(detail),
    offer,
  };
}
