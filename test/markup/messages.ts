/** Messages between the inspector's page and the extension, made up: none may have an effect, and none may throw. */
import fc from 'fast-check';
import { run, settle } from '../fake/running';
import { editor } from '../fake/editor';
import { isFromInspector, isToInspector } from '../../src/inspector/protocol';
import { next, WAITING } from '../../src/inspector/page';
import { notebook } from '../e2e/page/models';

const TEXT = 'logits = [[2.0, -1.0], [0.1, 0.2]]\nlabels = [0, 1]\n';

/** Values that check by shape alone would let through. */
const odd = fc.oneof(
  fc.constantFrom(NaN, -1, 1e308, '', '__proto__', null, undefined, true, [], {}, new Uint8Array(3)),
  fc.string({ maxLength: 20 }),
  fc.anything({ maxDepth: 2, withTypedArray: true, withBigInt: true, withNullPrototype: true }),
);
const PATHS = [
  '../a.csv',
  '/etc/passwd',
  'C:\\a.csv',
  'a/b.csv',
  '.csv',
  'a.csv\0',
  'a.exe',
  '%2e%2e/a.csv',
  'x'.repeat(99),
];
const KINDS = ['ready', 'reveal', 'changeReading', 'save', 'apply', 'choose', 'show', 'stale', 'select', 'message'];

/** Things with the right names and the wrong values, and things without any sense. */
export const messages: fc.Arbitrary<unknown> = fc.oneof(
  odd,
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom(...KINDS), fc.constantFrom('command', 'eval', 'open', 'toString'), odd),
      // Numbers that no result has: a message about one is too late, or never was.
      id: fc.oneof(fc.integer({ min: 1_000_000, max: 2_000_000 }), odd),
      row: fc.oneof(fc.nat(5), odd),
      name: fc.oneof(fc.constantFrom(...PATHS, 'rows.csv'), odd),
      bytes: fc.oneof(fc.constant(new Uint8Array(2)), odd),
      cells: fc.oneof(fc.array(fc.record({ array: odd, index: odd, value: odd }), { maxLength: 3 }), odd),
      finding: fc.oneof(fc.nat(3), odd),
      label: odd,
      command: fc.constant('workbench.action.terminal.new'),
      model: odd,
      state: odd,
      words: odd,
      text: odd,
    },
    { requiredKeys: ['kind'] },
  ),
);

export interface Effects {
  readonly faults: readonly string[];
  readonly inward: number;
  readonly outward: number;
}

/** Sends them to the running extension, as its page would. */
export async function sendMessages(count: number, seed: number): Promise<Effects> {
  const faults: string[] = [];
  editor.reset();
  const running = run();
  const open = editor.open('/a.txt', TEXT);
  await editor.run('lossLens.compute');
  await editor.run('lossLens.inspect');
  const [panel] = editor.panels;
  panel?.received.fire({ kind: 'ready' });
  await settle();
  const current = (panel?.messages.at(-1) as { model?: { id: number } }).model?.id ?? NaN;
  const before = snapshot(open.document.getText());
  for (const message of fc.sample(messages, { numRuns: count, seed })) {
    try {
      // The page may ask for what is shown as often as it likes.
      if (isFromInspector(message) && message.kind !== 'ready' && message.id === current) continue;
      panel?.received.fire(message);
    } catch (error) {
      faults.push(`threw ${String(error)} at ${fc.stringify(message).slice(0, 200)}`);
    }
  }
  for (const name of PATHS) {
    panel?.received.fire({ kind: 'save', id: current, name, bytes: new Uint8Array(2) });
  }
  await settle();
  const after = snapshot(open.document.getText());
  if (before !== after) faults.push(`had an effect: ${before} became ${after}`);
  running.end();
  const outward = receive(count, seed + 1, faults);
  return { faults, inward: count + PATHS.length, outward };
}

/** What messages could change: files, the clipboard, commands, the text, and what is asked of the user. */
function snapshot(text: string): string {
  const asked = editor.shown.filter(({ surface }) => /show/.test(surface)).length;
  return JSON.stringify([
    text,
    editor.clipboard,
    editor.executed.filter((name) => name !== 'setContext'),
    editor.files.size,
    asked,
  ]);
}

/** The page's own side: whatever is no message of ours leaves what is shown as it is. */
function receive(count: number, seed: number, faults: string[]): number {
  const shown = next(WAITING, { kind: 'show', model: notebook(3), state: {} as never, words: {} });
  for (const message of fc.sample(messages, { numRuns: count, seed })) {
    try {
      if (isToInspector(message) && next(shown, message) !== shown && message.kind !== 'message') {
        faults.push(`the page took ${fc.stringify(message).slice(0, 200)}`);
      }
    } catch (error) {
      faults.push(`the page threw ${String(error)} at ${fc.stringify(message).slice(0, 200)}`);
    }
  }
  return count;
}
