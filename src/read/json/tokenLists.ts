import type { KnownBlock, Notation, Reading, Span } from '../reading';
import { NumberScanner } from '../text/numbers';
import { blockOf, CellSink } from '../text/cells';
import { field, itemsOf, type JsonNode, parseValues, stringOf } from './tree';

/** What services and programs call a token, and the logarithm of its probability, in its record. */
const TOKEN_KEYS = ['token', 'decoded_token', 'token_str', 'piece', 'text', 'word'];
const LOG_PROBABILITY_KEYS = ['logprob', 'log_prob', 'logp', 'log_probability', 'token_logprob'];
/** The same as lists side by side. */
const TOKENS_KEYS = ['tokens'];
const LOG_PROBABILITIES_KEYS = ['token_logprobs', 'logprobs', 'log_probs'];

const MENTIONED = /"(?:token_?)?log_?p(?:robs?|robability)?"\s*:/;
/** Trees of longer texts would take too much memory. */
const LONGEST = 32 * 2 ** 20;

/**
 * Gives the lists of tokens with their log-probabilities, as language models are asked for them, the tokens as the
 * names of their rows. Such a list is one array, however deep it lies; what else its records hold inside (bytes, the
 * likeliest rivals) is no array of its own.
 */
export function withTokens(text: string, reading: Reading, notation: Notation): Reading {
  if (text.length > LONGEST || !MENTIONED.test(text)) return reading;
  const finder = new TokenFinder(text, notation);
  const roots = parseValues(text);
  if (!finder.list(roots, '')) {
    roots.forEach((root, index) => finder.visit(root, roots.length === 1 ? '' : `[${index}]`));
  }
  if (finder.blocks.length === 0) return reading;
  const own = new Set(finder.blocks.flatMap(({ cells }) => Array.from(cells.starts)));
  const isInside = insideOf(finder.inner);
  const blocks = reading.blocks.filter(
    (block) => !isInside(block.span.start) && (block.elided || !own.has(block.cells.starts[0])),
  );
  return {
    blocks: [...blocks, ...finder.blocks].sort((a, b) => a.span.start - b.span.start),
    troubles: reading.troubles.filter(({ span }) => !isInside(span.start)),
  };
}

class TokenFinder {
  readonly blocks: KnownBlock[] = [];
  /** What lies inside the records of a list, in the order of the text. */
  readonly inner: Span[] = [];
  private readonly scanner: NumberScanner;

  constructor(
    private readonly text: string,
    private readonly notation: Notation,
  ) {
    this.scanner = new NumberScanner(text);
  }

  visit(node: JsonNode, path: string): void {
    if (node.kind === 'array') {
      if (this.list(node.items, path, node)) return;
      node.items.forEach((item, index) => this.visit(item, `${path}[${index}]`));
    } else if (node.kind === 'object') {
      const taken = this.sideBySide(node, path);
      for (const [key, value] of node.entries) if (!taken.includes(value)) this.visit(value, under(path, key));
    }
  }

  /**
   * Records of a token and its log-probability each.
   *
   * @param list the brackets around them; lines have none.
   */
  list(items: readonly JsonNode[], path: string, list?: Span): boolean {
    if (!areObjects(items)) return false;
    const [first] = items;
    const tokenKey = TOKEN_KEYS.find((key) => field(first, key)?.kind === 'string');
    const numberKey = LOG_PROBABILITY_KEYS.find((key) => isNumber(field(first, key)));
    if (tokenKey === undefined || numberKey === undefined) return false;
    const tokens = items.map((item) => field(item, tokenKey));
    const numbers = items.map((item) => field(item, numberKey));
    const span = list ?? { start: first.start, end: items[items.length - 1].end };
    if (!this.take(tokens, numbers, span, under(path, numberKey))) return false;
    for (const item of items) {
      for (const value of item.entries.values()) {
        if (value.kind === 'array' || value.kind === 'object') this.inner.push(value);
      }
    }
    return true;
  }

  /** `tokens` and `token_logprobs` of one object. */
  private sideBySide(node: JsonNode, path: string): readonly JsonNode[] {
    const tokens = TOKENS_KEYS.map((key) => field(node, key)).find((value) => value?.kind === 'array');
    const key = LOG_PROBABILITIES_KEYS.find((name) => itemsOf(field(node, name)).some(isNumber));
    const numbers = key === undefined ? undefined : field(node, key);
    if (tokens?.kind !== 'array' || key === undefined || numbers?.kind !== 'array') return [];
    return this.take(tokens.items, numbers.items, numbers, under(path, key)) ? [tokens, numbers] : [];
  }

  private take(
    tokens: readonly (JsonNode | undefined)[],
    numbers: readonly (JsonNode | undefined)[],
    span: Span,
    name: string,
  ): boolean {
    if (tokens.length !== numbers.length) return false;
    const rowNames: string[] = [];
    const sink = new CellSink();
    for (const [index, token] of tokens.entries()) {
      const number = numbers[index];
      if (token?.kind !== 'string' || !isNumber(number)) return false;
      rowNames.push(stringOf(this.text, token));
      sink.add(this.scanner, number.start, this.scanner.read(number.start));
    }
    const { start, end } = span;
    const { notation } = this;
    this.blocks.push(blockOf(sink, { notation, span: { start, end }, shape: [sink.count], name, rowNames }));
    return true;
  }
}

/** A number, or null in its place. */
function isNumber(node: JsonNode | undefined): node is JsonNode & { readonly kind: 'number' | 'word' } {
  return node?.kind === 'number' || (node?.kind === 'word' && node.word === 'null');
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

type JsonObject = JsonNode & { readonly kind: 'object' };

function areObjects(nodes: readonly JsonNode[]): nodes is readonly JsonObject[] {
  return nodes.every(({ kind }) => kind === 'object');
}

/** Whether a place lies in one of the spans, which follow one another. */
function insideOf(spans: readonly Span[]): (at: number) => boolean {
  return (at) => {
    let low = 0;
    let high = spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (spans[middle].end <= at) low = middle + 1;
      else high = middle;
    }
    return at >= (spans[low]?.start ?? Infinity);
  };
}
