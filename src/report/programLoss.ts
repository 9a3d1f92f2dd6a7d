import type { Result } from '../lens/result';
import { t } from './l10n';
import { lossText } from './numbers';

/** Reductions of the same numbers in another order differ by so much, as a share of the loss. */
const SHARES = { float64: 1e-12, float32: 1e-5 } as const;

/** Whether the number that the program keeps as its loss is this one. */
export function programLossText(loss: number, { report }: Result): string {
  const { value, reduction } = report.evaluation;
  const found = value.data[0];
  const share = SHARES[report.problem.options.dtype ?? 'float64'];
  const same = Object.is(found, loss) || Math.abs(found - loss) <= share * Math.max(Math.abs(found), Math.abs(loss));
  if (reduction !== 'none' && same) return t('The program’s own loss is {0}: the same.', lossText(loss));
  return t('The program’s own loss is {0}: another than this.', lossText(loss));
}
