import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Save } from '../shown';
import { word } from '../words';

type Content = string | Uint8Array;

/** One form that something can be taken along in. */
export interface Form {
  readonly form: string;
  /** Of the file. */
  readonly name: string;
  readonly content: () => Content | undefined | Promise<Content | undefined>;
}

interface FormsProps {
  readonly label: string;
  /** What a button does, said to who does not see what it belongs to. */
  readonly say: (form: string, isCopied: boolean) => string;
  readonly forms: readonly Form[];
  readonly disabled?: (form: Form) => boolean;
  readonly save: Save;
}

/** A picture or a table as a file, or in the clipboard, in the form that what comes next reads. */
export function Forms({ label, say, forms, disabled, save }: FormsProps): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const [said, setSaid] = useState('');
  const take = async ({ form, name, content }: Form): Promise<void> => {
    const made = await content();
    if (made === undefined) return;
    if (!isCopied) return save(name, made);
    try {
      await (typeof made === 'string' ? navigator.clipboard.writeText(made) : copyPicture(made));
      setSaid(word('Copied {0}', form));
    } catch {
      setSaid(word('Could not copy'));
    }
  };
  return (
    <div class="choice" role="group" aria-label={label}>
      <button type="button" class="mode" aria-pressed={isCopied} onClick={() => setCopied(!isCopied)}>
        {word('Copy')}
      </button>
      {forms.map((form) => (
        <button
          key={form.form}
          type="button"
          aria-label={say(form.form, isCopied)}
          // No program takes an array from the clipboard.
          disabled={(disabled?.(form) ?? false) || (isCopied && form.form === 'npy')}
          onClick={() => void take(form)}
        >
          {form.form}
        </button>
      ))}
      <span class="visually-hidden" role="status">
        {said}
      </span>
    </div>
  );
}

function copyPicture(png: Uint8Array): Promise<void> {
  const blob = new Blob([png.slice()], { type: 'image/png' });
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
}
