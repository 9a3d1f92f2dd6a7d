import type { From } from '../core/problem';
import type { Request } from '../pair/pair';
import type { SelectorFault } from '../pair/selector';
import { aboveZero, isTokenList } from '../pair/tokens';
import type { Block, KnownBlock } from '../read/reading';
import { t } from './l10n';
import { fullText, shapeText } from './numbers';
import { fromText } from './reasons';

/** Why a selector picks no array. */
export function selectorText(fault: SelectorFault): string {
  switch (fault.code) {
    case 'elided-array':
      return t('{0} was printed with numbers left out (...): its loss cannot be known.', fault.selector);
    case 'no-such-columns':
      return t('{0} picks no columns; the array has {1}.', fault.selector, fault.count);
    case 'no-such-array':
      return fault.names.length === 0
        ? t('There is no array {0}; found {1}, none of them named: #0 is the first.', fault.selector, fault.count)
        : t('There is no array {0}; found {1}: {2}.', fault.selector, fault.count, fault.names.join(', '));
  }
}

/** Why the user has to choose. `names` are the names that several arrays bear. */
export function choiceText(count: number, names: readonly string[]): string {
  const [name] = names;
  return name === undefined
    ? t('{0} readings fit equally well; name the arrays or the loss.', count)
    : t('Several arrays are named {0}; say which, for example {0}@0.', name);
}

/** What cannot be had of a file that is read in pieces. */
export function onlyWholeText(what: string, megabytes: number): string {
  return t('{0} needs all numbers at hand; files of more than {1} MB are read in pieces.', what, megabytes);
}

/** The kind of predictions was told from the first rows, and later ones are of another. */
export function changedText(from: From, row: number): string {
  return t('The first {0} rows look like {1}, later ones do not; name the loss and --from.', row, fromText(from));
}

/** Why no two of the arrays could be paired: what is there, and what was expected. */
export function nothingText(blocks: readonly Block[], request: Request): string {
  const known = blocks.filter((block): block is KnownBlock => !block.elided);
  const tokens = known.find(isTokenList);
  const above = tokens && aboveZero(tokens);
  if (tokens !== undefined && above !== undefined) {
    const token = tokens.rowNames?.[above.index] ?? '';
    const value = fullText(above.value);
    return t(
      '{0} holds {1} at {2} ({3}); a log-probability is at most 0.',
      arrayText(tokens),
      value,
      above.index,
      token,
    );
  }
  const arrays = known.map(arrayText).join(', ');
  if (known.length === 0) return t('Found no matrix of numbers; expected predictions and targets.');
  if (known.length === 1) return t('Found one array only, {0}; expected predictions and targets.', arrays);
  const [predictions] = request.predictions ?? [];
  const [targets] = request.targets ?? [];
  const p = predictions === undefined ? undefined : blocks[predictions];
  const y = targets === undefined ? undefined : blocks[targets];
  const pair = request.predictions?.length === 1 && request.targets?.length === 1;
  const named = pair && p && y && !p.elided && !y.elided ? `${arrayText(p)}, ${arrayText(y)}` : arrays;
  return t(
    'Found {0}, but no two of them fit together; expected predictions of shape (N, C) with N class indices or N × C labels between 0 and 1.',
    named.length > 300 ? `${named.slice(0, 297)}...` : named,
  );
}

function arrayText(block: KnownBlock): string {
  return `${block.name ?? t('an array')} (${shapeText(block.tensor.shape)})`;
}
