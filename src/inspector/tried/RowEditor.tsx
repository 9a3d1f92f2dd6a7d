import type { JSX } from 'preact';
import type { Problem } from '../../core/problem';
import { numbered, type Names } from '../names';
import { shortText } from '../numbers';
import { topClasses } from '../problem/rowFacts';
import type { RowMatrix } from '../problem/rowMatrix';
import { word } from '../words';
import { Knob } from './Knob';
import { withCell, type Tried } from './tried';

interface RowEditorProps {
  readonly given: Problem;
  readonly original: RowMatrix;
  /** With everything tried. */
  readonly matrix: RowMatrix;
  readonly row: number;
  readonly loss: number;
  readonly names: Names;
  readonly tried: Tried;
  readonly setTried: (tried: Tried) => void;
}

/** The classes that matter to a row: more are not moved one by one. */
const MOST = 8;

/** The numbers of one row, to be moved, and its target, to be flipped. */
export function RowEditor(props: RowEditorProps): JSX.Element {
  const { given, original, matrix, row, loss, names, tried, setTried } = props;
  const columns = columnsOf(original, row);
  const values = columns.map((column) => original.at(row, column)).filter(Number.isFinite);
  const probabilities = original.from === 'probabilities';
  const low = probabilities ? 0 : Math.floor(Math.min(0, ...values) - 3);
  const high = probabilities ? 1 : Math.ceil(Math.max(0, ...values) + 3);

  const setCell = (column: number, value: number): void => {
    const index = original.indexOf(row, column);
    setTried({ ...tried, predictions: withCell(tried.predictions, given.predictions, index, value) });
  };
  const setTarget = (column: number, yes: boolean): void => {
    const [index, value] = original.indexed ? [row, column] : [original.indexOf(row, column), yes ? 1 : 0];
    setTried({ ...tried, targets: withCell(tried.targets, given.targets, index, value) });
  };

  return (
    <fieldset class="row-editor">
      <legend>
        {word('Row {0}', numbered(names.rows, row))} <span class="pane-note">{word('loss {0}', shortText(loss))}</span>
      </legend>
      {columns.map((column) => {
        const index = original.indexOf(row, column);
        const before = original.at(row, column);
        const now = tried.predictions?.get(index) ?? before;
        const target = matrix.target(row, column);
        const name = numbered(original.columns === 1 ? undefined : names.classes, column);
        return (
          <Knob
            key={column}
            label={word('class {0}', name)}
            value={now}
            min={low}
            max={high}
            step={probabilities ? 0.001 : 0.01}
            changed={tried.predictions?.has(index) ?? false}
            onInput={(value) => setCell(column, value)}
            onReset={() => setCell(column, before)}
          >
            <label class="field">
              <input
                type={original.indexed ? 'radio' : 'checkbox'}
                name="row-target"
                checked={target === 1}
                onChange={({ currentTarget: { checked } }) => setTarget(column, checked)}
              />
              {word('target')} <span class="number">{shortText(matrix.probability(row, column), 3)}</span>
            </label>
          </Knob>
        );
      })}
    </fieldset>
  );
}

/** The target and the most probable ones, in the order of the classes. */
function columnsOf(matrix: RowMatrix, row: number): readonly number[] {
  const target = matrix.targetIndex(row);
  const top = topClasses(matrix, row, MOST);
  const wanted = target !== undefined && target >= 0 && target < matrix.columns ? [target, ...top] : top;
  return [...new Set(wanted)].slice(0, MOST).sort((a, b) => a - b);
}
