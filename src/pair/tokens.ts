import type { KnownBlock } from '../read/reading';
import type { Request } from './pair';
import type { Pairing } from './pairing';

/** What log-probabilities are called, at the end of a path. */
const NAME = /(?:^|[._\]])(?:token_?)?(?:log_?probs?|log_?probabilit(?:y|ies)|logp|log_?likelihoods?)$/i;

/** PyTorch's ignore_index where none is given. */
const IGNORED = -100;

/** Behind two arrays that fit each other in every way, before those that fit in some. */
const SCORE = 0.9;

/** A list, called log-probabilities, of which each number belongs to a token that the text spells. */
export function isTokenList({ name, rowNames, tensor, integers }: KnownBlock): boolean {
  return (
    tensor.shape.length === 1 &&
    !integers &&
    name !== undefined &&
    NAME.test(name) &&
    rowNames?.length === tensor.shape[0] &&
    rowNames.some((token) => !/^\d*$/.test(token))
  );
}

/** The first number of such a list that is no logarithm of a probability; undefined where all are. */
export function aboveZero({ tensor }: KnownBlock): { readonly index: number; readonly value: number } | undefined {
  const index = tensor.data.findIndex((value) => value > 0);
  return index < 0 ? undefined : { index, value: tensor.data[index] };
}

/**
 * A list of tokens' log-probabilities is a problem by itself: of each token's classes only the one that is right was
 * printed. Their mean negative is nll_loss over that one class.
 */
export function tokenReading(block: KnownBlock, index: number, request: Request): Pairing | undefined {
  const { loss, from } = request;
  if (loss !== undefined && loss !== 'nll_loss') return undefined;
  if (from !== undefined && from !== 'log_probabilities') return undefined;
  if (!isTokenList(block) || aboveZero(block) !== undefined) return undefined;
  const unread = lacksFirst(block);
  return {
    predictions: index,
    targets: index,
    loss: 'nll_loss',
    from: 'log_probabilities',
    layout: 'own-class',
    score: SCORE,
    reasons: [
      { code: 'token-log-probabilities', count: block.tensor.data.length },
      ...(unread ? [{ code: 'first-token-unread' } as const] : []),
    ],
  };
}

/** Class 0 of one for every token; the first is left out where nothing was there to predict it from. */
export function ownTargets(block: KnownBlock): KnownBlock {
  const { span, notation, tensor } = block;
  const data = new Float64Array(tensor.data.length);
  if (lacksFirst(block)) data[0] = IGNORED;
  return {
    elided: false,
    span,
    notation,
    tensor: { shape: tensor.shape, data },
    // They stand nowhere in the text.
    cells: { starts: new Uint32Array(0), ends: new Uint32Array(0) },
    decimals: 0,
    integers: true,
  };
}

/** The first token of a text has none before it: null or nan in its place is no fault of the model. */
function lacksFirst({ tensor: { data } }: KnownBlock): boolean {
  return data.length > 1 && Number.isNaN(data[0]);
}
