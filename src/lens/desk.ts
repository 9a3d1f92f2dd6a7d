import type { LossOptions, Outcome } from '../core/problem';
import { pair, type Request } from '../pair/pair';
import { isOfOneArray, type Pairing } from '../pair/pairing';
import { indexAtCursor, pointedAt, selectedPart } from '../pair/selection';
import { lineAt, lineStarts } from '../read/lines';
import { read } from '../read/read';
import type { Block, Reading, Span, Trouble } from '../read/reading';
import type { Interest } from '../run/run';
import { alternatives, type Answered, answer, type Choice, consider } from './answer';
import { type Glance, glanceAtArrays } from './glance';
import type { Printed } from './explain';
import { checkPins } from './pins';
import type {
  ArrayPlace,
  Explained,
  Failure,
  Offer,
  Question,
  Review,
  Roles,
  Snapshot,
  Survey,
  Verdict,
} from './question';
import { extentOf, type Settled } from './settled';
import { type Places, placesIn, type Result, resultOf } from './result';
import { explainAt, scan } from './scan';

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
  /** What the selected arrays are, and their loss; without selections, of a text that is itself a part of a document. */
  glance(
    source: Source,
    selections: readonly Span[],
    options: LossOptions,
    interest: Interest,
  ): Promise<Glance | undefined>;
  /** What the document says of itself: the losses it prints, and those it is held to. */
  review(source: Source, interest: Interest): Promise<Review | undefined>;
  /** The ways to come by a number, which may stand in the document. */
  explain(source: Source, printed: Printed, at: Span | undefined, interest: Interest): Promise<Explained | undefined>;
  /** The arrays whose numbers are known, in the order of the text. */
  arrays(source: Source, interest: Interest): Promise<readonly ArrayPlace[] | undefined>;
}

/** The desk that works where it stands, on a text it holds. */
export const inlineDesk: TextDesk<Snapshot> = {
  ask: (snapshot, question, interest) => {
    const { roles } = question;
    const opened = open(snapshot, roles?.targetsIn);
    const asked = roles ? inRoles(opened, roles) : pointed(snapshot, opened.reading, question);
    return askOpened(opened, asked, question, interest);
  },
  again: (snapshot, settled, interest) => againOpened(open(snapshot, settled.targetsIn), settled, interest),
  readings: (snapshot, settled, interest) => readingsOpened(open(snapshot, settled.targetsIn), settled, interest),
  survey,
  glance: (snapshot, selections, options, interest) => {
    const { blocks } = read(snapshot);
    const selected = selections.filter((span) => span.end > span.start);
    if (selected.length === 0) return glanceAtArrays(blocks, false, options, interest);
    const touched = pointedAt(blocks, selected).blocks;
    const [only] = touched;
    const parts = only !== undefined && touched.length === 1 ? [selectedPart(only, selected)] : touched;
    return glanceAtArrays(parts, true, options, interest);
  },
  review,
  explain,
  arrays,
};

/** A document that was read; the spans of the reading are of the text. */
export interface Opened {
  readonly text: string;
  readonly reading: Reading;
  /** The text that the targets stand in, where that is another: its arrays are the last of the reading. */
  readonly elsewhere?: { readonly address: string; readonly text: string; readonly first: number };
}

/** @param targetsIn the address of the document that the targets stand in, where that is another. */
function open(snapshot: Snapshot, targetsIn: string | undefined): Opened {
  const { text, elsewhere = { text: '' } } = snapshot;
  const reading = read(snapshot);
  if (targetsIn === undefined) return { text, reading };
  const beside = read(elsewhere).blocks;
  return {
    text,
    reading: { ...reading, blocks: [...reading.blocks, ...beside] },
    elsewhere: { address: targetsIn, text: elsewhere.text, first: reading.blocks.length },
  };
}

function placesOf({ text, elsewhere }: Opened): Places {
  const places = placesIn(text);
  if (elsewhere === undefined) return places;
  return {
    texts: { ...places.texts, targets: elsewhere.text },
    starts: { ...places.starts, targets: lineStarts(elsewhere.text) },
    targetsIn: elsewhere.address,
  };
}

/** The arrays that a question is about, and what is decided about them. */
interface Asked {
  readonly blocks: readonly Block[];
  readonly request: Request;
}

export async function askOpened(
  opened: Opened,
  { blocks, request }: Asked,
  question: Question,
  interest: Interest,
): Promise<Verdict | undefined> {
  const found = await consider(blocks, { ...question.request, ...request }, question.options, interest);
  if (found === undefined || interest.aborted) return undefined;
  const places = placesOf(opened);
  const { predictions } = places.starts;
  switch (found.kind) {
    case 'nothing':
      return { kind: 'failed', failure: nothing(blocks, troublesAt(opened.reading, question), predictions) };
    case 'choose':
      return { kind: 'choose', offers: found.choices.map((choice) => offerOf(choice, places)) };
    case 'answer':
      return verdictOn(found.choice.outcome, places);
  }
}

export async function againOpened(opened: Opened, settled: Settled, interest: Interest): Promise<Verdict | undefined> {
  const { reading } = opened;
  const places = placesOf(opened);
  const found = await recompute(opened, settled, interest);
  if (found === undefined || interest.aborted) return undefined;
  if (found === 'gone') {
    return { kind: 'failed', failure: nothing(reading.blocks, reading.troubles, places.starts.predictions) };
  }
  return verdictOn(found, places);
}

