import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { sequentialRamp, stepOf } from '../colour/ramp';
import { asksFor } from '../filter/filter';
import { className, UNNAMED, type Names } from '../names';
import type { PictureProps } from '../shown';
import { word, type English } from '../words';
import { confusionOf, NORMALISATIONS, normalisedCell, type Normalisation } from './confusionCounts';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';

const TITLES: Readonly<Record<Normalisation, English>> = {
  count: 'Counts',
  true: 'Of the true class',
  predicted: 'Of the predicted class',
  all: 'Of all',
};

/** Which class was taken for which. */
export function ConfusionMatrix({ shown, theme, chosen, filter, narrow, save }: PictureProps): JSX.Element {
  const { facts } = shown;
  const [by, setBy] = useState<Normalisation>('true');
  const confusion = useMemo(() => confusionOf(facts), [facts, shown]);
  const { classes, counts, total } = confusion;
  const names: Names = facts.each > 1 || facts.columns === 1 ? UNNAMED : shown.names;
  const ramp = useMemo(() => sequentialRamp(theme.background, theme.foreground, theme.ends.below), [theme]);
  const most = greatest(classes.length, (row, column) => normalisedCell(confusion, row, column, by));
  const own = chosen === undefined || facts.each > 1 ? undefined : [facts.targets[chosen], facts.predicted[chosen]];

  const draw = (width: number): JSX.Element => {
    const gutter = 24 + Math.min(110, 7 * Math.max(...classes.map((index) => className(names, index).length), 1));
    const size = Math.max(16, Math.min(64, Math.floor((width - gutter - 8) / classes.length)));
    const top = 44;
    const height = top + size * classes.length + 8;
    const label = (index: number, room: number): string => shortened(className(names, index), room);
    return (
      <svg class="chart" width={width} height={height} role="group" aria-label={word('Confusion')}>
        <g aria-hidden="true">
          <text class="axis-title" x={0} y={12}>{`${word('true')} ↓  ${word('predicted')} →`}</text>
          {classes.map((index, place) => (
            <text key={index} class="tick middle" x={gutter + (place + 0.5) * size} y={top - 8}>
              {label(index, size)}
            </text>
          ))}
          {classes.map((index, place) => (
            <text key={index} class="tick end" x={gutter - 8} y={top + (place + 0.5) * size + 4}>
              {label(index, gutter - 12)}
            </text>
          ))}
        </g>
        <Marks label={word('Confusion')} across={classes.length}>
          {classes.flatMap((target, row) =>
            classes.map((predicted, column) => {
              const value = normalisedCell(confusion, row, column, by);
              const step = stepOf((Number.isNaN(value) ? 0 : value) / (most || 1));
              const part = { target, predicted };
              const [x, y] = [gutter + column * size, top + row * size];
              return (
                <Mark
                  key={`${target} ${predicted}`}
                  first={row === 0 && column === 0}
                  label={word(
                    'true {0}, predicted {1}: {2}',
                    className(names, target),
                    className(names, predicted),
                    cellText(value, by),
                  )}
                  pressed={asksFor(filter, part)}
                  onChoose={() => narrow(part)}
                >
                  <rect
                    class={row === column ? 'tile diagonal' : 'tile'}
                    x={x + 0.5}
                    y={y + 0.5}
                    width={size - 1}
                    height={size - 1}
                    fill={ramp.fills[step]}
                  />
                  {own?.[0] === target && own[1] === predicted && (
                    <rect class="chosen-tile" x={x + 2.5} y={y + 2.5} width={size - 5} height={size - 5} />
                  )}
                </Mark>
              );
            }),
          )}
        </Marks>
        {size >= 30 && (
          <g class="over" aria-hidden="true">
            {classes.flatMap((target, row) =>
              classes.map((predicted, column) => {
                const value = normalisedCell(confusion, row, column, by);
                const ink = ramp.inks[stepOf((Number.isNaN(value) ? 0 : value) / (most || 1))];
                return (
                  <text
                    key={`${target} ${predicted}`}
                    class="tile-text middle"
                    x={gutter + (column + 0.5) * size}
                    y={top + (row + 0.5) * size + 4}
                    fill={ink}
                  >
                    {cellText(value, by)}
                  </text>
                );
              }),
            )}
          </g>
        )}
      </svg>
    );
  };

  return (
    <Frame
      title="Confusion"
      file="confusion"
      {...{ theme, save, draw }}
      note={
        <>
          {word('{0} decisions', total)}
          {facts.classes > classes.length &&
            ` · ${word('the {0} most frequent of {1} classes', classes.length, facts.classes)}`}
        </>
      }
      tools={
        <div class="choice" role="group" aria-label={word('Normalise')}>
          {NORMALISATIONS.map((each) => (
            <button key={each} type="button" aria-pressed={each === by} onClick={() => setBy(each)}>
              {word(TITLES[each])}
            </button>
          ))}
        </div>
      }
      sheet={{
        columns: [word('true'), ...classes.map((index) => className(names, index))],
        rows: classes.map((index, row) => [
          className(names, index),
          ...classes.map((_, column) =>
            by === 'count' ? (counts[row * classes.length + column] ?? 0) : normalisedCell(confusion, row, column, by),
          ),
        ]),
      }}
    />
  );
}

function cellText(value: number, by: Normalisation): string {
  if (Number.isNaN(value)) return '–';
  return by === 'count' ? String(value) : `${Math.round(value * 100)}%`;
}

function shortened(name: string, room: number): string {
  const most = Math.max(1, Math.floor(room / 7));
  return name.length <= most ? name : `${name.slice(0, Math.max(1, most - 1))}…`;
}

function greatest(size: number, at: (row: number, column: number) => number): number {
  let most = 0;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) most = Math.max(most, at(row, column) || 0);
  return most;
}
