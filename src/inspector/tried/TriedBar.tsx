import type { JSX } from 'preact';
import { lossText } from '../../report/numbers';
import { refusalText } from '../../report/refusals';
import { word } from '../words';
import type { Computed } from './compute';

interface TriedBarProps {
  readonly computed: Computed;
  readonly original: number;
  readonly originalText: string;
  /** Numbers of the text that were changed. */
  readonly cells: number;
  readonly reset: () => void;
  readonly apply: () => void;
}

/** What trying has come to, always in sight while anything is tried. */
export function TriedBar({ computed, original, originalText, cells, reset, apply }: TriedBarProps): JSX.Element {
  const { value, progress, exact, refusal } = computed;
  const change = value - original;
  return (
    <div class="tried-bar">
      <p role="status" aria-busy={!exact}>
        {refusal !== undefined ? (
          word('This loss would be refused: {0}', refusalText(refusal))
        ) : (
          <>
            <span class="tried-name">{word('Tried')}</span> <strong id="tried-value">{lossText(value)}</strong>{' '}
            <span id="tried-change">
              {word('{0} from {1}', `${change > 0 ? '+' : ''}${lossText(change).replace('-', '−')}`, originalText)}
            </span>
          </>
        )}
      </p>
      {progress < 1 && <progress max={1} value={progress} aria-label={word('Rows worked through')} />}
      <div class="actions">
        {cells > 0 && (
          <button type="button" class="button small" onClick={apply}>
            {cells === 1 ? word('Apply 1 number to the text') : word('Apply {0} numbers to the text', cells)}
          </button>
        )}
        <button type="button" class="button small" onClick={reset}>
          {word('Reset')}
        </button>
      </div>
    </div>
  );
}
