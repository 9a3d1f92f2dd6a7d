import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ExplainedNumber } from '../../report/explanations';
import { type FromInspector, isPrintedNumber } from '../protocol';
import { word } from '../words';

interface PrintedNumberProps {
  readonly id: number;
  readonly explained: ExplainedNumber | undefined;
  readonly post: (message: FromInspector) => void;
}

/** A number that the text prints, explained: by which formula of its arrays it comes about, each way as a button. */
export function PrintedNumber({ id, explained, post }: PrintedNumberProps): JSX.Element {
  const [number, setNumber] = useState('');
  const [copied, setCopied] = useState('');
  const isNumber = isPrintedNumber(number);
  const copy = (text: string): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(word('Copied {0}', text)),
      () => setCopied(word('Could not copy')),
    );
  };
  return (
    <div class="printed-number">
      <h3>{word('How a printed number comes about')}</h3>
      <form
        class="printed-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isNumber) post({ kind: 'explain', id, number: number.trim() });
        }}
      >
        <input
          type="text"
          class="text-field short number"
          inputMode="decimal"
          aria-label={word('The number as it was printed')}
          aria-invalid={number !== '' && !isNumber}
          placeholder="0.6935"
          value={number}
          onInput={({ currentTarget: { value } }) => setNumber(value)}
        />
        <button type="submit" class="button small" disabled={!isNumber}>
          {word('Explain')}
        </button>
      </form>
      <div role="status">
        {explained !== undefined && <p class="pane-note">{explained.heading}</p>}
        <span class="visually-hidden">{copied}</span>
      </div>
      {explained !== undefined && explained.ways.length > 0 && (
        <ul class="ways">
          {explained.ways.map(({ text, fit, isLoss }, way) => (
            <li key={way}>
              {text} <span class="pane-note">{fit}</span>
              <div class="alternative">
                {isLoss ? (
                  <button type="button" class="button small" onClick={() => post({ kind: 'computeWay', id, way })}>
                    {word('Compute so')}
                  </button>
                ) : (
                  <button type="button" class="button small" onClick={() => copy(text)}>
                    {word('Copy')}
                  </button>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
