import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../core/problem';
import { divergingRamp, sequentialRamp, type Ramp } from '../colour/ramp';
import type { Theme } from '../colour/theme';
import type { Paired } from '../compare/paired';
import type { Names } from '../names';
import type { Selection } from '../page';
import type { RowMatrix } from '../problem/rowMatrix';
import type { Save } from '../shown';
import { offsetAt, scrollFor, scrollIntoSight } from '../scrollAxis';
import { CORE_AT_ONCE } from '../tried/compute';
import { useSize } from '../useSize';
import { word } from '../words';
import { Blocks, blockSize, isExhaustive, SEEN_ALONE } from './blocks';
import { CellPixels } from './cellPixels';
import { layerNamed, layerNames, widestText, type Layer } from './layers';
import {
  cellAt,
  contentSize,
  layoutMap,
  moved,
  rowAt,
  scrollToCell,
  twinWindow,
  visibleCells,
  type Cell,
  type Scroll,
} from './layout';
import { Legend } from './Legend';
import { MapTools } from './MapTools';
import { makeHatches } from './marks';
import { paint, type Scene } from './paint';
import { narrowedLayer, type Range } from './range';
import { Readout } from './Readout';
import { SaveMap } from './SaveMap';
import { cellId, Twin } from './Twin';

interface HeatMapProps {
  readonly problem: Problem;
  readonly names: Names;
  readonly matrix: RowMatrix;
  readonly paired: Paired | undefined;
  readonly theme: Theme;
  readonly chosen: Selection | undefined;
  readonly choose: (row: number) => void;
  readonly save: Save;
}

/** How long scrolling, or a slider, rests before the table for screen readers follows it. */
const SETTLED_MS = 120;
/** Room for a horizontal scroll bar below the last row. */
const SCROLL_BAR = 14;

