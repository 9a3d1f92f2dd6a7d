import type { Role } from './pairing';

const PREDICTION_WORDS = ['logit', 'pred', 'output', 'score', 'prob', 'yhat', 'y_hat', 'ypred', 'input', 'softmax'];
const TARGET_WORDS = ['target', 'label', 'true', 'truth', 'gold', 'one_hot', 'onehot', 'y', 'gt', 'answer', 'classes'];

/** What an array or a column is called after; undefined where its name tells nothing. */
export function roleOfName(name: string): Role | undefined {
  const words = name.toLowerCase();
  if (PREDICTION_WORDS.some((word) => words.includes(word))) return 'predictions';
  const isTarget = TARGET_WORDS.some((word) =>
    word.length > 2 ? words.includes(word) : words.split(/[^a-z]+/).includes(word),
  );
  return isTarget ? 'targets' : undefined;
}
