import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { asksFor, type Filter } from '../filter/filter';
import type { PictureProps } from '../shown';
import { word, type English } from '../words';
import { Axes, type Plot } from './Axes';
import { histogram } from './bins';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { linear, tickText, ticks } from './scale';

interface HistogramProps extends PictureProps {
  readonly title: English;
  /** The name of the files, without their ending. */
  readonly file: string;
  /** One a row. */
  readonly values: Float64Array;
  /** How many bars there should be, about. */
  readonly bars: number;
  readonly counts: (row: number) => boolean;
  readonly axis: string;
  /** What the bars are together, and each by itself. */
  readonly label: string;
  readonly say: (count: number, from: string, to: string) => string;
  /** The rows that a bar stands for. */
  readonly part: (range: readonly [number, number]) => Filter;
  /** A bar below zero, where that means something. */
  readonly isOther?: (to: number, step: number) => boolean;
  /** What stands over the bars. */
  readonly over: (place: Placed) => JSX.Element | false;
}

/** Where the values stand. */
export interface Placed {
  readonly plot: Plot;
  readonly x: (value: number) => number;
  readonly low: number;
  readonly high: number;
}

const HEIGHT = 260;

/** How many rows have which value; a bar narrows the rows to its own. */
export function Histogram(props: HistogramProps): JSX.Element {
  const { title, file, values, bars, axis, label, say, part, isOther, over, theme, chosen, filter, narrow, save } =
    props;
  const { low, step, counts, notFinite } = useMemo(
    () => histogram(values, bars, props.counts),
    [values, props.shown.matrix],
  );
  const high = low + counts.length * step;
  const edges = Array.from(counts, (_, bin) => [low + bin * step, low + (bin + 1) * step] as const);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const own = chosen === undefined ? NaN : (values[chosen] ?? NaN);

  const draw = (width: number): JSX.Element => {
    const plot: Plot = { left: 46, right: width - 12, top: 30, bottom: HEIGHT - 44 };
    const x = linear(low, high, plot.left, plot.right);
    const y = linear(0, most, plot.bottom, plot.top);
    return (
      <svg class="chart" width={width} height={HEIGHT} role="group" aria-label={word(title)}>
        <Axes
          {...{ plot, x, y }}
          xTicks={ticks(low, high, Math.max(3, Math.floor(width / 90)))}
          yTicks={ticks(0, most, 4).filter(Number.isInteger)}
          xTitle={axis}
          yTitle={word('rows')}
        />
        <Marks label={label}>
          {edges.map(([from, to], bin) => {
            const count = counts[bin] ?? 0;
            const range = part([from, to]);
            return (
              <Mark
                key={bin}
                first={bin === 0}
                label={say(count, tickText(from), tickText(to))}
                pressed={asksFor(filter, range)}
                onChoose={() => narrow(range)}
              >
                <rect class="hit" x={x(from)} y={plot.top} width={x(to) - x(from)} height={plot.bottom - plot.top} />
                <rect
                  class={isOther?.(to, step) ? 'bar-alt' : 'bar'}
                  x={x(from) + 1}
                  y={y(count)}
                  width={Math.max(1, x(to) - x(from) - 2)}
                  height={plot.bottom - y(count)}
                />
              </Mark>
            );
          })}
        </Marks>
        {over({ plot, x, low, high })}
        {Number.isFinite(own) && (
          <path class="chosen-mark" aria-hidden="true" d={`M${x(own)} ${plot.bottom + 1}l6 8h-12z`} />
        )}
      </svg>
    );
  };

  return (
    <Frame
      {...{ title, file, theme, save, draw }}
      note={notFinite > 0 ? word('{0} rows stand on no axis: their loss is nan or infinite.', notFinite) : undefined}
      sheet={{
        columns: [word('from'), word('to'), word('rows')],
        rows: edges.map(([from, to], bin) => [from, to, counts[bin] ?? 0]),
      }}
    />
  );
}
