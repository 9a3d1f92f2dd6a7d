import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { asksFor } from '../filter/filter';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Axes, type Plot } from './Axes';
import { reliabilityOf } from './reliability';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { Measures } from './Measures';
import { linear, ticks } from './scale';

const SIDE = 300;
const COUNTS = 64;

/** Whether predictions made with some confidence are right as often: on the line they are. */
export function Calibration({ shown, theme, chosen, filter, narrow, save }: PictureProps): JSX.Element {
  const { facts } = shown;
  const reliability = useMemo(() => reliabilityOf(facts), [facts, shown]);
  const { bins, expected, maximum, expectedInterval, brier, accuracy } = reliability;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const own = chosen === undefined || facts.each > 1 ? NaN : (facts.confidence[chosen] ?? NaN);

  const draw = (width: number): JSX.Element => {
    const side = Math.min(520, width - 62);
    const plot: Plot = { left: 46, right: 46 + side, top: 30, bottom: SIDE };
    const x = linear(0, 1, plot.left, plot.right);
    const y = linear(0, 1, plot.bottom, plot.top);
    const base = SIDE + 50 + COUNTS;
    const high = linear(0, most, base, base - COUNTS);
    return (
      <svg class="chart" width={width} height={base + 22} role="group" aria-label={word('Calibration')}>
        <Axes
          {...{ plot, x, y }}
          xTicks={ticks(0, 1)}
          yTicks={ticks(0, 1)}
          xTitle={word('confidence')}
          yTitle={word('right')}
        />
        <line class="ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} aria-hidden="true" />
        <text class="tick end" x={plot.left - 8} y={base - COUNTS + 10} aria-hidden="true">
          {most}
        </text>
        <line class="axis" x1={plot.left} x2={plot.right} y1={base} y2={base} aria-hidden="true" />
        <text class="axis-title" x={plot.left} y={base + 17} aria-hidden="true">
          {word('decisions of that confidence')}
        </text>
        <Marks label={word('Bins of confidence')}>
          {bins.map((bin, index) => {
            const part = { confidence: [bin.low, bin.high] as const };
            const width = x(bin.high) - x(bin.low);
            const gap = Math.abs(y(bin.accuracy) - y(bin.confidence));
            return (
              <Mark
                key={index}
                first={index === 0}
                label={
                  bin.count === 0
                    ? word('confidence {0} to {1}: none', bin.low, bin.high)
                    : word(
                        'confidence {0} to {1}: {2} of {3} right, between {4} and {5}',
                        bin.low,
                        bin.high,
                        percent(bin.accuracy),
                        bin.count,
                        percent(bin.interval[0]),
                        percent(bin.interval[1]),
                      )
                }
                pressed={asksFor(filter, part)}
                onChoose={() => narrow(part)}
              >
                {/* In two parts, so that it does not cover the axis between them. */}
                <path
                  class="hit"
                  d={`M${x(bin.low)} ${plot.top}h${width}V${plot.bottom}h${-width}zm0 ${base - COUNTS - plot.top}h${width}v${COUNTS}h${-width}z`}
                />
                <rect
                  class="bar-alt"
                  x={x(bin.low) + 1}
                  width={width - 2}
                  y={high(bin.count)}
                  height={base - high(bin.count)}
                />
                {bin.count > 0 && (
                  <>
                    <rect
                      class="bar-alt"
                      x={x(bin.low) + 1}
                      width={width - 2}
                      y={y(bin.accuracy)}
                      height={plot.bottom - y(bin.accuracy)}
                    />
                    <rect
                      class="gap"
                      x={x(bin.low) + 1}
                      width={width - 2}
                      y={Math.min(y(bin.accuracy), y(bin.confidence))}
                      height={gap}
                    />
                    <path
                      class="whisker"
                      d={`M${x(bin.confidence) - 4} ${y(bin.interval[0])}h8m-4 0V${y(bin.interval[1])}m-4 0h8`}
                    />
                    <circle class="dot" cx={x(bin.confidence)} cy={y(bin.accuracy)} r={3.5} />
                  </>
                )}
              </Mark>
            );
          })}
        </Marks>
        {Number.isFinite(own) && (
          <path class="chosen-mark" aria-hidden="true" d={`M${x(own)} ${plot.bottom + 1}l6 8h-12z`} />
        )}
      </svg>
    );
  };

  return (
    <Frame
      title="Calibration"
      file="calibration"
      {...{ theme, save, draw }}
      note={
        <Measures
          measures={[
            { name: word('accuracy'), value: shortText(accuracy) },
            {
              name: word('ECE'),
              value: shortText(expected),
              detail: word('{0} to {1}', shortText(expectedInterval[0], 3), shortText(expectedInterval[1], 3)),
            },
            { name: word('MCE'), value: shortText(maximum) },
            { name: word('Brier'), value: shortText(brier) },
          ]}
        />
      }
      sheet={{
        columns: [
          word('from'),
          word('to'),
          word('decisions'),
          word('confidence'),
          word('right'),
          word('at least'),
          word('at most'),
        ],
        rows: bins.map((bin) => [
          bin.low,
          bin.high,
          bin.count,
          bin.confidence,
          bin.accuracy,
          bin.interval[0],
          bin.interval[1],
        ]),
      }}
    />
  );
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
