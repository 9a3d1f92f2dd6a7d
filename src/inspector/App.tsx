import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ExplainedNumber } from '../report/explanations';
import type { InspectorModel, ShownPart } from '../report/inspectorModel';
import { lossText } from '../report/numbers';
import { usePaired } from './compare/usePaired';
import { css } from './colour/colour';
import { useTheme } from './colour/theme';
import { ALL, filteredRows, toggled, type Filter } from './filter/filter';
import { FilterBar } from './filter/FilterBar';
import { HeatMap } from './heatmap/HeatMap';
import { UNNAMED, type Names } from './names';
import type { Page, Selection } from './page';
import { late } from './late';
import { rowMatrix } from './problem/rowMatrix';
import type { CellChange, FromInspector } from './protocol';
import { Header } from './result/Header';
import { HowObtained } from './result/HowObtained';
import { rowSheet } from './rows/rowSheet';
import { RowsTable } from './rows/RowsTable';
import { SaveRows } from './rows/SaveRows';
import type { PictureProps, Save, Shown } from './shown';
import { reducedValue } from './tried/compute';
import { DEFAULT_THRESHOLD, NOTHING_TRIED, triedProblem, type Tried } from './tried/tried';
import { TriedBar } from './tried/TriedBar';
import { useComputed } from './tried/useComputed';
import { WhatIf } from './tried/WhatIf';
import { word } from './words';

const Compare = late(() => import('./compare/Compare').then(({ Compare }) => Compare));
const Summary = late(() => import('./summary/Summary').then(({ Summary }) => Summary));
const Pictures = late(() => import('./pictures/Pictures').then(({ Pictures }) => Pictures));

interface AppProps {
  readonly page: Page;
  readonly choose: (selection: Selection) => void;
  readonly post: (message: FromInspector) => void;
}

export function App({ page, choose, post }: AppProps): JSX.Element {
  const [said, setSaid] = useState('');
  return (
    <>
      <p class="visually-hidden" role="status">
        {announcement(page)}
      </p>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {content(page, choose, post, setSaid)}
    </>
  );
}

function content(
  page: Page,
  choose: AppProps['choose'],
  post: AppProps['post'],
  say: (text: string) => void,
): JSX.Element {
  switch (page.kind) {
    case 'waiting':
      return (
        <main class="empty" aria-busy="true">
          <h1>Loss Lens</h1>
          <p>{word('Waiting for a result…')}</p>
        </main>
      );
    case 'message':
      return page.busy ? (
        <main class="empty" aria-busy="true">
          <h1>{page.text}</h1>
          <progress aria-label={page.text} />
        </main>
      ) : (
        <main class="empty">
          <h1>{word('No result')}</h1>
          <p>{page.text}</p>
        </main>
      );
    case 'summary':
      return <Summary model={page.model} />;
    case 'shown':
      return <Result {...page} chosen={page.selected} stale={false} {...{ choose, post, say }} />;
    case 'stale':
      return <Result {...page} chosen={page.selected} stale={true} {...{ choose, post, say }} />;
  }
}

interface ResultProps {
  readonly model: InspectorModel;
  readonly other: InspectorModel | undefined;
  readonly explained: ExplainedNumber | undefined;
  readonly chosen: Selection | undefined;
  readonly stale: boolean;
  readonly choose: AppProps['choose'];
  readonly post: AppProps['post'];
  readonly say: (text: string) => void;
}

