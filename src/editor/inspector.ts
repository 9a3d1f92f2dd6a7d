import * as vscode from 'vscode';
import type { FromInspector, ToInspector } from '../inspector/protocol';
import { recalled } from '../lens/remembered';
import { settledBy, settledByExplanation } from '../lens/settled';
import type { Explained } from '../lens/question';
import { printedNumber } from '../lens/explain';
import { explainedNumber } from '../report/explanations';
import { failureText } from '../report/failures';
import { type InspectorModel, inspectorModel } from '../report/inspectorModel';
import { t } from '../report/l10n';
import type { DocumentLens, Documents, DocumentSession } from './documents';
import { Comparison } from './comparison';
import { blocksHere, rowAt } from './hover';
import { applyChanges, chooseAlternative, saveFile } from './inspectorActions';
import { type Location, pageOptions, pageWords } from './inspectorPage';
import {
  chosenLocation,
  chooseLocation,
  type Drawn,
  type InspectorPlace,
  INSPECTOR_TAB,
  INSPECTOR_VIEW,
  inTab,
  inView,
} from './inspectorPlace';
import { documentName, type OpenResults } from './openResults';
import { told } from './messages';
import { rowSelections, rowTexts } from './inspectorRows';
import { openUri, savedState } from './inspectorState';

/** A result of an open text, and the document that it stands in. */
interface Inspected {
  readonly lens: DocumentLens;
  readonly session: DocumentSession;
}

