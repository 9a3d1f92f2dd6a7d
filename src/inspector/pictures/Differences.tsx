import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { asksFor } from '../filter/filter';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Axes, type Plot } from './Axes';
import { histogram } from './bins';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { linear, tickText, ticks } from './scale';

const HEIGHT = 260;

/** How much larger or smaller the rows' losses are in the problem that this one is compared with. */
export function Differences({ shown, theme, chosen, filter, narrow, save }: PictureProps): JSX.Element {
  const differences = shown.paired?.differences ?? NONE;
  const { low, step, counts, notFinite } = useMemo(
    () => histogram(differences, 25, (row) => !Number.isNaN(differences[row])),
    [differences],
  );
  const high = low + counts.length * step;
  const edges = Array.from(counts, (_, bin) => [low + bin * step, low + (bin + 1) * step] as const);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const own = chosen === undefined ? NaN : (differences[chosen] ?? NaN);

  const draw = (width: number): JSX.Element => {
    const plot: Plot = { left: 46, right: width - 12, top: 30, bottom: HEIGHT - 44 };
    const x = linear(low, high, plot.left, plot.right);
    const y = linear(0, most, plot.bottom, plot.top);
    return (
      <svg class="chart" width={width} height={HEIGHT} role="group" aria-label={word('Differences')}>
        <Axes
          {...{ plot, x, y }}
          xTicks={ticks(low, high, Math.max(3, Math.floor(width / 90)))}
          yTicks={ticks(0, most, 4).filter(Number.isInteger)}
          xTitle={word('loss there − loss here')}
          yTitle={word('rows')}
        />
        <Marks label={word('Rows by difference')}>
          {edges.map(([from, to], bin) => {
            const count = counts[bin] ?? 0;
            const range = { difference: [from, to] as const };
            return (
              <Mark
                key={bin}
                first={bin === 0}
                label={word('{0} rows of a difference from {1} to {2}', count, tickText(from), tickText(to))}
                pressed={asksFor(filter, range)}
                onChoose={() => narrow(range)}
              >
                <rect class="hit" x={x(from)} y={plot.top} width={x(to) - x(from)} height={plot.bottom - plot.top} />
                <rect
                  class={to <= step / 2 ? 'bar-alt' : 'bar'}
                  x={x(from) + 1}
                  y={y(count)}
                  width={Math.max(1, x(to) - x(from) - 2)}
                  height={plot.bottom - y(count)}
                />
              </Mark>
            );
          })}
        </Marks>
        {low <= 0 && high >= 0 && (
          <g class="guide" aria-hidden="true">
            <line x1={x(0)} x2={x(0)} y1={plot.top - 6} y2={plot.bottom} />
            {x(0) - plot.left > 130 && (
              <text class="label end" x={x(0) - 8} y={plot.top - 10}>
                {`← ${word('smaller there')}`}
              </text>
            )}
            {plot.right - x(0) > 130 && (
              <text class="label" x={x(0) + 8} y={plot.top - 10}>
                {`${word('larger there')} →`}
              </text>
            )}
          </g>
        )}
        {Number.isFinite(own) && (
          <path class="chosen-mark" aria-hidden="true" d={`M${x(own)} ${plot.bottom + 1}l6 8h-12z`} />
        )}
      </svg>
    );
  };

  return (
    <Frame
      title="Differences"
      file="differences"
      {...{ theme, save, draw }}
      note={notFinite > 0 ? word('{0} rows stand on no axis: their loss is nan or infinite.', notFinite) : undefined}
      sheet={{
        columns: [word('from'), word('to'), word('rows')],
        rows: edges.map(([from, to], bin) => [from, to, counts[bin] ?? 0]),
      }}
    />
  );
}

const NONE = new Float64Array(0);
