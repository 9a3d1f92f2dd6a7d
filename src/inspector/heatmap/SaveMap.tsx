import type { JSX } from 'preact';
import { Forms, type Form } from '../files/Forms';
import { csvOf } from '../files/sheet';
import type { Save } from '../shown';
import { word } from '../words';
import { fitsShapes, fitsText, mapNpy, mapPng, mapSheet, mapSvg } from './mapFile';
import type { Scene } from './paint';

interface SaveMapProps {
  readonly scene: Scene;
  readonly save: Save;
}

/** More bytes than the extension takes of one file. */
const MOST_VALUES = 32_000_000;

/** The map as it is shown, or the numbers that it shows, to be taken along. */
export function SaveMap({ scene, save }: SaveMapProps): JSX.Element {
  const { matrix } = scene;
  const forms: readonly Form[] = [
    { form: 'PNG', name: 'heat-map.png', content: () => mapPng(scene) },
    { form: 'SVG', name: 'heat-map.svg', content: () => mapSvg(scene) },
    { form: 'CSV', name: 'heat-map.csv', content: () => csvOf(mapSheet(scene)) },
    { form: 'npy', name: 'heat-map.npy', content: () => mapNpy(scene) },
  ];
  const tooLarge = ({ form }: Form): boolean =>
    (form === 'SVG' && !fitsShapes(scene)) ||
    (form === 'CSV' && !fitsText(scene)) ||
    (form === 'npy' && matrix.rows * matrix.columns > MOST_VALUES);
  return (
    <Forms
      label={word('Save the heat map')}
      say={(form, isCopied) => word(isCopied ? 'Copy the heat map as {0}' : 'Save the heat map as {0}', form)}
      forms={forms}
      disabled={tooLarge}
      save={save}
    />
  );
}
