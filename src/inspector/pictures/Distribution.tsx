import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { asksFor } from '../filter/filter';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Axes, type Plot } from './Axes';
import { histogram } from './bins';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { linear, tickText, ticks } from './scale';

const HEIGHT = 260;

/** How many rows have which loss. */
export function Distribution({ shown, theme, chosen, filter, narrow, save }: PictureProps): JSX.Element {
  const { losses, facts, matrix } = shown;
  const bins = useMemo(() => histogram(losses, 24, (row) => !matrix.ignored(row)), [losses, matrix]);
  const { low, step, counts, notFinite } = bins;
  const edges = Array.from(counts, (_, bin) => [low + bin * step, low + (bin + 1) * step] as const);
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const mean = useMemo(() => losses.reduce((sum, loss) => sum + loss, 0) / facts.denominator(), [losses, facts]);
  const own = chosen === undefined ? NaN : (losses[chosen] ?? NaN);

  const draw = (width: number): JSX.Element => {
    const plot: Plot = { left: 46, right: width - 12, top: 30, bottom: HEIGHT - 44 };
    const x = linear(low, low + counts.length * step, plot.left, plot.right);
    const y = linear(0, most, plot.bottom, plot.top);
    return (
      <svg class="chart" width={width} height={HEIGHT} role="group" aria-label={word('Losses')}>
        <Axes
          {...{ plot, x, y }}
          xTicks={ticks(low, low + counts.length * step, Math.max(3, Math.floor(width / 90)))}
          yTicks={ticks(0, most, 4).filter(Number.isInteger)}
          xTitle={word('loss')}
          yTitle={word('rows')}
        />
        <Marks label={word('Rows by loss')}>
          {edges.map(([from, to], bin) => {
            const count = counts[bin] ?? 0;
            const range = { loss: [from, to] as const };
            return (
              <Mark
                key={bin}
                first={bin === 0}
                label={word('{0} rows of a loss from {1} to {2}', count, tickText(from), tickText(to))}
                pressed={asksFor(filter, range)}
                onChoose={() => narrow(range)}
              >
                <rect class="hit" x={x(from)} y={plot.top} width={x(to) - x(from)} height={plot.bottom - plot.top} />
                <rect
                  class="bar"
                  x={x(from) + 1}
                  y={y(count)}
                  width={Math.max(1, x(to) - x(from) - 2)}
                  height={plot.bottom - y(count)}
                />
              </Mark>
            );
          })}
        </Marks>
        {Number.isFinite(mean) && mean >= low && mean <= low + counts.length * step && (
          <g class="guide" aria-hidden="true">
            <line x1={x(mean)} x2={x(mean)} y1={plot.top - 6} y2={plot.bottom} />
            <text
              class={x(mean) > width / 2 ? 'label end' : 'label'}
              x={x(mean) + (x(mean) > width / 2 ? -6 : 6)}
              y={plot.top + 4}
            >
              {word('mean {0}', shortText(mean))}
            </text>
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
      title="Losses"
      file="losses"
      {...{ theme, save, draw }}
      note={notFinite > 0 ? word('{0} rows stand on no axis: their loss is nan or infinite.', notFinite) : undefined}
      sheet={{
        columns: [word('from'), word('to'), word('rows')],
        rows: edges.map(([from, to], bin) => [from, to, counts[bin] ?? 0]),
      }}
    />
  );
}
