import { FLIP_WORDS } from '../compare/flipWords';
import { FLIPS, type Flip } from '../compare/paired';
import { className, numbered, type Names } from '../names';
import { exactText, shortText, signedText } from '../numbers';
import { topClasses, type RowFacts } from '../problem/rowFacts';
import type { RowMatrix } from '../problem/rowMatrix';
import { word, type English } from '../words';

/** A row with everything its columns are made of. */
export interface TableRow {
  readonly row: number;
  readonly line: number;
  readonly loss: number;
  readonly facts: RowFacts;
  /** The same row in another problem, where two are compared. */
  readonly paired: PairedRow | undefined;
}

export interface PairedRow {
  readonly loss: number;
  readonly difference: number;
  readonly flip: Flip | undefined;
  readonly divergence: number;
}

/** One column of the table of rows: its title, the number it is sorted by and the text it shows. */
export interface RowColumn {
  readonly title: English;
  readonly kind: 'number' | 'loss' | 'name' | 'classes' | 'verdict';
  /** Of its track in the grid. */
  readonly width: string;
  readonly key: (row: TableRow) => number;
  readonly text: (row: TableRow) => string;
}

const ROW: RowColumn = {
  title: 'Row',
  kind: 'number',
  width: '2.7rem',
  key: ({ row }) => row,
  text: ({ row }) => String(row),
};
const LINE: RowColumn = {
  title: 'Line',
  kind: 'number',
  width: '2.7rem',
  key: ({ line }) => line,
  text: ({ line }) => (line === 0 ? '–' : String(line)),
};
const LOSS: RowColumn = {
  title: 'Loss',
  kind: 'loss',
  width: 'minmax(8.4rem, 2fr)',
  key: ({ loss }) => loss,
  text: ({ loss }) => shortText(loss),
};
const TARGET: RowColumn = {
  title: 'Target',
  kind: 'classes',
  width: 'minmax(3.4rem, 0.8fr)',
  key: ({ facts }) => facts.targets[0] ?? -1,
  text: ({ facts }) =>
    facts.verdict === 'ignored'
      ? word('ignored')
      : facts.softness === undefined
        ? classes(facts.targets)
        : `${classes(facts.targets)} (${exactText(facts.softness)})`,
};
const PREDICTION: RowColumn = {
  title: 'Prediction',
  kind: 'classes',
  width: 'minmax(4.6rem, 0.8fr)',
  key: ({ facts }) => facts.predicted[0] ?? -1,
  text: ({ facts }) =>
    facts.verdict === 'unknown' && facts.predicted.length === 0 ? word('unknown') : classes(facts.predicted),
};
const PROBABILITY: RowColumn = {
  title: 'p(target)',
  kind: 'number',
  width: '4rem',
  key: ({ facts }) => facts.probability,
  text: ({ facts }) => (facts.verdict === 'ignored' ? '–' : shortText(facts.probability)),
};
const VERDICT: RowColumn = {
  title: 'Result',
  kind: 'verdict',
  width: '4.7rem',
  key: ({ facts }) => RANK[facts.verdict],
  text: ({ facts }) => word(facts.verdict === 'partly' ? 'partly right' : facts.verdict),
};

const MARGIN: RowColumn = {
  title: 'Margin',
  kind: 'number',
  width: '4rem',
  key: ({ facts }) => facts.margin,
  text: ({ facts }) => (Number.isNaN(facts.margin) ? '–' : shortText(facts.margin, 3)),
};
const THERE: RowColumn = {
  title: 'There',
  kind: 'number',
  width: '4.6rem',
  key: ({ paired }) => paired?.loss ?? NaN,
  text: ({ paired }) => (paired === undefined ? '–' : shortText(paired.loss)),
};
const DIFFERENCE: RowColumn = {
  title: 'Difference',
  kind: 'number',
  width: '5.2rem',
  // The largest first, either way.
  key: ({ paired }) => Math.abs(paired?.difference ?? NaN),
  text: ({ paired }) => (paired === undefined || Number.isNaN(paired.difference) ? '–' : signedText(paired.difference)),
};
const FLIP: RowColumn = {
  title: 'Flip',
  kind: 'classes',
  width: 'minmax(7rem, 0.8fr)',
  key: ({ paired }) => (paired?.flip === undefined ? FLIPS.length : FLIPS.indexOf(paired.flip)),
  text: ({ paired }) => (paired?.flip === undefined ? '' : word(FLIP_WORDS[paired.flip])),
};
const DIVERGENCE: RowColumn = {
  title: 'KL',
  kind: 'number',
  width: '4.6rem',
  key: ({ paired }) => paired?.divergence ?? NaN,
  text: ({ paired }) => (paired === undefined || Number.isNaN(paired.divergence) ? '–' : shortText(paired.divergence)),
};

