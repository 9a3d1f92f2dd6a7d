import type { ExplainedNumber } from '../report/explanations';
import type { SummaryModel } from '../report/datasetModel';
import type { InspectorModel } from '../report/inspectorModel';
import type { ToInspector } from './protocol';

/** What the page shows. A stale result keeps its pictures, dimmed, but may not be read or chosen from. */
export type Page =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'message'; readonly text: string; readonly busy: boolean }
  | { readonly kind: 'summary'; readonly model: SummaryModel }
  | ({ readonly kind: 'shown' } & Result)
  | ({ readonly kind: 'stale' } & Result);

interface Result {
  readonly model: InspectorModel;
  readonly selected: Selection | undefined;
  /** What the result is compared with. */
  readonly other: InspectorModel | undefined;
  /** The printed number that was asked about last. */
  readonly explained: ExplainedNumber | undefined;
}

/** A row, and who chose it: views scroll to a row chosen elsewhere. */
export interface Selection {
  readonly row: number;
  readonly by: 'editor' | 'rows' | 'map' | 'picture';
}

export interface PageState {
  readonly page: Page;
  /** The newest result seen; anything about an older one came late and is ignored. */
  readonly latest: number;
}

export type PageEvent = ToInspector | { readonly kind: 'choose'; readonly selection: Selection };

export const WAITING: PageState = { page: { kind: 'waiting' }, latest: -1 };

export function next(state: PageState, event: PageEvent): PageState {
  const { page, latest } = state;
  switch (event.kind) {
    case 'show':
      if (event.model.id < latest) return state;
      return {
        latest: event.model.id,
        page: {
          kind: 'shown',
          model: event.model,
          selected: keptSelection(page, event.model),
          other: undefined,
          explained: undefined,
        },
      };
    case 'stale':
      if (page.kind !== 'shown' || event.id !== page.model.id) return state;
      return { latest, page: { ...page, kind: 'stale' } };
    case 'select':
      if (page.kind !== 'shown' || event.id !== page.model.id) return state;
      return select(state, page, { row: event.row, by: 'editor' });
    case 'choose':
      if (page.kind !== 'shown') return state;
      return select(state, page, event.selection);
    case 'compare':
      if (page.kind !== 'shown' || event.id !== page.model.id) return state;
      return { latest, page: { ...page, other: event.other ?? undefined } };
    case 'explained':
      if (page.kind !== 'shown' || event.id !== page.model.id) return state;
      return { latest, page: { ...page, explained: event.explained } };
    case 'summary':
      return { latest, page: { kind: 'summary', model: event.model } };
    case 'message':
      return { latest, page: { kind: 'message', text: event.text, busy: event.busy === true } };
  }
}

function select(state: PageState, page: Page & { readonly kind: 'shown' }, selected: Selection): PageState {
  if (selected.row >= page.model.rows.length) return state;
  return { ...state, page: { ...page, selected } };
}

/** The same document computed again keeps its chosen row, so that an edit does not lose the place. */
function keptSelection(page: Page, model: InspectorModel): Selection | undefined {
  if ((page.kind !== 'shown' && page.kind !== 'stale') || page.selected === undefined) return undefined;
  if (page.model.document !== model.document || page.selected.row >= model.rows.length) return undefined;
  // Another part of the rows has others at the same places.
  if (page.model.part?.awaited === true) return undefined;
  return page.selected;
}
