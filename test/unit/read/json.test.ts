import { reads, readsNothing, refuses } from './check';

const JSON_FILE = { language: 'json' };
const SQUARE = [
  [1, 2],
  [3, 4],
];

describe('JSON files', () => {
  it('calls arrays by their path', () =>
    reads(
      '{"train": {"logits": [[1, 2], [3, 4]]}, "labels": [0, 1]}',
      [
        { name: 'train.logits', notation: 'json', values: SQUARE },
        { name: 'labels', values: [0, 1], integers: true },
      ],
      JSON_FILE,
    ));
  it('reads the root without a name', () => reads('[[1, 2], [3, 4]]', { name: null, values: SQUARE }, JSON_FILE));
  it('stacks the fields of records', () =>
    reads(
      '[{"id": "a", "logits": [1, 2], "label": 0}, {"id": "b", "logits": [3, 4], "label": 1}]',
      [
        { name: 'logits', values: SQUARE },
        { name: 'label', values: [0, 1] },
      ],
      JSON_FILE,
    ));
  it('stacks records below a key', () =>
    reads('{"rows": [{"y": 1.5}, {"y": 2.5}]}', { name: 'rows.y', values: [1.5, 2.5] }, JSON_FILE));
  it('reads null as nan and truth as 1', () =>
    reads(
      '{"a": [1.5, null], "b": [true, false]}',
      [{ values: [1.5, NaN] }, { values: [1, 0], dtype: 'bool' }],
      JSON_FILE,
    ));
  it('reads three axes', () => reads('[[[1], [2]], [[3], [4]]]', { shape: [2, 2, 1] }, JSON_FILE));
  it('takes no lone number for an array', () => readsNothing('{"loss": 0.5}', 'json'));
  it('takes no list of words for an array', () => readsNothing('["cat", ["dog"]]', 'json'));
  it('refuses ragged rows at the row', () => refuses('[[1, 2], [3]]', 'ragged', '[', 'json'));
  it('refuses a number among rows, and rows among deeper ones', () => {
    refuses('[[1, 2], 3]', 'ragged', '3', 'json');
    refuses('[[1, 2], [[3], [4]]]', 'ragged', '[', 'json');
    refuses('[[[1], [2]], [3, 4]]', 'ragged', '[', 'json');
  });
  it('refuses a field that is a list in one record and a number in others', () =>
    refuses('[{"y": [1, 2]}, {"y": 3}]', 'ragged', '3', 'json'));
  it('refuses a text among numbers', () => refuses('[1, 2, "x"]', 'bad-token', '"x"', 'json'));
  it('refuses a trailing comma', () => refuses('[1, 2,]', 'not-json', ']', 'json'));
  it('refuses a leading zero', () => refuses('[01, 2]', 'not-json', '0', 'json'));
  it('refuses a comment', () => refuses('[1, 2] // end', 'not-json', '/', 'json'));
  it('refuses what is cut short', () => refuses('{"a": [1, 2', 'not-json', '', 'json'));
  it('refuses a word that goes on as none does', () => {
    refuses('[true1, 2]', 'not-json', 'true', 'json');
    refuses('[-Infinity1, 2]', 'not-json', '-', 'json');
  });
  it('refuses an escape that is none', () => refuses('["\\u12g4", 1]', 'not-json', '\\', 'json'));
  it('takes no number beside words for an array', () => {
    readsNothing('["cat", 1, 2]', 'json');
    readsNothing('[1, "cat"]', 'json');
  });
  it('takes no empty lists for an array', () => readsNothing('[[], []]', 'json'));
  it('calls an array in a list of other things by its index', () =>
    reads('{"runs": ["a", [1.5, 2.5]], "note": "b"}', { name: 'runs[1]', values: [1.5, 2.5] }, JSON_FILE));
  it('refuses a field that a record in the midst lacks', () =>
    reads(
      '[{"a": 1, "b": 5}, {"b": 6}, {"a": 3, "b": 7}]',
      { name: 'b', values: [5, 6, 7] },
      {
        ...JSON_FILE,
        troubles: ['ragged'],
      },
    ));
  it('refuses a field that is a word in one record and a number in others', () =>
    refuses('[{"y": 1}, {"y": "cat"}, {"y": 2}]', 'bad-token', '"cat"', 'json'));
  it('takes no field for an array that is a number once', () => readsNothing('[{"y": 1}, {"y": "cat"}]', 'json'));
  it('refuses 100,000 open brackets', () => refuses('['.repeat(100_000), 'too-deep', '[', 'json'));
  it('says that NaN is Python, and reads it', () =>
    reads(
      '[1.5, NaN, -Infinity]',
      { notation: 'python', values: [1.5, NaN, -Infinity] },
      { ...JSON_FILE, troubles: ['not-json'] },
    ));
  it('says that -Infinity is Python, and where', () =>
    reads(
      '{"a": [-Infinity, 1.5]}',
      { notation: 'python', values: [-Infinity, 1.5] },
      {
        ...JSON_FILE,
        troubles: ['not-json'],
      },
    ));
  it('says that a key stands twice', () =>
    reads('{"a": [1, 2], "a": [3, 4]}', [{ values: [1, 2] }, { values: [3, 4] }], {
      ...JSON_FILE,
      troubles: ['duplicate-key'],
    }));
  it('says that an integer is no double', () =>
    reads('[9007199254740993, 1]', { values: [9007199254740992, 1] }, { ...JSON_FILE, troubles: ['inexact'] }));
});

