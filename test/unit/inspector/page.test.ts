import { strict as assert } from 'node:assert';
import { next, WAITING, type PageEvent, type PageState } from '../../../src/inspector/page';
import type { InspectorModel } from '../../../src/report/inspectorModel';

function model(id: number, document = 'a.txt', rows = 3): InspectorModel {
  return {
    id,
    document,
    value: '0.5000',
    caption: 'cross_entropy',
    steps: [],
    reasons: [],
    findings: [],
    predictionsName: 'x',
    targetsName: 'y',
    problem: {
      loss: 'cross_entropy',
      predictions: { shape: [rows, 1], data: new Float64Array(rows) },
      targets: { shape: [rows], data: new Float64Array(rows) },
      options: {},
    },
    rows: new Float64Array(rows),
    rowLines: new Uint32Array(rows),
  };
}

const STATE = {
  uri: 'file:///a.txt',
  predictions: { start: 0, end: 8 },
  targets: { start: 9, end: 12 },
  loss: 'cross_entropy',
  from: 'logits',
  options: {},
};

function show(id: number, document?: string, rows?: number): PageEvent {
  return { kind: 'show', model: model(id, document, rows), state: STATE, words: {} };
}

function after(...events: readonly PageEvent[]): PageState {
  return events.reduce(next, WAITING);
}

function selectedRow(state: PageState): number | undefined {
  return state.page.kind === 'shown' ? state.page.selected?.row : undefined;
}

function shownId(state: PageState): number | undefined {
  return state.page.kind === 'shown' || state.page.kind === 'stale' ? state.page.model.id : undefined;
}

describe('what the inspector shows', () => {
  it('replaces a result by a newer one and ignores an older one that comes late', () => {
    assert.equal(shownId(after(show(1), show(2))), 2);
    assert.equal(shownId(after(show(2), show(1))), 2);
  });

  it('ignores an older result even where a message came between', () => {
    const state = after(show(2), { kind: 'message', text: 'none', words: {} }, show(1));
    assert.equal(state.page.kind, 'message');
  });

  it('goes stale only for the result that is shown', () => {
    assert.equal(after(show(2), { kind: 'stale', id: 1 }).page.kind, 'shown');
    assert.equal(after(show(2), { kind: 'stale', id: 2 }).page.kind, 'stale');
  });

  it('is fresh again with the next result', () => {
    assert.equal(after(show(1), { kind: 'stale', id: 1 }, show(2)).page.kind, 'shown');
  });

  it('lets no row of a stale result be chosen', () => {
    const state = after(show(1), { kind: 'stale', id: 1 }, { kind: 'select', id: 1, row: 0 });
    assert.equal(state.page.kind, 'stale');
  });

  it('selects a row the editor names, unless it is of another result or does not exist', () => {
    assert.equal(selectedRow(after(show(1), { kind: 'select', id: 1, row: 2 })), 2);
    assert.equal(selectedRow(after(show(1), { kind: 'select', id: 7, row: 2 })), undefined);
    assert.equal(selectedRow(after(show(1), { kind: 'select', id: 1, row: 3 })), undefined);
  });

  it('keeps the chosen row when the same document is computed again, and only then', () => {
    const choose: PageEvent = { kind: 'choose', selection: { row: 2, by: 'rows' } };
    assert.equal(selectedRow(after(show(1), choose, show(2))), 2);
    assert.equal(selectedRow(after(show(1), choose, show(2, 'b.txt'))), undefined);
    assert.equal(selectedRow(after(show(1), choose, show(2, 'a.txt', 2))), undefined);
  });

  it('keeps the chosen row across a stale moment', () => {
    const choose: PageEvent = { kind: 'choose', selection: { row: 2, by: 'rows' } };
    assert.equal(selectedRow(after(show(1), choose, { kind: 'stale', id: 1 }, show(2))), 2);
  });

  it('shows what a number came of until the next result, and nothing that comes late', () => {
    const explained = { number: '0.5', heading: 'One formula gives 0.5', ways: [] };
    const of = (state: PageState): unknown => (state.page.kind === 'shown' ? state.page.explained : 'nothing shown');
    assert.equal(of(after(show(1), { kind: 'explained', id: 1, explained })), explained);
    assert.equal(of(after(show(2), { kind: 'explained', id: 1, explained })), undefined);
    assert.equal(of(after(show(1), { kind: 'explained', id: 1, explained }, show(2))), undefined);
  });
});
