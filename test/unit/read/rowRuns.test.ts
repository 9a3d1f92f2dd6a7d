import { strict as assert } from 'node:assert';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { RowBoard } from '../../../src/kernel/rowBoard';
import { loadTextRows, type RowHelp, TextRows } from '../../../src/kernel/textRows';
import { read } from '../../../src/read/read';
import { takeTextRows } from '../../../src/read/text/rowRuns';
import { comparable } from './check';
import { matrix, PRINTERS } from './printers';

/** Numbers at the edges of what is taken at once: digits, powers, points, words, and what no number is. */
const cell = fc.oneof(
  { weight: 8, arbitrary: fc.double({ min: -100, max: 100, noNaN: true }).map((value) => value.toFixed(4)) },
  { weight: 4, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: -26, max: 26 }),
      )
      .map(([digits, point, power]) => {
        const text = String(digits).padStart(point + 1, '0');
        const decimal = `${text.slice(0, text.length - point)}.${text.slice(text.length - point)}`;
        return power % 2 === 0 ? decimal : `${decimal}e${power}`;
      }),
  },
  { weight: 4, arbitrary: fc.integer().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...[
        '0',
        '-0',
        '-0.0',
        '00.5',
        '1.',
        '.5',
        '+1',
        '1e5',
        '1E-22',
        '1e23',
        '1e',
        '9007199254740993',
        'nan',
        '-inf',
        '',
      ],
      ...[
        '1.5f',
        '0.1234567890123456789',
        '123456789012345678',
        '2.2250738585072011e-308',
        '1_000',
        '--',
        '1.5.2',
        'x',
        'é',
      ],
    ),
  },
);

const table = fc
  .integer({ min: 2, max: 6 })
  .chain((columns) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 3, maxLength: 12 }),
  );

const blank = fc.constantFrom('', ' ', '  ', '\n ', '\r\n');

const FORMS: Readonly<
  Record<
    string,
    { readonly language: string; readonly write: (rows: readonly (readonly string[])[], gap: string) => string }
  >
> = {
  'a print of PyTorch': {
    language: '',
    write: (rows, gap) => `tensor([${rows.map((row) => `[${row.join(`, ${gap}`)}]`).join(`,${gap}`)}])`,
  },
  'a print of NumPy': {
    language: '',
    write: (rows, gap) => `x = [${rows.map((row) => `[${row.join(' ')}]`).join(`${gap}\n `)}]`,
  },
  JSON: {
    language: 'json',
    write: (rows, gap) => `{"x": [${rows.map((row) => `[${row.join(`,${gap}`)}]`).join(`,${gap}`)}]}`,
  },
  CSV: { language: 'csv', write: (rows) => `${rows.map((row) => row.join(',')).join('\n')}\n` },
  'CSV with a header and other line ends': {
    language: 'csv',
    write: (rows) =>
      `${(rows[0] ?? []).map((_, index) => `c${index}`).join(';')}\r\n${rows.map((row) => row.join(';')).join('\r\n')}`,
  },
};

describe('rows that are read together', () => {
  const shared = loadTextRows();

  afterEach(() => {
    takeTextRows(undefined);
  });

  /** Plain readings on one side, the same with every attempt made on the other. */
  function same(text: string, language: string): void {
    takeTextRows(undefined);
    const plain = read({ text, language });
    takeTextRows(() => shared, 0);
    assert.deepEqual(comparable(read({ text, language })), comparable(plain), JSON.stringify(text));
  }

  for (const [name, { language, write }] of Object.entries(FORMS)) {
    it(`are those of ${name}, whatever stands in it`, () => {
      fc.assert(
        fc.property(table, blank, (rows, gap) => {
          same(write(rows, gap), language);
        }),
        { numRuns: 60 },
      );
    });
  }

  it('are those of every notation', () => {
    PRINTERS.forEach(({ print, language = '', finite }) => {
      fc.assert(
        fc.property(matrix(finite), (printed) => {
          same(print(printed, 'x'), language);
        }),
        { numRuns: 5 },
      );
    });
  });

  it('are found again behind a row that is not plain, and across pieces', () => {
    const rows = Array.from({ length: 9_000 }, (_, row) =>
      row % 4_000 === 7 ? '[nan, 1.5]' : `[${row}.25, -${row}e-3]`,
    );
    const text = `tensor([${rows.join(',\n        ')}])`;
    const taken: number[] = [];
    const rowsOf = new TextRows();
    takeTextRows(() => ({
      read: (of, wanted, take) => {
        const at = rowsOf.read(of, wanted, take);
        taken.push(at - wanted.at);
        return at;
      },
    }));
    const fast = read({ text });
    takeTextRows(undefined);
    assert.deepEqual(comparable(fast), comparable(read({ text })));
    assert.ok(taken.reduce((sum, length) => sum + length, 0) > text.length * 0.8, 'most of it is read this way');
  });

  describe('by two threads', () => {
    /** A few hundred kilobytes, most rows plain, so that there are many pieces and reasons to stop in some of them. */
    const long = fc
      .tuple(table, fc.constantFrom(...Object.values(FORMS)), fc.integer({ min: 500, max: 2500 }), fc.nat())
      .map(([odd, { language, write }, every, phase]) => {
        const plain = (odd[0] ?? []).map((_, column) => `${column - 2}.${phase}25`);
        const rows = Array.from({ length: 4000 }, (_, row) =>
          row % every === phase % every ? (odd[row % odd.length] ?? plain) : plain,
        );
        return { language, text: write(rows, ' ') };
      });

    it('are those of one, whoever reads which piece', () => {
      const helpers: RowBoard[] = [];
      const helped = new TextRows(({ rowMemory }) => void helpers.push(new RowBoard(rowMemory)), 0);
      fc.assert(
        fc.property(long, fc.infiniteStream(fc.nat(9)), ({ language, text }, turns) => {
          takeTextRows(undefined);
          const plain = read({ text, language });
          // The helper's turns lie where rows are handed over, as many pieces each time as chance has it.
          takeTextRows(() => ({
            read: (of, wanted, take) =>
              helped.read(of, wanted, (rows, taken) => {
                for (let turn = Number(turns.next().value); turn > 0; turn--) helpers.at(-1)?.work();
                take(rows, taken);
              }),
          }));
          assert.deepEqual(comparable(read({ text, language })), comparable(plain), text.slice(0, 200));
        }),
        { numRuns: 6 },
      );
      assert.ok(helpers.length > 0, 'there was a helper');
    });

    it('are those of one with a thread of its own beside it', async () => {
      let thread: Worker | undefined;
      const begin = (help: RowHelp): void => {
        thread = new Worker(path.resolve('dist/cli.js'), { workerData: help });
      };
      const helped = new TextRows(begin, 0);
      const rows = Array.from({ length: 30_000 }, (_, row) => (row % 9_001 === 9 ? '[nan, 0.5]' : `[${row}.25, -1.5]`));
      const text = `tensor([${rows.join(',\n        ')}])`;
      takeTextRows(undefined);
      const plain = comparable(read({ text }));
      takeTextRows(() => helped);
      read({ text });
      await new Promise((resolve) => thread?.once('online', resolve));
      for (let again = 0; again < 3; again++) assert.deepEqual(comparable(read({ text })), plain);
      await thread?.terminate();
    });
  });

  it('stop where bytes are no characters', () => {
    const rowsOf = new TextRows();
    const text = ',[1, 2],[3, 4],[5, 6é]';
    assert.equal(
      rowsOf.read(text, { at: 0, limit: text.length, columns: 2, form: 'commas' }, () => undefined),
      0,
    );
  });
});
