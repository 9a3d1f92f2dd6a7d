import * as vscode from 'vscode';
import type { Failure, Offer } from '../lens/question';
import { lossCaption, valueText } from '../report/captions';
import { failureText } from '../report/failures';
import { t } from '../report/l10n';
import { reasonText } from '../report/reasons';
import { refusalText } from '../report/refusals';
import type { DocumentLens, DocumentSession } from './documents';
import { warn } from './messages';
import { asLabel } from './plain';
import type { RememberedReadings } from './rememberedReadings';

interface Item extends vscode.QuickPickItem {
  readonly offer: Offer;
}

/**
 * Brings a question to its end: takes the reading that was chosen before, or lets the user choose among several, and
 * says why where there is no number.
 */
export async function conclude(
  lens: DocumentLens,
  session: DocumentSession,
  remembered: RememberedReadings,
  failed: (failure: Failure) => void = (failure) => warn(failureText(failure)),
): Promise<void> {
  await remembered.recall(lens, session);
  const { state } = session;
  if (state.kind === 'choosing') {
    const offer = await chooseReading(state.offers);
    if (offer === undefined) session.withdraw(state);
    else {
      session.choose(state, offer);
      remembered.keep(lens.document, session);
    }
  } else if (state.kind === 'failed') failed(state.failure);
}

/** Lets the user choose among readings, each with what it would give. @returns undefined where none was chosen. */
export async function chooseReading(offers: readonly Offer[], current?: Offer): Promise<Offer | undefined> {
  const items = offers.map((offer): Item => itemOf(offer, offer === current));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Which loss?'),
    placeHolder:
      current === undefined
        ? t('Several readings are sensible; each is shown with its value')
        : t('What PyTorch makes of the two arrays, each with its value'),
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
