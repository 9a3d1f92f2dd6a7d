import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { numbered, type Names } from '../names';
import { word } from '../words';
import { Knob } from './Knob';

interface ClassWeightsProps {
  readonly title: string;
  readonly names: Names;
  /** One a class, as tried or as given. */
  readonly weights: readonly number[];
  readonly given: readonly number[];
  /** Those that give every class the same say. */
  readonly balanced: () => readonly number[];
  readonly setWeights: (weights: readonly number[] | undefined) => void;
}

/** More classes than this are not turned one by one. */
const MOST = 40;

/** One weight a class; worked out and drawn when opened, since every step of a slider draws what is there. */
export function ClassWeights(props: ClassWeightsProps): JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details class="class-weights" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{props.title}</summary>
      {open && <Weights {...props} />}
    </details>
  );
}

function Weights(props: ClassWeightsProps): JSX.Element {
  const { title, names, weights, given, setWeights } = props;
  const balanced = props.balanced();
  return (
    <>
      <div class="actions">
        <button type="button" class="button small" onClick={() => setWeights(balanced)}>
          {word('Balanced')}
        </button>
        <button type="button" class="button small" onClick={() => setWeights(undefined)}>
          {word('As it was')}
        </button>
      </div>
      {weights.slice(0, MOST).map((weight, index) => (
        <Knob
          key={index}
          label={`${title} ${numbered(names.classes, index)}`}
          value={weight}
          min={0}
          max={Math.max(5, ...balanced)}
          step={0.05}
          changed={weight !== given[index]}
          onInput={(value) => setWeights(weights.map((before, at) => (at === index ? Math.max(0, value) : before)))}
          onReset={() => setWeights(weights.map((before, at) => (at === index ? (given[index] ?? 1) : before)))}
        />
      ))}
      {weights.length > MOST && <p class="pane-note">{word('The first {0} of {1} classes.', MOST, weights.length)}</p>}
    </>
  );
}