/** The one inspector of the window: shows the result of the document that was inspected last. */
export class Inspector implements vscode.Disposable, vscode.WebviewPanelSerializer, vscode.WebviewViewProvider {
  private place: InspectorPlace | undefined;
  /** Where the inspector is wanted. A view that is gone still is: it goes with the setting, before word of that comes. */
  private wanted: Location | undefined;
  private shown: Inspected | undefined;
  private readonly comparison: Comparison;
  /** The ways to come by the number that was asked about last. */
  private explained: Explained | undefined;
  /** Grows with every result sent, so that an answer about an older one is known as such. */
  private id = 0;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly documents: Documents,
    results: OpenResults,
  ) {
    this.comparison = new Comparison(results, (other) => this.sendCompared(other));
    this.subscriptions = [
      this.comparison,
      documents.onDidChange((lens) => {
        if (lens !== this.shown?.lens) return;
        this.followSuccessor();
        this.send();
      }),
      vscode.window.onDidChangeTextEditorSelection((event) => this.follow(event)),
      vscode.window.registerWebviewPanelSerializer(INSPECTOR_TAB, this),
      vscode.window.registerWebviewViewProvider(INSPECTOR_VIEW, this),
      vscode.commands.registerCommand('lossLens.dockInspector', () => chooseLocation('panel')),
      vscode.commands.registerCommand('lossLens.undockInspector', () => chooseLocation('beside')),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('lossLens.inspector.location')) told(this.move());
      }),
    ];
  }

  get location(): Location | undefined {
    return this.place?.location;
  }

  /** Opens the inspector beside the editor or in the panel, or brings it to the front, with the document's result. */
  inspect(lens: DocumentLens, session: DocumentSession): void {
    if (this.shown?.session !== session) this.comparison.forget();
    this.shown = { lens, session };
    if (this.place === undefined) {
      told(this.open());
    } else {
      this.place.reveal();
      this.send();
    }
  }

  private async open(): Promise<void> {
    if (chosenLocation() === 'panel') {
      await vscode.commands.executeCommand(`${INSPECTOR_VIEW}.focus`, { preserveFocus: true });
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = pageOptions(this.extensionUri);
    this.attachTab(vscode.window.createWebviewPanel(INSPECTOR_TAB, 'Loss Lens', column, options));
    // Along with the page, so that the first picture does not wait for it to ask.
    this.send();
  }

  /** Another place was chosen: an inspector that is open goes there with what it shows. */
  private async move(): Promise<void> {
    if (this.wanted === undefined || this.wanted === chosenLocation()) return;
    this.leave();
    if (this.shown !== undefined) await this.open();
  }

  /** After a reload, the tab of the window that is gone. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, saved: unknown): Promise<void> {
    this.attachTab(panel);
    await this.restore(saved);
  }

  /** The view comes into sight for the first time in this window. */
  async resolveWebviewView(view: vscode.WebviewView, { state }: vscode.WebviewViewResolveContext): Promise<void> {
    this.attach(inView(view, this.drawn()), view.onDidDispose);
    if (this.shown === undefined) await this.restore(state);
    else this.send();
  }

  /** Finds the document among those that are open, and computes again what was shown. */
  private async restore(saved: unknown): Promise<void> {
    const settled = recalled(saved);
    const uri = openUri(saved);
    if (settled === undefined || uri === undefined) return;
    const document = await vscode.workspace.openTextDocument(uri);
    const session = await this.documents.restore(document, settled);
    const lens = this.documents.get(document);
    if (lens !== undefined) this.shown = { lens, session };
    this.send();
  }

  private drawn(): Drawn {
    return { extensionUri: this.extensionUri, receive: (message) => this.receive(message) };
  }

  private attachTab(panel: vscode.WebviewPanel): void {
    this.attach(inTab(panel, this.drawn()), panel.onDidDispose);
  }

  private attach(place: InspectorPlace, onDidDispose: vscode.Event<void>): void {
    this.leave();
    this.place = place;
    this.wanted = place.location;
    onDidDispose(() => {
      place.channel.close();
      if (this.place !== place) return;
      this.place = undefined;
      if (place.location === 'beside') this.wanted = undefined;
    });
  }

  private leave(): void {
    const { place } = this;
    this.place = undefined;
    place?.close();
  }

  private receive(message: FromInspector): void {
    if (message.kind === 'ready') {
      this.send();
      return;
    }
    // Whatever speaks of another result than the one shown comes too late.
    if (message.id !== this.id || this.shown === undefined) return;
    const { lens, session } = this.shown;
    switch (message.kind) {
      case 'reveal':
        told(this.reveal(message.row));
        return;
      case 'changeReading':
        told(vscode.commands.executeCommand('lossLens.changeReading', lens.document.uri));
        return;
      case 'compare':
        told(this.comparison.choose(session, () => this.shown?.session === session));
        return;
      case 'uncompare':
        this.comparison.stop();
        return;
      case 'save':
        told(saveFile(lens.document.uri, message.name, message.bytes));
        return;
      case 'apply':
        told(applyChanges(lens, session, message.cells));
        return;
      case 'explain':
        told(this.explain(this.shown, message.number));
        return;
      case 'computeWay':
        told(this.computeWay(lens, message.way));
        return;
      case 'choose':
        told(chooseAlternative(lens, session, message.finding, message.label));
    }
  }

  /** A later question about the same matrix took the place of the one that is shown: then its result is. */
  private followSuccessor(): void {
    if (this.shown === undefined || this.shown.session.settled !== undefined) return;
    const { lens } = this.shown;
    if (lens.latest?.state.kind === 'done') this.shown = { lens, session: lens.latest };
  }

  private send(): void {
    this.place?.channel.send(this.message());
    this.comparison.resend();
  }

  /** How a number that the document prints comes about. */
  private async explain(shown: Inspected, number: string): Promise<void> {
    const printed = printedNumber(number);
    if (printed === undefined) return;
    const token = new vscode.CancellationTokenSource();
    const found = await this.documents.explain(shown.lens.document, printed, undefined, token.token);
    token.dispose();
    if (this.shown?.session !== shown.session) return;
    this.explained = found;
    this.place?.channel.send({ kind: 'explained', id: this.id, explained: explainedNumber(number, found) });
  }

  private async computeWay(lens: DocumentLens, way: number): Promise<void> {
    const explanation = this.explained?.explanations[way];
    const settled = explanation && settledByExplanation(explanation, this.explained?.blocks ?? []);
    if (settled !== undefined) this.inspect(lens, await this.documents.restore(lens.document, settled));
  }

  private sendCompared(other: InspectorModel | null): void {
    if (this.shown?.session.state.kind !== 'done') return;
    this.place?.channel.send({ kind: 'compare', id: this.id, other });
  }

  private message(): ToInspector {
    const words = pageWords();
    if (this.shown === undefined) {
      return { kind: 'message', text: t('Select predictions and targets, then run Compute Cross Entropy.'), words };
    }
    const { lens, session } = this.shown;
    const { state } = session;
    switch (state.kind) {
      case 'done': {
        return {
          kind: 'show',
          model: {
            ...inspectorModel(
              ++this.id,
              documentName(lens.document),
              state.result,
              rowTexts(lens.document, state.result.lines.rows),
            ),
            inText: true,
          },
          // With the places of weights that are an array of the document.
          state: savedState(lens.document, session.settled ?? settledBy(state.result)),
          words,
        };
      }
      case 'failed':
        return { kind: 'message', text: failureText(state.failure), words };
      default:
        return { kind: 'stale', id: this.id };
    }
  }

  /** Selects the row's numbers in an editor that shows the document, or in a new one. */
  private async reveal(row: number): Promise<void> {
    const state = this.shown?.session.state;
    if (this.shown === undefined || state?.kind !== 'done') return;
    const selections = rowSelections(this.shown.lens.document, state.result, row);
    const [first] = selections;
    if (first === undefined) return;
    const { document } = this.shown.lens;
    const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
    this.revealing = true;
    try {
      const target = editor ?? (await vscode.window.showTextDocument(document, { preserveFocus: true, viewColumn: 1 }));
      target.selections = selections;
      target.revealRange(first, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    } finally {
      this.revealing = false;
    }
  }

  /** The selection is being moved by the inspector itself: no news to it. */
  private revealing = false;

  /** The cursor of the editor moved: the inspector shows the row it is in. */
  private follow({ textEditor, kind }: vscode.TextEditorSelectionChangeEvent): void {
    const state = this.shown?.session.state;
    if (this.place === undefined || this.revealing || kind === undefined) return;
    if (textEditor.document !== this.shown?.lens.document || state?.kind !== 'done') return;
    const offset = textEditor.document.offsetAt(textEditor.selection.active);
    const block = blocksHere(state.result).find(({ span }) => offset >= span.start && offset <= span.end);
    const row = block && rowAt(state.result, block, offset);
    if (row !== undefined) this.place.channel.send({ kind: 'select', id: this.id, row });
  }

  dispose(): void {
    this.leave();
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}