const RANK = { unknown: 0, wrong: 1, partly: 2, right: 3, ignored: 4 } as const;

/** A binary problem of one column has a yes or no a row; of several, a set of classes a row. */
export function columnsFor(matrix: RowMatrix, names: Names, compared: boolean): readonly RowColumn[] {
  return [
    ROW,
    ...(names.rows === undefined ? [] : [nameColumn(names.rows)]),
    LINE,
    LOSS,
    ...(compared ? [THERE, DIFFERENCE, FLIP, DIVERGENCE] : []),
    ...plainColumns(matrix, names),
  ];
}

/** What the text calls the row. */
function nameColumn(rows: readonly string[]): RowColumn {
  return {
    title: 'Name',
    kind: 'name',
    width: 'minmax(5rem, 1fr)',
    key: ({ row }) => row,
    text: ({ row }) => rows[row] ?? '',
  };
}

function plainColumns(matrix: RowMatrix, names: Names): readonly RowColumn[] {
  const named = (column: RowColumn, classesOf: (row: TableRow) => readonly number[]): RowColumn => ({
    ...column,
    text: (row) => {
      const [only] = classesOf(row);
      const plain = column.text(row);
      return only === undefined || classesOf(row).length > 1 || plain !== String(only)
        ? plain
        : numbered(names.classes, only);
    },
  });
  if (matrix.family === 'categorical') {
    const target = named(TARGET, ({ facts }) => facts.targets);
    const prediction = named(PREDICTION, ({ facts }) => facts.predicted);
    // Where only the target's own class is there, nothing is predicted that could be right or wrong.
    if (matrix.columns === 1) return [PROBABILITY];
    return [target, prediction, PROBABILITY, VERDICT, MARGIN, topColumn(matrix, names)];
  }
  if (matrix.columns > 1) return [TARGET, PREDICTION, columnsRight(matrix.columns)];
  return [yesOrNo(TARGET), yesOrNo(PREDICTION), PROBABILITY, VERDICT];
}

/** The three most probable classes, with their probabilities. */
function topColumn(matrix: RowMatrix, names: Names): RowColumn {
  return {
    title: 'Top predictions',
    kind: 'classes',
    width: 'minmax(11.4rem, 1fr)',
    key: ({ row, facts }) => matrix.probability(row, facts.predicted[0] ?? 0),
    text: ({ row }) =>
      topClasses(matrix, row, 3)
        .map((column) => `${className(names, column)} ${shortText(matrix.probability(row, column), 2)}`)
        .join(' · '),
  };
}

export const LOSS_TITLE = LOSS.title;

function columnsRight(columns: number): RowColumn {
  return {
    title: 'Columns right',
    kind: 'verdict',
    width: 'minmax(5.7rem, 1fr)',
    key: ({ facts }) => facts.agreeing,
    text: ({ facts }) => (facts.verdict === 'unknown' ? word('unknown') : word('{0} of {1}', facts.agreeing, columns)),
  };
}

/** The one class of a binary column is named by its value, 0 or 1, as the target is written. */
function yesOrNo(column: RowColumn): RowColumn {
  const classesOf = ({ facts }: TableRow): readonly number[] =>
    column.title === 'Target' ? facts.targets : facts.predicted;
  return {
    ...column,
    key: (row) => classesOf(row).length,
    text: (row) =>
      row.facts.verdict === 'unknown'
        ? word('unknown')
        : column.title === 'Target' && row.facts.softness !== undefined
          ? exactText(row.facts.softness)
          : String(classesOf(row).length),
  };
}

/** Long sets are cut: what is left out is in the heat map. */
function classes(indices: readonly number[]): string {
  if (indices.length === 0) return word('none');
  return indices.length <= 8 ? indices.join(', ') : `${indices.slice(0, 7).join(', ')}, …`;
}
