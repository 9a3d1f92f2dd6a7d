import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { Histogram } from './Histogram';

/** How many rows have which loss. */
export function Distribution(props: PictureProps): JSX.Element {
  const { losses, facts, matrix } = props.shown;
  const mean = useMemo(() => losses.reduce((sum, loss) => sum + loss, 0) / facts.denominator(), [losses, facts]);
  return (
    <Histogram
      {...props}
      title="Losses"
      file="losses"
      values={losses}
      bars={24}
      counts={(row) => !matrix.ignored(row)}
      axis={word('loss')}
      label={word('Rows by loss')}
      say={(count, from, to) => word('{0} rows of a loss from {1} to {2}', count, from, to)}
      part={(loss) => ({ loss })}
      over={({ plot, x, low, high }) => {
        if (!(mean >= low && mean <= high)) return false;
        const isRight = x(mean) > (plot.left + plot.right) / 2;
        return (
          <g class="guide" aria-hidden="true">
            <line x1={x(mean)} x2={x(mean)} y1={plot.top - 12} y2={plot.bottom} />
            <text class={isRight ? 'label end' : 'label'} x={x(mean) + (isRight ? -6 : 6)} y={plot.top - 5}>
              {word('mean {0}', shortText(mean))}
            </text>
          </g>
        );
      }}
    />
  );
}
