import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { DEFAULT_IGNORE_INDEX } from '../../core/categorical';
import type { Problem } from '../../core/problem';
import { shortText } from '../numbers';
import { rowMatrix } from '../problem/rowMatrix';
import type { Shown } from '../shown';
import { word } from '../words';
import { balancedWeights, balancedPosWeights } from './balanced';
import { ClassWeights } from './ClassWeights';
import { Knob } from './Knob';
import { RowEditor } from './RowEditor';
import { splitOf, type Split } from './temperature';
import { DEFAULT_THRESHOLD, hasTemperature, takes, type NumberOption, type Tried } from './tried';

interface WhatIfProps {
  /** The problem of the document, and as it is tried. */
  readonly given: Problem;
  readonly shown: Shown;
  readonly chosen: number | undefined;
  readonly tried: Tried;
  readonly setTried: (tried: Tried) => void;
}

interface Turn {
  readonly option: NumberOption;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly standard: number;
  readonly logarithmic?: boolean;
}

const TURNS: readonly Turn[] = [
  { option: 'labelSmoothing', label: 'label_smoothing', min: 0, max: 1, step: 0.01, standard: 0 },
  { option: 'eps', label: 'eps', min: 1e-12, max: 0.1, step: 0.1, standard: 1e-12, logarithmic: true },
  { option: 'alpha', label: 'alpha', min: 0, max: 1, step: 0.01, standard: 0.25 },
  { option: 'gamma', label: 'gamma', min: 0, max: 5, step: 0.1, standard: 2 },
  { option: 'epsilon', label: 'epsilon', min: -1, max: 6, step: 0.1, standard: 2 },
];

/** Everything that can be turned, with the loss and every picture following at once. */
export function WhatIf({ given, shown, chosen, tried, setTried }: WhatIfProps): JSX.Element {
  const original = useMemo(() => rowMatrix(given), [given]);
  const { names, facts, matrix, losses } = shown;
  const { options } = given;
  const [split, setSplit] = useState<{ given: Problem; split: Split | undefined }>();
  const fitted = split?.given === given ? split.split : undefined;
  const set = (part: Tried): void => setTried({ ...tried, ...part });
  const ones = (size: number): readonly number[] => Array.from({ length: size }, () => 1);
  const givenWeights = useMemo(
    () => Array.from(options.weight?.data ?? ones(facts.each > 1 ? facts.columns : original.columns)),
    [given],
  );
  const givenPos = useMemo(() => Array.from(options.posWeight?.data ?? ones(original.columns)), [given]);
  const fit = (): void => {
    const found = splitOf(given, original, facts);
    setSplit({ given, split: found });
    if (found && found.temperature > 0 && Number.isFinite(found.temperature)) set({ temperature: found.temperature });
  };

  return (
    <details class="what-if">
      <summary>
        <h2>{word('What if')}</h2>
      </summary>
      <div class="knobs">
        <div>
          {hasTemperature(given) && (
            <Knob
              label={word('temperature')}
              value={tried.temperature ?? 1}
              min={0.05}
              max={20}
              step={0.01}
              logarithmic
              changed={tried.temperature !== undefined && tried.temperature !== 1}
              onInput={(value) => value > 0 && set({ temperature: value })}
              onReset={() => set({ temperature: undefined })}
            >
              {original.indexed && original.normalised && (
                <button type="button" class="button small" onClick={fit}>
                  {word('Fit')}
                </button>
              )}
            </Knob>
          )}
          {fitted !== undefined && (
            <p class="split" role="status">
              {word(
                'Best temperature {0}: of the loss {1}, {2} is calibration and {3} is refinement.',
                shortText(fitted.temperature),
                shortText(fitted.loss),
                shortText(fitted.calibration),
                shortText(fitted.refinement),
              )}
            </p>
          )}
          {TURNS.filter(({ option }) => takes(given, option)).map(({ option, standard, ...turn }) => (
            <Knob
              key={option}
              {...turn}
              value={tried[option] ?? options[option] ?? standard}
              changed={tried[option] !== undefined}
              onInput={(value) =>
                set({ [option]: option === 'labelSmoothing' ? Math.min(1, Math.max(0, value)) : value })
              }
              onReset={() => set({ [option]: undefined })}
            />
          ))}
          {takes(given, 'ignoreIndex') && original.indexed && (
            <Knob
              label="ignore_index"
              value={tried.ignoreIndex ?? options.ignoreIndex ?? DEFAULT_IGNORE_INDEX}
              min={-1}
              max={original.columns - 1}
              step={1}
              changed={tried.ignoreIndex !== undefined}
              onInput={(value) => Number.isInteger(value) && set({ ignoreIndex: value })}
              onReset={() => set({ ignoreIndex: undefined })}
            />
          )}
          {original.family === 'binary' && (
            <Knob
              label={word('threshold')}
              value={tried.threshold ?? DEFAULT_THRESHOLD}
              min={0}
              max={1}
              step={0.01}
              changed={tried.threshold !== undefined}
              onInput={(value) => set({ threshold: Math.min(1, Math.max(0, value)) })}
              onReset={() => set({ threshold: undefined })}
            />
          )}
          {takes(given, 'posWeight') && (
            <ClassWeights
              title="pos_weight"
              names={names}
              weights={tried.posWeight ?? givenPos}
              given={givenPos}
              balanced={() => balancedPosWeights(facts)}
              setWeights={(posWeight) => set({ posWeight })}
            />
          )}
          {takes(given, 'weight') && original.family === 'categorical' && (
            <ClassWeights
              title="weight"
              names={names}
              weights={tried.weight ?? givenWeights}
              given={givenWeights}
              balanced={() => balancedWeights(facts)}
              setWeights={(weight) => set({ weight })}
            />
          )}
        </div>
        <div>
          {chosen === undefined ? (
            <p class="pane-note">{word('Choose a row to move its numbers or flip its target.')}</p>
          ) : (
            <RowEditor
              {...{ given, original, matrix, names, tried, setTried }}
              row={chosen}
              loss={losses[chosen] ?? NaN}
            />
          )}
        </div>
      </div>
    </details>
  );
}
