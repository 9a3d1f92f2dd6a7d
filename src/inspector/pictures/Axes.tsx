import type { JSX } from 'preact';
import { tickText } from './scale';

/** The inside of a drawing, in its pixels. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface AxesProps {
  readonly plot: Plot;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
  readonly xTitle: string;
  readonly yTitle: string;
}

/** Lines and numbers to read values by, behind what is drawn. */
export function Axes({ plot, x, y, xTicks, yTicks, xTitle, yTitle }: AxesProps): JSX.Element {
  return (
    <g class="axes" aria-hidden="true">
      {yTicks.map((tick) => (
        <line key={tick} class="grid" x1={plot.left} x2={plot.right} y1={y(tick)} y2={y(tick)} />
      ))}
      {yTicks.map((tick) => (
        <text key={tick} class="tick end" x={plot.left - 8} y={y(tick) + 4}>
          {tickText(tick)}
        </text>
      ))}
      {xTicks.map((tick) => (
        <text key={tick} class="tick middle" x={x(tick)} y={plot.bottom + 17}>
          {tickText(tick)}
        </text>
      ))}
      <line class="axis" x1={plot.left} x2={plot.right} y1={plot.bottom} y2={plot.bottom} />
      <text class="axis-title end" x={plot.right} y={plot.bottom + 34}>
        {xTitle}
      </text>
      <text class="axis-title" x={Math.max(0, plot.left - 40)} y={plot.top - 10}>
        {yTitle}
      </text>
    </g>
  );
}
