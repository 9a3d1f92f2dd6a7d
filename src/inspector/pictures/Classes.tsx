import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { cellsOf } from '../../core/cells';
import { asksFor } from '../filter/filter';
import { numbered } from '../names';
import { shortText } from '../numbers';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { classRows } from './classRows';
import { Frame } from './Frame';
import { Mark, Marks } from './Mark';
import { linear } from './scale';

const LINE = 26;
const TOP = 30;
/** Those with the most loss; the table has all. */
const MOST = 24;

/** Which classes the loss comes from, and how well each is found. */
export function Classes({ shown, theme, chosen, filter, narrow, save }: PictureProps): JSX.Element {
  const { facts, losses, problem } = shown;
  const names = facts.columns === 1 ? undefined : shown.names.classes;
  const rows = useMemo(() => {
    const cells = facts.each > 1 ? cellsOf(problem) : undefined;
    return classRows(facts, losses, cells?.ok ? cells.value.losses.data : undefined);
  }, [facts, losses, problem, shown]);
  const drawn = rows.slice(0, MOST);
  const most = Math.max(0, ...drawn.map(({ meanLoss }) => (Number.isFinite(meanLoss) ? meanLoss : 0)));
  const own = chosen === undefined || facts.each > 1 ? undefined : facts.targets[chosen];

  const draw = (width: number): JSX.Element => {
    const left = Math.min(
      150,
      Math.max(40, 14 + 7.4 * Math.max(...drawn.map(({ index }) => numbered(names, index).length), 1)),
    );
    const middle = left + (width - left) * 0.5;
    const x = linear(0, most, left, middle - 92);
    const share = linear(0, 1, middle + 24, width - 20);
    return (
      <svg
        class="chart"
        width={width}
        height={TOP + drawn.length * LINE + 30}
        role="group"
        aria-label={word('Classes')}
      >
        <g aria-hidden="true">
          <text class="axis-title" x={left} y={14}>
            {word('mean loss · share of the whole')}
          </text>
          <circle class="dot" cx={middle + 28} cy={10} r={4} />
          <text class="axis-title" x={middle + 38} y={14}>
            {word('precision')}
          </text>
          <circle class="ring" cx={middle + 112} cy={10} r={4} />
          <text class="axis-title" x={middle + 122} y={14}>
            {word('recall')}
          </text>
          {[0, 0.5, 1].map((tick) => (
            <line key={tick} class="grid" x1={share(tick)} x2={share(tick)} y1={TOP} y2={TOP + drawn.length * LINE} />
          ))}
          {[0, 0.5, 1].map((tick) => (
            <text key={tick} class="tick middle" x={share(tick)} y={TOP + drawn.length * LINE + 17}>
              {tick}
            </text>
          ))}
        </g>
        <Marks label={word('Classes')}>
          {drawn.map((row, place) => {
            const y = TOP + place * LINE;
            const part = facts.each > 1 ? undefined : { target: row.index };
            const bar = Number.isFinite(row.meanLoss) ? Math.max(1, x(row.meanLoss) - left) : 0;
            return (
              <Mark
                key={row.index}
                first={place === 0}
                label={word(
                  'class {0}: mean loss {1}, {2} of the whole, precision {3}, recall {4}',
                  numbered(names, row.index),
                  shortText(row.meanLoss),
                  percent(row.share),
                  shortText(row.precision, 2),
                  shortText(row.recall, 2),
                )}
                pressed={part !== undefined && asksFor(filter, part)}
                onChoose={() => part && narrow(part)}
              >
                <rect class={own === row.index ? 'hit own' : 'hit'} x={0} y={y} width={width} height={LINE} />
                <rect class="bar" x={left} y={y + 6} width={bar} height={LINE - 12} />
                {Number.isFinite(row.precision) && Number.isFinite(row.recall) && (
                  <line class="between" x1={share(row.precision)} x2={share(row.recall)} y1={y + 13} y2={y + 13} />
                )}
                {Number.isFinite(row.recall) && <circle class="ring" cx={share(row.recall)} cy={y + 13} r={5} />}
                {Number.isFinite(row.precision) && <circle class="dot" cx={share(row.precision)} cy={y + 13} r={4} />}
              </Mark>
            );
          })}
        </Marks>
        <g class="over" aria-hidden="true">
          {drawn.map((row, place) => {
            const y = TOP + place * LINE;
            const bar = Number.isFinite(row.meanLoss) ? Math.max(1, x(row.meanLoss) - left) : 0;
            return (
              <g key={row.index}>
                <text class="tick end" x={left - 8} y={y + 17}>
                  {numbered(names, row.index).slice(0, 18)}
                </text>
                <text
                  class="label"
                  x={left + bar + 6}
                  y={y + 17}
                >{`${shortText(row.meanLoss)} · ${percent(row.share)}`}</text>
              </g>
            );
          })}
        </g>
      </svg>
    );
  };

  return (
    <Frame
      title="Classes"
      file="classes"
      {...{ theme, save, draw }}
      note={
        rows.length > MOST
          ? word('The {0} classes with the most loss; the table has all {1}.', MOST, rows.length)
          : undefined
      }
      sheet={{
        columns: [word('class'), word('count'), word('mean loss'), word('share'), word('precision'), word('recall')],
        rows: rows.map((row) => [
          numbered(names, row.index),
          row.count,
          row.meanLoss,
          row.share,
          row.precision,
          row.recall,
        ]),
      }}
    />
  );
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)}%`;
}
