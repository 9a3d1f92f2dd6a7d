import type { JSX } from 'preact';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Histogram } from './Histogram';

/** How much larger or smaller the rows' losses are in the problem that this one is compared with. */
export function Differences(props: PictureProps): JSX.Element {
  const differences = props.shown.paired?.differences ?? NONE;
  return (
    <Histogram
      {...props}
      title="Differences"
      file="differences"
      values={differences}
      bars={25}
      counts={(row) => !Number.isNaN(differences[row])}
      axis={word('loss there − loss here')}
      label={word('Rows by difference')}
      say={(count, from, to) => word('{0} rows of a difference from {1} to {2}', count, from, to)}
      part={(difference) => ({ difference })}
      isOther={(to, step) => to <= step / 2}
      over={({ plot, x, low, high }) =>
        low <= 0 &&
        high >= 0 && (
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
        )
      }
    />
  );
}

const NONE = new Float64Array(0);
