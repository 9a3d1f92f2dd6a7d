import type { LossOptions, Outcome } from '../core/problem';
import { pair, type Request } from '../pair/pair';
import type { Pairing } from '../pair/pairing';
import { indexAtCursor, pointedAt } from '../pair/selection';
import { lineAt, lineStarts } from '../read/lines';
import { read } from '../read/read';
import type { Block, Reading, Span, Trouble } from '../read/reading';
import type { Interest } from '../run/run';
import { alternatives, type Answered, answer, type Choice, consider } from './answer';
import { type Glance, glance } from './glance';
import type { Failure, Offer, Question, Snapshot, Survey, Verdict } from './question';
import type { Settled } from './settled';
import { type Result, resultOf } from './result';
import { scan } from './scan';

/**
 * Where questions about a document are answered. The work itself is pure; who asks decides where it is done.
 * Every method answers undefined where interest was lost before there was an answer, and never throws.
 */
export interface Desk<Source> {
  /** Answers a question about the document, or finds that the user has to choose. */
  ask(source: Source, question: Question, interest: Interest): Promise<Verdict | undefined>;
  /** Computes what was settled before, on the document as it stands now. */
  again(source: Source, settled: Settled, interest: Interest): Promise<Verdict | undefined>;
  /** Every other reading of what was settled, the sensible ones first, the present one at the head. */
  readings(source: Source, settled: Settled, interest: Interest): Promise<readonly Offer[] | undefined>;
}

/** A desk for texts, which may also be looked at unasked. */
export interface TextDesk<Source> extends Desk<Source> {
  /** Everything there is to compute in the document. */
  survey(source: Source, interest: Interest): Promise<Survey | undefined>;
  /** What the arrays of a stretch of text are, and their loss. */
  glance(source: Source, options: LossOptions, interest: Interest): Promise<Glance | undefined>;
}

/** The desk that works where it stands, on a text it holds. */
export const inlineDesk: TextDesk<Snapshot> = {
  ask: (snapshot, question, interest) => {
    const opened = { text: snapshot.text, reading: read(snapshot) };
    return askOpened(opened, pointed(snapshot, opened.reading, question), question, interest);
  },
  again: ({ text, ...rest }, settled, interest) =>
    againOpened({ text, reading: read({ text, ...rest }) }, settled, interest),
  readings: ({ text, ...rest }, settled, interest) =>
    readingsOpened({ text, reading: read({ text, ...rest }) }, settled, interest),
  survey,
  glance,
};

/** A document that was read; the spans of the reading are of the text. */
export interface Opened {
  readonly text: string;
  readonly reading: Reading;
}

/** The arrays that a question is about, and what is decided about them. */
interface Asked {
  readonly blocks: readonly Block[];
  readonly request: Request;
}

export async function askOpened(
  { text, reading }: Opened,
  { blocks, request }: Asked,
  question: Question,
  interest: Interest,
): Promise<Verdict | undefined> {
  const found = await consider(blocks, { ...question.request, ...request }, question.options, interest);
  if (found === undefined || interest.aborted) return undefined;
  const starts = lineStarts(text);
  switch (found.kind) {
    case 'nothing':
      return { kind: 'failed', failure: nothing(blocks, troublesAt(reading, question), starts) };
    case 'choose':
      return { kind: 'choose', offers: found.choices.map((choice) => offerOf(choice, text, starts)) };
    case 'answer':
      return verdictOn(found.choice.outcome, text, starts);
  }
}

export async function againOpened(
  { text, reading }: Opened,
  settled: Settled,
  interest: Interest,
): Promise<Verdict | undefined> {
  const starts = lineStarts(text);
  const found = await recompute(reading, settled, interest);
  if (found === undefined || interest.aborted) return undefined;
  if (found === 'gone') return { kind: 'failed', failure: nothing(reading.blocks, reading.troubles, starts) };
  return verdictOn(found, text, starts);
}

export async function readingsOpened(
  { text, reading }: Opened,
  settled: Settled,
  interest: Interest,
): Promise<readonly Offer[] | undefined> {
  const found = await recompute(reading, settled, interest);
  if (found === undefined) return undefined;
  if (found === 'gone' || !found.ok) return [];
  const choices = await alternatives(found.value, interest);
  if (interest.aborted) return undefined;
  const starts = lineStarts(text);
  return choices.map((choice) => offerOf(choice, text, starts));
}

async function survey(snapshot: Snapshot, interest: Interest): Promise<Survey | undefined> {
  const { blocks } = read(snapshot);
  const found = await scan(blocks, snapshot.text, interest, false);
  return found && !interest.aborted ? { blocks, scan: found } : undefined;
}

