import * as vscode from 'vscode';
import type { State } from '../lens/session';
import type { Documents } from './documents';

/** A result of this window, wherever its arrays stand. */
export interface OpenResult {
  /** Whose result it is, and whether there is one now. */
  readonly session: { readonly state: State };
  /** What its arrays stand in: the document, the files or the notebook's cell. */
  readonly name: string;
  /** They stand in an open text, whose lines have numbers. */
  readonly inText?: boolean;
}

/** Results that are not there yet, and what is asked to come by one. */
export interface ResultSource {
  readonly label: string;
  readonly isOffered: () => boolean;
  /** Asks the user which, and computes it; undefined where that comes to nothing, which is said. */
  readonly ask: () => Promise<OpenResult | undefined>;
}

/** Every result of the window: of open texts, of array files and of notebook cells that are open as pages. */
export class OpenResults implements vscode.Disposable {
  private readonly pages = new Set<OpenResult>();
  private readonly further: ResultSource[] = [];
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscription: vscode.Disposable;

  /** Some result came, went, or is another now. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly documents: Documents) {
    this.subscription = documents.onDidChange(() => this.changed.fire());
  }

  /** Texts first, each in the order of its predictions. */
  *all(): Iterable<OpenResult> {
    for (const lens of this.documents.all())
      for (const { session } of lens.results) yield { session, name: documentName(lens.document), inText: true };
    yield* this.pages;
  }

  /** A page that is no open text; it says itself when its result is another. */
  add(page: OpenResult): void {
    this.pages.add(page);
  }

  get sources(): readonly ResultSource[] {
    return this.further.filter(({ isOffered }) => isOffered());
  }

  addSource(source: ResultSource): void {
    this.further.push(source);
  }

  remove(page: OpenResult): void {
    this.pages.delete(page);
    this.changed.fire();
  }

  tellChanged(): void {
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
    this.subscription.dispose();
  }
}

/** As the editor's tab has it. */
export function documentName({ uri }: vscode.TextDocument): string {
  return uri.path.split('/').at(-1) ?? '';
}
