import type { JSX } from 'preact';
import type { InspectorModel } from '../../report/inspectorModel';
import { word } from '../words';

interface HeaderProps {
  readonly model: InspectorModel;
  readonly stale: boolean;
  readonly changeReading: () => void;
  readonly copyValue: () => void;
  readonly saveReport: () => void;
  readonly compare: () => void;
}

/** The number this is all about. A stale one is not written at all; one that is awaited cannot be taken along. */
export function Header({ model, stale, changeReading, copyValue, saveReport, compare }: HeaderProps): JSX.Element {
  const idle = stale || model.part?.awaited === true;
  return (
    <header class="result">
      <div class="result-number">
        <h1>
          <span class="visually-hidden">{word('Loss')} </span>
          <span id="value" class="value">
            {stale ? '–' : model.value}
          </span>
        </h1>
        <p class="caption">{model.caption}</p>
      </div>
      <div class="result-side">
        <dl class="sources">
          <div>
            <dt class="visually-hidden">{word('Document')}</dt>
            <dd class="document">
              <bdi>{model.document}</bdi>
            </dd>
          </div>
          <div>
            <dt>{word('Predictions')}</dt>
            <dd>
              <bdi>{model.predictionsName}</bdi>
            </dd>
          </div>
          <div>
            <dt>{word('Targets')}</dt>
            <dd>
              <bdi>{model.targetsName}</bdi>
            </dd>
          </div>
        </dl>
        <div class="actions">
          <button type="button" class="button" onClick={changeReading} disabled={model.part?.awaited}>
            {word('Change reading…')}
          </button>
          <button type="button" class="button" onClick={copyValue} disabled={idle}>
            {word('Copy value')}
          </button>
          <button type="button" class="button" onClick={compare} disabled={idle}>
            {word('Compare with…')}
          </button>
          <button type="button" class="button" onClick={saveReport} disabled={idle}>
            {word('Save report…')}
          </button>
        </div>
      </div>
    </header>
  );
}
