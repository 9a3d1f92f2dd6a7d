import * as vscode from 'vscode';
import type { Span } from '../read/reading';
import { failureText } from '../report/failures';
import { t } from '../report/l10n';
import { fullText } from '../report/numbers';
import { refusalText } from '../report/refusals';
import { chooseOptions } from './chooseOptions';
import { chooseReading, conclude } from './chooseReading';
import { compareFrameworks } from './compareFrameworks';
import { copyCode } from './copyCode';
import { type DocumentLens, type DocumentResult, type Documents, spanOf } from './documents';
import { explainNumber } from './explainNumber';
import { offerSample } from './firstUse';
import type { Inspector } from './inspector';
import { offerCopy, warn } from './messages';
import type { RememberedReadings } from './rememberedReadings';
import { announce, type ResultTexts } from './resultTexts';
import { settingsFor } from './settings';

/** Digits of the exact value that are shown: far beyond float64's 17, and still one line. */
const EXACT_DIGITS = 50;

/** A result that a command is about. */
interface Target extends DocumentResult {
  readonly lens: DocumentLens;
}

/** Every command of the manifest, each in one line; `lossLens.hasResult` tells the menus when there is a result. */
export function registerCommands(
  documents: Documents,
  inspector: Inspector,
  texts: ResultTexts,
  remembered: RememberedReadings,
): vscode.Disposable[] {
  const register = (name: string, run: (target: Target) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(`lossLens.${name}`, (uri?: unknown) => {
      const target = targetOf(documents, uri);
      return target === undefined ? explainMissing() : run(target);
    });
  return [
    vscode.commands.registerCommand('lossLens.compute', (place?: unknown) => compute(documents, remembered, place)),
    vscode.commands.registerCommand('lossLens.explainNumber', () => explainNumber(documents)),
    register('inspect', ({ lens, session }) => {
      inspector.inspect(lens, session);
    }),
    register('changeReading', (target) => changeReading(target, remembered)),
    register('changeOptions', async ({ lens, ...shown }) => {
      await chooseOptions(documents, lens, shown);
      remembered.keep(lens.document, shown.session);
    }),
    register('copyResult', copyResult),
    register('copyCode', copyCode),
    register('compareFrameworks', (target) => compareFrameworks(documents, target)),
    register('showExact', (target) => showExact(documents, target)),
    register('showText', ({ lens }) => texts.show(lens)),
    register('announce', ({ lens, ...shown }) => announce(lens, shown)),
    register('clear', ({ lens, session }) => {
      remembered.forget(lens.document, session);
      lens.clear(session);
    }),
    vscode.commands.registerCommand('lossLens.clearAll', () => {
      for (const lens of documents.all()) lens.clear();
    }),
    documents.onDidChange(() => updateContext(documents)),
    vscode.window.onDidChangeActiveTextEditor(() => updateContext(documents)),
  ];
}

/** Work that takes longer than this says so, and can be called off. */
const PATIENCE_MS = 500;

/** Computes what is selected, or the two arrays that a lens stands for. */
async function compute(documents: Documents, remembered: RememberedReadings, place: unknown): Promise<void> {
  const { document, selections } = spansNamed(place) ?? spansSelected() ?? {};
  if (document === undefined || selections === undefined) {
    offerSample(t('Open a text with predictions and targets first.'));
    return;
  }
  const asked = documents.ask(document, {
    selections,
    request: {},
    options: settingsFor(document).options,
  });
  // What goes wrong is told once, below.
  void showProgress(documents, document, asked).catch(() => undefined);
  const session = await asked;
  const lens = documents.get(document);
  if (lens === undefined) return;
  await conclude(lens, session, remembered, (failure) => {
    if (failure.code === 'nothing') offerSample(`${failureText(failure)} ${whatToSelect()}`);
    else warn(failureText(failure));
  });
}

/** The one text in sight, where something that is no text has the focus: the walkthrough, the inspector. */
function loneEditor(): vscode.TextEditor | undefined {
  const { visibleTextEditors } = vscode.window;
  return visibleTextEditors.length === 1 ? visibleTextEditors[0] : undefined;
}

interface Spans {
  readonly document: vscode.TextDocument;
  readonly selections: readonly Span[];
}

function spansSelected(): Spans | undefined {
  const editor = vscode.window.activeTextEditor ?? loneEditor();
  if (editor === undefined) return undefined;
  const { document, selections } = editor;
  return { document, selections: selections.map((selection) => spanOf(document, selection)) };
}

/** A place in an open document, as a lens hands it over: checked, for anybody may run the command. */
function spansNamed(place: unknown): Spans | undefined {
  if (typeof place !== 'object' || place === null || !('uri' in place) || !('spans' in place)) return undefined;
  const { uri, spans } = place;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  if (document === undefined || !Array.isArray(spans) || !spans.every(isSpan)) return undefined;
  return { document, selections: spans };
}

function isSpan(value: unknown): value is Span {
  const { start, end } = (value ?? {}) as Partial<Record<keyof Span, unknown>>;
  return Number.isInteger(start) && Number.isInteger(end);
}

async function showProgress(
  documents: Documents,
  document: vscode.TextDocument,
  asked: Promise<unknown>,
): Promise<void> {
  const patience = new Promise<'slow'>((resolve) => setTimeout(() => resolve('slow'), PATIENCE_MS));
  if ((await Promise.race([asked, patience])) !== 'slow') return;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title: t('Computing the loss'), cancellable: true }, (_, token) => {
    token.onCancellationRequested(() => {
      const session = documents.get(document)?.latest;
      session?.withdraw(session.state);
    });
    return asked;
  });
}

