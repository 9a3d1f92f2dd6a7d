import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { STEPS, type Ramp } from '../colour/ramp';
import { shortText } from '../numbers';
import { word } from '../words';
import type { Layer } from './layers';
import { movedEnd, type Range } from './range';

interface LegendProps {
  /** Whether a point stands for several cells: then dots say how many rows have their target there. */
  readonly afar: boolean;
  /** The layer over all its values, and as it is shown now. */
  readonly whole: Layer;
  readonly layer: Layer;
  readonly ramp: Ramp;
  readonly setRange: (range: Range | undefined) => void;
}

/** What the colours and marks mean, and the two handles between which the colours are spread. */
export function Legend({ afar, whole, layer, ramp, setRange }: LegendProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    const length = whole.high - whole.low;
    for (let x = 0; x < STEPS && context; x++) {
      const value = whole.low + (x / (STEPS - 1)) * length;
      const share = layer.high > layer.low ? (value - layer.low) / (layer.high - layer.low) : 0.5;
      context.fillStyle = ramp.fills[Math.min(STEPS - 1, Math.max(0, Math.round(share * (STEPS - 1))))] ?? '';
      context.fillRect(x, 0, 1, 1);
    }
  }, [ramp, whole, layer]);
  const decimals = Math.min(Math.max(layer.decimals, 1), 2);
  const handle = (end: 'low' | 'high'): JSX.Element => (
    <input
      type="range"
      class={`range-handle ${end}`}
      aria-label={end === 'low' ? word('Lowest colour at') : word('Highest colour at')}
      aria-valuetext={shortText(layer[end], decimals)}
      min={whole.low}
      max={whole.high}
      step={(whole.high - whole.low) / 200}
      value={layer[end]}
      onInput={({ currentTarget }) => setRange(movedEnd(whole, layer, end, currentTarget.valueAsNumber))}
      onDblClick={() => setRange(undefined)}
    />
  );
  return (
    <div class="legend">
      <span class="number">{shortText(layer.low, decimals)}</span>
      <span class="legend-range">
        <canvas ref={canvas} class="legend-ramp" width={STEPS} height={1} aria-hidden="true" />
        {whole.high > whole.low && handle('low')}
        {whole.high > whole.low && handle('high')}
      </span>
      <span class="number">{shortText(layer.high, decimals)}</span>
      <span class="legend-target">
        <span class={afar ? 'target-swatch afar' : 'target-swatch'} aria-hidden="true" />
        {afar ? word('targets, the more the stronger') : word('target')}
      </span>
    </div>
  );
}
