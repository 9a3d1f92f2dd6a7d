/** What the text around an array calls it. All look-ups are backwards over a bounded stretch. */

const NAME_LIMIT = 80;

export interface Naming {
  readonly name?: string;
  /** How it is named, or what else stands in front of the array. */
  readonly kind: 'assigned' | 'key' | 'label' | 'line-start' | 'opener' | 'prose';
  /** A key in double quotes, as JSON has it. */
  readonly quoted?: boolean;
  /** A key in single quotes. */
  readonly pythonic?: boolean;
  /** Declared with a keyword or a type in front: `const x`, `float x[2]`. */
  readonly declared?: boolean;
}

/** Looks at what stands in front of the array that starts at `start`. */
export function namingBefore(text: string, start: number): Naming {
  let at = start - 1;
  let crossedLine = false;
  for (; at >= 0 && text.charCodeAt(at) <= 0x20; at--) {
    if (text.charCodeAt(at) === 0x0a) crossedLine = true;
  }
  const before = text[at];
  if (before === undefined) return { kind: 'line-start' };
  if (before === '=') {
    if (/[=!<>+\-*/%&|^~@]/.test(text.charAt(at - 1))) return { kind: 'prose' };
    const name = assignedName(text, text.charAt(at - 1) === ':' ? at - 1 : at) ?? typedName(text, at);
    if (name === undefined) return { kind: 'opener' };
    // Mathematica's prompt.
    if (/^Out\[\d+\]$/.test(name)) return { kind: 'line-start' };
    // TensorFlow's own word for the numbers of a print.
    if (name === 'numpy' && /, numpy=$/.test(text.slice(Math.max(0, at - 8), at + 1))) return { kind: 'opener' };
    return { kind: 'assigned', name, ...(isDeclared(text, name, at) && { declared: true }) };
  }
  if (before === '-' && text.charAt(at - 1) === '<') {
    const name = pathBefore(text, at - 1);
    return name === undefined ? { kind: 'opener' } : { kind: 'assigned', name };
  }
  if (before === ':') {
    if (isPrompt(text, at)) return { kind: 'line-start' };
    const quoted = quotedName(text, at);
    if (quoted !== undefined) return { kind: 'key', ...quoted };
    if (isBareKey(text, at)) return { kind: 'key', name: pathBefore(text, at) as string, declared: true };
    if (crossedLine && isBlankLineBetween(text, at, start)) return { kind: 'line-start' };
    const name = labelName(text, at);
    return name === undefined ? { kind: crossedLine ? 'line-start' : 'prose' } : { kind: 'label', name };
  }
  if (crossedLine) return { kind: 'line-start' };
  if ('([{,;|>'.includes(before)) return { kind: 'opener' };
  const word = wordAtLineStart(text, at);
  if (word === 'return' || word === 'yield') return { kind: 'opener' };
  return word === undefined ? { kind: 'prose' } : { kind: 'prose', name: word };
}

/** The dotted, indexed path that ends before `end`, for `self.x = ` and `batch['y'] = `. */
function pathBefore(text: string, end: number): string | undefined {
  let stop = end;
  while (stop > 0 && isBlank(text.charCodeAt(stop - 1))) stop--;
  // A terminal's colour behind the name.
  if (text.charCodeAt(stop - 1) === 0x6d) {
    const escape = text.lastIndexOf('\u001b[', stop - 2);
    if (escape >= Math.max(0, stop - 12) && /^[\d;]*$/.test(text.slice(escape + 2, stop - 1))) stop = escape;
  }
  let at = stop;
  const limit = Math.max(0, stop - NAME_LIMIT);
  let depth = 0;
  while (at > limit) {
    const c = text.charAt(at - 1);
    if (c === ']') depth++;
    else if (c === '[' && depth > 0) depth--;
    else if (!(isIdentifierPart(c) || c === '.' || (depth > 0 && c !== '\n'))) break;
    at--;
  }
  if (text.charCodeAt(at - 2) === 0x1b) at += /^[\d;]*m/.exec(text.slice(at, stop))?.[0].length ?? 0;
  const path = text.slice(at, stop);
  return depth === 0 && /^[\p{L}_$]/u.test(path) ? path : undefined;
}

