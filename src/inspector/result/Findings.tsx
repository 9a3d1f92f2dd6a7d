import type { JSX } from 'preact';
import type { InspectorModel } from '../../report/inspectorModel';
import { shortText } from '../numbers';
import type { FromInspector } from '../protocol';
import { word } from '../words';

interface FindingsProps {
  readonly model: InspectorModel;
  readonly post: (message: FromInspector) => void;
}

/** What looks like a mistake, each way out of it as a button; nothing where nothing does. */
export function Findings({ model, post }: FindingsProps): JSX.Element | null {
  const { findings, judgements = [] } = model;
  if (findings.length === 0) return null;
  return (
    <div>
      <h3>{word('What looks like a mistake')}</h3>
      <ul class="findings">
        {findings.map((finding, index) => (
          <li key={index} class={judgements[index]?.severity}>
            {judgements[index]?.text ?? finding}
            {judgements[index]?.alternatives.map(({ label, text, change, value, problem }) => (
              <div key={label} class="alternative">
                <span>{text}</span> <code dir="ltr">{change}</code>
                {problem !== undefined && (
                  <button
                    type="button"
                    class="button small"
                    onClick={() => post({ kind: 'choose', id: model.id, finding: index, label })}
                  >
                    {word('Compute so: {0}', shortText(value))}
                  </button>
                )}
              </div>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