/** The predictions as a picture, with the targets marked: a canvas to look at and a grid of cells to read. */
export function HeatMap({ problem, names, matrix, paired, theme, chosen, choose, save }: HeatMapProps): JSX.Element {
  const layers = useMemo(() => layerNames(matrix, paired), [matrix, paired]);
  const [wanted, setWanted] = useState<Layer['name']>();
  const layerName = layers.find((name) => name === wanted) ?? layers[0];
  const whole = useMemo(
    () => layerNamed(layerName, problem, matrix, paired),
    [layerName, problem, matrix, layerName === 'Difference' && paired],
  );
  const [range, setRange] = useState<Range>();
  const layer = useMemo(() => narrowedLayer(whole, range), [whole, range]);
  const setLayer = (name: Layer['name']): void => {
    setWanted(name);
    setRange(undefined);
  };
  const ramp = useMemo(() => rampFor(theme, layer), [theme, layer]);
  const hatches = useMemo(() => makeHatches(theme), [theme]);
  const pixels = useMemo(() => new CellPixels(), []);

  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(scroller);
  const [zoom, setZoom] = useState(0);
  const layoutAt = useMemo(() => {
    const character = characterWidth(theme.numbers);
    const characters = widestText(layer, matrix);
    const { rows, columns } = matrix;
    return (steps: number) => layoutMap({ rows, columns, view: size, character, characters, zoom: steps });
  }, [matrix, size, theme, layer]);
  const layout = useMemo(() => layoutAt(zoom), [layoutAt, zoom]);

  const blocks = useMemo(() => {
    if (layout.across.size >= SEEN_ALONE && layout.down.size >= SEEN_ALONE) return undefined;
    return new Blocks({ ...matrix, at: layer.at, notFinite: layer.notFinite }, blockSize(layout));
  }, [layer, matrix, layout.across.size, layout.down.size]);
  const [, paintAgain] = useState(0);

  const [cursor, setCursor] = useState<Cell>({ row: 0, column: 0 });
  const [focused, setFocused] = useState(false);
  const [pointed, setPointed] = useState<Cell>();
  const [scroll, setScroll] = useState<Scroll>({ left: 0, top: 0 });
  const [settled, setSettled] = useState(scroll);

  const scrollTo = (to: Scroll): void => {
    scroller.current?.scrollTo({ left: to.left, top: to.top });
    setScroll(to);
    setSettled(to);
  };

  useEffect(() => {
    const timer = setTimeout(() => setSettled(scroll), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [scroll]);

  // Another problem starts at its first cell; the same one with other numbers keeps its place.
  useEffect(() => {
    setCursor({ row: 0, column: 0 });
    setRange(undefined);
    scrollTo({ left: 0, top: 0 });
  }, [matrix.rows, matrix.columns]);

  // A row chosen elsewhere comes into sight; one chosen here is in sight already.
  useEffect(() => {
    if (chosen === undefined || chosen.by === 'map') return;
    setCursor((before) => ({ ...before, row: chosen.row }));
    scrollTo({ ...scroll, top: scrollIntoSight(layout.down, scroll.top, chosen.row) });
  }, [chosen]);

  // Zooming keeps the first cell in sight where it was.
  const before = useRef(layout);
  useLayoutEffect(() => {
    const { across, down } = before.current;
    before.current = layout;
    if (across.size === layout.across.size && down.size === layout.down.size) return;
    scrollTo({
      left: scrollFor(layout.across, (offsetAt(across, scroll.left) / across.size) * layout.across.size),
      top: scrollFor(layout.down, (offsetAt(down, scroll.top) / down.size) * layout.down.size),
    });
  }, [layout]);

  const scene: Scene = {
    ...{ matrix, names, layer, layout, blocks, scroll, theme, ramp, pixels, hatches, pointed },
    view: size,
    chosen: chosen?.row,
    cursor: focused ? cursor : undefined,
  };
  useLayoutEffect(() => {
    const drawing = canvas.current && sharpContext(canvas.current, size.width, size.height);
    if (!drawing) return;
    const whole = paint(drawing, scene);
    if (whole) return;
    const frame = requestAnimationFrame(() => paintAgain((before) => before + 1));
    return () => cancelAnimationFrame(frame);
  });

  const goTo = (cell: Cell): void => {
    setCursor(cell);
    scrollTo(scrollToCell(layout, scroll, cell));
  };

  const zoomBy = (step: 1 | -1): void => {
    const { across, down } = layoutAt(zoom + step);
    if (across.size !== layout.across.size || down.size !== layout.down.size) setZoom(zoom + step);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const cell = moved(layout, cursor, event.key, event.ctrlKey);
    if (cell !== undefined) goTo(cell);
    else if (event.key === 'Enter' || event.key === ' ') choose(cursor.row);
    else if (!event.ctrlKey && layers[Number(event.key) - 1] !== undefined) setLayer(layers[Number(event.key) - 1]);
    else if (event.key === '+' && !event.ctrlKey) zoomBy(1);
    else if (event.key === '-' && !event.ctrlKey) zoomBy(-1);
    else return;
    event.preventDefault();
  };

  const pointOf = (event: MouseEvent): readonly [x: number, y: number] => {
    const bounds = scroller.current?.getBoundingClientRect();
    return [event.clientX - (bounds?.left ?? 0), event.clientY - (bounds?.top ?? 0)];
  };

  const onClick = (event: MouseEvent): void => {
    const [x, y] = pointOf(event);
    const cell = cellAt(layout, scroll, x, y);
    if (cell !== undefined) setCursor(cell);
    const row = cell?.row ?? rowAt(layout, scroll, y);
    if (row !== undefined) choose(row);
  };

  const window = useMemo(() => twinWindow(visibleCells(layout, settled), cursor), [layout, settled, cursor]);
  const said = useRested(
    useMemo(() => ({ matrix, layer }), [matrix, layer]),
    matrix.rows * matrix.columns > CORE_AT_ONCE,
  );
  const twin = useMemo(() => <Twin {...said} {...{ names, window }} />, [said, names, window]);
  const reachable =
    cursor.row >= window.rows.first &&
    cursor.row < window.rows.end &&
    cursor.column >= window.columns.first &&
    cursor.column < window.columns.end;
  const content = contentSize(layout);

  return (
    <section class="pane map" aria-labelledby="map-title">
      <header class="pane-head">
        <h2 id="map-title">{word('Heat map')}</h2>
        <span class="pane-note">{word('{0} × {1}', matrix.rows, matrix.columns)}</span>
        {blocks !== undefined && (
          <span class="pane-note" id="map-blocks">
            {word(
              isExhaustive(blocks.size)
                ? 'each point {0} × {1} cells'
                : 'each point {0} × {1} cells, its colour by samples',
              blocks.size.rows,
              blocks.size.columns,
            )}
          </span>
        )}
        <MapTools layers={layers} layer={layer.name} setLayer={setLayer} zoomBy={zoomBy} />
      </header>
      <div
        id="map"
        ref={scroller}
        class="map-scroll"
        role="grid"
        tabIndex={0}
        aria-labelledby="map-title"
        aria-describedby="map-readout"
        aria-rowcount={matrix.rows + 1}
        aria-colcount={matrix.columns + 1}
        style={{ '--content': `${content.height + (content.width > size.width ? SCROLL_BAR : 0)}px` }}
        {...(reachable ? { 'aria-activedescendant': cellId(cursor) } : {})}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onScroll={({ currentTarget }) => setScroll({ left: currentTarget.scrollLeft, top: currentTarget.scrollTop })}
        onPointerMove={(event) => {
          const cell = cellAt(layout, scroll, ...pointOf(event));
          if (cell?.row !== pointed?.row || cell?.column !== pointed?.column) setPointed(cell);
        }}
        onPointerLeave={() => setPointed(undefined)}
      >
        <div class="map-pin" role="presentation">
          <canvas
            ref={canvas}
            class="map-canvas"
            aria-hidden="true"
            style={{ width: `${size.width}px`, height: `${size.height}px` }}
          />
          {twin}
        </div>
        <div
          class="map-space"
          role="presentation"
          style={{ width: `${content.width}px`, height: `${content.height}px` }}
        />
      </div>
      <footer class="map-foot">
        <Readout matrix={matrix} names={names} layer={layer} cell={pointed ?? (focused ? cursor : undefined)} />
        <SaveMap scene={scene} save={save} />
        <Legend afar={blocks !== undefined} whole={whole} layer={layer} ramp={ramp} setRange={setRange} />
      </footer>
    </section>
  );
}

/** What is drawn as elements follows a large problem when the hand rests; the canvas follows at once. */
function useRested<Value>(value: Value, waits: boolean): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return waits ? rested : value;
}

function rampFor(theme: Theme, layer: Layer): Ramp {
  return layer.ramp === 'diverging'
    ? divergingRamp(theme.background, theme.foreground, theme.ends)
    : sequentialRamp(theme.background, theme.foreground, theme.ends.below);
}

/** The canvas's context with CSS pixels as its units, whatever the screen's density and the zoom. */
function sharpContext(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | undefined {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null || width === 0 || height === 0) return undefined;
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/** The width of a digit in ems. */
function characterWidth(family: string): number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return 0.6;
  context.font = `100px ${family}`;
  return context.measureText('0').width / 100;
}
