/**
 * VS Code's API in memory: enough for the whole extension to run in a test of milliseconds. It keeps what the
 * extension shows, and lets a test be the user. What it has no code for answers all the same: an `onDid...` is an event
 * that never fires, a `register...` or `create...` something that can be disposed, a `show...` is noted and answered
 * with nothing, so that a surface of the extension that is new does not need a line here to be run.
 */
import { FakeDocument } from './document';
import * as values from './values';

/** Something that reached the user's eyes, and where. */
export interface Shown {
  readonly surface: string;
  readonly value: unknown;
}

type Answer = (...args: readonly unknown[]) => unknown;

export class FakePanel {
  readonly messages: unknown[] = [];
  readonly received = new values.EventEmitter<unknown>();
  readonly disposed = new values.EventEmitter<void>();
  readonly viewState = new values.EventEmitter<unknown>();
  isDisposed = false;
  /** A hidden page takes no messages, as VS Code's do not. */
  visible = true;
  active = true;
  iconPath: unknown;
  readonly webview = {
    html: '',
    options: {} as unknown,
    cspSource: 'https://webview.test',
    asWebviewUri: (uri: values.Uri) => uri,
    onDidReceiveMessage: this.received.event,
    postMessage: (message: unknown): Promise<boolean> => {
      if (this.isDisposed) return Promise.reject(new Error('Webview is disposed'));
      if (this.visible) this.messages.push(message);
      return Promise.resolve(this.visible);
    },
  };
  readonly onDidDispose = this.disposed.event;
  readonly onDidChangeViewState = this.viewState.event;

  constructor(
    public title: string,
    private readonly gone: (panel: FakePanel) => void,
  ) {}

  reveal(): void {
    this.visible = true;
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.gone(this);
    this.disposed.fire();
    for (const emitter of [this.disposed, this.received, this.viewState]) emitter.dispose();
  }
}

export class FakeTextEditor {
  selections: values.Selection[] = [new values.Selection(0, 0, 0, 0)];
  readonly decorations = new Map<unknown, unknown>();
  readonly viewColumn = 1;
  readonly options = { tabSize: 4 };

  constructor(
    readonly document: FakeDocument,
    private readonly moved: (editor: FakeTextEditor) => void,
  ) {}

  get selection(): values.Selection {
    return this.selections[0] ?? new values.Selection(0, 0, 0, 0);
  }

  set selection(selection: values.Selection) {
    this.selections = [selection];
    this.moved(this);
  }

  get visibleRanges(): readonly values.Range[] {
    return [new values.Range(0, 0, Math.min(this.document.lineCount - 1, 60), 0)];
  }

  setDecorations(type: unknown, options: unknown): void {
    this.decorations.set(type, options);
  }

  revealRange(): void {
    // Nothing scrolls here.
  }
}

/** All that lives: what a leak makes grow. */
export interface Living {
  readonly listeners: number;
  readonly registrations: number;
  readonly decorationTypes: number;
  readonly panels: number;
  readonly documents: number;
}

export class FakeEditor {
  readonly shown: Shown[] = [];
  readonly commands = new Map<string, (...args: unknown[]) => unknown>();
  /** Providers by the name of the function that registered them, each with its arguments. */
  readonly providers = new Map<string, (readonly unknown[])[]>();
  readonly files = new Map<string, Uint8Array>();
  readonly settings = new Map<string, unknown>();
  readonly panels: FakePanel[] = [];
  readonly problems = new Map<string, readonly unknown[]>();
  readonly executed: string[] = [];
  documents: FakeDocument[] = [];
  editors: FakeTextEditor[] = [];
  active: FakeTextEditor | undefined;
  clipboard = '';
  /** What the user does where the extension asks; nothing, unless a test says otherwise. */
  answer: Answer = () => undefined;
  writeFile: (uri: values.Uri, bytes: Uint8Array) => Promise<void> = (uri, bytes) => {
    this.files.set(uri.toString(), bytes);
    return Promise.resolve();
  };
  private living = 0;
  private decorationTypes = 0;

  private readonly events = new Map<string, values.EventEmitter<unknown>>();

  /** Fires one of VS Code's events by its name. */
  fire(name: string, value: unknown): void {
    this.events.get(name)?.fire(value);
  }

  event(name: string): values.EventEmitter<unknown>['event'] {
    const known = this.events.get(name) ?? new values.EventEmitter<unknown>();
    this.events.set(name, known);
    return known.event;
  }

  get counts(): Living {
    return {
      listeners: values.listening.count,
      registrations: this.living,
      decorationTypes: this.decorationTypes,
      panels: this.panels.length,
      documents: this.documents.length,
    };
  }