/** Finds the settled arrays again and computes the settled reading of them. */
async function recompute(
  reading: Reading,
  settled: Settled,
  interest: Interest,
): Promise<Answered | 'gone' | undefined> {
  const { indices, blocks } = pointedAt(reading.blocks, [settled.predictions, settled.targets]);
  const predictions = indices.findIndex((index) => touches(reading.blocks[index], settled.predictions));
  const targets = indices.findIndex((index) => touches(reading.blocks[index], settled.targets));
  const p = blocks[predictions];
  const y = blocks[targets];
  if (p === undefined || y === undefined || predictions === targets || p.elided || y.elided) return 'gone';
  const options = withArrays(settled, reading.blocks);
  if (options === undefined) return 'gone';
  return answer(blocks, asSettled(blocks, predictions, targets, settled), options, interest);
}

/** The settled options, with those that are arrays of the document as these stand now; undefined where one is gone. */
function withArrays({ options, arrays = {} }: Settled, blocks: readonly Block[]): LossOptions | undefined {
  const read = Object.entries(arrays).map(([name, span]) => {
    const block = blocks.find((known) => touches(known, span));
    return [name, block === undefined || block.elided ? undefined : block.tensor] as const;
  });
  if (read.some(([, tensor]) => tensor === undefined)) return undefined;
  return { ...options, ...(Object.fromEntries(read) as Pick<LossOptions, 'weight' | 'posWeight'>) };
}

/** The settled reading, with the reasons that still speak for it. What was settled is kept even where none does. */
function asSettled(blocks: readonly Block[], predictions: number, targets: number, { loss, from }: Settled): Pairing {
  const roles = { predictions: [predictions], targets: [targets] };
  const same = pair(blocks, roles).find((pairing) => pairing.loss === loss && pairing.from === from);
  return same ?? { predictions, targets, loss, from, score: 0, reasons: [{ code: 'loss-asked', loss }] };
}

function offerOf({ pairing, outcome }: Choice, text: string, starts: Uint32Array): Offer {
  return { pairing, outcome: withResult(outcome, text, starts) };
}

function verdictOn(outcome: Answered, text: string, starts: Uint32Array): Verdict {
  if (outcome.ok) return { kind: 'result', result: resultOf(outcome.value, text, starts) };
  return { kind: 'failed', failure: { code: 'refused', refusal: outcome.refusal, posed: outcome.posed } };
}

function withResult(outcome: Answered, text: string, starts: Uint32Array): Outcome<Result> {
  return outcome.ok ? { ok: true, value: resultOf(outcome.value, text, starts) } : outcome;
}

/** The arrays that a question is about: those it points at, or every one of the document. */
function pointed(snapshot: Snapshot, reading: Reading, { selections }: Question): Asked {
  const selected = selections.filter((span) => span.end > span.start);
  if (selected.length === 0) {
    const cursor = selections[0]?.start ?? 0;
    const including = indexAtCursor(reading.blocks, cursor);
    return { blocks: reading.blocks, request: including < 0 ? {} : { including } };
  }
  const { indices, blocks } = pointedAt(reading.blocks, selected);
  const [only] = indices;
  if (blocks.length === 1 && only !== undefined) return { blocks: reading.blocks, request: { including: only } };
  if (blocks.length > 1) return { blocks, request: {} };
  // Nothing of the document is touched: what is selected may be a matrix by itself, such as a lone row.
  return { blocks: selected.flatMap((span) => readAlone(snapshot, span)), request: {} };
}

function readAlone(snapshot: Snapshot, span: Span): readonly Block[] {
  const { blocks } = read({ ...snapshot, text: snapshot.text.slice(span.start, span.end) });
  return blocks.map((block) => {
    const shifted = { start: block.span.start + span.start, end: block.span.end + span.start };
    if (block.elided) return { ...block, span: shifted };
    const { starts, ends } = block.cells;
    const cells = { starts: starts.map((at) => at + span.start), ends: ends.map((at) => at + span.start) };
    return { ...block, span: shifted, cells };
  });
}

/** The troubles that stand where the question points; all of them for a cursor. */
function troublesAt(reading: Reading, { selections }: Question): readonly Trouble[] {
  const selected = selections.filter((span) => span.end > span.start);
  if (selected.length === 0) return reading.troubles;
  return reading.troubles.filter(({ span }) => selected.some((s) => s.start < span.end && s.end > span.start));
}

function nothing(blocks: readonly Block[], [trouble]: readonly Trouble[], starts: Uint32Array): Failure {
  if (trouble === undefined) return { code: 'nothing', blocks };
  return { code: 'trouble', trouble, line: lineAt(starts, trouble.span.start) };
}

function touches(block: Block | undefined, span: Span): boolean {
  return block !== undefined && block.span.start < span.end && block.span.end > span.start;
}
