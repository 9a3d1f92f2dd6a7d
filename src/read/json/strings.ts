/**
 * The text that JSON strings hold together, with the way back: the place in the file of every character. Pieces are
 * runs without escapes, so that a long output costs few of them.
 */
export class DecodedStrings {
  text = '';
  private readonly decodedAt: number[] = [];
  private readonly rawAt: number[] = [];
  private readonly parts: string[] = [];
  private length = 0;

  constructor(private readonly file: string) {}

  /** Adds the string literal, quotes included, at `start` to `end`. */
  add(start: number, end: number): void {
    const { file } = this;
    let run = start + 1;
    const last = end - 1;
    for (let at = run; at < last;) {
      const escape = file.indexOf('\\', at);
      if (escape < 0 || escape >= last) break;
      this.addRun(run, escape);
      const length = file.charCodeAt(escape + 1) === 0x75 ? 6 : 2;
      const decoded = JSON.parse(`"${file.slice(escape, escape + length)}"`) as string;
      this.addPiece(decoded, escape);
      run = at = escape + length;
    }
    this.addRun(run, last);
  }

  private addRun(start: number, end: number): void {
    if (end > start) this.addPiece(this.file.slice(start, end), start);
  }

  private addPiece(text: string, raw: number): void {
    this.decodedAt.push(this.length);
    this.rawAt.push(raw);
    this.parts.push(text);
    this.length += text.length;
  }

  finish(): string {
    this.text = this.parts.join('');
    return this.text;
  }

  /** The place in the file of the character at `offset`. */
  rawStart(offset: number): number {
    const piece = this.pieceAt(offset);
    return this.rawAt[piece] + offset - this.decodedAt[piece];
  }

  /** The place in the file behind the character that ends at `offset`. */
  rawEnd(offset: number): number {
    return this.rawStart(offset - 1) + 1;
  }

  private pieceAt(offset: number): number {
    let low = 0;
    let high = this.decodedAt.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.decodedAt[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