  open(path: string, text: string, language = 'plaintext'): FakeTextEditor {
    const document = new FakeDocument(values.Uri.file(path), text, language);
    this.documents.push(document);
    this.fire('onDidOpenTextDocument', document);
    const editor = new FakeTextEditor(document, (moved) =>
      this.fire('onDidChangeTextEditorSelection', { textEditor: moved, selections: moved.selections, kind: 2 }),
    );
    this.editors = [editor];
    this.active = editor;
    this.fire('onDidChangeActiveTextEditor', editor);
    this.fire('onDidChangeVisibleTextEditors', this.editors);
    return editor;
  }

  /** A document that is open, one that a provider has the text of, or one without a file. */
  async openDocument(
    wanted: values.Uri | { readonly content: string; readonly language: string },
  ): Promise<FakeDocument> {
    if (!(wanted instanceof values.Uri)) {
      return new FakeDocument(values.Uri.parse('untitled:Untitled-1'), wanted.content, wanted.language);
    }
    const known = this.documents.find(({ uri }) => uri.toString() === wanted.toString());
    if (known !== undefined) return known;
    const provided = (this.providers.get('registerTextDocumentContentProvider') ?? []).find(
      ([s]) => s === wanted.scheme,
    );
    if (provided === undefined) throw new Error('file not found');
    const provider = provided[1] as { provideTextDocumentContent(uri: values.Uri): string | Promise<string> };
    const text = await provider.provideTextDocumentContent(wanted);
    this.note('text document', text);
    return new FakeDocument(wanted, text, 'plaintext');
  }

  edit(document: FakeDocument, offset: number, length: number, text: string): void {
    const change = document.replace(offset, length, text);
    this.fire('onDidChangeTextDocument', { document, contentChanges: [change], reason: undefined });
  }

  closeEditor(): void {
    this.editors = [];
    this.active = undefined;
    this.fire('onDidChangeActiveTextEditor', undefined);
    this.fire('onDidChangeVisibleTextEditors', []);
  }

  close(document: FakeDocument): void {
    if (this.active?.document === document) this.closeEditor();
    document.isClosed = true;
    this.documents = this.documents.filter((known) => known !== document);
    this.fire('onDidCloseTextDocument', document);
  }

