import type { Uncertainty } from '../core/uncertainty/uncertainty';
import { t } from './l10n';
import { lossText } from './numbers';

/** Finer than this the print says nothing that the arithmetic does not. */
const MOST_DECIMALS = 12;

/**
 * The loss with as many digits as the printed numbers justify: '1.9650 ± 0.0001', the last digit right to one unit.
 * @returns undefined where the numbers were exact, so that there is nothing to say.
 */
export function surenessText(value: number, { loss, unbounded }: Uncertainty): string | undefined {
  const { low, high } = loss;
  if (Number.isNaN(low) || Number.isNaN(high) || Number.isNaN(value)) return undefined;
  if (high === Infinity) {
    return unbounded === undefined
      ? t('at least {0}', lossText(low))
      : t('at least {0}, unbounded: a number printed as 0 decides it', lossText(low));
  }
  const reach = Math.max(high - value, value - low);
  const size = Math.max(Math.abs(value), reach);
  if (!(reach > size * 1e-13)) return undefined;
  const exponent = value !== 0 && Math.abs(value) < 1e-3 ? Math.floor(Math.log10(Math.abs(value))) : 0;
  const unit = 10 ** -exponent;
  for (let decimals = MOST_DECIMALS; decimals >= 0; decimals--) {
    const shown = (value * unit).toFixed(decimals);
    const step = 10 ** -decimals;
    if (Math.max(high * unit - Number(shown), Number(shown) - low * unit) > step) continue;
    if (exponent === 0) return `${shown} ± ${step.toFixed(decimals)}`;
    return `(${shown} ± ${step.toFixed(decimals)})e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return t('between {0} and {1}', lossText(low), lossText(high));
}
