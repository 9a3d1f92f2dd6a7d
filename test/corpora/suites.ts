import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { read } from '../../src/read/read';
import type { KnownBlock } from '../../src/read/reading';
import { DelimitedRows } from '../../src/read/text/notations/delimited';
import { Source } from '../../src/read/text/source';
import { tally, type Tally } from './tally';

/** The bytes as the terminal command decodes them. */
function textOf(file: string): string {
  return new TextDecoder().decode(readFileSync(file));
}

/** y_ files are JSON, n_ files are not, i_ files may be either. */
export function jsonTestSuite(folder: string): readonly Tally[] {
  const parsing = path.join(folder, 'JSONTestSuite', 'test_parsing');
  const taken = (file: string): boolean =>
    !read({ text: textOf(file), language: 'json' }).troubles.some(
      ({ code }) => code === 'not-json' || code === 'too-deep',
    );
  const files = (start: string): string[] => readdirSync(parsing).filter((file) => file.startsWith(start));
  const judge = (expected: boolean) => (file: string) =>
    taken(path.join(parsing, file)) === expected ? undefined : file;
  const transform = path.join(folder, 'JSONTestSuite', 'test_transform');
  const survives = (file: string): undefined => {
    taken(file);
    return undefined;
  };
  return [
    tally('JSONTestSuite, read', files('y_'), judge(true)),
    tally('JSONTestSuite, never taken as JSON', files('n_'), judge(false)),
    tally(
      'JSONTestSuite, either',
      files('i_').map((file) => path.join(parsing, file)),
      survives,
    ),
    tally(
      'JSONTestSuite, transform',
      readdirSync(transform).map((file) => path.join(transform, file)),
      survives,
    ),
  ];
}

/**
 * Rows and cells as the reader tells them apart, against the expected records. location_coordinates.json states
 * another telephone number than its CSV; that cell is compared with the CSV.
 */
export function csvSpectrum(folder: string): Tally {
  const csvs = path.join(folder, 'csv-spectrum', 'csvs');
  const names = readdirSync(csvs).map((file) => path.basename(file, '.csv'));
  return tally('csv-spectrum', names, (name) => {
    const text = textOf(path.join(csvs, `${name}.csv`));
    const expected: unknown = JSON.parse(textOf(path.join(folder, 'csv-spectrum', 'json', `${name}.json`)));
    const records = (Array.isArray(expected) ? expected : [expected]) as Record<string, string>[];
    if (name === 'location_coordinates') records[0]['Contact Phone Number'] = '2095257564';
    const found = recordsOf(text);
    return JSON.stringify(found) === JSON.stringify(records)
      ? undefined
      : `${name}: ${JSON.stringify(found).slice(0, 200)}`;
  });
}

function recordsOf(text: string): Record<string, string>[] {
  const rows = new DelimitedRows(new Source(text, 'csv'), 0, text.length, ',');
  const cells = (): string[] | undefined => {
    const count = rows.next();
    if (count < 0) return undefined;
    return rows.starts.slice(0, count).map((start, index) => text.slice(start, rows.ends[index]).replaceAll('""', '"'));
  };
  const header = cells() ?? [];
  const records: Record<string, string>[] = [];
  for (let row = cells(); row !== undefined; row = cells()) {
    records.push(Object.fromEntries(header.map((name, index) => [name, row?.[index] ?? ''])));
  }
  return records;
}

interface Decimal {
  readonly bits: string;
  readonly text: string;
}

/** The hard decimals through the whole reader: as rows, as a tensor, as a column, and as JSON where they are JSON. */
export function decimals(folder: string): readonly Tally[] {
  const data = path.join(folder, 'parse-number-fxx', 'data');
  const all: Decimal[] = readdirSync(data).flatMap((file) =>
    textOf(path.join(data, file))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [, , bits = '', text = ''] = line.split(' ');
        return { bits, text };
      }),
  );
  const json = all.filter(({ text }) => /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(text));
  const check = (name: string, items: readonly Decimal[], text: string, language?: string): Tally => {
    const { blocks } = read({ text, ...(language !== undefined && { language }) });
    const values = (blocks[0] as KnownBlock | undefined)?.tensor.data ?? new Float64Array(0);
    const bits = new BigUint64Array(values.buffer, values.byteOffset, values.length);
    const indices = Array.from(items, (_, index) => index);
    return tally(name, indices, (index) => {
      const found = index < bits.length ? bits[index].toString(16).toUpperCase().padStart(16, '0') : 'nothing';
      const { bits: expected, text: decimal } = items[index];
      return found === expected ? undefined : `${decimal.slice(0, 60)} is ${found}, not ${expected}`;
    });
  };
  const listed = all.map(({ text }) => text);
  return [
    check('hard decimals, one a line', all, listed.join('\n')),
    check('hard decimals, as a tensor', all, `tensor([${listed.join(', ')}], dtype=torch.float64)`),
    check('hard decimals, as a column of CSV', all, `x\n${listed.join('\n')}\n`, 'csv'),
    check('hard decimals, as JSON', json, `[${json.map(({ text }) => text).join(',')}]`, 'json'),
  ];
}

/** Notebooks that the format's own library (nbformat) validates, and those that it refuses. Version 2 is not read. */
const VALID_NOTEBOOKS: ReadonlySet<string> = new Set([
  'invalid_unique_cell_id.ipynb', // Repaired by the library.
  'many_tracebacks.ipynb',
  'test3.ipynb',
  'test4.5.ipynb',
  'test4.ipynb',
  'test4custom.ipynb',
  'test4docinfo.ipynb',
  'test4jupyter_metadata.ipynb',
  'test4jupyter_metadata_timings.ipynb',
  'test4plus.ipynb',
  'v4_5_no_cell_id.ipynb', // Repaired by the library.
]);

export function nbformat(folder: string): Tally {
  const notebooks = path.join(folder, 'nbformat');
  const files = readdirSync(notebooks).filter((file) => file.endsWith('.ipynb'));
  return tally('nbformat', files, (file) => {
    const { troubles } = read({ text: textOf(path.join(notebooks, file)), language: 'notebook' });
    const refused = troubles.some(({ code }) => code === 'not-a-notebook' || code === 'not-json');
    return refused === !VALID_NOTEBOOKS.has(file) ? undefined : `${file} was ${refused ? 'refused' : 'read'}`;
  });
}
