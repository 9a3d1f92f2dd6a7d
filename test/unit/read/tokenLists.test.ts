import { reads } from './check';

const RECORDS = `[{"token": "Hello", "logprob": -0.31725305},
 {"token": "\\n", "logprob": -0.0231}, {"token": " world", "logprob": -1.5}]`;

/** As a service answers that is asked for log-probabilities, cut to what matters. */
const ANSWER = `{"choices": [{"index": 0, "logprobs": {"content": [
 {"token": "Hi", "logprob": -0.3, "bytes": [72, 105],
  "top_logprobs": [{"token": "Hi", "logprob": -0.3, "bytes": [72]}, {"token": "Hello", "logprob": -1.3, "bytes": [1]}]},
 {"token": " you", "logprob": -0.7, "bytes": [32, 121, 111, 117], "top_logprobs": []}]}}]}`;

describe('lists of tokens with their log-probabilities', () => {
  it('have the tokens as names, escapes undone', () =>
    reads(
      RECORDS,
      { name: 'logprob', values: [-0.31725305, -0.0231, -1.5], rowNames: ['Hello', '\n', ' world'], decimals: 8 },
      { language: 'json' },
    ));

  it('keep what else is said of each token', () =>
    reads(
      '[{"token": "a", "logprob": -0.5, "label": 1}, {"token": "b", "logprob": -1.5, "label": 0}]',
      [
        { name: 'logprob', rowNames: ['a', 'b'] },
        { name: 'label', values: [1, 0] },
      ],
      { language: 'json' },
    ));

  it('are one array in the answer of a service, and nothing inside their records is another', () =>
    reads(
      ANSWER,
      [
        { name: 'choices.index', values: [0] },
        { name: 'choices[0].logprobs.content.logprob', values: [-0.3, -0.7], rowNames: ['Hi', ' you'] },
      ],
      { language: 'json' },
    ));

  it('are read from lists side by side, null in place of the first', () =>
    reads(
      '{"tokens": ["A", " b"], "token_logprobs": [null, -0.25], "text_offset": [0, 1]}',
      [
        { name: 'token_logprobs', values: [NaN, -0.25], rowNames: ['A', ' b'] },
        { name: 'text_offset', values: [0, 1] },
      ],
      { language: 'json' },
    ));

  it('are read from JSON Lines, a token a line', () =>
    reads(
      '{"token": "A", "logprob": -0.5}\n{"token": "b", "logprob": -0.25}\n',
      { name: 'logprob', notation: 'jsonl', values: [-0.5, -0.25], rowNames: ['A', 'b'] },
      { language: 'jsonl' },
    ));

  it('are read from JSON Lines, a list a line', () =>
    reads(
      '{"tokens": ["A", " b"], "logprobs": [-0.5, -0.25]}\n{"tokens": ["c"], "logprobs": [-1.5]}\n',
      [
        { name: '[0].logprobs', values: [-0.5, -0.25], rowNames: ['A', ' b'] },
        { name: '[1].logprobs', values: [-1.5], rowNames: ['c'] },
      ],
      { language: 'jsonl', troubles: ['ragged'] },
    ));

  it('are none where the file is no JSON', () => {
    reads('{"token": "A", "logprob": -0.5}\n{"token": "b', [], { language: 'jsonl', troubles: ['not-json'] });
    reads(
      '[{"token": "A", "logprob": -0.5}, {"token": "b", "logprob": NaN}]',
      { name: 'logprob', values: [-0.5, NaN], rowNames: null },
      { language: 'json', troubles: ['not-json'] },
    );
  });

  it('are none where a record has no token, or tokens and numbers are not as many', () => {
    reads(
      '[{"token": "A", "logprob": -0.5}, {"logprob": -0.25}]',
      { name: 'logprob', rowNames: null },
      { language: 'json' },
    );
    reads('{"tokens": ["A"], "logprobs": [-0.5, -0.25]}', { name: 'logprobs', rowNames: null }, { language: 'json' });
  });
});
