/** The values of VS Code's API that hold no state: places, addresses, markdown and the like. */

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  isEqual(other: Position): boolean {
    return this.line === other.line && this.character === other.character;
  }

  isBefore(other: Position): boolean {
    return this.line < other.line || (this.line === other.line && this.character < other.character);
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(...ends: [Position, Position] | [number, number, number, number]) {
    const [a, b] = isPlaces(ends) ? ends : [new Position(ends[0], ends[1]), new Position(ends[2], ends[3])];
    [this.start, this.end] = b.isBefore(a) ? [b, a] : [a, b];
  }

  get isEmpty(): boolean {
    return this.start.isEqual(this.end);
  }

  isEqual(other: Range): boolean {
    return this.start.isEqual(other.start) && this.end.isEqual(other.end);
  }

  contains(place: Position | Range): boolean {
    const [start, end] = place instanceof Range ? [place.start, place.end] : [place, place];
    return !start.isBefore(this.start) && !this.end.isBefore(end);
  }

  intersection(other: Range): Range | undefined {
    const start = this.start.isBefore(other.start) ? other.start : this.start;
    const end = this.end.isBefore(other.end) ? this.end : other.end;
    return end.isBefore(start) ? undefined : new Range(start, end);
  }
}

function isPlaces(ends: readonly unknown[]): ends is [Position, Position] {
  return ends.length === 2;
}

export class Selection extends Range {
  readonly anchor: Position;
  readonly active: Position;

  constructor(...ends: [Position, Position] | [number, number, number, number]) {
    super(...ends);
    [this.anchor, this.active] = isPlaces(ends)
      ? ends
      : [new Position(ends[0], ends[1]), new Position(ends[2], ends[3])];
  }
}

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query = '',
  ) {}

  static from({ scheme, path, query }: { scheme: string; path: string; query?: string }): Uri {
    return new Uri(scheme, path, query);
  }

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static parse(text: string): Uri {
    const [, scheme = 'file', path = text] = /^([a-z-]+):(?:\/\/)?(.*)$/s.exec(text) ?? [];
    return new Uri(scheme, path);
  }

  static joinPath(base: Uri, ...names: readonly string[]): Uri {
    return new Uri(base.scheme, [base.path, ...names].join('/'));
  }

  get fsPath(): string {
    return this.path;
  }

  toString(): string {
    return `${this.scheme}://${encodeURI(this.path)}${this.query === '' ? '' : `?${encodeURIComponent(this.query)}`}`;
  }
}

export class MarkdownString {
  isTrusted: boolean | { readonly enabledCommands: readonly string[] } | undefined;
  supportHtml: boolean | undefined;

  constructor(
    public value = '',
    public supportThemeIcons = false,
  ) {}

  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }

  /** As VS Code escapes it. */
  appendText(text: string): this {
    this.value += text.replace(/[\\`*_{}[\]()#+\-!~]/g, '\\$&').replace(/\n/g, '\n\n');
    return this;
  }

  appendCodeblock(text: string, language = ''): this {
    this.value += `\n\`\`\`${language}\n${text}\n\`\`\`\n`;
    return this;
  }
}

export class Disposable {
  constructor(private readonly end: () => unknown) {}

  static from(...all: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach((each) => each.dispose()));
  }

  dispose(): void {
    this.end();
  }
}

/** How many listeners there are, over all events: what a leak makes grow. */
export const listening = { count: 0 };

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => unknown>();

  readonly event = (listener: (value: T) => unknown, self?: unknown, owners?: Disposable[]): Disposable => {
    const bound = self === undefined ? listener : listener.bind(self);
    this.listeners.add(bound);
    listening.count++;
    const subscription = new Disposable(() => {
      if (this.listeners.delete(bound)) listening.count--;
    });
    owners?.push(subscription);
    return subscription;
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    listening.count -= this.listeners.size;
    this.listeners.clear();
  }
}

export class CancellationTokenSource {
  private readonly cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.cancelled.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.cancelled.fire();
  }

  dispose(): void {
    this.cancelled.dispose();
  }
}

export class WorkspaceEdit {
  readonly replaced: { readonly uri: Uri; readonly range: Range; readonly text: string }[] = [];

  replace(uri: Uri, range: Range, text: string): void {
    this.replaced.push({ uri, range, text });
  }

  insert(uri: Uri, place: Position, text: string): void {
    this.replace(uri, new Range(place, place), text);
  }

  delete(uri: Uri, range: Range): void {
    this.replace(uri, range, '');
  }

  get size(): number {
    return this.replaced.length;
  }
}

export class TabInputText {
  constructor(readonly uri: Uri) {}
}

/** A class that only keeps what it is given, under the names that VS Code gives it. */
function record<const Names extends readonly string[]>(...names: Names): new (...values: unknown[]) => object {
  return class {
    constructor(...values: unknown[]) {
      names.forEach((name, index) => Object.assign(this, { [name]: values[index] }));
    }
  };
}

export const ThemeColor = record('id');
export const ThemeIcon = record('id', 'color');
export const Hover = record('contents', 'range');
export const Diagnostic = record('range', 'message', 'severity');
export const NotebookCellStatusBarItem = record('text', 'alignment');
export const NotebookRange = record('start', 'end');
export const CodeAction = record('title', 'kind');
export const CodeLens = record('range', 'command');
export const InlayHint = record('position', 'label', 'kind');
export const RelativePattern = record('base', 'pattern');
export const LanguageModelTextPart = record('value');
export const LanguageModelToolResult = record('content');
