import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Paired } from '../compare/paired';
import type { Selection } from '../page';
import { rowFacts } from '../problem/rowFacts';
import { offsetAt, scrollIntoSight, scrollLength, visibleSpan, type ScrollAxis } from '../scrollAxis';
import type { Shown } from '../shown';
import { useSize } from '../useSize';
import { word } from '../words';
import { columnsFor, LOSS_TITLE, type PairedRow, type RowColumn, type TableRow } from './columns';
import { NOWHERE, orderRows, placesOf, type Direction } from './order';
import { RowLine } from './RowLine';

interface RowsTableProps {
  readonly shown: Shown;
  readonly rowLines: Uint32Array;
  /** The losses to sort by: those of when the hand last rested, so that rows keep still under a moving slider. */
  readonly rested: Float64Array;
  /** The rows that the filter lets through; undefined for all. */
  readonly only: Uint32Array | undefined;
  readonly tools: ComponentChildren;
  /** What narrows the rows, above them. */
  readonly children: ComponentChildren;
  readonly chosen: Selection | undefined;
  readonly choose: (row: number) => void;
}

/** Both in CSS pixels, as in rows.css. */
const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 28;

interface Sorting {
  readonly title: RowColumn['title'];
  readonly direction: Direction;
}

/** What holds the focus inside the grid, which is one stop of the Tab key. */
type Focus = { readonly kind: 'head'; readonly column: number } | { readonly kind: 'row' };

