import type { ExplainedNumber } from '../report/explanations';
import type { SummaryModel } from '../report/datasetModel';
import type { InspectorModel, InspectorState } from '../report/inspectorModel';

/** Extension to inspector. The union is closed: anything else is dropped by {@link isToInspector}. */
export type ToInspector =
  /** A result to draw in place of whatever is shown, and what to remember it by. */
  | { readonly kind: 'show'; readonly model: InspectorModel; readonly state: InspectorState; readonly words: Words }
  /** The document was edited: what is shown no longer belongs to it. */
  | { readonly kind: 'stale'; readonly id: number }
  /** The cursor in the editor moved to this row of the predictions. */
  | { readonly kind: 'select'; readonly id: number; readonly row: number }
  /** The result is to be compared with another; null: with none any more. */
  | { readonly kind: 'compare'; readonly id: number; readonly other: InspectorModel | null }
  /** How a printed number that was asked about comes about. */
  | { readonly kind: 'explained'; readonly id: number; readonly explained: ExplainedNumber }
  /** Data too large to be drawn row by row. */
  | { readonly kind: 'summary'; readonly model: SummaryModel; readonly words: Words }
  /** There is no result: the text says what to do, or what went wrong; or, while one is `busy`, what is being done. */
  | { readonly kind: 'message'; readonly text: string; readonly busy?: boolean; readonly words: Words };

/** Inspector to extension. Messages carry numbers, ids and files to save, never a command, a path or markup. */
export type FromInspector =
  /** The page listens, and nothing came; the extension answers with what there is to show. */
  | { readonly kind: 'ready' }
  /** A row was chosen: show it in the text. */
  | { readonly kind: 'reveal'; readonly id: number; readonly row: number }
  /** Another reading is wanted: ask the user which. */
  | { readonly kind: 'changeReading'; readonly id: number }
  /** Another result to compare with is wanted: ask the user which. */
  | { readonly kind: 'compare'; readonly id: number }
  /** Comparing is over. */
  | { readonly kind: 'uncompare'; readonly id: number }
  /** A picture or table to be kept: ask the user where. The name is one of a file, without folders. */
  | { readonly kind: 'save'; readonly id: number; readonly name: string; readonly bytes: Uint8Array }
  /**
   * Numbers that were tried are to stand in the text: one edit, undone at once, each number printed in the notation and
   * with the digits of the one it replaces.
   */
  | { readonly kind: 'apply'; readonly id: number; readonly cells: readonly CellChange[] }
  /** A way out of a finding was chosen: compute the document's problem that way. */
  | { readonly kind: 'choose'; readonly id: number; readonly finding: number; readonly label: string }
  /** How does this number come about, which the text prints? */
  | { readonly kind: 'explain'; readonly id: number; readonly number: string }
  /** One of the ways that were told of it is to be computed in place of what is shown. */
  | { readonly kind: 'computeWay'; readonly id: number; readonly way: number };

/** One number of an array: its place in the tensor's data, and so in the array's cells in the text. */
export interface CellChange {
  readonly array: 'predictions' | 'targets';
  readonly index: number;
  readonly value: number;
}

/** The kinds of file the inspector makes. */
export const SAVED_ENDINGS = ['csv', 'json', 'md', 'npy', 'png', 'svg', 'html'] as const;

/** What one message may carry: a picture or a table is far below, and memory is not taken for more. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_CHANGES = 10_000;
const FILE_NAME = new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,60}\\.(?:${SAVED_ENDINGS.join('|')})$`);

/** The inspector's own labels, already in the user's language, by their English text. */
export type Words = Readonly<Record<string, string>>;

export function isFromInspector(message: unknown): message is FromInspector {
  if (!isRecord(message)) return false;
  switch (message['kind']) {
    case 'ready':
      return true;
    case 'reveal':
      return isIndex(message['id']) && isIndex(message['row']);
    case 'changeReading':
    case 'compare':
    case 'uncompare':
      return isIndex(message['id']);
    case 'save': {
      const { id, name, bytes } = message;
      return (
        isIndex(id) &&
        typeof name === 'string' &&
        FILE_NAME.test(name) &&
        bytes instanceof Uint8Array &&
        bytes.length <= MOST_BYTES
      );
    }
    case 'apply': {
      const { id, cells } = message;
      return isIndex(id) && Array.isArray(cells) && cells.length <= MOST_CHANGES && cells.every(isCellChange);
    }
    case 'choose':
      return isIndex(message['id']) && isIndex(message['finding']) && isLabel(message['label']);
    case 'explain': {
      const { id, number } = message;
      return isIndex(id) && typeof number === 'string' && isPrintedNumber(number);
    }
    case 'computeWay':
      return isIndex(message['id']) && isIndex(message['way']);
    default:
      return false;
  }
}

export function isToInspector(message: unknown): message is ToInspector {
  if (!isRecord(message)) return false;
  switch (message['kind']) {
    case 'show':
      return isModel(message['model']) && isRecord(message['state']) && isRecord(message['words']);
    case 'summary':
      return isSummary(message['model']) && isRecord(message['words']);
    case 'stale':
      return isIndex(message['id']);
    case 'select':
      return isIndex(message['id']) && isIndex(message['row']);
    case 'compare':
      return isIndex(message['id']) && (message['other'] === null || isRecord(message['other']));
    case 'explained':
      return isIndex(message['id']) && isExplained(message['explained']);
    case 'message':
      return typeof message['text'] === 'string' && isRecord(message['words']);
    default:
      return false;
  }
}

/** What is drawn without a further look; the rest of a model may be absent. */
function isModel(value: unknown): value is InspectorModel {
  if (!isRecord(value)) return false;
  const { problem, rows, rowLines } = value;
  return (
    isIndex(value['id']) &&
    ['document', 'value', 'caption', 'predictionsName', 'targetsName'].every(
      (name) => typeof value[name] === 'string',
    ) &&
    ['steps', 'reasons', 'findings'].every((name) => Array.isArray(value[name])) &&
    isRecord(problem) &&
    isRecord(problem['options']) &&
    isTensor(problem['predictions']) &&
    isTensor(problem['targets']) &&
    rows instanceof Float64Array &&
    rowLines instanceof Uint32Array
  );
}

function isSummary(value: unknown): value is SummaryModel {
  if (!isRecord(value)) return false;
  const { figures, tables } = value;
  return (
    ['document', 'value', 'caption'].every((name) => typeof value[name] === 'string') &&
    [figures, tables].every((list) => Array.isArray(list) && list.every(isRecord))
  );
}

/** A number as programs print it. */
export function isPrintedNumber(text: string): boolean {
  return text.length <= 40 && /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?\s*$/.test(text);
}

function isExplained(value: unknown): value is ExplainedNumber {
  if (!isRecord(value) || !Array.isArray(value['ways'])) return false;
  return typeof value['number'] === 'string' && typeof value['heading'] === 'string' && value['ways'].every(isRecord);
}

function isTensor(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value['shape']) && ArrayBuffer.isView(value['data']);
}

function isCellChange(value: unknown): value is CellChange {
  if (!isRecord(value)) return false;
  const { array, index, value: number } = value;
  return (array === 'predictions' || array === 'targets') && isIndex(index) && typeof number === 'number';
}

function isLabel(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]{1,60}$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
