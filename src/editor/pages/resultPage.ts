import type * as vscode from 'vscode';
import type { FromInspector, ToInspector } from '../../inspector/protocol';
import type { Glimpse } from '../../lens/glimpse';
import { remedyOf } from '../../lens/remedy';
import { remembered } from '../../lens/remembered';
import type { Result } from '../../lens/result';
import type { Session, State } from '../../lens/session';
import { settledBy } from '../../lens/settled';
import { failureText } from '../../report/failures';
import { glimpsedModel, type InspectorModel, inspectorModel } from '../../report/inspectorModel';
import { t } from '../../report/l10n';
import type { Channel } from '../../wire/port';
import { chooseReading } from '../chooseReading';
import { Comparison } from '../comparison';
import { saveFile } from '../inspectorActions';
import { offerCode } from '../remedies';
import { inspectorPage, pageChannel, pageOptions, pageWords } from '../inspectorPage';
import type { OpenResult, OpenResults } from '../openResults';

/** What a page is about: something other than an open text, such as files or a notebook's stored outputs. */
export interface PageSubject<Source extends { readonly version: number }> {
  /** What the page is called, and where what is saved from it goes first. */
  readonly name: string;
  readonly uri: vscode.Uri;
  /** What is worked on, as it is now. Fails with a message for the user where it cannot be had. */
  source(): Promise<Source>;
  /** The question about it, or the verdict at once where there is nothing to ask. */
  begin(session: Session<Source>, source: Source): Promise<State>;
  /** What some of it looks like, where all of it takes long; undefined where there is no such thing. */
  glimpse?(source: Source): Promise<Glimpse | undefined>;
  /** What to do where there is no pair; said after what was found. */
  readonly advice: string;
  /** What is added to what the number means. */
  remarks?(result: Result): readonly string[];
  /** Where the numbers were taken, once their source has gone on. */
  past?(): string | undefined;
}

/** A result as the page shows it. */
export interface PageShown {
  readonly result: Result;
  readonly remarks: readonly string[];
  /** Where the numbers were taken, once their source has gone on. */
  readonly past: string | undefined;
}

/** The inspector in a tab of its own, with a result that no document shows. */
export class ResultPage<Source extends { readonly version: number }> implements vscode.Disposable {
  private readonly channel: Channel<ToInspector>;
  /** Grows with every result sent, so that an answer about an older one is known as such. */
  private id = 0;
  private trouble: string | undefined;
  private tellRead: ((read: number) => void) | undefined;
  /** Shown until there is a result. */
  private glimpse: Glimpse | undefined;
  private hasGlimpsed = false;
  private readonly session: Session<Source>;
  private readonly open: OpenResult;
  private readonly comparison: Comparison;

  constructor(
    extensionUri: vscode.Uri,
    readonly panel: vscode.WebviewPanel,
    private readonly subject: PageSubject<Source>,
    private readonly results: OpenResults,
    newSession: (changed: () => void) => Session<Source>,
  ) {
    this.session = newSession(() => {
      const { state } = this.session;
      if (state.kind === 'running' && state.read !== undefined) {
        this.tellRead?.(state.read);
        // What is drawn meanwhile stays as it is.
        if (this.glimpse === undefined) this.send();
        return;
      }
      this.send();
      results.tellChanged();
    });
    this.open = { session: this.session, name: subject.name };
    results.add(this.open);
    this.comparison = new Comparison(results, (other) => this.sendCompared(other));
    panel.webview.options = pageOptions(extensionUri);
    this.channel = pageChannel(panel.webview, (message) => void this.receive(message));
    panel.onDidDispose(() => this.dispose());
    panel.webview.html = inspectorPage(panel.webview, extensionUri, 'beside');
  }

  /** What the page says now; what tests look at. */
  get state(): State {
    return this.session.state;
  }

  /** What is said beside a result; what tests look at. */
  get shown(): PageShown | undefined {
    const { state } = this;
    if (state.kind !== 'done') return undefined;
    const { result } = state;
    return { result, remarks: this.subject.remarks?.(result) ?? [], past: this.subject.past?.() };
  }

  /** Whether some rows were shown before all of them were worked out; what tests look at. */
  get glimpsed(): boolean {
    return this.hasGlimpsed;
  }

  /** Nobody wants to wait any longer. */
  cancel(): void {
    if (this.session.state.kind !== 'running') return;
    this.trouble = t('The computation was cancelled.');
    this.session.withdraw(this.session.state);
  }