/** Every reading of the two arrays that PyTorch would compute, with its value. */
async function changeReading({ lens, session, result }: Target, remembered: RememberedReadings): Promise<void> {
  const { state } = session;
  const offers = await session.readings(lens.source(), { aborted: false });
  const { loss, from } = result.pairing;
  const current = offers.find(({ pairing }) => pairing.loss === loss && pairing.from === from);
  const offer = await chooseReading(offers, current);
  if (offer === undefined) return;
  session.choose(state, offer);
  remembered.keep(lens.document, session);
}

async function copyResult({ result }: Target): Promise<void> {
  await vscode.env.clipboard.writeText(Array.from(result.report.evaluation.value.data, fullText).join('\n'));
}

async function showExact(documents: Documents, { result }: Target): Promise<void> {
  const outcome = await documents.exact(result.report.problem, EXACT_DIGITS);
  if (outcome === undefined) return;
  if (!outcome.ok) {
    warn(refusalText(outcome.refusal));
    return;
  }
  const text = outcome.value.join(', ');
  offerCopy(t('Exact loss of the numbers, each as float64 holds it: {0}', text), text);
}

/** The result that a command is meant for: of the document that is named, or the active editor's, nearest the cursor. */
function targetOf(documents: Documents, uri: unknown): Target | undefined {
  const editor = vscode.window.activeTextEditor;
  const named = uri instanceof vscode.Uri ? uri.toString() : undefined;
  const lenses = [...documents.all()].filter((lens) => lens.results.length > 0);
  const active = lenses.find((lens) => (named === undefined ? lens.document === editor?.document : false));
  const lens =
    lenses.find((known) => known.document.uri.toString() === named) ??
    active ??
    // The inspector has the focus: then there is no active text editor, but one result in sight.
    (editor === undefined && lenses.length === 1 ? lenses[0] : undefined);
  const cursor = editor?.document === lens?.document ? editor?.selection.active : undefined;
  const found = lens?.resultAt(cursor ?? new vscode.Position(0, 0));
  return lens && found && { ...found, lens };
}

function explainMissing(): void {
  offerSample(`${t('There is no result yet: run Compute Cross Entropy first.')} ${whatToSelect()}`);
}

function whatToSelect(): string {
  return t('Select the predictions (a row of logits or probabilities for each sample) and the targets (their labels).');
}

function updateContext(documents: Documents): void {
  const document = vscode.window.activeTextEditor?.document;
  const results = document && documents.get(document)?.results;
  void vscode.commands.executeCommand('setContext', 'lossLens.hasResult', results !== undefined && results.length > 0);
}
