import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { InspectorModel } from '../../report/inspectorModel';
import { lossText } from '../../report/numbers';
import { asksFor, type Filter } from '../filter/filter';
import { exactText, shortText } from '../numbers';
import { Measures } from '../pictures/Measures';
import type { Facts } from '../problem/facts';
import { reducedValue } from '../tried/compute';
import { word } from '../words';
import { FLIP_WORDS } from './flipWords';
import type { MatchBy } from './match';
import { comparisonOf, FLIPS, type Found, type Paired } from './paired';

interface CompareProps {
  readonly paired: Paired;
  readonly other: InspectorModel;
  /** The loss here, as tried. */
  readonly value: number;
  readonly nameable: boolean;
  readonly matchBy: (by: MatchBy) => void;
  readonly filter: Filter;
  readonly narrow: (part: Filter) => void;
  readonly choose: (row: number) => void;
  readonly again: () => void;
  readonly stop: () => void;
}

/** Two problems side by side: what each comes to, and what became of the rows they share. */
export function Compare(props: CompareProps): JSX.Element {
  const { paired, other, value, nameable, matchBy, filter, narrow, choose, again, stop } = props;
  const comparison = useMemo(() => comparisonOf(paired), [paired]);
  const there = useMemo(() => reducedValue(other), [other]);
  const { matched, onlyHere, onlyThere, otherTargets, meanDifference, sign, flips, largest, divergence } = comparison;
  const notes = [
    onlyHere + onlyThere > 0 && word('{0} rows stand only here, {1} only there.', onlyHere, onlyThere),
    otherTargets > 0 && word('{0} rows have other targets there.', otherTargets),
  ].filter((note) => note !== false);
  const place = ({ row, column }: Found, both: boolean): JSX.Element => (
    <button type="button" class="link" onClick={() => choose(row)}>
      {both ? word('row {0}, column {1}', row, column) : word('row {0}', row)}
    </button>
  );
  return (
    <section class="compare" aria-labelledby="compare-title">
      <header class="pane-head">
        <h2 id="compare-title">
          {word('Compared with')} <bdi>{paired.name}</bdi>
        </h2>
        <span class="pane-note">{word('{0} rows matched', matched)}</span>
        <div class="tools">
          {nameable && (
            <div class="choice" role="group" aria-label={word('Match rows by')}>
              {(['name', 'index'] as const).map((by) => (
                <button key={by} type="button" aria-pressed={paired.by === by} onClick={() => matchBy(by)}>
                  {word(by === 'name' ? 'By name' : 'By index')}
                </button>
              ))}
            </div>
          )}
          <button type="button" class="button small" onClick={again}>
            {word('Another…')}
          </button>
          <button type="button" class="button small" onClick={stop}>
            {word('Stop comparing')}
          </button>
        </div>
      </header>
      <div class="compare-parts">
        <table class="sides">
          <thead>
            <tr>
              <td />
              <th scope="col">{word('here')}</th>
              <th scope="col">{word('there')}</th>
              <th scope="col">{word('Difference')}</th>
            </tr>
          </thead>
          <tbody>
            <SidesRow title={word('loss')} here={value} there={there} text={lossText} />
            <SidesRow
              title={word('accuracy')}
              here={accuracyOf(paired.here.facts)}
              there={accuracyOf(paired.there.facts)}
              text={shortText}
            />
          </tbody>
        </table>
        <div>
          <Measures
            measures={[
              { name: word('mean difference'), value: signed(meanDifference) },
              { name: word('smaller there'), value: String(sign.less) },
              { name: word('larger there'), value: String(sign.more) },
              { name: word('equal'), value: String(sign.equal) },
              { name: word('sign test'), value: `p = ${chance(sign.pValue)}` },
            ]}
          />
          <dl class="measures">
            {largest !== undefined && (
              <div>
                <dt>{word('largest difference of a prediction')}</dt>
                <dd>
                  <span class="number">{exactText(rounded(largest.value))}</span>{' '}
                  {largest.value !== 0 && place(largest, true)}
                </dd>
              </div>
            )}
            {divergence !== undefined && (
              <div>
                <dt>{word('KL(here ‖ there)')}</dt>
                <dd>
                  <span class="number">{shortText(divergence.mean)}</span>{' '}
                  <span class="detail">{word('at most {0}', shortText(divergence.largest.value))}</span>{' '}
                  {place(divergence.largest, false)}
                </dd>
              </div>
            )}
          </dl>
          <div class="actions" role="group" aria-label={word('Flips')}>
            {FLIPS.map((flip) => (
              <button
                key={flip}
                type="button"
                class="button small"
                disabled={flips[flip] === 0}
                aria-pressed={asksFor(filter, { flip })}
                onClick={() => narrow({ flip })}
              >
                {flips[flip]} {word(FLIP_WORDS[flip])}
              </button>
            ))}
          </div>
          {notes.length > 0 && <p class="pane-note compare-note">{notes.join(' ')}</p>}
        </div>
      </div>
    </section>
  );
}

interface SidesRowProps {
  readonly title: string;
  readonly here: number;
  readonly there: number;
  readonly text: (value: number) => string;
}

function SidesRow({ title, here, there, text }: SidesRowProps): JSX.Element {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td class="number">{text(here)}</td>
      <td class="number">{text(there)}</td>
      <td class="number">{signed(there - here, text)}</td>
    </tr>
  );
}

/** The share of the decisions that are right, of those that have a right answer. */
function accuracyOf({ targets, predicted }: Facts): number {
  let right = 0;
  let counted = 0;
  targets.forEach((target, at) => {
    if (target === -1) return;
    counted++;
    if (predicted[at] === target) right++;
  });
  return right / counted;
}

function signed(value: number, text: (value: number) => string = lossText): string {
  return value > 0 ? `+${text(value)}` : text(value).replace('-', '−');
}

/** Without the last digits, which subtracting has made. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** A chance as it is usually written: never rounded to none. */
function chance(value: number): string {
  return value === 0 ? '0' : value < 1e-4 ? value.toExponential(1) : value.toFixed(4);
}
