import type { JSX } from 'preact';
import { Forms } from '../files/Forms';
import { npyOf } from '../files/npy';
import { csvOf, jsonOf, markdownOf, type Sheet } from '../files/sheet';
import type { Save } from '../shown';
import { word } from '../words';

interface SaveRowsProps {
  readonly sheet: () => Sheet;
  readonly losses: () => Float64Array;
  readonly save: Save;
}

/** The rows to be taken along. */
export function SaveRows({ sheet, losses, save }: SaveRowsProps): JSX.Element {
  return (
    <Forms
      label={word('Save the rows')}
      say={(form, isCopied) => word(isCopied ? 'Copy the rows as {0}' : 'Save the rows as {0}', form)}
      forms={[
        { form: 'CSV', name: 'rows.csv', content: () => csvOf(sheet()) },
        { form: 'JSON', name: 'rows.json', content: () => jsonOf(sheet()) },
        { form: 'Markdown', name: 'rows.md', content: () => markdownOf(sheet()) },
        { form: 'npy', name: 'losses.npy', content: () => npyOf(losses()) },
      ]}
      save={save}
    />
  );
}
