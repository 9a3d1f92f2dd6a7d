import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { className } from '../names';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Axes, type Plot } from './Axes';
import { areaUnder, averagePrecision, curveOf, thinned, type CurvePoint } from './curvePoints';
import { Frame } from './Frame';
import { Measures } from './Measures';
import { linear, ticks } from './scale';

const HEIGHT = 300;

/** What every threshold for yes would find, and mistake. */
export function Curves({ shown, theme, save }: PictureProps): JSX.Element {
  const { facts, names, threshold } = shown;
  const columns = facts.each;
  const [column, setColumn] = useState<number>();
  const points = useMemo(() => {
    const only = column !== undefined && column < columns ? column : undefined;
    const scores = only === undefined ? facts.probability : facts.probability.filter((_, at) => at % columns === only);
    const targets = only === undefined ? facts.targets : facts.targets.filter((_, at) => at % columns === only);
    return curveOf(scores, targets);
  }, [facts, shown, column, columns]);
  const at = points?.findLast((point) => point.threshold >= threshold);
  const base = points === undefined ? NaN : (points.at(-1)?.precision ?? NaN);

  const draw = (width: number): JSX.Element => {
    const beside = width >= 620;
    const side = beside ? (width - 40) / 2 : width;
    const plots: readonly Plot[] = [
      { left: 40, right: side - 12, top: 30, bottom: HEIGHT - 44 },
      beside
        ? { left: side + 80, right: width - 12, top: 30, bottom: HEIGHT - 44 }
        : { left: 40, right: side - 12, top: HEIGHT + 30, bottom: 2 * HEIGHT - 44 },
    ];
    const [roc, pr] = plots as [Plot, Plot];
    return (
      <svg
        class="chart"
        width={width}
        height={beside ? HEIGHT : 2 * HEIGHT}
        role="img"
        aria-label={word('ROC and precision–recall')}
      >
        <Panel
          plot={roc}
          points={points ?? []}
          x={(point) => point.falsePositive}
          y={(point) => point.truePositive}
          xTitle={word('no taken for yes')}
          yTitle={word('ROC: yes found')}
          ideal={[0, 0, 1, 1]}
          at={at}
        />
        <Panel
          plot={pr}
          points={points ?? []}
          x={(point) => point.truePositive}
          y={(point) => point.precision}
          xTitle={word('recall')}
          yTitle={word('precision')}
          ideal={[0, base, 1, base]}
          at={at}
        />
      </svg>
    );
  };

  return (
    <Frame
      title="ROC and precision–recall"
      file="curves"
      {...{ theme, save }}
      draw={(width) =>
        points === undefined ? (
          <p class="pane-note">{word('Only one class occurs: there is nothing to tell apart.')}</p>
        ) : (
          draw(width)
        )
      }
      note={
        <Measures
          measures={[
            { name: word('AUROC'), value: points === undefined ? '–' : shortText(areaUnder(points)) },
            {
              name: word('average precision'),
              value: points === undefined ? '–' : shortText(averagePrecision(points)),
            },
            {
              name: word('at threshold {0}', threshold),
              value:
                at === undefined
                  ? '–'
                  : word('precision {0}, recall {1}', shortText(at.precision, 3), shortText(at.truePositive, 3)),
            },
          ]}
        />
      }
      tools={
        columns > 1 && (
          <label class="field">
            {word('Class')}{' '}
            <select
              value={column === undefined ? '' : String(column)}
              onChange={({ currentTarget: { value } }) => setColumn(value === '' ? undefined : Number(value))}
            >
              <option value="">{word('all')}</option>
              {Array.from({ length: Math.min(columns, 500) }, (_, index) => (
                <option key={index} value={index}>
                  {className(names, index)}
                </option>
              ))}
            </select>
          </label>
        )
      }
      sheet={{
        columns: [word('threshold'), word('no taken for yes'), word('recall'), word('precision')],
        rows: thinned(points ?? [], 200).map((point) => [
          point.threshold,
          point.falsePositive,
          point.truePositive,
          point.precision,
        ]),
      }}
    />
  );
}

interface PanelProps {
  readonly plot: Plot;
  readonly points: readonly CurvePoint[];
  readonly x: (point: CurvePoint) => number;
  readonly y: (point: CurvePoint) => number;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly ideal: readonly [x1: number, y1: number, x2: number, y2: number];
  readonly at: CurvePoint | undefined;
}

function Panel({ plot, points, x, y, xTitle, yTitle, ideal, at }: PanelProps): JSX.Element {
  const across = linear(0, 1, plot.left, plot.right);
  const up = linear(0, 1, plot.bottom, plot.top);
  const line = thinned(points, 600)
    .map((point, index) => {
      const [px, py] = [across(x(point)).toFixed(1), up(y(point)).toFixed(1)];
      return index === 0 ? `M${px} ${py}` : `L${px} ${py}`;
    })
    .join('');
  return (
    <g>
      <Axes {...{ plot, xTitle, yTitle }} x={across} y={up} xTicks={ticks(0, 1)} yTicks={ticks(0, 1)} />
      <line class="ideal" x1={across(ideal[0])} y1={up(ideal[1])} x2={across(ideal[2])} y2={up(ideal[3])} />
      <path class="curve" d={line} />
      {at && <circle class="dot" cx={across(x(at))} cy={up(y(at))} r={4.5} />}
    </g>
  );
}
