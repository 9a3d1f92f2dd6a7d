import type { JSX } from 'preact';
import { npyOf } from '../files/npy';
import { csvOf, jsonOf, markdownOf, type Sheet } from '../files/sheet';
import type { Save } from '../shown';
import { word } from '../words';

interface SaveRowsProps {
  readonly sheet: () => Sheet;
  readonly losses: () => Float64Array;
  readonly save: Save;
}

/** The rows as a file, in the form that what comes next reads. */
export function SaveRows({ sheet, losses, save }: SaveRowsProps): JSX.Element {
  const forms: readonly (readonly [form: string, save: () => void])[] = [
    ['CSV', () => save('rows.csv', csvOf(sheet()))],
    ['JSON', () => save('rows.json', jsonOf(sheet()))],
    ['Markdown', () => save('rows.md', markdownOf(sheet()))],
    ['npy', () => save('losses.npy', npyOf(losses()))],
  ];
  return (
    <div class="choice" role="group" aria-label={word('Save the rows')}>
      {forms.map(([form, onClick]) => (
        <button key={form} type="button" aria-label={word('Save the rows as {0}', form)} onClick={onClick}>
          {form}
        </button>
      ))}
    </div>
  );
}
