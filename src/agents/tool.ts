import { DTYPES, FROM_KINDS, LOSS_NAMES, REDUCTIONS } from '../core/problem';

/**
 * What an agent is told of the tool before it calls it. The manifest holds the same words, since an editor reads them
 * before anything is loaded.
 */
export const TOOL_DESCRIPTION =
  'Computes a cross-entropy loss as PyTorch does, to the last bit, from predictions and targets given as numbers, and ' +
  'says what the number is worth: the interval that the printed digits leave open, what guessing would give, mistakes ' +
  'that it shows (softmax applied twice, labels counted from 1, a wrong class axis, ...) each with the loss if it were ' +
  'mended, and what other frameworks return. Use it instead of computing a loss by hand, to check a printed loss ' +
  '(reference), or to say why a loss is suspicious. Reads and changes nothing; the reply holds numbers and fixed words.';

/** The axes that a model may nest: (N, C, H, W). Written out, since not every model is given references. */
const AXES = 4;

/** A number (as text where JSON has none), or lists of them to a depth, as JSON Schema. */
function nested(depth: number): object {
  return depth === 0
    ? { type: ['number', 'string'] }
    : { type: ['number', 'string', 'array'], items: nested(depth - 1) };
}

/** A list of numbers, one a class. */
const WEIGHTS = { type: 'array', items: { type: 'number' } } as const;

const PREDICTIONS =
  'Numbers as nested lists: one row a sample, classes on axis 1 (or last). Logits, probabilities or log-probabilities; ' +
  '"nan", "inf" and "-inf" stand for what JSON has no number for.';
const TARGETS =
  'One class index a row, or one number for each prediction (one-hot, probabilities, yes/no labels). Never names.';
const LOSS = 'The loss by its name in torch.nn.functional. Left out, it is told from the numbers.';
const FROM = 'What the predictions are. Left out, it is told from the numbers, or what the loss takes by nature.';
const DECIMALS =
  'How many digits after the point the numbers were printed with, where they were rounded by a print; it makes the ' +
  'interval. Left out, the numbers are exact.';
const REFERENCE =
  'The loss that a program printed, as printed. Says whether it agrees, and which formulas give it where it does not.';

const PROPERTIES = {
  predictions: { ...nested(AXES), description: PREDICTIONS },
  targets: { ...nested(AXES), description: TARGETS },
  loss: { type: 'string', enum: LOSS_NAMES, description: LOSS },
  from: { type: 'string', enum: FROM_KINDS, description: FROM },
  options: {
    type: 'object',
    description: "PyTorch's keywords of the loss; eps makes logarithms log(p + eps).",
    additionalProperties: false,
    properties: {
      reduction: { type: 'string', enum: [...REDUCTIONS, 'batchmean'] },
      dtype: { type: 'string', enum: DTYPES },
      weight: WEIGHTS,
      pos_weight: WEIGHTS,
      ignore_index: { type: 'integer' },
      label_smoothing: { type: 'number' },
      eps: { type: 'number' },
      log_target: { type: 'boolean' },
      alpha: { type: 'number' },
      gamma: { type: 'number' },
      epsilon: { type: 'number' },
    },
  },
  decimals: {
    type: 'object',
    description: DECIMALS,
    additionalProperties: false,
    properties: {
      predictions: { type: 'integer', minimum: 0, maximum: 17 },
      targets: { type: 'integer', minimum: 0, maximum: 17 },
    },
  },
  reference: { type: 'string', description: REFERENCE },
} as const;

/** What is asked of numbers. */
export const INPUT_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['predictions', 'targets'],
  properties: PROPERTIES,
} as const;

/** In an editor also of what is shown there. */
export const EDITOR_INPUT_SCHEMA = {
  ...INPUT_SCHEMA,
  required: [],
  properties: {
    ...PROPERTIES,
    present: {
      type: 'boolean',
      description: 'true: the result that Loss Lens shows of the active document, in place of predictions and targets.',
    },
  },
} as const;

const NUMBER = { anyOf: [{ type: 'number' }, { type: 'string', enum: ['nan', 'inf', '-inf'] }] } as const;

/** An answer, or an error with a code: docs/agents.md describes the fields. */
export const OUTPUT_SCHEMA = {
  type: 'object',
  required: ['version'],
  properties: {
    version: { type: 'integer' },
    loss: { type: 'string', enum: LOSS_NAMES },
    from: { type: 'string', enum: FROM_KINDS },
    reduction: { type: 'string' },
    value: { anyOf: [...NUMBER.anyOf, { type: 'array', items: NUMBER }] },
    exact: { anyOf: [...NUMBER.anyOf, { type: 'array', items: NUMBER }] },
    findings: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'number', 'severity', 'message', 'evidence', 'alternatives'],
        properties: {
          id: { type: 'string' },
          number: { type: 'string' },
          severity: { enum: ['error', 'warning', 'info'] },
        },
      },
    },
    interval: { type: ['object', 'null'] },
    baselines: { type: ['object', 'null'] },
    comparisons: { type: 'array' },
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
    },
  },
  anyOf: [{ required: ['value', 'findings', 'interval', 'baselines', 'comparisons'] }, { required: ['error'] }],
} as const;