export async function readingsOpened(
  opened: Opened,
  settled: Settled,
  interest: Interest,
): Promise<readonly Offer[] | undefined> {
  const found = await recompute(opened, settled, interest);
  if (found === undefined) return undefined;
  if (found === 'gone' || !found.ok) return [];
  const choices = await alternatives(found.value, interest);
  if (interest.aborted) return undefined;
  const places = placesOf(opened);
  return choices.map((choice) => offerOf(choice, places));
}

async function survey(snapshot: Snapshot, interest: Interest): Promise<Survey | undefined> {
  const { blocks } = read(snapshot);
  const found = await scan(blocks, snapshot.text, interest, false);
  return found && !interest.aborted ? { blocks, scan: found } : undefined;
}

async function review(snapshot: Snapshot, interest: Interest): Promise<Review | undefined> {
  const { blocks } = read(snapshot);
  const found = await scan(blocks, snapshot.text, interest);
  const pins = found && (await checkPins(blocks, snapshot.text, interest));
  return pins && !interest.aborted ? { blocks, scan: found, pins } : undefined;
}

/** More ways to come by a number than these are not looked through. */
const MOST_EXPLANATIONS = 12;

async function explain(
  snapshot: Snapshot,
  printed: Printed,
  at: Span | undefined,
  interest: Interest,
): Promise<Explained | undefined> {
  const { blocks } = read(snapshot);
  const found = explainAt(blocks, snapshot.text, printed, at);
  await Promise.resolve();
  if (interest.aborted) return undefined;
  return { blocks, explanations: found.slice(0, MOST_EXPLANATIONS), count: found.length };
}

async function arrays(snapshot: Snapshot, interest: Interest): Promise<readonly ArrayPlace[] | undefined> {
  const found = read(snapshot).blocks.flatMap((block): ArrayPlace[] => {
    if (block.elided || block.tensor.shape.length === 0) return [];
    const { name, tensor, span } = block;
    return [{ ...(name !== undefined && { name }), span, extent: extentOf(block), shape: tensor.shape }];
  });
  await Promise.resolve();
  return interest.aborted ? undefined : found;
}

/** Positions of the arrays that were given roles, each in its own text; -1 for what is gone. */
function located({ reading, elsewhere }: Opened, { predictions, targets }: Roles): Located {
  const { blocks } = reading;
  const first = elsewhere?.first ?? 0;
  const end = elsewhere?.first ?? blocks.length;
  return {
    blocks,
    predictions: blocks.findIndex((block, index) => index < end && touches(block, predictions)),
    targets: blocks.findIndex((block, index) => index >= first && touches(block, targets)),
  };
}

interface Located {
  readonly blocks: readonly Block[];
  readonly predictions: number;
  readonly targets: number;
}

function inRoles(opened: Opened, roles: Roles): Asked {
  const { blocks, predictions, targets } = located(opened, roles);
  const given = (index: number): readonly number[] => (index < 0 ? [] : [index]);
  return { blocks, request: { predictions: given(predictions), targets: given(targets) } };
}

/** The two arrays that were settled, cut to the rows that were; -1 for what is gone. */
function settledArrays(opened: Opened, settled: Settled): Located {
  if (opened.elsewhere !== undefined) return located(opened, settled);
  const all = opened.reading.blocks;
  const { indices, blocks } = pointedAt(all, [settled.predictions, settled.targets]);
  const position = (span: Span): number => indices.findIndex((index) => touches(all[index], span));
  return { blocks, predictions: position(settled.predictions), targets: position(settled.targets) };
}

/** Finds the settled arrays again and computes the settled reading of them. */
async function recompute(opened: Opened, settled: Settled, interest: Interest): Promise<Answered | 'gone' | undefined> {
  const { reading } = opened;
  const { blocks, predictions, targets } = settledArrays(opened, settled);
  const p = blocks[predictions];
  const y = blocks[targets];
  if (p === undefined || y === undefined || p.elided || y.elided) return 'gone';
  const pairing = asSettled(blocks, predictions, targets, settled);
  if (predictions === targets && !isOfOneArray(pairing)) return 'gone';
  const options = withArrays(settled, reading.blocks.slice(0, opened.elsewhere?.first));
  if (options === undefined) return 'gone';
  return answer(blocks, pairing, options, interest);
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
  // Of one array, only pairing knows how both are taken out of it.
  const literal = predictions === targets ? pair(blocks, { ...roles, loss, from })[0] : undefined;
  return same ?? literal ?? { predictions, targets, loss, from, score: 0, reasons: [{ code: 'loss-asked', loss }] };
}

function offerOf({ pairing, outcome }: Choice, places: Places): Offer {
  return { pairing, outcome: withResult(outcome, places) };
}

function verdictOn(outcome: Answered, places: Places): Verdict {
  if (outcome.ok) return { kind: 'result', result: resultOf(outcome.value, places) };
  const { targetsIn } = places;
  const posed = { ...outcome.posed, ...(targetsIn !== undefined && { targetsIn }) };
  return { kind: 'failed', failure: { code: 'refused', refusal: outcome.refusal, posed } };
}

function withResult(outcome: Answered, places: Places): Outcome<Result> {
  return outcome.ok ? { ok: true, value: resultOf(outcome.value, places) } : outcome;
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
