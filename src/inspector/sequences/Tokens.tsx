import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { perplexity } from '../../core/metrics/perplexity';
import { sequentialRamp, stepOf } from '../colour/ramp';
import { numbered } from '../names';
import { shortText } from '../numbers';
import { Frame } from '../pictures/Frame';
import { Mark, Marks } from '../pictures/Mark';
import { Measures } from '../pictures/Measures';
import type { PictureProps } from '../shown';
import { word } from '../words';
import { setInLines, visible } from './lines';
import { sequencesOf, type Sequences } from './sequences';

const LINE = 26;
const HEIGHT = 20;
const TOP = 8;
const FONT_SIZE = 12;
/** Tokens on one page of the picture: more elements than this and it moves slowly. */
const PAGE = 500;

/** Sequences as the text they are, each token as strongly coloured as its loss is large. */
export function Tokens({ shown, theme, chosen, choose, save }: PictureProps): JSX.Element {
  const { problem, matrix, names, losses } = shown;
  const sequences = useMemo(() => sequencesOf(problem, matrix, names), [problem, matrix, names]);
  const { length, shifts, better } = sequences;
  const [isShifted, setShifted] = useState(false);
  const by = isShifted && better !== undefined ? better.by : 0;
  const lossOf = (row: number): number => (by === 0 ? (losses[row] ?? NaN) : sequences.shiftedLoss(row, by));
  const most = useMemo(() => losses.reduce((top, loss) => (loss > top && loss < Infinity ? loss : top), 0), [losses]);
  const stepFor = (loss: number): number =>
    stepOf(Number.isFinite(loss) && most > 0 ? loss / most : loss === Infinity ? 1 : 0);
  const ramp = useMemo(() => sequentialRamp(theme.background, theme.foreground, theme.ends.above), [theme]);
  const measure = useMemo(() => measureIn(`${FONT_SIZE}px ${theme.numbers}`), [theme]);
  const [page, setPage] = useState(0);
  const first = Math.min(page, Math.floor((matrix.rows - 1) / PAGE)) * PAGE;
  const end = Math.min(matrix.rows, first + PAGE);
  // A row chosen elsewhere is turned to.
  useEffect(() => {
    if (chosen !== undefined) setPage(Math.floor(chosen / PAGE));
  }, [chosen]);
  const rows = Array.from({ length: end - first }, (_, index) => first + index);
  const sheet = useMemo(() => sheetOf(shown, sequences), [shown, sequences]);

  const draw = (width: number): JSX.Element => {
    const { tokens, lines } = setInLines(rows, length, sequences.token, width, measure);
    return (
      <svg class="chart" width={width} height={TOP + lines * LINE} role="group" aria-label={word('Sequences')}>
        <Marks label={word('Tokens')}>
          {tokens.map(({ row, x, line, width: wide }, index) => {
            const loss = lossOf(row);
            const isIgnored = sequences.ignored(row);
            const kind = isIgnored ? 'token ignored' : sequences.padding(row) ? 'token padded' : 'token';
            const y = TOP + line * LINE;
            return (
              <Mark
                key={row}
                first={index === 0}
                label={labelOf(
                  sequences,
                  row,
                  loss,
                  by === 0 ? matrix.probability(row, matrix.targetIndex(row) ?? -1) : Math.exp(-loss),
                )}
                pressed={row === chosen}
                onChoose={() => choose(row)}
              >
                <rect
                  class={Number.isFinite(loss) || isIgnored ? kind : `${kind} not-finite`}
                  {...{ x, y }}
                  width={wide}
                  height={HEIGHT}
                  fill={isIgnored ? 'none' : ramp.fills[stepFor(loss)]}
                />
              </Mark>
            );
          })}
        </Marks>
        <g class="over" aria-hidden="true">
          {tokens.map(({ row, text, x, line, width: wide }) => {
            const isIgnored = sequences.ignored(row);
            return (
              <text
                key={row}
                class={isIgnored ? 'token-text left-out' : 'token-text tile-text'}
                x={x + wide / 2}
                y={TOP + line * LINE + 14}
                {...(isIgnored ? {} : { fill: ramp.inks[stepFor(lossOf(row))] })}
              >
                {text}
              </text>
            );
          })}
        </g>
      </svg>
    );
  };

  return (
    <Frame
      title="Sequences"
      file="sequences"
      {...{ theme, save, draw, sheet }}
      note={
        <>
          <Measures measures={measuresOf(sequences)} />
          <p class="token-key" aria-hidden="true">
            {word('little loss')} <span class="token-ramp" /> {word('much loss')} <span class="token-swatch ignored" />{' '}
            {word('ignored')}
            {sequences.perplexities.withoutPadding !== undefined && (
              <>
                {' '}
                <span class="token-swatch padded" /> {word('padding')}
              </>
            )}
          </p>
          {better !== undefined && (
            <p class="token-shift">
              {word(
                'Shifted by {0} the targets fit better: perplexity {1}.',
                signed(better.by),
                shortText(perplexity(better.mean)),
              )}{' '}
              <button
                type="button"
                class="button small"
                aria-pressed={isShifted}
                onClick={() => setShifted(!isShifted)}
              >
                {word(isShifted ? 'Show it as it is' : 'Show it shifted')}
              </button>
            </p>
          )}
          {shifts.every(({ mean }) => !Number.isNaN(mean)) && (
            <p>
              {word('mean loss by shift')}:{' '}
              <span class="number">
                {shifts.map(({ by, mean }) => `${signed(by)}: ${shortText(mean)}`).join(' · ')}
              </span>
            </p>
          )}
        </>
      }
      tools={
        matrix.rows > PAGE && (
          <>
            <span class="pane-note">{word('tokens {0} to {1} of {2}', first, end - 1, matrix.rows)}</span>
            <div class="choice" role="group">
              <button
                type="button"
                aria-label={word('Tokens before')}
                disabled={first === 0}
                onClick={() => setPage(page - 1)}
              >
                ‹
              </button>
              <button
                type="button"
                aria-label={word('Tokens after')}
                disabled={end === matrix.rows}
                onClick={() => setPage(page + 1)}
              >
                ›
              </button>
            </div>
          </>
        )
      }
    />
  );
}

