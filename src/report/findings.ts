import type { Alternative, Finding } from '../check/finding';
import type { FindingId } from '../check/ids';
import { t } from './l10n';
import { fullText, lossText } from './numbers';

type Evidence = Finding['evidence'];

/** What looks like a mistake, in one or two sentences. */
export function findingText(finding: Finding): string {
  return TEXTS[finding.id](finding.evidence);
}

/** A loss or the like among the evidence. */
function loss(evidence: Evidence, key: string): string {
  return lossText(Number(evidence[key]));
}

/** A printed number among the evidence, in all its digits. */
function full(evidence: Evidence, key: string): string {
  return fullText(Number(evidence[key]));
}

function count(evidence: Evidence, key: string): number {
  return Number(evidence[key]);
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

const TEXTS: Readonly<Record<FindingId, (evidence: Evidence) => string>> = {
  'double-softmax': (e) =>
    count(e, 'literal') === 1
      ? t(
          'These rows already sum to 1: they look like softmax output. cross_entropy applies softmax again, so the loss cannot fall below {0}.',
          loss(e, 'floor'),
        )
      : t(
          'These rows are softmax output. Given to cross_entropy as they are, softmax would be applied twice, and the loss could not fall below {0}.',
          loss(e, 'floor'),
        ),
  'log-softmax': () =>
    t('These are log-probabilities already: another softmax changes nothing here. nll_loss says what is meant.'),
  'double-sigmoid': (e) =>
    t(
      'All {0} inputs lie in [0, 1], as after a sigmoid. binary_cross_entropy_with_logits applies it again, and every loss is then between 0.3133 and 1.3133.',
      count(e, 'count'),
    ),
  'logits-as-probabilities': (e) =>
    count(e, 'count') === 1
      ? t(
          'Probabilities are expected, but 1 value lies outside [0, 1] (from {0} to {1}). PyTorch raises; Keras clips in silence.',
          full(e, 'min'),
          full(e, 'max'),
        )
      : t(
          'Probabilities are expected, but {0} values lie outside [0, 1] (from {1} to {2}). PyTorch raises; Keras clips in silence.',
          count(e, 'count'),
          full(e, 'min'),
          full(e, 'max'),
        ),
  'probability-overshoot': (e) =>
    t('{0} is beyond [0, 1] by rounding only; PyTorch raises all the same.', full(e, 'value')),
  percentages: (e) => t('These look like percentages: the largest is {0}.', full(e, 'max')),
  'label-out-of-range': (e) =>
    t(
      'Class {0} in row {1}, but there are only {2} columns, for classes 0 to {3}. PyTorch raises an IndexError on the CPU and a device-side assert on CUDA; JAX and Optax say nothing.',
      full(e, 'label'),
      count(e, 'row'),
      count(e, 'classes'),
      count(e, 'classes') - 1,
    ),
  'labels-from-one': (e) =>
    count(e, 'certain') === 1
      ? t('No label is 0 and the largest is {0}, the number of classes: labels counted from 1.', full(e, 'max'))
      : t('No label is 0, and the {0} rows fit far better one class lower: labels counted from 1.', count(e, 'rows')),
  'ignored-label': (e) =>
    t('{0} usually marks rows to be ignored; PyTorch ignores -100 unless it is told.', full(e, 'label')),
  'all-ignored': (e) =>
    t(
      'Nothing is left to average: all {0} rows are ignored or weigh nothing. PyTorch returns NaN, Keras 0.',
      count(e, 'rows'),
    ),
  'ignored-class': (e) =>
    t('Class {0} is left out as a target, but stays in the softmax of every row.', full(e, 'label')),
  'target-dtype': (e) =>
    e['wanted'] === 'long'
      ? t(
          'The class indices are written as floats: PyTorch raises "expected target dtype to be Long or Byte, but got Float".',
        )
      : t('The targets are integers: PyTorch wants floats here and raises.'),
  'column-against-vector': (e) =>
    t(
      'One side is a column of {0} and the other a vector of {0}: PyTorch raises, NumPy and JAX spread them to {0} × {0} and average that.',
      count(e, 'count'),
    ),
  'class-axis': (e) =>
    count(e, 'axes') === 2
      ? t('The predictions {0} hold a sample in each column; PyTorch wants one in each row.', String(e['shape']))
      : t(
          'The targets {0} leave the last axis of the predictions {1}: the classes stand there, and PyTorch wants them on axis 1.',
          String(e['targets']),
          String(e['shape']),
        ),
  'wrong-softmax-axis': (e) =>
    e['over'] === 'samples'
      ? t('The columns sum to 1 and the rows do not: softmax was taken over the samples (dim=0), not over the classes.')
      : t('All numbers together sum to 1: softmax was taken over the whole matrix, as SciPy does without an axis.'),
  'masked-smoothing': (e) =>
    t(
      'Label smoothing gives every class its share, the {0} masked ones (-inf) too: the loss is infinite. Share it among the open classes.',
      count(e, 'masked'),
    ),
  'zero-times-infinity': () => t('PyTorch multiplies 0 by infinity and returns NaN.'),
  'not-finite': (e) => notFiniteText(e),
  'clamp-dominates': (e) =>
    count(e, 'count') === 1
      ? t(
          '1 saturated probability makes {0} of the loss, at the cap of {1}; its true cost has no bound.',
          percent(count(e, 'share')),
          loss(e, 'cap'),
        )
      : t(
          '{0} saturated probabilities make {1} of the loss, at the cap of {2} each; their true cost has no bound.',
          count(e, 'count'),
          percent(count(e, 'share')),
          loss(e, 'cap'),
        ),
  'printed-digits': (e) =>
    count(e, 'count') > 0
      ? t(
          'A number printed as 0 or 1 decides: its loss is at least {0}, and the whole at least {1}. Print more digits: torch.set_printoptions(precision=10).',
          loss(e, 'least'),
          loss(e, 'low'),
        )
      : t(
          'The printed digits leave the loss between {0} and {1}. Print more of them: torch.set_printoptions(precision=10).',
          loss(e, 'low'),
          loss(e, 'high'),
        ),
  'eps-too-small': (e) =>
    count(e, 'vanishes') === 1
      ? t('eps = {0} is 0 in {1}: it protects nothing.', full(e, 'eps'), String(e['dtype']))
      : t('1 - eps is 1 in {1} for eps = {0}: p = 1 is not protected.', full(e, 'eps'), String(e['dtype'])),
  'eps-too-large': (e) => t('eps = {0} moves the loss by {1}.', full(e, 'eps'), loss(e, 'bias')),
  'negative-loss': (e) => t('A cross entropy is never negative. {0}', causeText(String(e['cause']))),
  'binary-targets': (e) =>
    count(e, 'classes') > 2 && count(e, 'min') >= 0
      ? t(
          'Binary targets must lie in [0, 1], but range from {0} to {1}: class indices belong to cross_entropy.',
          full(e, 'min'),
          full(e, 'max'),
        )
      : t(
          'Binary targets must lie in [0, 1], but range from {0} to {1}. binary_cross_entropy_with_logits does not complain.',
          full(e, 'min'),
          full(e, 'max'),
        ),
  'one-hot-binary': (e) =>
    t(
      'Every target row has exactly one 1: binary cross entropy averages {0} × {1} yes/no questions, where one class a row is most often meant.',
      count(e, 'rows'),
      count(e, 'columns'),
    ),
  'multi-hot-categorical': (e) =>
    t('Target row {0} sums to {1}, not to 1; PyTorch accepts that in silence.', count(e, 'row'), full(e, 'sum')),
  'single-class': () => t('The softmax of a single class is always 1, so this loss is always 0.'),
  'one-hot-integers': () =>
    t(
      'The one-hot targets are integers: PyTorch raises "Expected floating point type for target with class probabilities, got Long".',
    ),
  'weighted-mean': (e) =>
    t(
      'The mean divides by the weights of the targets, {0}, as in PyTorch with class indices, ONNX and scikit-learn. Soft targets, Keras and TensorFlow.js divide by the {1} rows.',
      loss(e, 'divisor'),
      count(e, 'rows'),
    ),
  'smoothing-with-weights': () =>
    t('PyTorch smooths with each class’s own weight, so the least loss is not at the smoothed labels.'),
  'smoothing-convention': (e) =>
    t(
      'Label smoothing of {0} gives every class {0}/{1}, as in PyTorch, Keras and Optax; others give {0}/{2} to the wrong classes only.',
      full(e, 'smoothing'),
      count(e, 'classes'),
      count(e, 'classes') - 1,
    ),
  'token-or-sequence-mean': (e) =>
    t('The sequences hold {0} to {1} labels: this is the mean over all of them.', count(e, 'fewest'), count(e, 'most')),
  'shifted-targets': (e) =>
    count(e, 'shift') > 0
      ? t('The targets fit far better {0} places on: they were not shifted.', count(e, 'shift'))
      : t('The targets fit far better one place back: they were shifted twice.'),
  'at-chance': (e) =>
    count(e, 'beyond') === 1
      ? t(
          'Far worse than guessing, ln {0} = {1}: over-confident, if training starts here.',
          count(e, 'classes'),
          loss(e, 'chance'),
        )
      : t('This is what guessing gives: ln {0} = {1}.', count(e, 'classes'), loss(e, 'chance')),
  signature: (e) => {
    const known = signatureText(String(e['code']), loss(e, 'known'));
    return e['row'] === undefined ? known : t('Row {0}: {1}', count(e, 'row'), known);
  },
  'kl-divergence': (e) =>
    e['cause'] === 'probabilities'
      ? t('kl_div wants the logarithms of the predicted probabilities first.')
      : e['cause'] === 'both-logs'
        ? t('The targets are logarithms too: kl_div needs log_target=True.')
        : t('reduction="mean" divides by every element; the divergence is reduction="batchmean".'),
  'log-base': (e) =>
    e['unit'] === 'bits'
      ? t('{0} is this loss in bits: {1} / ln 2.', full(e, 'reference'), loss(e, 'value'))
      : e['unit'] === 'nats'
        ? t('{0} is this number taken for bits, in nats.', full(e, 'reference'))
        : t('{0} is the perplexity of this loss.', full(e, 'reference')),
  'pos-weight-shape': (e) =>
    count(e, 'refused') === 1
      ? t(
          'pos_weight has {0} values, but repeats along the last axis, which is {1} long.',
          count(e, 'length'),
          count(e, 'last'),
        )
      : t('pos_weight repeats along the last axis, not along the classes on axis 1.'),
  'low-precision': (e) =>
    t('{0} can only tell losses apart by {1} here; compute the loss in float32.', String(e['dtype']), full(e, 'step')),
};

function notFiniteText(e: Evidence): string {
  const first = t('The first {0} is in row {1}, column {2}.', String(e['value']), count(e, 'row'), count(e, 'column'));
  if (count(e, 'maskedRows') > 0) return `${first} ${t('{0} rows are masked throughout.', count(e, 'maskedRows'))}`;
  if (count(e, 'ignoredRows') > 0) {
    return `${first} ${t('It is in an ignored row: the loss is fine, but PyTorch’s gradient becomes NaN.')}`;
  }
  return first;
}

function causeText(cause: string): string {
  switch (cause) {
    case 'targets':
      return t('Some targets lie outside [0, 1].');
    case 'soft-targets':
      return t('Some target rows do not sum to 1, or hold negative shares.');
    case 'probabilities':
      return t('nll_loss was given probabilities: it wants their logarithms.');
    case 'logits':
      return t('nll_loss was given logits: it wants log-probabilities.');
    case 'eps':
      return t('log(p + eps) is positive where p is 1.');
    case 'kl':
      return t('The distributions of a divergence must each sum to 1.');
    default:
      return t('Some weights are negative.');
  }
}

function signatureText(code: string, known: string): string {
  if (code === 'softmax-twice-floor') return t('{0} is the least that softmax applied twice can reach.', known);
  if (code === 'torch-clamp') return t('{0} is PyTorch’s clamp of the logarithm.', known);
  if (code.startsWith('eps-')) return t('{0} is -ln({1}): an eps decides this number.', known, code.slice(4));
  if (code === 'sklearn-clip') return t('{0} is where scikit-learn clips probabilities.', known);
  return t('{0} is where Keras clips probabilities.', known);
}

/** What the loss would be, mended: 'As probabilities the loss is 0.2113.' */
export function alternativeText(alternative: Alternative): string {
  const value = lossText(alternative.value);
  switch (alternative.label) {
    case 'as-probabilities':
      return t('As probabilities the loss is {0}.', value);
    case 'softmax-twice':
      return t('With softmax applied twice it would be {0}.', value);
    case 'as-log-probabilities':
      return t('nll_loss gives {0}.', value);
    case 'with-logits':
      return t('As logits the loss is {0}.', value);
    case 'keras-clips':
      return t('Clipped as Keras does, it is {0}.', value);
    case 'clamped':
      return t('Clamped to [0, 1] the loss is {0}.', value);
    case 'hundredths':
      return t('Divided by 100 the loss is {0}.', value);
    case 'labels-minus-one':
      return t('With 1 subtracted from the labels the loss is {0}.', value);
    case 'ignored':
      return t('With these rows ignored the loss is {0}.', value);
    case 'sum-over-count':
      return t('The sum over at least one row is {0}.', value);
    case 'cast':
      return t('After the cast the loss is {0}.', value);
    case 'squeezed':
      return t('Squeezed, the loss is {0}.', value);
    case 'broadcast':
      return t('Spread over both axes it would be {0}.', value);
    case 'class-axis-moved':
      return t('With the classes moved to axis 1 the loss is {0}.', value);
    case 'rows-normalised':
      return t('With softmax over each row the loss is {0}.', value);
    case 'smoothed-over-open':
      return t('Smoothed over the open classes the loss is {0}.', value);
    case 'limit':
      return t('With 0 · log 0 = 0 the loss is {0}.', value);
    case 'larger-eps':
      return t('With an eps that counts the loss is {0}.', value);
    case 'without-eps':
      return t('Without eps the loss is {0}.', value);
    case 'log-first':
      return t('Of their logarithms the loss is {0}.', value);
    case 'normalised':
      return t('With targets that sum to 1 the loss is {0}.', value);
    case 'from-signs':
      return t('With -1 and 1 taken for 0 and 1 the loss is {0}.', value);
    case 'from-bytes':
      return t('With targets divided by 255 the loss is {0}.', value);
    case 'from-ones-and-twos':
      return t('With 1 and 2 taken for 0 and 1 the loss is {0}.', value);
    case 'categorical':
      return t('As one class a row the loss is {0}.', value);
    case 'binary':
      return t('As yes/no questions the loss is {0}.', value);
    case 'divided-by-rows':
      return t('Divided by the rows it is {0}.', value);
    case 'row-weighted':
      return t('With each row weighted by its target it is {0}.', value);
    case 'off-target-only':
      return t('By the other convention the loss is {0}.', value);
    case 'mean-of-sequences':
      return t('The mean of the sequences’ means is {0}.', value);
    case 'shifted':
      return t('Shifted, the loss is {0}.', value);
    case 'log-target':
      return t('With log_target=True it is {0}.', value);
    case 'batchmean':
      return t('With reduction="batchmean" it is {0}.', value);
    case 'by-class':
      return t('By class it is {0}.', value);
    default:
      return `${alternative.label}: ${value}`;
  }
}
