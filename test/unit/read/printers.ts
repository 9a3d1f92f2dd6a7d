import fc from 'fast-check';
import type { Expected, Nested } from './check';

/** A matrix as it is printed: cells as text, and the numbers that the text spells. */
export interface Printed {
  readonly rows: readonly (readonly string[])[];
}

/** What a notation makes of a matrix, and what a reader should make of that. */
export interface Printer {
  readonly notation: string;
  readonly language?: string;
  readonly print: (printed: Printed, name: string) => string;
  readonly expected: (printed: Printed, name: string) => Expected;
  /** Cells that the notation cannot print. */
  readonly finite?: boolean;
}

const NOT_FINITE: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

export function valueOf(cell: string): number {
  return NOT_FINITE[cell] ?? Number(cell);
}

export function valuesOf({ rows }: Printed): Nested {
  return rows.map((row) => row.map(valueOf));
}

/** A decimal with up to 17 digits and any exponent, as some printer would write it; sometimes none at all. */
const cell = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -99999, max: 99999 }).map((value) => (value / 10000).toFixed(4)) },
  {
    weight: 2,
    arbitrary: fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => (Number.isInteger(value) ? value.toExponential() : String(value))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -30, max: 30 }))
      .map(([digits, exponent]) => `${digits}.5e${exponent}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('nan', 'inf', '-inf', '0.', '-0.', '1.', '1e-08') },
);

export function matrix(finite = false): fc.Arbitrary<Printed> {
  const cells = finite ? cell.filter((text) => Number.isFinite(valueOf(text)) && !text.endsWith('.')) : cell;
  return fc
    .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 2, max: 6 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(cells, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
    )
    .map((rows) => ({ rows }));
}

const columns = ({ rows }: Printed): string[] =>
  (rows[0] ?? []).map((_, index) => `class_${String.fromCharCode(97 + index)}`);
const nest = ({ rows }: Printed, between: string, join: string, open = '[', close = ']'): string =>
  `${open}${rows.map((row) => `${open}${row.join(between)}${close}`).join(join)}${close}`;
const named = (printed: Printed, name: string): Expected => ({ name, values: valuesOf(printed) });
const tabled = (printed: Printed): Expected => ({ values: valuesOf(printed), columnNames: columns(printed) });
const padded = ({ rows }: Printed, extra: readonly string[] = []): string[][] => {
  const all = [...(extra.length > 0 ? [extra] : []), ...rows];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => row.map((text, column) => text.padStart(widths[column] ?? 0)));
};

/** One printer for every notation that a matrix can be written in. */
export const PRINTERS: readonly Printer[] = [
  { notation: 'torch', print: (m, name) => `${name} = tensor(${nest(m, ', ', ',\n        ')})`, expected: named },
  {
    notation: 'torch',
    print: (m, name) => `${name}: tensor(${nest(m, ', ', ', ')}, dtype=torch.float64, device='cuda:0')`,
    expected: named,
  },
  {
    notation: 'numpy',
    print: (m, name) => `${name} = array(${nest(m, ', ', ',\n       ')}, dtype=float32)`,
    expected: named,
  },
  {
    notation: 'numpy-str',
    print: (m) => nest({ rows: padded(m) }, ' ', '\n '),
    expected: (m) => ({ values: valuesOf(m) }),
  },
  {
    notation: 'jax',
    print: (m, name) => `${name} = Array(${nest(m, ', ', ',\n       ')}, dtype=float32)`,
    expected: named,
  },
  {
    notation: 'tensorflow',
    print: (m) => `tf.Tensor(\n${nest(m, ' ', '\n ')}, shape=(${m.rows.length}, ${m.rows[0]?.length}), dtype=float32)`,
    expected: (m) => ({ values: valuesOf(m) }),
  },
  {
    notation: 'json',
    language: 'json',
    finite: true,
    print: (m, name) => `{"${name}": ${nest(m, ', ', ', ')}}`,
    expected: named,
  },
  {
    notation: 'jsonl',
    language: 'jsonl',
    finite: true,
    print: ({ rows }, name) => rows.map((row) => `{"${name}": [${row.join(', ')}]}\n`).join(''),
    expected: named,
  },
  {
    notation: 'python',
    finite: true,
    print: (m, name) => `${name} = (${m.rows.map((row) => `(${row.join(', ')})`).join(', ')})`,
    expected: named,
  },
  {
    notation: 'javascript',
    finite: true,
    print: (m, name) => `const ${name} = ${nest(m, ', ', ',\n  ')};`,
    expected: named,
  },
  {
    notation: 'c',
    language: 'c',
    finite: true,
    print: (m, name) => `double ${name}[][${m.rows[0]?.length}] = ${nest(m, ', ', ', ', '{', '}')};`,
    expected: named,
  },
  {
    notation: 'mathematica',
    finite: true,
    print: (m, name) =>
      `${name} = ${nest({ rows: m.rows.map((row) => row.map((text) => text.replace('e', '*^'))) }, ', ', ', ', '{', '}')}`,
    expected: named,
  },
  {
    notation: 'julia',
    language: 'julia',
    finite: true,
    print: (m, name) => `${name} = [${m.rows.map((row) => row.join(' ')).join('; ')}]`,
    expected: named,
  },
  {
    notation: 'matlab',
    finite: true,
    print: (m, name) =>
      `${name} =\n\n${padded(m)
        .map((row) => `   ${row.join('   ')}\n`)
        .join('')}\n`,
    expected: named,
  },
  {
    notation: 'matlab',
    finite: true,
    print: (m, name) => `${name} =\n\n${inBlocks(m)}`,
    expected: named,
  },
  {
    notation: 'julia',
    finite: true,
    print: (m, name) =>
      `julia> ${name}\n${m.rows.length}×${m.rows[0]?.length} Matrix{Float64}:\n${padded(m)
        .map((row) => ` ${row.join('  ')}\n`)
        .join('')}\n`,
    expected: named,
  },
  {
    notation: 'r',
    finite: true,
    print: (m, name) => `> ${name}\n${ofR(m)}`,
    // [1,] and [,1] are places.
    expected: (m, name) => ({ ...named(m, name), rowNames: null, columnNames: null }),
  },
  {
    notation: 'r',
    finite: true,
    print: ({ rows }, name) => `${name} <- matrix(c(${rows.flat().join(', ')}), nrow = ${rows.length}, byrow = TRUE)\n`,
    expected: named,
  },
  { notation: 'polars', finite: true, print: (m) => polars(m), expected: tabled },
  {
    notation: 'table',
    print: (m) => `${[columns(m), ...m.rows].map((row) => `${row.join(' ')}\n`).join('')}`,
    expected: tabled,
  },
  { notation: 'pandas', print: (m) => pandas(m), expected: tabled },
  {
    notation: 'csv',
    language: 'csv',
    print: (m) => `${columns(m).join(',')}\n${m.rows.map((row) => `${row.join(',')}\n`).join('')}`,
    expected: tabled,
  },
  {
    notation: 'tsv',
    language: 'tsv',
    print: (m) => `${columns(m).join('\t')}\r\n${m.rows.map((row) => `${row.join('\t')}\r\n`).join('')}`,
    expected: tabled,
  },
  {
    notation: 'csv',
    language: 'csv',
    print: (m) =>
      `file,${columns(m).join(',')}\n${m.rows.map((row, index) => `"img, ${index}",${row.join(',')}\n`).join('')}`,
    expected: tabled,
  },
  {
    notation: 'markdown',
    print: (m) =>
      `| ${columns(m).join(' | ')} |\n|${'---|'.repeat(m.rows[0]?.length ?? 0)}\n${m.rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`,
    expected: tabled,
  },
  {
    notation: 'latex',
    finite: true,
    print: (m) =>
      `\\begin{tabular}{lll}\n\\hline\n${columns(m).join(' & ')} \\\\ \\hline\n${m.rows.map((row) => `${row.join(' & ')} \\\\\n`).join('')}\\end{tabular}`,
    expected: tabled,
  },
  {
    notation: 'rows',
    print: ({ rows }) => rows.map((row) => `${row.join(' ')}\n`).join(''),
    expected: (m) => ({ values: valuesOf(m) }),
  },
];

function pandas(m: Printed): string {
  const lines = padded(m, columns(m));
  return lines.map((row, index) => `${index === 0 ? ' ' : index - 1}  ${row.join('  ')}\n`).join('');
}

/** As Octave breaks wide matrices: two columns at a time. */
function inBlocks(m: Printed): string {
  const lines = padded(m);
  const width = m.rows[0]?.length ?? 0;
  let text = '';
  for (let from = 0; from < width; from += 2) {
    const to = Math.min(width, from + 2);
    text += to - from === 1 ? ` Column ${to}:\n\n` : ` Columns ${from + 1} and ${to}:\n\n`;
    text += `${lines.map((row) => `   ${row.slice(from, to).join('   ')}\n`).join('')}\n`;
  }
  return text;
}

function ofR(m: Printed): string {
  const places = (m.rows[0] ?? []).map((_, column) => `[,${column + 1}]`);
  return padded({ rows: [places, ...m.rows] })
    .map((row, index) => `${index === 0 ? '    ' : `[${index},]`} ${row.join(' ')}\n`)
    .join('');
}

function polars(m: Printed): string {
  const heads = [columns(m), columns(m).map(() => '---'), columns(m).map(() => 'f64')];
  const [names = [], ...rest] = padded({ rows: [...heads, ...m.rows] });
  const rule = (left: string, dash: string, between: string, right: string): string =>
    `${left}${names.map((name) => dash.repeat(name.length + 2)).join(between)}${right}\n`;
  const line = (row: readonly string[]): string => `│ ${row.join(' ┆ ')} │\n`;
  const body = rest.slice(2).map(line).join('');
  return `shape: (${m.rows.length}, ${names.length})\n${rule('┌', '─', '┬', '┐')}${line(names)}${rest.slice(0, 2).map(line).join('')}${rule('╞', '═', '╪', '╡')}${body}${rule('└', '─', '┴', '┘')}`;
}
