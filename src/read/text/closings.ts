/**
 * Where each bracket of a text is closed: needed only to step over what was refused, so it is worked out on first
 * need, once, in one pass. Brackets of sentences that nothing closes are left without an answer.
 */
export class Closings {
  private openings: number[] | undefined;
  private closings: number[] = [];

  constructor(private readonly text: string) {}

  /** The offset behind the bracket that closes the one at `open`; -1 where none does. */
  after(open: number): number {
    this.openings ??= this.match();
    let low = 0;
    let high = this.openings.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.openings[middle] < open) low = middle + 1;
      else high = middle;
    }
    return this.closings[low];
  }

  private match(): number[] {
    const { text, closings } = this;
    const openings: number[] = [];
    const stack: number[] = [];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x5b || code === 0x28 || code === 0x7b) {
        stack.push(openings.length);
        openings.push(at);
        closings.push(-1);
      } else if (code === 0x5d || code === 0x29 || code === 0x7d) {
        const top = stack[stack.length - 1];
        if (top === undefined) continue;
        // `[2, 5)`: the half-open interval of a sentence closes nothing.
        if (closes(text.charCodeAt(openings[top]), code)) {
          closings[top] = at + 1;
          stack.pop();
        }
      }
    }
    return openings;
  }
}

function closes(open: number, close: number): boolean {
  return close === (open === 0x28 ? 0x29 : open + 2);
}
