import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { runCommand } from '../../../src/cli/command';
import { type Scan, scan } from '../../../src/lens/scan';
import { read } from '../../../src/read/read';
import type { Block } from '../../../src/read/reading';
import { scanLines } from '../../../src/report/scanJson';
import { checkGolden } from '../report/golden';

const FOLDER = 'test/fixtures/scan';

/** What each document confirms: predictions, targets, loss, and the numbers that are it, all by position. */
const CONFIRMED: readonly (readonly [
  string,
  string,
  readonly (readonly [number, number, string, readonly number[]])[],
])[] = [
  [
    'a notebook that prints its losses',
    'notebook.txt',
    [
      [7, 5, 'cross_entropy', [9, 10]],
      [0, 1, 'binary_cross_entropy_with_logits', [4]],
      [2, 1, 'binary_cross_entropy', [3]],
    ],
  ],
  [
    'options that the calls state, weights by name',
    'options.txt',
    [
      [0, 1, 'cross_entropy', [3]],
      [0, 1, 'cross_entropy', [4]],
    ],
  ],
  ['a loss that was made first', 'script.txt', [[0, 1, 'cross_entropy', [3]]]],
  ['nothing, where the number is another', 'mistaken.txt', []],
  ['nothing, where none is printed', 'columns.txt', []],
];

describe('a scan', () => {
  for (const [name, file, expected] of CONFIRMED) {
    it(`confirms ${name}`, async () => {
      const { pairings, numbers } = (await scanned(file)).found;
      const confirmed = pairings.filter(({ confirms }) => confirms.length > 0);
      assert.deepEqual(
        confirmed.map(({ answer, confirms }) => [
          answer.pairing.predictions,
          answer.pairing.targets,
          answer.pairing.loss,
          confirms,
        ]),
        expected,
      );
      // What is confirmed stands first, and no number is confirmed twice.
      assert.deepEqual(pairings.slice(0, confirmed.length), confirmed);
      const open = numbers.filter(({ confirmedBy }) => confirmedBy === undefined).length;
      assert.equal(confirmed.flatMap(({ confirms }) => confirms).length, numbers.length - open);
    });
  }

  it('lists every sensible pairing of a document, best first', async () => {
    const told: string[] = [];
    for (const [, file] of CONFIRMED) {
      const { blocks, found } = await scanned(file);
      told.push(...scanLines(file, blocks, found));
    }
    checkGolden('scan', told.join('\n'));
  });

  it('answers in JSON, one line a file', async () => {
    const out: string[] = [];
    const terminal = { out: (text: string) => void out.push(text), err: () => undefined, input: nothing() };
    const code = await runCommand(['scan', '--json', `${FOLDER}/script.txt`, `${FOLDER}/nowhere.txt`], terminal);
    assert.equal(code, 1);
    const [first, second] = out
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(Object.keys(first ?? {}), ['version', 'file', 'pairings', 'numbers']);
    const [pairing] = first?.['pairings'] as Record<string, unknown>[];
    assert.deepEqual(Object.keys(pairing ?? {}), [
      'pred',
      'target',
      'loss',
      'from',
      'options',
      'value',
      'interval',
      'score',
      'reasons',
      'confirms',
    ]);
    assert.deepEqual(pairing?.['options'], { reduction: 'mean', dtype: 'float64', weight: [0.5, 1, 2, 1.5, 0.25] });
    assert.deepEqual((second?.['error'] as Record<string, unknown>)['code'], 'unreadable');
  });
});

async function scanned(file: string): Promise<{ readonly blocks: readonly Block[]; readonly found: Scan }> {
  const text = readFileSync(`${FOLDER}/${file}`, 'utf8');
  const { blocks } = read({ text });
  const found = await scan(blocks, text, { aborted: false });
  assert.ok(found);
  return { blocks, found };
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield* [];
}
