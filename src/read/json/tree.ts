import { DEPTH_LIMIT } from '../text/brackets';
import { JsonCursor, type JsonFault, type JsonToken } from './cursor';

/** A JSON value with its place. Strings are decoded only when they are asked for: some are megabytes of images. */
export type JsonNode =
  | {
      readonly kind: 'object';
      readonly start: number;
      readonly end: number;
      readonly entries: ReadonlyMap<string, JsonNode>;
    }
  | { readonly kind: 'array'; readonly start: number; readonly end: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly start: number; readonly end: number }
  | { readonly kind: 'number'; readonly start: number; readonly value: number }
  | { readonly kind: 'word'; readonly start: number; readonly word: string };

export type ParsedTree =
  /** `duplicate` is a key that stands twice in one object, if any does. */
  | { readonly root: JsonNode; readonly duplicate?: string }
  | { readonly fault: JsonFault }
  | { readonly deepAt: number };

/** Reads strict JSON into a tree. Never throws; deeper than {@link DEPTH_LIMIT} is refused. */
export function parseTree(text: string): ParsedTree {
  const parser = new TreeParser(text);
  const root = parser.value(parser.cursor.next(), 0);
  if (root === undefined) return parser.deepAt >= 0 ? { deepAt: parser.deepAt } : { fault: parser.fault };
  if (parser.cursor.next() !== 'end') return { fault: parser.faultAt('end') };
  return { root, ...(parser.duplicate !== undefined && { duplicate: parser.duplicate }) };
}

/** JSON values one after another, as of JSON Lines; none where there is anything else. */
export function parseValues(text: string): readonly JsonNode[] {
  const parser = new TreeParser(text);
  const values: JsonNode[] = [];
  for (let token = parser.cursor.next(); token !== 'end'; token = parser.cursor.next()) {
    const value = parser.value(token, 0);
    if (value === undefined) return [];
    values.push(value);
  }
  return values;
}

class TreeParser {
  readonly cursor: JsonCursor;
  fault: JsonFault = { at: 0, end: 0, expected: 'value' };
  deepAt = -1;
  duplicate: string | undefined;

  constructor(private readonly text: string) {
    this.cursor = new JsonCursor(text);
  }

  /** Recursion ends at the depth limit. */
  value(token: JsonToken, depth: number): JsonNode | undefined {
    const { cursor } = this;
    const { start, end } = cursor;
    switch (token) {
      case 'string':
        return { kind: 'string', start, end };
      case 'number':
        return { kind: 'number', start, value: cursor.scanner.value };
      case 'word': {
        const word = this.text.slice(start, end);
        return word === 'NaN' || word === 'Infinity' ? this.refuse('value', token) : { kind: 'word', start, word };
      }
      case '[':
      case '{':
        if (depth === DEPTH_LIMIT) {
          this.deepAt = start;
          return undefined;
        }
        return token === '[' ? this.array(start, depth + 1) : this.object(start, depth + 1);
      default:
        return this.refuse('value', token);
    }
  }

  private array(start: number, depth: number): JsonNode | undefined {
    const items: JsonNode[] = [];
    let token = this.cursor.next();
    while (token !== ']') {
      const item = this.value(token, depth);
      if (item === undefined) return undefined;
      items.push(item);
      token = this.cursor.next();
      if (token === ']') break;
      if (token !== ',') return this.refuse('comma-or-end', token);
      token = this.cursor.next();
      if (token === ']') return this.refuse('value', token);
    }
    return { kind: 'array', start, end: this.cursor.end, items };
  }

  private object(start: number, depth: number): JsonNode | undefined {
    const entries = new Map<string, JsonNode>();
    let token = this.cursor.next();
    while (token !== '}') {
      if (token !== 'string') return this.refuse('key', token);
      const key = this.cursor.stringValue();
      token = this.cursor.next();
      if (token !== ':') return this.refuse('colon', token);
      const value = this.value(this.cursor.next(), depth);
      if (value === undefined) return undefined;
      if (entries.has(key)) this.duplicate ??= key;
      entries.set(key, value);
      token = this.cursor.next();
      if (token === '}') break;
      if (token !== ',') return this.refuse('comma-or-end', token);
      token = this.cursor.next();
      if (token === '}') return this.refuse('key', token);
    }
    return { kind: 'object', start, end: this.cursor.end, entries };
  }

  private refuse(expected: JsonFault['expected'], token: JsonToken): undefined {
    this.fault = this.faultAt(expected, token);
    return undefined;
  }

  faultAt(expected: JsonFault['expected'], token?: JsonToken): JsonFault {
    const { cursor } = this;
    return { at: cursor.start, end: cursor.end, expected: token === 'bad' ? cursor.expected : expected };
  }
}

export function field(node: JsonNode | undefined, key: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.entries.get(key) : undefined;
}

export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

/** The word that a string spells; escapes are left as they are, since no word that is asked for has one. */
export function wordOf(text: string, node: JsonNode | undefined): string | undefined {
  return node?.kind === 'string' ? text.slice(node.start + 1, Math.min(node.end - 1, node.start + 100)) : undefined;
}

/** All that a string says, without its escapes. */
export function stringOf(text: string, { start, end }: JsonNode & { readonly kind: 'string' }): string {
  return JSON.parse(text.slice(start, end)) as string;
}
