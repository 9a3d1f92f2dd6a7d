import type { Finding } from '../check/finding';
import type { LossOptions, Problem } from '../core/problem';
import type { Tensor } from '../core/tensor';
import { type Answer, consider } from '../lens/answer';
import { findingsOfRefusal, type Judgement, judge } from '../lens/judge';
import type { Request } from '../pair/pair';
import { lineAt, lineStarts } from '../read/lines';
import type { Block, Trouble } from '../read/reading';
import { lossCaption, reductionCaption, valueText } from '../report/captions';
import { alternativeText, findingText } from '../report/findings';
import { answerJson, choicesJson, errorJson, type Origin } from '../report/json';
import { baselinesText } from '../report/judgement';
import { fullText, shapeText } from '../report/numbers';
import { choiceText, nothingText, selectorText } from '../report/questions';
import { reasonText } from '../report/reasons';
import { refusalText } from '../report/refusals';
import { noSnippetText, snippet, type SnippetKind } from '../report/snippets';
import { surenessText } from '../report/sureness';
import { troubleText } from '../report/troubles';
import { computeCall, type ComputeCall } from './arguments';
import { InputError, readSource } from './input';
import { computeLarge, isLarge } from './largeFiles';
import { pick, Refused, selected } from './refused';
import type { Terminal } from './terminal';

/** Arrays of one or two files in one list, each with where it came from. */
interface Sources {
  readonly blocks: readonly Block[];
  readonly origins: readonly Origin[];
  readonly troubles: readonly { readonly file: string; readonly line: number; readonly trouble: Trouble }[];
  readonly request: Request;
  /** The options of the call, with the weights that arrays hold. */
  readonly options: LossOptions;
  /** Selectors whose name several arrays bear. */
  readonly ambiguous: readonly string[];
}

/** `loss-lens compute`. @returns the exit code. */
export async function compute(args: readonly string[], terminal: Terminal): Promise<number> {
  const call = computeCall(args);
  try {
    return await (call.files.some(isLarge) ? computeLarge(call, terminal) : answerCall(call, terminal));
  } catch (error) {
    if (!(error instanceof Refused || error instanceof InputError)) throw error;
    const code = error instanceof Refused ? error.code : 'unreadable';
    const findings = error instanceof Refused ? error.findings : [];
    terminal.err(`loss-lens: ${error.message}\n`);
    for (const finding of findings) terminal.err(`  ${findingLine(finding)}\n`);
    if (call.json) print(terminal, errorJson(code, error.message, findings));
    return 1;
  }
}

async function answerCall(call: ComputeCall, terminal: Terminal): Promise<number> {
  const sources = await gather(call, terminal);
  const ambiguous = sources.ambiguous.length > 0;
  const found = await consider(sources.blocks, sources.request, sources.options, { aborted: false }, ambiguous);
  if (found === undefined || found.kind === 'nothing') throw nothing(sources);
  if (found.kind === 'choose') {
    const message = choiceText(found.choices.length, sources.ambiguous);
    terminal.err(`loss-lens: ${message}\n`);
    for (const { pairing, outcome } of found.choices) {
      const value = outcome.ok ? valueText(outcome.value.report.evaluation) : refusalText(outcome.refusal);
      const arrays = `${nameOf(sources, pairing.predictions)}, ${nameOf(sources, pairing.targets)}`;
      terminal.err(`  ${lossCaption(pairing.loss, pairing.from)}(${arrays}): ${value}\n`);
    }
    if (call.json)
      print(
        terminal,
        choicesJson(message, found.choices, (index) => nameOf(sources, index)),
      );
    return 1;
  }
  const { pairing, outcome } = found.choice;
  if (!outcome.ok) {
    const findings = findingsOfRefusal(sources.blocks, pairing, sources.options);
    throw new Refused(outcome.refusal.code, refusalText(outcome.refusal), findings);
  }
  const answer = outcome.value;
  const predictions = sources.origins[pairing.predictions];
  const targets = sources.origins[pairing.targets];
  const judgement = judge(answer, { predictions: predictions.text, targets: targets.text });
  const digits = call.digits === undefined ? undefined : await exactDigits(answer.report.problem, call.digits);
  const code = call.code && codeOf(call.code, answer, judgement);
  if (code !== undefined && !call.json) {
    terminal.out(code);
    return 0;
  }
  if (call.json)
    print(terminal, {
      ...answerJson(answer, judgement, predictions, targets),
      ...(digits && { exactDigits: digits }),
      ...(code !== undefined && { code }),
    });
  else {
    const { evaluation, problem } = answer.report;
    const values =
      evaluation.reduction === 'none' ? Array.from(evaluation.value.data, fullText) : [valueText(evaluation)];
    terminal.out(`${values.join('\n')}\n`);
    if (digits) terminal.out(`exact: ${digits.join(' ')}\n`);
    const caption = `${lossCaption(pairing.loss, pairing.from)}, ${reductionCaption(problem, evaluation)}`;
    terminal.err(`${caption} of ${nameOf(sources, pairing.predictions)} and ${nameOf(sources, pairing.targets)}\n`);
    for (const reason of pairing.reasons) terminal.err(`  ${reasonText(reason)}\n`);
    const sure = judgement.uncertainty && surenessText(evaluation.value.data[0], judgement.uncertainty);
    if (sure !== undefined && evaluation.reduction !== 'none') terminal.err(`  ${sure}\n`);
    if (judgement.baselines) terminal.err(`  ${baselinesText(judgement.baselines)}\n`);
    for (const finding of judgement.findings) terminal.err(`  ${findingLine(finding)}\n`);
  }
  return 0;
}

