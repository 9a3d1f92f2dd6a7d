import assert from 'node:assert/strict';
import { read } from '../../../src/read/read';
import { reads } from './check';

/** A cell of nbformat 4.5 and of 3, with what is wrong about it put over it. */
const cell = (changes: object = {}): object => ({
  cell_type: 'code',
  source: ['x'],
  metadata: {},
  execution_count: 2,
  outputs: [stream('[1.5, 2.5, 3.5]')],
  ...changes,
});
const cell3 = (changes: object = {}): object => ({
  cell_type: 'code',
  input: 'x',
  prompt_number: 7,
  outputs: [{ output_type: 'pyout', text: '[1.5, 2.5, 3.5]' }],
  ...changes,
});
const stream = (text: unknown): object => ({ output_type: 'stream', name: 'stdout', text });
const of = (cells: unknown, changes: object = {}): object => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells,
  ...changes,
});
const of3 = (worksheets: unknown): object => ({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets });

/** What the JSON schemas of nbformat 3 and 4 require. */
const FAULTS: readonly (readonly [string, object])[] = [
  ['nbformat 3 or 4', of([], { nbformat: 2 })],
  ['nbformat 3 or 4', of([], { nbformat: '4' })],
  ['nbformat_minor', of([], { nbformat_minor: null })],
  ['metadata', of([], { metadata: [] })],
  ['cells', of({})],
  ['cells', of(undefined)],
  ['worksheets', of3(undefined)],
  ['worksheets', of3({})],
  ['cells', of3([{}])],
  ['cell_type', of([cell({ cell_type: 'heading' })])],
  ['cell_type', of([cell({ cell_type: undefined })])],
  ['source', of([cell({ source: 5 })])],
  ['source', of3([{ cells: [cell3({ input: undefined })] }])],
  ['metadata', of([cell({ metadata: undefined })])],
  ['metadata', of3([{ cells: [cell3({ metadata: [] })] }])],
  ['id', of([cell({ id: 'no blanks' })])],
  ['id', of([cell({ id: 5 })])],
  ['metadata.name', of([cell({ metadata: { name: 5 } })])],
  ['metadata.tags', of([cell({ metadata: { tags: {} } })])],
  ['outputs', of([cell({ outputs: {} })])],
  ['output_type', of([cell({ outputs: [{}] })])],
  ['output_type', of([cell({ outputs: [{ output_type: 'pyout' }] })])],
];

describe('notebook files', () => {
  for (const [missing, notebook] of FAULTS) {
    it(`are refused for want of ${missing}: ${JSON.stringify(notebook).slice(0, 100)}`, () => {
      const { blocks, troubles } = read({ text: JSON.stringify(notebook), language: 'notebook' });
      assert.deepEqual(blocks, []);
      assert.deepEqual(
        troubles.map((trouble) => trouble.code === 'not-a-notebook' && trouble.missing),
        [missing],
      );
    });
  }

  const good: Readonly<Record<string, readonly [object, string | null]>> = {
    'a later minor version': [of([cell({ extra: true })], { nbformat_minor: 9 }), 'x'],
    'an id and metadata of every kind': [
      of([cell({ id: 'a-1', metadata: { name: 'a', tags: [], jupyter: {}, execution: {} } })]),
      'x',
    ],
    'version 3': [of3([{ cells: [cell3()] }]), 'x'],
    'a source that is one string': [of([cell({ source: 'print(x)' })]), 'x'],
    'words beside the code': [of([{ cell_type: 'markdown', source: '', metadata: {} }, cell()]), 'x'],
    'a stream without a text': [of([cell({ outputs: [stream(undefined), stream('[1.5, 2.5, 3.5]')] })]), 'x'],
    'a source that no later version knows': [of([cell({ source: undefined })], { nbformat_minor: 9 }), null],
    'parts of a source that are no words': [of([cell({ source: [5, 'x', null] })]), 'x'],
    'a source without expressions': [of([cell({ source: ['import torch'] })]), null],
  };
  for (const [name, [notebook, named]] of Object.entries(good)) {
    it(`are read with ${name}`, () =>
      reads(JSON.stringify(notebook), { values: [1.5, 2.5, 3.5], name: named }, { language: 'notebook' }));
  }

  it('are read by the JSON of a display where its text says nothing', () => {
    const data = { 'text/plain': '<IPython.core.display.JSON object>', 'application/json': { logits: [1.5, 2.5] } };
    const display = { output_type: 'display_data', metadata: {}, data };
    reads(
      JSON.stringify(of([cell({ outputs: [display] })])),
      { values: [1.5, 2.5], name: 'logits' },
      { language: 'notebook' },
    );
  });

  it('take no number for the JSON of a display', () => {
    const display = { output_type: 'display_data', metadata: {}, data: { 'application/json': 5 } };
    reads(JSON.stringify(of([cell({ outputs: [display] })])), [], { language: 'notebook' });
  });

  it('of version 3 may hold JSON as a field of its own', () => {
    const shown = { output_type: 'pyout', json: [1.5, 2.5] };
    reads(
      JSON.stringify(of3([{ cells: [cell3({ outputs: [shown] })] }])),
      { values: [1.5, 2.5] },
      { language: 'notebook' },
    );
  });

  it('leave errors and odd parts of a text alone', () => {
    const error = { output_type: 'error', ename: 'E', evalue: '', traceback: ['[1.5, 2.5]'] };
    const text = JSON.stringify(of([cell({ outputs: [error, stream([5, '[1.5, 2.5]', null])] })]));
    reads(text, { values: [1.5, 2.5] }, { language: 'notebook' });
  });

  it('are read through every escape, in their own places', () => {
    const text = JSON.stringify(of([cell({ outputs: [stream('[1.5, 2.5, 3.5]\n')] })]));
    const escaped = text.replace('2.5', '\\u0032\\u002e5');
    const [block] = read({ text: escaped, language: 'notebook' }).blocks;
    assert.ok(block?.elided === false);
    assert.deepEqual(Array.from(block.tensor.data), [1.5, 2.5, 3.5]);
    const { starts, ends } = block.cells;
    assert.deepEqual(
      Array.from(starts, (start, index) => escaped.slice(start, ends[index])),
      ['1.5', '\\u0032\\u002e5', '3.5'],
    );
  });

  it('say where numbers were left out, in their own places', () => {
    const text = JSON.stringify(of([cell({ outputs: [stream('tensor([1.0, 2.0, ..., 3.0])')] })]));
    reads(text, { elided: true, text: 'tensor([1.0, 2.0, ..., 3.0])' }, { language: 'notebook', troubles: ['elided'] });
  });

  it('that go deeper than any are refused', () => {
    const text = '['.repeat(80);
    reads(text, [], { language: 'notebook', troubles: ['too-deep'] });
  });
});
