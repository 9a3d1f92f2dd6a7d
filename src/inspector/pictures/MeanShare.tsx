import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { numbered } from '../names';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Axes, type Plot } from './Axes';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { linear, ticks } from './scale';
import { sharesOf } from './shares';

const HEIGHT = 300;
const LINE = 24;

/** What the mean is made of: the rows with the largest share, and how few of them make most of it. */
export function MeanShare({ shown, theme, chosen, choose, save }: PictureProps): JSX.Element {
  const { losses, names } = shown;
  const shares = useMemo(() => sharesOf(losses), [losses]);
  const { top, curve, half } = shares;
  const most = top[0]?.share ?? 0;

  const draw = (width: number): JSX.Element => {
    const beside = width >= 620;
    const side = beside ? (width - 40) / 2 : width;
    const plot: Plot = beside
      ? { left: side + 86, right: width - 12, top: 30, bottom: HEIGHT - 44 }
      : { left: 46, right: width - 12, top: HEIGHT + 30, bottom: 2 * HEIGHT - 44 };
    const x = linear(0, 1, plot.left, plot.right);
    const y = linear(0, 1, plot.bottom, plot.top);
    const left = 18 + 7.4 * Math.max(...top.map(({ row }) => Math.min(16, numbered(names.rows, row).length)), 3);
    const bar = linear(0, most, left, side - 110);
    const line = curve.map(
      ([rows, sum], index) => `${index === 0 ? 'M' : 'L'}${x(rows).toFixed(1)} ${y(sum).toFixed(1)}`,
    );
    return (
      <svg
        class="chart"
        width={width}
        height={beside ? HEIGHT : 2 * HEIGHT}
        role="group"
        aria-label={word('What the mean is made of')}
      >
        <text class="axis-title" x={0} y={20} aria-hidden="true">
          {word('rows with the largest share')}
        </text>
        <Marks label={word('rows with the largest share')}>
          {top.map(({ row, share }, place) => (
            <Mark
              key={row}
              first={place === 0}
              label={word('row {0}: {1} of the sum', numbered(names.rows, row), percent(share))}
              pressed={row === chosen}
              onChoose={() => choose(row)}
            >
              <rect class={row === chosen ? 'hit own' : 'hit'} x={0} y={30 + place * LINE} width={side} height={LINE} />
              <rect
                class="bar"
                x={left}
                y={30 + place * LINE + 5}
                width={Math.max(1, bar(share) - left)}
                height={LINE - 10}
              />
            </Mark>
          ))}
        </Marks>
        <g class="over" aria-hidden="true">
          {top.map(({ row, share }, place) => (
            <g key={row}>
              <text class="tick end" x={left - 8} y={30 + place * LINE + 16}>
                {numbered(names.rows, row).slice(0, 16)}
              </text>
              <text class="label" x={Math.max(left + 1, bar(share)) + 6} y={30 + place * LINE + 16}>
                {`${percent(share)} · ${shortText(losses[row] ?? NaN)}`}
              </text>
            </g>
          ))}
        </g>
        <Axes
          {...{ plot, x, y }}
          xTicks={ticks(0, 1)}
          yTicks={ticks(0, 1)}
          xTitle={word('share of the rows, the largest first')}
          yTitle={word('share of the sum')}
        />
        <line class="ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} aria-hidden="true" />
        <path class="curve" d={line.join('')} aria-hidden="true" />
      </svg>
    );
  };

  return (
    <Frame
      title="What the mean is made of"
      file="shares"
      {...{ theme, save }}
      draw={(width) =>
        top.length === 0 ? (
          <p class="pane-note">{word('The sum is not a positive number: nothing has a share of it.')}</p>
        ) : (
          draw(width)
        )
      }
      note={top.length > 0 ? word('Half of the sum comes from {0} of {1} rows.', half, losses.length) : undefined}
      sheet={{
        columns: [word('Row'), word('Loss'), word('share')],
        rows: top.map(({ row, share }) => [numbered(names.rows, row), losses[row] ?? NaN, share]),
      }}
    />
  );
}

function percent(share: number): string {
  const text = (share * 100).toFixed(share < 0.0995 ? 1 : 0);
  return `${text}%`;
}