/** Every row with its loss, the largest first; only those in sight are elements. */
export function RowsTable(props: RowsTableProps): JSX.Element {
  const { shown, rowLines, rested, only, chosen, choose, tools, children } = props;
  const { matrix, losses, names, paired } = shown;
  const all = Math.min(rested.length, matrix.rows);
  const rows = only?.length ?? all;
  const columns = useMemo(() => columnsFor(matrix, names, paired !== undefined), [matrix, names, paired !== undefined]);
  const [sorting, setSorting] = useState<Sorting>({ title: LOSS_TITLE, direction: 'descending' });
  const tableRow = useMemo(() => {
    return (row: number): TableRow => ({
      row,
      line: rowLines[row] ?? 0,
      loss: losses[row] ?? NaN,
      facts: rowFacts(matrix, row),
      paired: paired && pairedRow(paired, row),
    });
  }, [losses, rowLines, matrix, paired]);
  const latest = useRef(tableRow);
  latest.current = tableRow;
  const order = useMemo(() => {
    const column = columns.find(({ title }) => title === sorting.title);
    const key = (row: number): number =>
      sorting.title === LOSS_TITLE ? (rested[row] ?? NaN) : (column?.key(latest.current(row)) ?? row);
    return orderRows(all, key, sorting.direction, only);
  }, [all, only, columns.length, sorting, rested, paired]);
  const places = useMemo(() => placesOf(order, all), [order, all]);
  const largest = useMemo(() => largestFinite(losses), [losses]);

  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const { height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const axis: ScrollAxis = { count: rows, size: ROW_HEIGHT, view: Math.max(0, height - HEAD_HEIGHT) };
  const span = visibleSpan(axis, top);

  const [focus, setFocus] = useState<Focus>({ kind: 'row' });
  const focusWanted = useRef(false);
  const found = chosen === undefined ? undefined : places[chosen.row];
  const chosenPlace = found === NOWHERE ? undefined : found;

  const bringIntoSight = (place: number): void => {
    const to = scrollIntoSight(axis, top, place);
    if (scroller.current) scroller.current.scrollTop = to;
    setTop(to);
  };

  // A row chosen elsewhere comes into sight; a new order keeps the chosen row in sight.
  useEffect(() => {
    if (chosenPlace !== undefined) bringIntoSight(chosenPlace);
  }, [chosen, order, height]);

  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });

  const chooseAt = (place: number): void => {
    const row = order[Math.min(Math.max(place, 0), rows - 1)];
    if (row === undefined) return;
    setFocus({ kind: 'row' });
    focusWanted.current = true;
    choose(row);
  };

  const sortBy = (column: RowColumn, index: number): void => {
    setFocus({ kind: 'head', column: index });
    const first: Direction = column.kind === 'loss' || column.kind === 'number' ? 'descending' : 'ascending';
    const opposite: Direction = sorting.direction === 'ascending' ? 'descending' : 'ascending';
    setSorting({ title: column.title, direction: sorting.title === column.title ? opposite : first });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const handled = focus.kind === 'head' ? headKey(event.key, focus.column) : rowKey(event.key);
    if (handled) event.preventDefault();
  };

  const headKey = (key: string, column: number): boolean => {
    const to = { ArrowLeft: column - 1, ArrowRight: column + 1, Home: 0, End: columns.length - 1 }[key];
    if (to !== undefined) {
      focusWanted.current = true;
      setFocus({ kind: 'head', column: Math.min(Math.max(to, 0), columns.length - 1) });
      return true;
    }
    if (key === 'ArrowDown') chooseAt(chosenPlace ?? 0);
    return key === 'ArrowDown';
  };

  const rowKey = (key: string): boolean => {
    const page = Math.max(1, Math.floor(axis.view / ROW_HEIGHT) - 1);
    const at = chosenPlace ?? 0;
    if (key === 'ArrowUp' && at === 0) {
      focusWanted.current = true;
      setFocus({ kind: 'head', column: columns.findIndex(({ title }) => title === sorting.title) });
      return true;
    }
    const steps: Readonly<Record<string, number>> = {
      Enter: at,
      ' ': at,
      ArrowUp: at - 1,
      ArrowDown: chosenPlace === undefined ? 0 : at + 1,
      PageUp: at - page,
      PageDown: at + page,
      Home: 0,
      End: rows - 1,
    };
    const to = steps[key];
    if (to !== undefined) chooseAt(to);
    return to !== undefined;
  };

  // The row that Tab leads to: the chosen one where it is in sight, else the first in sight.
  const stop =
    chosenPlace !== undefined && chosenPlace >= span.first && chosenPlace < span.end ? chosenPlace : span.first;

  return (
    <section class="pane rows" aria-labelledby="rows-title">
      <header class="pane-head">
        <h2 id="rows-title">{word('Rows')}</h2>
        <span class="pane-note" id="rows-count">
          {only === undefined ? rows : word('{0} of {1}', rows, all)}
        </span>
        <div class="tools">{tools}</div>
      </header>
      {children}
      <div
        class="rows-scroll"
        style={{ '--content': `${HEAD_HEIGHT + scrollLength(axis)}px` }}
        ref={scroller}
        onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
      >
        <div
          id="rows"
          ref={grid}
          class="rows-grid"
          style={{ '--columns': columns.map(({ width }) => width).join(' ') }}
          role="grid"
          aria-labelledby="rows-title"
          aria-rowcount={rows + 1}
          onKeyDown={onKeyDown}
        >
          <div role="rowgroup" class="rows-head">
            <div role="row" aria-rowindex={1} class="row">
              {columns.map((column, index) => (
                <div
                  key={column.title}
                  role="columnheader"
                  class={`cell ${column.kind}`}
                  aria-sort={column.title === sorting.title ? sorting.direction : 'none'}
                  title={column.title === 'p(target)' ? word('probability of the target') : undefined}
                  tabIndex={focus.kind === 'head' && focus.column === index ? 0 : -1}
                  onClick={() => sortBy(column, index)}
                  onFocus={() => setFocus({ kind: 'head', column: index })}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter' && event.key !== ' ') return;
                    sortBy(column, index);
                    event.preventDefault();
                  }}
                >
                  {word(column.title)}
                </div>
              ))}
            </div>
          </div>
          <div role="rowgroup" class="rows-body" style={{ height: `${scrollLength(axis)}px` }}>
            {Array.from({ length: span.end - span.first }, (_, index) => {
              const place = span.first + index;
              const row = order[place] ?? 0;
              return (
                <RowLine
                  key={row}
                  row={tableRow(row)}
                  columns={columns}
                  largest={largest}
                  place={place}
                  top={place * ROW_HEIGHT - offsetAt(axis, top) + top}
                  chosen={row === chosen?.row}
                  tabStop={focus.kind === 'row' && place === stop}
                  onChoose={() => chooseAt(place)}
                />
              );
            })}
          </div>
        </div>
      </div>
    </section>
  );
}

function pairedRow(paired: Paired, row: number): PairedRow | undefined {
  const partner = paired.partners[row] ?? -1;
  if (partner < 0) return undefined;
  return {
    loss: paired.there.losses[partner],
    difference: paired.differences[row],
    flip: paired.flip(row),
    divergence: paired.divergence(row),
  };
}

function largestFinite(losses: Float64Array): number {
  let most = 0;
  for (const loss of losses) if (Number.isFinite(loss) && loss > most) most = loss;
  return most;
}