  /** Works on the subject as it is now. @param tellRead is told how much of it has been read, where that takes long. */
  async begin(tellRead?: (read: number) => void): Promise<void> {
    this.tellRead = tellRead;
    this.trouble = undefined;
    this.glimpse = undefined;
    try {
      const source = await this.subject.source();
      void this.look(source);
      const state = await this.subject.begin(this.session, source);
      if (state.kind !== 'choosing') return;
      const offer = await chooseReading(state.offers);
      if (offer === undefined) this.session.withdraw(state);
      else this.session.choose(state, offer);
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      this.send();
    }
  }

  private async look(source: Source): Promise<void> {
    const glimpse = await this.subject.glimpse?.(source);
    const { state } = this.session;
    if (glimpse === undefined || state.kind !== 'running' || state.version !== source.version) return;
    this.glimpse = glimpse;
    this.send();
    this.hasGlimpsed = true;
  }

  private async receive(message: FromInspector): Promise<void> {
    if (message.kind === 'ready') {
      this.send();
      return;
    }
    const { state } = this.session;
    if (message.id !== this.id) return;
    if (message.kind === 'save') {
      await saveFile(this.subject.uri, message.name, message.bytes);
      return;
    }
    if (state.kind !== 'done') return;
    switch (message.kind) {
      case 'changeReading': {
        const offers = await this.session.readings(await this.subject.source(), { aborted: false });
        const { loss, from } = state.result.pairing;
        const current = offers.find(({ pairing }) => pairing.loss === loss && pairing.from === from);
        const offer = await chooseReading(offers, current);
        if (offer !== undefined) this.session.choose(state, offer);
        return;
      }
      case 'compare':
        await this.comparison.choose(this.session, () => !this.disposed);
        return;
      case 'uncompare':
        this.comparison.stop();
        return;
      case 'choose': {
        const { alternatives = [] } = state.result.findings[message.finding] ?? {};
        const alternative = alternatives.find(({ label }) => label === message.label);
        if (alternative === undefined) return;
        const remedy = remedyOf(state.result, alternative);
        if (remedy.kind === 'reading') await this.session.again(await this.subject.source(), remedy.settled);
        else offerCode(alternative);
        return;
      }
      // The numbers stand in no text that could be shown or changed.
      default:
        return;
    }
  }

  private send(): void {
    if (this.disposed) return;
    this.channel.send(this.message());
    this.comparison.resend();
  }

  private sendCompared(other: InspectorModel | null): void {
    if (!this.disposed && this.session.state.kind === 'done')
      this.channel.send({ kind: 'compare', id: this.id, other });
  }

  private message(): ToInspector {
    const words = pageWords();
    const { uri, advice } = this.subject;
    if (this.trouble !== undefined) return { kind: 'message', text: this.trouble, words };
    const { state } = this.session;
    switch (state.kind) {
      case 'done':
        return {
          kind: 'show',
          model: this.model(state.result),
          state: { uri: uri.toString(), ...remembered(settledBy(state.result)) },
          words,
        };
      case 'failed': {
        const text = failureText(state.failure);
        return { kind: 'message', text: state.failure.code === 'nothing' ? `${text} ${advice}` : text, words };
      }
      case 'running': {
        const { verdict } = this.glimpse ?? {};
        if (this.glimpse === undefined || verdict?.kind !== 'result')
          return { kind: 'message', text: runningText(state.read), busy: true, words };
        return {
          kind: 'show',
          model: glimpsedModel(++this.id, this.subject.name, verdict.result, this.glimpse.part),
          state: { uri: uri.toString(), ...remembered(settledBy(verdict.result)) },
          words,
        };
      }
      case 'idle':
      case 'choosing':
        return { kind: 'message', text: advice, words };
    }
  }

  private model(result: Result): InspectorModel {
    const model = inspectorModel(++this.id, this.subject.name, result);
    const past = this.subject.past?.();
    const remarks = this.subject.remarks?.(result) ?? [];
    return { ...model, meaning: [...(model.meaning ?? []), ...remarks], ...(past !== undefined && { past }) };
  }

  /** Draws the same result anew: something beside it is another. */
  redraw(): void {
    if (this.session.state.kind === 'done') this.send();
  }

  private disposed = false;

  dispose(): void {
    this.disposed = true;
    this.comparison.dispose();
    this.results.remove(this.open);
    this.channel.close();
    this.session.clear();
  }
}

function runningText(read: number | undefined): string {
  return read === undefined || read === 1
    ? t('Computing the loss')
    : t('Computing the loss: {0}% read', Math.round(100 * read));
}