  run(command: string, ...args: unknown[]): Promise<unknown> {
    const known = this.commands.get(command);
    if (known === undefined) return Promise.reject(new Error(`command '${command}' not found`));
    try {
      return Promise.resolve(known(...args));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  register(name: string, args: readonly unknown[]): values.Disposable {
    const known = this.providers.get(name) ?? [];
    known.push(args);
    this.providers.set(name, known);
    this.living++;
    let alive = true;
    return new values.Disposable(() => {
      if (alive) this.living--;
      alive = false;
      known.splice(known.indexOf(args), 1);
    });
  }

  note(surface: string, value: unknown): void {
    this.shown.push({ surface, value });
  }

  /** Everything is as when VS Code has just begun. */
  reset(): void {
    for (const panel of [...this.panels]) panel.dispose();
    for (const emitter of this.events.values()) emitter.dispose();
    this.events.clear();
    for (const each of [this.commands, this.providers, this.files, this.settings, this.problems]) each.clear();
    this.shown.length = 0;
    this.executed.length = 0;
    this.documents = [];
    this.editors = [];
    this.active = undefined;
    this.clipboard = '';
    this.answer = () => undefined;
    this.living = 0;
    this.decorationTypes = 0;
    this.writeFile = (uri, bytes) => {
      this.files.set(uri.toString(), bytes);
      return Promise.resolve();
    };
  }

  createPanel(title: string): FakePanel {
    this.note('panel title', title);
    const panel = new FakePanel(title, (gone) => this.panels.splice(this.panels.indexOf(gone), 1));
    this.panels.push(panel);
    return panel;
  }

  createDecorationType(options: unknown): values.Disposable {
    this.note('decoration type', options);
    this.decorationTypes++;
    return new values.Disposable(() => this.decorationTypes--);
  }
}

export const editor = new FakeEditor();

/** A part of the API: what is given, and for the rest an answer by its name. */
function part(name: string, known: object): object {
  return new Proxy(known, {
    get: (target, key) => {
      if (typeof key !== 'string' || key in target) return Reflect.get(target, key) as unknown;
      if (/^on(Did|Will)/.test(key)) return editor.event(key);
      if (/^(register|create|set)/.test(key)) return (...args: unknown[]) => editor.register(key, args);
      if (key.startsWith('show')) {
        return (...args: unknown[]) => {
          editor.note(`${name}.${key}`, args);
          return Promise.resolve(editor.answer(key, ...args));
        };
      }
      return undefined;
    },
  });
}

class StatusItem {
  text = '';
  tooltip: unknown;
  name = '';
  command: unknown;
  accessibilityInformation: unknown;

  show(): void {
    editor.note('status bar', { text: this.text, tooltip: this.tooltip, label: this.accessibilityInformation });
  }

  hide(): void {
    // Nothing is shown then.
  }

  dispose(): void {
    this.hide();
  }
}

/** An input that the user answers as soon as it is shown and has something to choose from. */
function input(surface: string): object {
  const accepted = new values.EventEmitter<void>();
  const hidden = new values.EventEmitter<void>();
  const typed = new values.EventEmitter<string>();
  const pressed = new values.EventEmitter<unknown>();
  const made = {
    items: [] as readonly unknown[],
    activeItems: [] as readonly unknown[],
    selectedItems: [] as readonly unknown[],
    value: '',
    onDidAccept: accepted.event,
    onDidHide: hidden.event,
    onDidChangeValue: typed.event,
    onDidChangeActive: new values.EventEmitter<unknown>().event,
    onDidChangeSelection: new values.EventEmitter<unknown>().event,
    onDidTriggerButton: pressed.event,
    onDidTriggerItemButton: new values.EventEmitter<unknown>().event,
    show: () => {
      setImmediate(() => setImmediate(() => void answered()));
    },
    hide: () => hidden.fire(),
    dispose: () => [accepted, hidden, typed, pressed].forEach((emitter) => emitter.dispose()),
  };
  const answered = async (): Promise<void> => {
    editor.note(surface, { ...made });
    const answer = await editor.answer(surface.replace('create', 'show'), made.items);
    if (answer === undefined) return hidden.fire();
    if (typeof answer === 'string') made.value = answer;
    made.activeItems = made.selectedItems = [answer];
    accepted.fire();
    // What cannot be taken is given up; where it was taken nobody listens any more.
    setTimeout(() => hidden.fire(), 20);
  };
  return made;
}

const window = part('window', {
  createQuickPick: () => input('window.createQuickPick'),
  createInputBox: () => input('window.createInputBox'),
  get activeTextEditor() {
    return editor.active;
  },
  get visibleTextEditors() {
    return editor.editors;
  },
  get tabGroups() {
    const tabs = editor.documents.map(({ uri }) => ({ input: new values.TabInputText(uri) }));
    return {
      all: [{ tabs }],
      activeTabGroup: { activeTab: tabs[0], tabs },
      onDidChangeTabs: editor.event('onDidChangeTabs'),
    };
  },
  createTextEditorDecorationType: (options: unknown) => editor.createDecorationType(options),
  createStatusBarItem: () => new StatusItem(),
  createOutputChannel: () => {
    const line = (text: unknown): void => editor.note('output', text);
    return {
      ...Object.fromEntries(['append', 'appendLine', 'trace', 'debug', 'info', 'warn', 'error'].map((n) => [n, line])),
      show: () => undefined,
      clear: () => undefined,
      dispose: () => undefined,
    };
  },
  createWebviewPanel: (_type: string, title: string) => editor.createPanel(title),
  showTextDocument: (document: FakeDocument) =>
    Promise.resolve(
      editor.editors.find((known) => known.document === document) ?? new FakeTextEditor(document, () => undefined),
    ),
  withProgress: (options: unknown, work: (progress: unknown, token: unknown) => unknown) => {
    editor.note('progress', options);
    return work(
      { report: (value: unknown) => editor.note('progress', value) },
      new values.CancellationTokenSource().token,
    );
  },
});

const workspace = part('workspace', {
  isTrusted: true,
  workspaceFolders: undefined,
  getWorkspaceFolder: () => undefined,
  asRelativePath: (uri: values.Uri) => uri.path,
  get textDocuments() {
    return editor.documents;
  },
  notebookDocuments: [],
  getConfiguration: (section = '') => ({
    get: (key: string, otherwise?: unknown) =>
      editor.settings.get(section === '' ? key : `${section}.${key}`) ?? otherwise,
    inspect: () => undefined,
    has: () => false,
    update: () => Promise.resolve(),
  }),
  openTextDocument: (wanted: values.Uri | { readonly content: string; readonly language: string }) =>
    editor.openDocument(wanted),
  applyEdit: (edit: values.WorkspaceEdit) => {
    for (const { uri, range, text } of [...edit.replaced].reverse()) {
      const document = editor.documents.find((known) => known.uri.toString() === uri.toString());
      if (document === undefined) return Promise.resolve(false);
      const start = document.offsetAt(range.start);
      editor.edit(document, start, document.offsetAt(range.end) - start, text);
    }
    return Promise.resolve(true);
  },
  fs: {
    writeFile: (uri: values.Uri, bytes: Uint8Array) => editor.writeFile(uri, bytes),
    readFile: (uri: values.Uri) => {
      const bytes = editor.files.get(uri.toString());
      return bytes === undefined ? Promise.reject(new Error('file not found')) : Promise.resolve(bytes);
    },
    stat: (uri: values.Uri) => {
      const bytes = editor.files.get(uri.toString());
      return bytes === undefined
        ? Promise.reject(new Error('file not found'))
        : Promise.resolve({ size: bytes.length });
    },
  },
});

function kindOf(value: string): object {
  return { value, append: (more: string) => kindOf(`${value}.${more}`) };
}

const known = {
  ...values,
  window,
  workspace,
  languages: part('languages', {
    createDiagnosticCollection: () => ({
      set: (uri: values.Uri, problems: readonly unknown[]) => {
        editor.problems.set(uri.toString(), problems);
        if (problems.length > 0) editor.note('problems', problems);
      },
      delete: (uri: values.Uri) => editor.problems.delete(uri.toString()),
      clear: () => editor.problems.clear(),
      dispose: () => editor.problems.clear(),
    }),
  }),
  commands: part('commands', {
    registerCommand: (name: string, run: (...args: unknown[]) => unknown) => {
      editor.commands.set(name, run);
      const registered = editor.register('registerCommand', [name]);
      return new values.Disposable(() => {
        editor.commands.delete(name);
        registered.dispose();
      });
    },
    executeCommand: (name: string, ...args: unknown[]) => {
      editor.executed.push(name);
      return editor.commands.has(name) ? editor.run(name, ...args) : Promise.resolve(undefined);
    },
  }),
  env: part('env', {
    language: 'en',
    appName: 'fake',
    clipboard: {
      writeText: (text: string) => {
        editor.clipboard = text;
        return Promise.resolve();
      },
      readText: () => Promise.resolve(editor.clipboard),
    },
  }),
  l10n: { t: (text: string) => text, bundle: undefined },
  notebooks: part('notebooks', {}),
  debug: part('debug', {}),
  lm: part('lm', {}),
  chat: part('chat', {}),
  extensions: part('extensions', {}),
  DiagnosticSeverity: { Error: 0, Warning: 1, Information: 2, Hint: 3 },
  DecorationRangeBehavior: { OpenOpen: 0, ClosedClosed: 1, OpenClosed: 2, ClosedOpen: 3 },
  InputBoxValidationSeverity: { Info: 1, Warning: 2, Error: 3 },
  NotebookCellKind: { Markup: 1, Code: 2 },
  NotebookCellStatusBarAlignment: { Left: 1, Right: 2 },
  StatusBarAlignment: { Left: 1, Right: 2 },
  ProgressLocation: { SourceControl: 1, Window: 10, Notification: 15 },
  TextEditorRevealType: { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2, AtTop: 3 },
  TextEditorSelectionChangeKind: { Keyboard: 1, Mouse: 2, Command: 3 },
  ViewColumn: { Active: -1, Beside: -2, One: 1, Two: 2 },
  QuickInputButtons: { Back: { back: true } },
  OverviewRulerLane: { Left: 1, Center: 2, Right: 4, Full: 7 },
  QuickPickItemKind: { Separator: -1, Default: 0 },
  CodeActionKind: new Proxy({}, { get: (_, name) => kindOf(String(name)) }),
  ExtensionMode: { Production: 1, Development: 2, Test: 3 },
  FileType: { Unknown: 0, File: 1, Directory: 2 },
  UIKind: { Desktop: 1, Web: 2 },
  ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
};

/** What `import 'vscode'` finds: enumerations and classes that it has no word for hold nothing, and fail nothing. */
export const api: object = Object.create(
  new Proxy({}, { get: (_, key) => (key === '__esModule' || typeof key !== 'string' ? undefined : unknownName(key)) }),
  Object.getOwnPropertyDescriptors(known),
) as object;

function unknownName(name: string): unknown {
  const kept = class {
    constructor(...args: unknown[]) {
      Object.assign(this, { name, args });
    }
  };
  return new Proxy(kept, {
    get: (target, key) => (key in target ? (Reflect.get(target, key) as unknown) : `${name}.${String(key)}`),
  });
}
