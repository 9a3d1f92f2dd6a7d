import type { Failure } from '../lens/question';
import { t } from './l10n';
import { nothingText } from './questions';
import { refusalText } from './refusals';
import { troubleText } from './troubles';

/** Why there is no number: what was found, where, and what was expected. */
export function failureText(failure: Failure): string {
  switch (failure.code) {
    case 'refused':
      return t('PyTorch refuses this: {0}', refusalText(failure.refusal));
    case 'trouble':
      // Files of bytes have no lines.
      if (failure.trouble.code === 'bad-file') return troubleText(failure.trouble);
      return t('Line {0}: {1}', failure.line, troubleText(failure.trouble));
    case 'nothing':
      return nothingText(failure.blocks, {});
    case 'broken':
      return t('The loss could not be computed: {0}', failure.reason);
  }
}
