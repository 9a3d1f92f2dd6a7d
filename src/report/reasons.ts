import type { From } from '../core/problem';
import type { Reason } from '../pair/pairing';
import { t } from './l10n';
import { fullText } from './numbers';

/** Why a reading was taken, one sentence a reason. */
export function reasonText(reason: Reason): string {
  switch (reason.code) {
    case 'indices':
      return reason.count === 1
        ? t('The target is one integer: a class index among {0} classes.', reason.classes)
        : t('The targets are {0} integers, one a row: class indices among {1} classes.', reason.count, reason.classes);
    case 'indices-as-floats':
      return t('They are written as floats; PyTorch wants them cast first: .long().');
    case 'index-outside':
      return t('Target {0} is outside the classes 0 to {1}.', reason.target, reason.classes - 1);
    case 'one-hot':
      return t(
        'Each of the {0} target rows holds exactly one 1 among {1} columns: one class a row, or {1} yes/no questions.',
        reason.rows,
        reason.columns,
      );
    case 'several-ones':
      return t('Target row {0} holds {1} ones: several classes at once.', reason.row, reason.count);
    case 'zero-one':
      return t('The targets are 0 or 1, one for each prediction: yes/no questions.');
    case 'soft-rows':
      return t('The {0} target rows lie in [0, 1] and sum to 1: class probabilities.', reason.rows);
    case 'soft':
      return t('The targets lie in [0, 1], one for each prediction: soft labels.');
    case 'logits':
      return t('The predictions range from {0} to {1}: logits.', fullText(reason.min), fullText(reason.max));
    case 'probabilities':
      return t('The predictions lie between {0} and {1}: probabilities.', fullText(reason.min), fullText(reason.max));
    case 'rows-sum-to-one':
      return reason.rows === 1
        ? t('The predictions lie in [0, 1] and sum to 1: probabilities.')
        : t('The predictions lie in [0, 1] and each of the {0} rows sums to 1: probabilities.', reason.rows);
    case 'rows-do-not-sum-to-one':
      return t(
        'The predictions lie between {0} and {1}, but their rows do not sum to 1: logits.',
        fullText(reason.min),
        fullText(reason.max),
      );
    case 'samples-in-columns':
      return t(
        'Each of the {0} samples stands in a column: transposed, as PyTorch wants them in rows.',
        reason.samples,
      );
    case 'classes-on-last-axis':
      return t('The classes stand on the last axis: moved to axis 1, where PyTorch wants them.');
    case 'column-against-vector':
      return t('One side is a column and the other a vector, of {0} each.', reason.count);
    case 'token-log-probabilities':
      return t(
        'Each of the {0} numbers is the log-probability of the token beside it; the loss is their mean, negated.',
        reason.count,
      );
    case 'label-column':
      return t('The column {0} holds the labels of the others.', reason.name);
    case 'first-token-unread':
      return t('The first token has no log-probability, for nothing stands before it: it is left out.');
    case 'called':
      return t('The document calls {0} on the two.', reason.callee);
    case 'confirmed':
      return t('The document prints this loss: {0}.', reason.values.map(fullText).join(', '));
    case 'from-asked':
      return t('Read as {0}, as asked.', fromText(reason.from));
    case 'loss-asked':
      return t('Computed literally as {0}, as asked.', reason.loss);
    case 'named':
      return reason.role === 'predictions'
        ? t('The name {0} says predictions.', reason.name)
        : t('The name {0} says targets.', reason.name);
  }
}

export function fromText(from: From): string {
  switch (from) {
    case 'logits':
      return t('logits');
    case 'probabilities':
      return t('probabilities');
    case 'log_probabilities':
      return t('log-probabilities');
  }
}
