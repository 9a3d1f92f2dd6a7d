import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { word } from '../words';

interface KnobProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Of the slider; the field takes any number. */
  readonly step: number;
  /** Equal ways of the slider are equal factors. */
  readonly logarithmic?: boolean;
  readonly changed: boolean;
  readonly onInput: (value: number) => void;
  readonly onReset: () => void;
  readonly children?: JSX.Element | false | undefined;
}

/** One number to turn: a slider for trying, a field for saying, and the way back. */
export function Knob(props: KnobProps): JSX.Element {
  const { label, value, min, max, step, logarithmic = false, changed, onInput, onReset, children } = props;
  const id = useId();
  const toSlider = (given: number): number => (logarithmic ? Math.log10(Math.max(given, Number.MIN_VALUE)) : given);
  const fromSlider = (place: number): number => (logarithmic ? Number((10 ** place).toPrecision(3)) : place);
  return (
    <div class={changed ? 'knob changed' : 'knob'}>
      <label for={id}>{label}</label>
      <input
        type="range"
        aria-label={word('{0}, slider', label)}
        aria-valuetext={String(value)}
        min={toSlider(min)}
        max={toSlider(max)}
        step={step}
        value={Math.min(toSlider(max), Math.max(toSlider(min), toSlider(value)))}
        onInput={({ currentTarget }) => onInput(fromSlider(currentTarget.valueAsNumber))}
      />
      <input
        id={id}
        type="number"
        step="any"
        class="text-field short"
        value={Number(value.toPrecision(6))}
        onInput={({ currentTarget: { value: text } }) => {
          const number = Number(text);
          if (text !== '' && Number.isFinite(number)) onInput(number);
        }}
      />
      <button
        type="button"
        class="undo"
        disabled={!changed}
        aria-label={word('{0} as it was', label)}
        title={word('As it was')}
        onClick={onReset}
      >
        ↺
      </button>
      {children}
    </div>
  );
}