describe('JSON Lines', () => {
  const lines = { language: 'jsonl' };
  it('makes one array of each field', () =>
    reads(
      '{"logits": [1, 2], "label": 0}\n{"logits": [3, 4], "label": 1}\n',
      [
        { name: 'logits', notation: 'jsonl', values: SQUARE },
        { name: 'label', notation: 'jsonl', values: [0, 1] },
      ],
      lines,
    ));
  it('reads one record', () => reads('{"logits": [1, 2]}', { name: 'logits', values: [[1, 2]] }, lines));
  it('refuses a field that some records lack', () => refuses('{"y": 1}\n{"x": "a"}\n', 'ragged', '1', 'jsonl'));
  it('refuses a field of differing length', () => refuses('{"y": [1, 2]}\n{"y": [3]}\n', 'ragged', '[3]', 'jsonl'));
  it('says that NaN is Python, and reads it', () =>
    reads('{"y": 1.5}\n{"y": NaN}\n', { name: 'y', values: [1.5, NaN] }, { ...lines, troubles: ['not-json'] }));
  it('says that an integer of a record is no double', () =>
    reads(
      '{"y": 1}\n{"y": 9007199254740993}\n',
      { name: 'y', values: [1, 9007199254740992] },
      {
        ...lines,
        troubles: ['inexact'],
      },
    ));
  it('says so of an integer in a list of a record, whichever comes first', () => {
    for (const [first, second] of [
      ['9007199254740993', '2'],
      ['2', '9007199254740993'],
    ])
      reads(
        `{"y": [1, ${first}]}\n{"y": [3, ${second}]}\n`,
        { name: 'y', shape: [2, 2] },
        {
          ...lines,
          troubles: ['inexact'],
        },
      );
  });
  it('refuses a last line that is cut short', () => refuses('{"y": [1, 2]}\n{"y": [3', 'not-json', '', 'jsonl'));
});

/** A notebook of version 4.5 whose only cell has this source and this output. */
function notebook(source: string, output: object): string {
  const cell = { id: 'a', cell_type: 'code', execution_count: 3, metadata: {}, source: [source], outputs: [output] };
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] }, undefined, 1);
}

describe('notebook files', () => {
  const file = { language: 'notebook' };
  const plain = ['tensor([[ 1.5000, -2.0000],\n', '        [ 0.2500,  4.0000]])'];
  const values = [
    [1.5, -2],
    [0.25, 4],
  ];
  it('reads a result by the last expression of its cell', () =>
    reads(
      notebook('x = f()\nx', { output_type: 'execute_result', data: { 'text/plain': plain }, metadata: {} }),
      { name: 'x', notation: 'torch', values },
      file,
    ));
  it('reads what a cell printed', () =>
    reads(
      notebook('print(x)', { output_type: 'stream', name: 'stdout', text: plain.join('') }),
      { name: 'x', values },
      file,
    ));
  it('reads JSON that was displayed', () =>
    reads(
      notebook('', { output_type: 'display_data', data: { 'application/json': [[1, 2]] }, metadata: {} }),
      { values: [[1, 2]] },
      file,
    ));
  it('reads no HTML', () =>
    reads(
      notebook('', { output_type: 'display_data', data: { 'text/html': 'tensor([1.5, 2.5])' }, metadata: {} }),
      [],
      file,
    ));
  it('reads no source', () =>
    reads(notebook('x = [1.5, 2.5]', { output_type: 'stream', name: 'stdout', text: '' }), [], file));
  it('refuses what is no notebook', () => refuses('{"cells": []}', 'not-a-notebook', '{', 'notebook'));
  it('refuses what is no JSON', () => {
    refuses('{"cells": [', 'not-json', '', 'notebook');
    refuses('{"cells": [1,]}', 'not-json', ']', 'notebook');
    refuses('{"cells": [],}', 'not-json', '}', 'notebook');
  });
});