function assignedName(text: string, equals: number): string | undefined {
  const path = pathBefore(text, equals);
  if (path === undefined) return undefined;
  // `logits: Tensor = ...`: what was found is the annotation, the name stands before the colon.
  let at = text.lastIndexOf(path, equals) - 1;
  while (at >= 0 && isBlank(text.charCodeAt(at))) at--;
  if (text[at] === ',') return firstTarget(text, at) ?? path;
  return text[at] === ':' ? (pathBefore(text, at) ?? path) : path;
}

/** `let y: [i64; 2] =`: behind Rust's type. */
function typedName(text: string, equals: number): string | undefined {
  const near = text.slice(Math.max(0, equals - NAME_LIMIT), equals);
  return /([\p{L}_][\p{L}\p{N}_]*)\s*:\s*&?\[[^=\n]{1,40}\]\s*$/u.exec(near)?.[1];
}

/** `const x = `, `float x[2] = `, `let x: number[] = `: a word stands in front of the name. */
function isDeclared(text: string, name: string, equals: number): boolean {
  const near = text.slice(Math.max(0, equals - NAME_LIMIT), equals);
  const at = near.lastIndexOf(name);
  return at > 0 && /(?:^|[\s;{(])[\w:<>[\]*&]+[ \t*&]+$/.test(near.slice(0, at)) && !/^\s*In \[/.test(near);
}

/** `x, y = ..., ...`: the first of the targets that begin the line. */
function firstTarget(text: string, comma: number): string | undefined {
  const near = text.slice(Math.max(0, comma - NAME_LIMIT), comma);
  return /(?:^|\n)[ \t]*([\p{L}_][\p{L}\p{N}_.]*)(?:, *[\p{L}_][\p{L}\p{N}_.]*)*$/u.exec(near)?.[1];
}

/** `{ logits: [...] }`: a key of JavaScript, behind an opening brace or a comma. */
function isBareKey(text: string, colon: number): boolean {
  const path = pathBefore(text, colon);
  if (path === undefined || path.length === 0) return false;
  let at = colon - path.length - 1;
  while (at >= 0 && text.charCodeAt(at) <= 0x20) at--;
  return text[at] === '{' || (text[at] === ',' && /[\])}\d'"]/.test(text.charAt(at - 1)));
}

function quotedName(text: string, colon: number): { name: string; quoted: boolean; pythonic: boolean } | undefined {
  let end = colon;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) end--;
  const quote = text[end - 1];
  if (quote !== '"' && quote !== "'") return undefined;
  const limit = Math.max(0, end - 2 - NAME_LIMIT);
  for (let at = end - 2; at >= limit; at--) {
    const c = text[at];
    if (c === '\n') return undefined;
    if (c === quote && text[at - 1] !== '\\') {
      if (at + 1 === end - 1) return undefined;
      return { name: text.slice(at + 1, end - 1), quoted: quote === '"', pythonic: quote === "'" };
    }
  }
  return undefined;
}

/** `logits: tensor(...)`, `Predicted labels: [...]`: a path, or up to four plain words that begin the line. */
function labelName(text: string, colon: number): string | undefined {
  const near = text.slice(Math.max(0, colon - NAME_LIMIT), colon);
  const lineStart = near.lastIndexOf('\n') + 1;
  if (lineStart > 0 || colon <= NAME_LIMIT) {
    const line = near.slice(lineStart).trim();
    if (/^\p{L}[\p{L}_]*(?: [\p{L}_]+){0,3}$/u.test(line)) return line;
  }
  // `INFO:root:`: the name of a logger, and of nothing that was logged.
  return /(?:DEBUG|INFO|WARNING|ERROR|CRITICAL):[\w.]{0,60}$/.test(near) ? undefined : pathBefore(text, colon);
}

/** The word that `print('x', x)` puts in front, alone on its line. */
function wordAtLineStart(text: string, last: number): string | undefined {
  const path = pathBefore(text, last + 1);
  if (path === undefined) return undefined;
  const before = text.slice(Math.max(0, last + 1 - path.length - NAME_LIMIT), last + 1 - path.length);
  return /(?:^|\n)[ \t]*$/.test(before) ? path : undefined;
}

function isPrompt(text: string, colon: number): boolean {
  return /(?:^|\n)[ \t]*(?:In|Out) ?\[[\d ]*\]$/.test(text.slice(Math.max(0, colon - 24), colon));
}

function isBlankLineBetween(text: string, from: number, to: number): boolean {
  return /\n[ \t\r]*\n/.test(text.slice(from, Math.min(to, from + 200)));
}

/**
 * The expressions whose values the source of a cell printed, in order: `print(x)` lines, then the last line where it
 * is an expression. An entry is undefined where something was printed that has no short name.
 */
export function printedExpressions(source: string): (string | undefined)[] {
  const lines = source.split('\n').map((line) => line.trimEnd());
  const code = lines.filter((line) => line !== '' && !/^\s*#/.test(line));
  const printed: (string | undefined)[] = [];
  code.forEach((line, index) => {
    const argument = /^print\((.*)\)$/.exec(line)?.[1];
    if (argument !== undefined) {
      const values = elementsOf(argument).filter((element) => !NO_VALUE.test(element));
      printed.push(...values.map(expression));
    } else if (index === code.length - 1) printed.push(...elementsOf(line).map(expression));
  });
  return printed;
}

/** What print is given beside values: words between quotes, and how to print. */
const NO_VALUE = /^(?:[rfbu]*(['"])[^'"]*\1|(?:sep|end|file|flush)=.*)$/;

/** `x, y` as x and y: what stands between commas outside of brackets and quotes. */
function elementsOf(line: string): string[] {
  const elements: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let at = 0; at <= line.length; at++) {
    const c = line.charAt(at);
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === "'" || c === '"') quote = c;
    else if (c !== '' && '([{'.includes(c)) depth++;
    else if (c !== '' && ')]}'.includes(c)) depth--;
    if (at < line.length && (c !== ',' || depth > 0 || quote !== '')) continue;
    elements.push(line.slice(from, at).trim());
    from = at + 1;
  }
  return elements.filter((element) => element !== '');
}

/** The source of a `>>> x` prompt on the line before, as the name of what it printed at `start`, a line's first word. */
export function promptedExpression(text: string, start: number): string | undefined {
  const lines = text.slice(Math.max(0, start - 2 * NAME_LIMIT), start).split('\n');
  const source = /^\s*>>> (.*)$/.exec(lines.at(-2)?.trimEnd() ?? '')?.[1]?.trim();
  if (source === undefined) return undefined;
  return expression(/^print\((.*)\)$/.exec(source)?.[1] ?? source);
}

const STATEMENT = /^(?:import|from|def|class|if|elif|else|for|while|with|try|except|return|del|assert|raise|pass)\b/;

/** The text of an expression short and plain enough to be called a name; undefined for anything else. */
function expression(line: string): string | undefined {
  const text = line.replace(/\s+#.*$/, '').trim();
  if (text.length > NAME_LIMIT || STATEMENT.test(text)) return undefined;
  if (!/^[\p{L}_][\p{L}\p{N}_.]*(?:[([].*[)\]])?$/u.test(text)) return undefined;
  return isBalanced(text) ? text : undefined;
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const c of text) {
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isIdentifierPart(c: string): boolean {
  return /[\p{L}\p{N}_$]/u.test(c);
}

/** What stands above an array that is laid out in lines: `logits:`, `$logits`, `> logits`, `>>> logits`. */
export function namedAbove(text: string, lineStart: number): string | undefined {
  const near = text
    .slice(Math.max(0, lineStart - 3 * NAME_LIMIT), lineStart)
    .split('\n')
    .slice(0, -1);
  let line = near.pop()?.trim();
  if (line === '') line = near.pop()?.trim();
  if (line === undefined) return undefined;
  const prompted = /^(?:>>>|>|julia>|octave:\d+>|>>|In \[\d+\]:|\[\d+\]:) ?(.+)$/.exec(line)?.[1];
  if (prompted !== undefined) return expression(/^print\((.*)\)$/.exec(prompted)?.[1] ?? prompted);
  const heading = /^\$([\p{L}.][\p{L}\p{N}_.]*(?:\$[\p{L}.][\p{L}\p{N}_.]*)*)$/u.exec(line)?.[1];
  if (heading !== undefined) return heading;
  return /^(\p{L}[\p{L}\p{N}_.]*(?: [\p{L}\p{N}_]+){0,3}) ?[:=]$/u.exec(line)?.[1];
}
