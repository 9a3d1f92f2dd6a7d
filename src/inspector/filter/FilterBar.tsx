import type { JSX } from 'preact';
import { FLIP_WORDS } from '../compare/flipWords';
import { className, type Names } from '../names';
import { shortText } from '../numbers';
import { word } from '../words';
import { ALL, isAll, type Filter } from './filter';

interface FilterBarProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  /** The classes a target may be. */
  readonly classes: number;
  readonly names: Names;
  readonly ignored: boolean;
}

/** Longer lists are not for a menu: there the class is found by a picture or by text. */
const MOST_CLASSES = 500;

/** What the rows are narrowed by, each part to be set and taken back. */
export function FilterBar({ filter, setFilter, classes, names, ignored }: FilterBarProps): JSX.Element {
  const set = (part: Filter): void => setFilter({ ...filter, ...part });
  const classChoice = (key: 'target' | 'predicted', label: string): JSX.Element => (
    <label class="field">
      {label}
      <select
        value={filter[key] === undefined ? '' : String(filter[key])}
        onChange={({ currentTarget: { value } }) => set({ [key]: value === '' ? undefined : Number(value) })}
      >
        <option value="">{word('all')}</option>
        {Array.from({ length: Math.min(classes, MOST_CLASSES) }, (_, index) => (
          <option key={index} value={index}>
            {className(names, index)}
          </option>
        ))}
      </select>
    </label>
  );
  const lossEnd = (end: 0 | 1): JSX.Element => (
    <input
      type="number"
      step="any"
      class="text-field short"
      aria-label={end === 0 ? word('Least loss') : word('Largest loss')}
      placeholder={end === 0 ? word('from') : word('to')}
      value={finite(filter.loss?.[end])}
      onInput={({ currentTarget: { value } }) => {
        const number = value === '' ? NaN : Number(value);
        const [low, high] = filter.loss ?? [-Infinity, Infinity];
        const loss =
          end === 0 ? ([orElse(number, -Infinity), high] as const) : ([low, orElse(number, Infinity)] as const);
        set({ loss: loss[0] === -Infinity && loss[1] === Infinity ? undefined : loss });
      }}
    />
  );
  return (
    <div class="filter" role="search" aria-label={word('Filter rows')}>
      <input
        type="search"
        class="text-field"
        aria-label={word('Text of the line or row')}
        placeholder={word('Filter by text')}
        value={filter.text ?? ''}
        onInput={({ currentTarget: { value } }) => set({ text: value === '' ? undefined : value })}
      />
      <label class="field">
        {word('Result')}
        <select
          value={filter.verdict ?? ''}
          onChange={({ currentTarget: { value } }) =>
            set({ verdict: value === 'wrong' || value === 'right' || value === 'ignored' ? value : undefined })
          }
        >
          <option value="">{word('all')}</option>
          {classes > 1 && <option value="wrong">{word('wrong')}</option>}
          {classes > 1 && <option value="right">{word('right')}</option>}
          {ignored && <option value="ignored">{word('ignored')}</option>}
        </select>
      </label>
      {classes > 1 && classChoice('target', word('Target'))}
      {classes > 1 && classChoice('predicted', word('Prediction'))}
      <span class="field">
        {word('Loss')}
        {lossEnd(0)}
        {lossEnd(1)}
      </span>
      {filter.confidence !== undefined && (
        <button type="button" class="chip" onClick={() => set({ confidence: undefined })}>
          {word('confidence {0} to {1}', shortText(filter.confidence[0], 1), shortText(filter.confidence[1], 1))} ×
        </button>
      )}
      {filter.difference !== undefined && (
        <button type="button" class="chip" onClick={() => set({ difference: undefined })}>
          {word('difference {0} to {1}', shortText(filter.difference[0], 2), shortText(filter.difference[1], 2))} ×
        </button>
      )}
      {filter.flip !== undefined && (
        <button type="button" class="chip" onClick={() => set({ flip: undefined })}>
          {word(FLIP_WORDS[filter.flip])} ×
        </button>
      )}
      {!isAll(filter) && (
        <button type="button" class="button small" onClick={() => setFilter(ALL)}>
          {word('Show all')}
        </button>
      )}
    </div>
  );
}

function finite(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : String(Number(value.toPrecision(6)));
}

function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
