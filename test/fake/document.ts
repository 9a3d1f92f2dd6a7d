import { Position, Range, type Uri } from './values';

export interface Change {
  readonly range: Range;
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** A text document as an extension sees it. */
export class FakeDocument {
  version = 1;
  isClosed = false;
  readonly eol = 1;
  private starts: readonly number[] = [0];
  private content = '';

  constructor(
    readonly uri: Uri,
    text: string,
    readonly languageId: string,
  ) {
    this.hold(text);
  }

  get fileName(): string {
    return this.uri.path;
  }

  get lineCount(): number {
    return this.starts.length;
  }

  getText(range?: Range): string {
    return range === undefined
      ? this.content
      : this.content.slice(this.offsetAt(range.start), this.offsetAt(range.end));
  }

  lineAt(place: number | Position): { readonly text: string; readonly lineNumber: number; readonly range: Range } {
    const line = typeof place === 'number' ? place : place.line;
    const start = this.starts[line];
    if (start === undefined) throw new Error('Illegal value for `line`');
    const text = this.content.slice(start, (this.starts[line + 1] ?? this.content.length + 1) - 1);
    return { text, lineNumber: line, range: new Range(line, 0, line, text.length) };
  }

  offsetAt({ line, character }: Position): number {
    const start = this.starts[Math.min(Math.max(line, 0), this.lineCount - 1)] ?? 0;
    return line >= this.lineCount ? this.content.length : Math.min(start + character, this.content.length);
  }

  positionAt(offset: number): Position {
    const within = Math.min(Math.max(offset, 0), this.content.length);
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.starts[middle] ?? 0) <= within) low = middle;
      else high = middle;
    }
    return new Position(low, within - (this.starts[low] ?? 0));
  }

  validateRange(range: Range): Range {
    return range;
  }

  save(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** Replaces a stretch; the version grows, as in VS Code, before anybody is told. */
  replace(offset: number, length: number, text: string): Change {
    const range = new Range(this.positionAt(offset), this.positionAt(offset + length));
    this.hold(this.content.slice(0, offset) + text + this.content.slice(offset + length));
    this.version++;
    return { range, rangeOffset: offset, rangeLength: length, text };
  }

  private hold(text: string): void {
    this.content = text;
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.starts = starts;
  }
}
