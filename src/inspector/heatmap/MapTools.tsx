import type { JSX } from 'preact';
import { word } from '../words';
import type { Layer } from './layers';

interface MapToolsProps {
  readonly layers: readonly Layer['name'][];
  readonly layer: Layer['name'];
  readonly setLayer: (name: Layer['name']) => void;
  readonly zoomBy: (step: 1 | -1) => void;
}

/** Which quantity is shown, and how large. */
export function MapTools({ layers, layer, setLayer, zoomBy }: MapToolsProps): JSX.Element {
  return (
    <div class="tools">
      {layers.length > 1 && (
        <div class="choice" role="group" aria-label={word('Show in the heat map')}>
          {layers.map((name, index) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === layer}
              title={word('Key {0} in the map', index + 1)}
              onClick={() => setLayer(name)}
            >
              {word(name)}
            </button>
          ))}
        </div>
      )}
      <div class="choice" role="group">
        <button type="button" aria-label={word('Zoom out')} title={word('Zoom out')} onClick={() => zoomBy(-1)}>
          −
        </button>
        <button type="button" aria-label={word('Zoom in')} title={word('Zoom in')} onClick={() => zoomBy(1)}>
          +
        </button>
      </div>
    </div>
  );
}