function measuresOf({ perplexities }: Sequences): Parameters<typeof Measures>[0]['measures'] {
  const { counted, tokens, all, ignored, withoutPadding } = perplexities;
  return [
    { name: word('perplexity'), value: shortText(counted), detail: word('over {0} tokens', tokens) },
    ...(ignored === 0 || all === undefined
      ? []
      : [{ name: word('with the {0} ignored', ignored), value: shortText(all) }]),
    ...(withoutPadding === undefined
      ? []
      : [
          {
            name: word('without the {0} of padding (target {1})', withoutPadding.padding, visible(withoutPadding.what)),
            value: shortText(withoutPadding.value),
          },
        ]),
  ];
}

function labelOf(sequences: Sequences, row: number, loss: number, probability: number): string {
  const [token, place] = [sequences.token(row), placeOf(sequences, row)];
  if (sequences.ignored(row)) return word('token {0} at {1}: ignored', token, place);
  const said = word(
    'token {0} at {1}: loss {2}, probability {3}',
    token,
    place,
    shortText(loss),
    shortText(probability),
  );
  return sequences.padding(row) ? `${said}, ${word('padding')}` : said;
}

/** The position, with the sequence before it where there are several. */
function placeOf({ count, length }: Sequences, row: number): string {
  return count === 1 ? String(row) : `${Math.floor(row / length)}, ${row % length}`;
}

function sheetOf(
  { matrix, names, losses }: PictureProps['shown'],
  sequences: Sequences,
): Parameters<typeof Frame>[0]['sheet'] {
  const { length, token, ignored, padding } = sequences;
  return {
    columns: [
      word('sequence'),
      word('position'),
      word('token'),
      word('target'),
      word('loss'),
      word('probability of the target'),
      word('Result'),
    ],
    rows: Array.from({ length: matrix.rows }, (_, row) => {
      const target = matrix.targetIndex(row) ?? -1;
      return [
        Math.floor(row / length),
        row % length,
        visible(token(row)),
        numbered(names.classes, target),
        losses[row] ?? NaN,
        ignored(row) ? NaN : matrix.probability(row, target),
        word(ignored(row) ? 'ignored' : padding(row) ? 'padding' : 'counted'),
      ];
    }),
  };
}

function signed(by: number): string {
  return by > 0 ? `+${by}` : String(by).replace('-', '−');
}

/** Widths of texts in a font, each measured once. */
function measureIn(font: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  if (context) context.font = font;
  return (text) => {
    const width = known.get(text) ?? context?.measureText(text).width ?? text.length * 7;
    known.set(text, width);
    return width;
  };
}
