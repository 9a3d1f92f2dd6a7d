import type { LossName } from '../core/problem';

/** A call of a loss, as the document's own code has it. */
export interface LossCall {
  /** Undefined where the function is the author's own. */
  readonly loss?: LossName;
  /** The name of the function or class, without its module. */
  readonly callee: string;
  /** The arguments without a name and those named as predictions, then those named as targets: arrays, most often. */
  readonly inputs: readonly string[];
  /** The other keywords, by PyTorch's names, as they are written. */
  readonly keywords: ReadonlyMap<string, string>;
}

const LOSSES_BY_CALLEE: Readonly<Record<string, LossName>> = {
  cross_entropy: 'cross_entropy',
  CrossEntropyLoss: 'cross_entropy',
  nll_loss: 'nll_loss',
  NLLLoss: 'nll_loss',
  binary_cross_entropy: 'binary_cross_entropy',
  BCELoss: 'binary_cross_entropy',
  binary_cross_entropy_with_logits: 'binary_cross_entropy_with_logits',
  BCEWithLogitsLoss: 'binary_cross_entropy_with_logits',
  kl_div: 'kl_div',
  KLDivLoss: 'kl_div',
};

/** Keywords that name an input and no option: the predictions, and the targets, in whichever order they stand. */
const PREDICTIONS: readonly string[] = [
  'input',
  'pred',
  'preds',
  'predictions',
  'y_pred',
  'logits',
  'outputs',
  'scores',
  'x',
];
const TARGETS: readonly string[] = ['target', 'targets', 'true', 'y_true', 'labels', 'label', 'y'];

/** Longer than this is no call that somebody wrote beside a print. */
const MOST_CHARACTERS = 400;

/**
 * The call that an expression is: `F.cross_entropy(x, y, weight=w)`, `nn.CrossEntropyLoss(weight=w)(x, y)`, or a
 * function of the author's own. undefined where it is none.
 */
export function lossCall(expression: string): LossCall | undefined {
  const text = expression.trim();
  if (text.length > MOST_CHARACTERS) return undefined;
  const head = /^[\p{L}_][\p{L}\p{N}_.]*\(/u.exec(text)?.[0];
  if (head === undefined) return undefined;
  const callee = head.slice(0, -1).split('.').at(-1) ?? '';
  const groups: string[][] = [];
  let at = head.length - 1;
  while (text[at] === '(') {
    const group = argumentsAt(text, at);
    if (group === undefined) return undefined;
    groups.push(group.list);
    at = group.end;
  }
  // What may follow the value: `.item()` and the like, or nothing.
  if (!/^(?:\.(?:item|detach|cpu|numpy|mean|sum)\(\))*$/.test(text.slice(at).trim())) return undefined;
  const inputs: string[] = [];
  const targets: string[] = [];
  const keywords = new Map<string, string>();
  for (const argument of groups.flat()) {
    const [, name, value] = /^([A-Za-z_]\w*)\s*=(?!=)\s*(.*)$/s.exec(argument) ?? [];
    if (name === undefined || value === undefined) inputs.push(argument);
    else if (PREDICTIONS.includes(name)) inputs.push(value);
    else if (TARGETS.includes(name)) targets.push(value);
    else keywords.set(name, value);
  }
  const loss = Object.hasOwn(LOSSES_BY_CALLEE, callee) ? LOSSES_BY_CALLEE[callee] : undefined;
  return { ...(loss && { loss }), callee, inputs: [...inputs, ...targets], keywords };
}

/** The arguments between the parenthesis at `open` and its match, split at commas of their own level. */
function argumentsAt(text: string, open: number): { readonly list: string[]; readonly end: number } | undefined {
  const list: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < text.length; at++) {
    const c = text.charAt(at);
    if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    if ((depth === 1 && c === ',') || depth === 0) {
      const argument = text.slice(start, at).trim();
      if (argument !== '') list.push(argument);
      start = at + 1;
    }
    if (depth === 0) return { list, end: at + 1 };
  }
  return undefined;
}

/**
 * The call behind a name: the last `name = call(...)` before an offset. Only the stretch before is looked at, and
 * only simple assignments at the start of a line.
 */
export function assignedCall(text: string, name: string, before: number): LossCall | undefined {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) return undefined;
  const near = text.slice(Math.max(0, before - 20_000), before);
  let found: LossCall | undefined;
  for (const match of near.matchAll(/^[ \t]*(?:>>> )?([\p{L}_][\p{L}\p{N}_]*)[ \t]*=[ \t]*([^\n=][^\n]*)$/gmu)) {
    if (match[1] === name) found = lossCall((match[2] ?? '').replace(/\s+#.*$/, '')) ?? found;
  }
  return found;
}

/**
 * Every call of a loss that PyTorch has, with where it stands; for the options it was given. A loss that was made
 * first, `criterion = nn.CrossEntropyLoss(weight=w)`, is joined with what it was then called on.
 */
export function lossCalls(text: string): readonly { readonly at: number; readonly call: LossCall }[] {
  const calls: { at: number; call: LossCall }[] = [];
  const names = Object.keys(LOSSES_BY_CALLEE).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w])(?:[\\w.]+\\.)?(?:${names.join('|')})\\(`, 'g');
  for (const match of text.matchAll(pattern)) {
    const call = callAt(text, match.index);
    if (call === undefined) continue;
    if (call.inputs.length > 0) calls.push({ at: match.index, call });
    const name = /([A-Za-z_]\w*)[ \t]*=[ \t]*$/.exec(text.slice(Math.max(0, match.index - 80), match.index))?.[1];
    if (name === undefined || call.inputs.length > 0) continue;
    const uses = text.slice(match.index).matchAll(new RegExp(`(?<![\\w.])${name}\\(`, 'g'));
    for (const use of uses) {
      const used = callAt(text, match.index + use.index);
      if (used === undefined) continue;
      calls.push({ at: match.index + use.index, call: { ...call, inputs: used.inputs } });
    }
  }
  return calls;
}

function callAt(text: string, at: number): LossCall | undefined {
  const expression = text.slice(at, at + MOST_CHARACTERS);
  const end = endOfCall(expression);
  return end === undefined ? undefined : lossCall(expression.slice(0, end));
}

function endOfCall(text: string): number | undefined {
  let at = text.indexOf('(');
  let end: number | undefined;
  while (at >= 0 && text[at] === '(') {
    const group = argumentsAt(text, at);
    if (group === undefined) return end;
    end = group.end;
    at = group.end;
  }
  return end;
}
