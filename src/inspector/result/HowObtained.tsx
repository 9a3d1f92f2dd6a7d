import type { JSX } from 'preact';
import type { ExplainedNumber } from '../../report/explanations';
import type { InspectorModel } from '../../report/inspectorModel';
import { derive } from '../problem/derivation';
import { logSumExpSteps } from '../problem/optionDerivation';
import type { FromInspector } from '../protocol';
import type { Shown } from '../shown';
import { Findings } from './Findings';
import { Gradients } from './Gradients';
import { PrintedNumber } from './PrintedNumber';
import { word } from '../words';

interface HowObtainedProps {
  readonly model: InspectorModel;
  readonly shown: Shown;
  readonly chosen: number | undefined;
  readonly explained: ExplainedNumber | undefined;
  readonly post: (message: FromInspector) => void;
}

/** The rule and its numbers, why the arrays were read so, and one row worked out: the chosen one, or the worst. */
export function HowObtained({ model, shown, chosen, explained, post }: HowObtainedProps): JSX.Element {
  const { problem, matrix, losses } = shown;
  const { meaning = [] } = model;
  const row = chosen ?? worst(losses);
  const derivation = row === undefined ? undefined : derive(problem, matrix, row, losses[row] ?? NaN);
  return (
    <details class="how" open>
      <summary>
        <h2>{word('How it was obtained')}</h2>
      </summary>
      <div class="how-parts">
        <div>
          <h3>{word('The rule and its numbers')}</h3>
          <ol class="steps">
            {model.steps.map((step, index) => (
              <li key={index}>{step}</li>
            ))}
          </ol>
        </div>
        {model.reasons.length > 0 && (
          <div>
            <h3>{word('Why it was read this way')}</h3>
            <ul class="reasons">
              {model.reasons.map((reason, index) => (
                <li key={index}>{reason}</li>
              ))}
            </ul>
          </div>
        )}
        {meaning.length > 0 && (
          <div>
            <h3>{word('What the number means')}</h3>
            <ul class="reasons">
              {meaning.map((sentence, index) => (
                <li key={index}>{sentence}</li>
              ))}
            </ul>
          </div>
        )}
        <Findings model={model} post={post} />
        {row !== undefined && derivation !== undefined && (
          <div>
            <h3>
              {word('Row {0} in its own numbers', row)}
              {chosen === undefined && <span class="pane-note"> {word('largest loss')}</span>}
            </h3>
            <p class="derivation" dir="ltr">
              {[...logSumExpSteps(matrix, row), ...derivation].map((line, index) => (
                <span key={index} class={line.startsWith('=') ? 'derivation-line follows' : 'derivation-line'}>
                  {line}
                </span>
              ))}
            </p>
            <Gradients problem={problem} matrix={matrix} names={shown.names} row={row} />
          </div>
        )}
        {model.inText && <PrintedNumber id={model.id} explained={explained} post={post} />}
      </div>
    </details>
  );
}

/** The row with the largest loss; one that is not a number comes before all others. */
function worst(losses: Float64Array): number | undefined {
  let found: number | undefined;
  for (let row = 0; row < losses.length; row++) {
    const loss = losses[row] ?? NaN;
    if (Number.isNaN(loss)) return row;
    if (found === undefined || loss > (losses[found] ?? -Infinity)) found = row;
  }
  return found;
}