function Result({ model, other, explained, chosen, stale, choose, post, say }: ResultProps): JSX.Element {
  const theme = useTheme();
  const main = useRef<HTMLElement>(null);
  const [tried, setTried] = useState<Tried>(NOTHING_TRIED);
  const [filter, setFilter] = useState<Filter>(ALL);
  // Another result is another problem: nothing of what was tried on the last one says anything about it.
  useEffect(() => {
    setTried(NOTHING_TRIED);
    setFilter(ALL);
  }, [model]);

  const threshold = tried.threshold ?? DEFAULT_THRESHOLD;
  const problem = useMemo(() => triedProblem(model.problem, tried), [model, tried]);
  const isTried = problem !== model.problem;
  const computed = useComputed(model.problem, model.rows, problem, threshold);
  const matrix = useMemo(() => rowMatrix(problem), [problem]);
  const names = useMemo<Names>(() => ({ rows: model.rowNames, classes: model.classNames }), [model]);
  const { facts, losses } = computed;
  const here = { matrix, facts, losses };
  const { paired, nameable, matchBy } = usePaired(model, here, other, threshold, computed.exact || !isTried);
  const shown = useMemo<Shown>(
    () => ({ problem, matrix, facts, losses, names, threshold, paired }),
    [problem, matrix, facts, losses, names, threshold, paired],
  );
  const rested = useRested(losses, computed.exact || !isTried);
  const only = useMemo(
    () =>
      filteredRows(filter, {
        facts,
        losses,
        paired,
        textOf: (row) => `${model.rowNames?.[row] ?? ''} ${model.rowTexts?.[row] ?? ''}`,
      }),
    [filter, facts, losses, model, paired],
  );
  const original = useMemo(() => (isTried ? reducedValue(model) : NaN), [model, isTried]);

  const chooseBy =
    (by: Selection['by']) =>
    (row: number): void =>
      choose({ row, by });
  const copyValue = (): void => {
    navigator.clipboard.writeText(model.value).then(
      () => say(word('Copied {0}', model.value)),
      () => say(word('Could not copy')),
    );
  };
  const save: Save = (name, content) => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    post({ kind: 'save', id: model.id, name, bytes });
  };
  const narrow = (part: Filter): void => setFilter(toggled(filter, part));
  const cells = changedCells(tried);
  const pictureProps: PictureProps = {
    ...{ shown, theme, filter, save },
    chosen: chosen?.row,
    choose: chooseBy('picture'),
    narrow,
  };
  const saveReport = (): void => {
    if (main.current === null) return;
    const page = main.current;
    void import('./files/report').then(({ saveReport }) =>
      saveReport(model, pictureProps, page, rowSheet(shown, model.rowLines, undefined)),
    );
  };

  return (
    <main
      ref={main}
      class={stale ? 'page stale' : model.past === undefined ? 'page' : 'page past'}
      style={{ '--amount': css(theme.ends.above), '--other': css(theme.ends.below) }}
    >
      {stale && (
        <div class="banner">
          <span class="banner-glyph" aria-hidden="true">
            ⚠
          </span>
          <p>
            <strong>{word('The document changed; compute again.')}</strong>{' '}
            {word('These pictures belong to the text before the change.')}
          </p>
        </div>
      )}
      {!stale && model.past !== undefined && (
        <div class="banner">
          <span class="banner-glyph" aria-hidden="true">
            ⚠
          </span>
          <p>{model.past}</p>
        </div>
      )}
      {model.part !== undefined && <PartNote rows={matrix.rows} {...model.part} />}
      <Header
        model={model}
        stale={stale}
        changeReading={() => post({ kind: 'changeReading', id: model.id })}
        copyValue={copyValue}
        saveReport={saveReport}
        compare={() => post({ kind: 'compare', id: model.id })}
      />
      {!stale && isTried && (
        <TriedBar
          computed={computed}
          original={original}
          originalText={lossText(original)}
          cells={model.inText ? cells.length : 0}
          reset={() => setTried(NOTHING_TRIED)}
          apply={() => post({ kind: 'apply', id: model.id, cells })}
        />
      )}
      <div class="body" inert={stale}>
        <HowObtained {...{ model, shown, explained }} chosen={chosen?.row} post={post} />
        <WhatIf given={model.problem} shown={shown} chosen={chosen?.row} tried={tried} setTried={setTried} />
        {paired !== undefined && other !== undefined && (
          <Compare
            {...{ paired, other, nameable, matchBy, filter, narrow }}
            value={isTried ? computed.value : reducedValue(model)}
            choose={chooseBy('picture')}
            again={() => post({ kind: 'compare', id: model.id })}
            stop={() => post({ kind: 'uncompare', id: model.id })}
          />
        )}
        <div class="panes">
          <HeatMap {...{ problem, names, matrix, paired, theme, chosen, save }} choose={chooseBy('map')} />
          <RowsTable
            {...{ shown, rested, only, chosen }}
            rowLines={model.rowLines}
            choose={chooseBy('rows')}
            tools={
              <SaveRows
                save={save}
                sheet={() => rowSheet(shown, model.rowLines, only)}
                losses={() => (only === undefined ? losses : Float64Array.from(only, (row) => losses[row] ?? NaN))}
              />
            }
          >
            <FilterBar
              {...{ filter, setFilter }}
              // A yes and a no have no names: those of the text are the columns'.
              names={matrix.family === 'binary' ? UNNAMED : names}
              classes={facts.classes}
              ignored={matrix.indexed}
            />
          </RowsTable>
        </div>
        <Pictures {...pictureProps} moving={isTried && !computed.exact} />
      </div>
    </main>
  );
}

/** What is drawn is not all, and says so for as long as it is. */
function PartNote({ rows, of, awaited }: ShownPart & { readonly rows: number }): JSX.Element {
  const text = awaited
    ? word('{0} of {1} rows, evenly spread; # is their place in the file. The loss of all is being computed.', rows, of)
    : word(
        'The loss is of all {1} rows. What is drawn and tried is {0} of them, evenly spread; # is their place.',
        rows,
        of,
      );
  return (
    <div class="part-note" role="status">
      {awaited && <progress aria-label={word('The loss of all is being computed')} />}
      <p>{text}</p>
    </div>
  );
}

/** The numbers of the text that were changed by trying, where they stand. */
function changedCells({ predictions, targets }: Tried): readonly CellChange[] {
  const of = (array: CellChange['array'], changes: Tried['predictions']): readonly CellChange[] =>
    Array.from(changes ?? [], ([index, value]) => ({ array, index, value }));
  return [...of('predictions', predictions), ...of('targets', targets)];
}

/** The losses of when the hand last rested. */
function useRested(losses: Float64Array, exact: boolean): Float64Array {
  const rested = useRef(losses);
  if (exact) rested.current = losses;
  return rested.current;
}

/** What a screen reader says when the page changes: the new value once, and never a stale one. */
function announcement(page: Page): string {
  switch (page.kind) {
    case 'waiting':
      return '';
    case 'message':
      return page.text;
    case 'summary':
      return word('Loss {0}. {1}', page.model.value, page.model.caption);
    case 'shown':
      if (page.model.part?.awaited === true) return '';
      return word('Loss {0}. {1}', page.model.value, page.model.caption);
    case 'stale':
      return word('The document changed; compute again.');
  }
}