/** The loss as code of a framework. */
function codeOf(kind: SnippetKind, { report }: Answer, { comparisons }: Judgement): string {
  const { problem, evaluation } = report;
  const code = snippet(kind, { problem, value: evaluation.value, comparisons });
  if (code === undefined) throw new Refused('no-code', noSnippetText(kind));
  return code;
}

/** The exact loss as decimal strings: one, or with reduction none one for each value. */
async function exactDigits(problem: Problem, digits: number): Promise<readonly string[]> {
  // mathjs takes longer to load than everything else to run.
  const { exactLoss } = await import('../exact/exactLoss');
  const outcome = exactLoss(problem, digits);
  if (!outcome.ok) throw new Refused(outcome.refusal.code, refusalText(outcome.refusal));
  return outcome.value;
}

/** Reads the files and settles which arrays may take which part. */
async function gather(call: ComputeCall, terminal: Terminal): Promise<Sources> {
  const blocks: Block[] = [];
  const origins: Origin[] = [];
  const troubles: Sources['troubles'][number][] = [];
  const bounds: number[] = [0];
  for (const file of call.files) {
    const { text, reading } = await readSource(file, terminal);
    const starts = lineStarts(text);
    for (const trouble of reading.troubles) {
      troubles.push({ file, line: lineAt(starts, trouble.span.start), trouble });
    }
    reading.blocks.forEach((block, index) => {
      blocks.push(block);
      origins.push({ file, index, starts, text });
    });
    bounds.push(blocks.length);
  }
  const twoFiles = call.files.length === 2;
  const ambiguous: string[] = [];
  const read = blocks.length;
  const part = (selector: string | undefined, file: number): readonly number[] | undefined => {
    const first = twoFiles ? bounds[file] : 0;
    const last = twoFiles ? bounds[file + 1] : read;
    if (selector !== undefined) {
      const found = selected(blocks.slice(first, last), selector);
      if ('columns' in found) {
        // Part of an array stands behind all that were read, where that array stands.
        origins.push(origins[blocks.findIndex((block) => block.span === found.columns.span)]);
        return [blocks.push(found.columns) - 1];
      }
      const picked = found.indices;
      if (picked.length > 1) ambiguous.push(selector);
      return picked.map((index) => first + index);
    }
    return twoFiles ? Array.from({ length: last - first }, (_, index) => first + index) : undefined;
  };
  const { weightNames } = call;
  const weights = (selector: string): Tensor => {
    const [picked] = pick(blocks.slice(0, bounds[1]), selector);
    const block = picked === undefined ? undefined : blocks[picked];
    if (block === undefined || block.elided)
      throw new Refused('elided-array', selectorText({ code: 'elided-array', selector }));
    return block.tensor;
  };
  const predictions = part(call.predictions, 0);
  const targets = part(call.targets, 1);
  return {
    blocks,
    origins,
    troubles,
    ambiguous,
    options: {
      ...call.options,
      ...(weightNames.weight !== undefined && { weight: weights(weightNames.weight) }),
      ...(weightNames.posWeight !== undefined && { posWeight: weights(weightNames.posWeight) }),
    },
    request: { ...call.request, ...(predictions && { predictions }), ...(targets && { targets }) },
  };
}

/** No pairing at all: what was found instead, troubles first. */
function nothing({ blocks, troubles, request }: Sources): Refused {
  const [first] = troubles;
  const reason = nothingText(blocks, request);
  if (first === undefined) return new Refused('no-pairing', reason);
  return new Refused(first.trouble.code, `${first.file}:${first.line}: ${troubleText(first.trouble)} ${reason}`);
}

function nameOf({ blocks, origins }: Sources, index: number): string {
  const block = blocks[index];
  const shape = block.elided ? '' : ` (${shapeText(block.tensor.shape)})`;
  return `${block.name ?? `#${origins[index].index}`}${shape}`;
}

function print(terminal: Terminal, json: object): void {
  terminal.out(`${JSON.stringify(json)}\n`);
}

function findingLine(finding: Finding): string {
  return `${finding.severity}: ${[findingText(finding), ...finding.alternatives.map(alternativeText)].join(' ')}`;
}
