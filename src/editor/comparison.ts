import * as vscode from 'vscode';
import type { State } from '../lens/session';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { type InspectorModel, inspectorModel } from '../report/inspectorModel';
import { t } from '../report/l10n';
import type { OpenResult, OpenResults } from './openResults';

/** What the result of an inspector's page is compared with: any other of the window, followed while it lasts. */
export class Comparison implements vscode.Disposable {
  private other: OpenResult | undefined;
  /** What was sent last, so that what changes elsewhere is not sent again. */
  private sent: State | undefined;
  private readonly subscription: vscode.Disposable;

  /** @param send to the page; null: there is nothing to compare with any more. */
  constructor(
    private readonly results: OpenResults,
    private readonly send: (other: InspectorModel | null) => void,
  ) {
    this.subscription = results.onDidChange(() => {
      if (this.other !== undefined && this.other.session.state !== this.sent) this.resend();
    });
  }

  /** Asks which result, and sends it. @param isStill whether the page still shows what was to be compared. */
  async choose(than: OpenResult['session'], isStill: () => boolean): Promise<void> {
    const chosen = await chooseOther(this.results, than);
    if (chosen === undefined || !isStill()) return;
    this.other = chosen;
    this.resend();
  }

  stop(): void {
    if (this.other === undefined) return;
    this.other = undefined;
    this.send(null);
  }

  /** Another question is on the page: nothing of the last comparison is about it. */
  forget(): void {
    this.other = undefined;
  }

  /** The page shows its own result anew. One that is being computed anew, or gone, is compared with no more. */
  resend(): void {
    if (this.other === undefined) return;
    const { name, session } = this.other;
    const { state } = session;
    this.sent = state;
    this.send(state.kind === 'done' ? inspectorModel(0, name, state.result) : null);
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

interface Item extends vscode.QuickPickItem {
  readonly ask: () => Promise<OpenResult | undefined>;
}

async function chooseOther(results: OpenResults, than: OpenResult['session']): Promise<OpenResult | undefined> {
  const items = [...results.all()].flatMap((result): Item[] => {
    const { state } = result.session;
    if (result.session === than || state.kind !== 'done') return [];
    const { predictions, lines, report, pairing } = state.result;
    return [
      {
        label: `${valueText(report.evaluation)} · ${predictions.name ?? t('predictions')}`,
        description: result.inText ? `${result.name}:${lines.predictions}` : result.name,
        detail: `${lossCaption(pairing.loss, pairing.from)} · ${reductionCaption(report.problem, report.evaluation)}`,
        ask: () => Promise.resolve(result),
      },
    ];
  });
  const placeHolder = t('Compare with');
  const all = [...items, ...results.sources];
  return (await vscode.window.showQuickPick(all, { placeHolder, matchOnDescription: true }))?.ask();
}
