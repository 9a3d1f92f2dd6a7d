import type { JsonExpectation } from '../reading';
import { NumberScanner } from '../text/numbers';

/** Where a text stops being JSON. */
export interface JsonFault {
  readonly at: number;
  readonly end: number;
  readonly expected: JsonExpectation;
}

export type JsonToken = '{' | '}' | '[' | ']' | ':' | ',' | 'string' | 'number' | 'word' | 'end' | 'bad';

/** The tokens of strict JSON (RFC 8259), one at a time. Strings are validated, never decoded. */
export class JsonCursor {
  readonly scanner: NumberScanner;
  /** The token at hand. */
  at = 0;
  start = 0;
  end = 0;
  /** Why the token is bad. */
  expected: JsonExpectation = 'value';

  constructor(readonly text: string) {
    this.scanner = new NumberScanner(text);
  }

  next(): JsonToken {
    const { text } = this;
    let code = text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++this.at);
    this.start = this.at;
    if (code !== code) {
      this.end = this.at;
      return 'end';
    }
    switch (code) {
      case 0x22:
        return this.string();
      case 0x7b:
        return this.mark('{');
      case 0x7d:
        return this.mark('}');
      case 0x5b:
        return this.mark('[');
      case 0x5d:
        return this.mark(']');
      case 0x3a:
        return this.mark(':');
      case 0x2c:
        return this.mark(',');
      default:
        return code === 0x2d || (code >= 0x30 && code <= 0x39) ? this.number() : this.word();
    }
  }

  private mark(token: JsonToken): JsonToken {
    this.end = ++this.at;
    return token;
  }

  private number(): JsonToken {
    const end = this.scanner.read(this.start);
    if (end < 0 || !this.scanner.strict || this.scanner.kind === 'boolean') return this.bad('number');
    this.at = this.end = end;
    return 'number';
  }

  /** true, false, null; and Python's NaN and Infinity, which the reader refuses or says. */
  private word(): JsonToken {
    const { text, start } = this;
    let end = start;
    while (end < start + 12 && isLetter(text.charCodeAt(end))) end++;
    const word = text.slice(start, end);
    if (!/^(?:true|false|null|NaN|Infinity)$/.test(word)) return this.bad('value');
    this.at = this.end = end;
    return 'word';
  }

  private string(): JsonToken {
    const { text } = this;
    let at = this.start + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.at = this.end = at + 1;
        return 'string';
      }
      if (code !== code || code < 0x20) return this.badAt(at, 'string');
      if (code === 0x5c) {
        const length = escapeLength(text, at);
        if (length === 0) return this.badAt(at, 'string');
        at += length;
      } else at++;
    }
  }

  private bad(expected: JsonExpectation): JsonToken {
    return this.badAt(this.start, expected);
  }

  private badAt(at: number, expected: JsonExpectation): JsonToken {
    this.start = at;
    this.end = Math.min(at + 1, this.text.length);
    this.expected = expected;
    return 'bad';
  }

  /** The string token at hand, decoded. */
  stringValue(start = this.start, end = this.end): string {
    const raw = this.text.slice(start + 1, end - 1);
    return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
  }
}

function isLetter(code: number): boolean {
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** How many characters the escape at `at` takes; 0 where it is none. */
function escapeLength(text: string, at: number): number {
  const code = text.charAt(at + 1);
  if (code === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return code !== '' && '"\\/bfnrt'.includes(code) ? 2 : 0;
}
