import type { Claim } from '../lens/claims';
import type { ScannedPairing } from '../lens/scan';
import type { Block } from '../read/reading';
import { lossCaption, valueText } from './captions';
import { blockName, explanationText } from './explanations';
import { t } from './l10n';
import { fullText } from './numbers';

/** What stands behind a printed loss that is confirmed: '✓ cross_entropy of x and y'. */
export function checkMark(claim: Claim & { kind: 'confirmed' }, blocks: readonly Block[]): string {
  return `✓ ${pairingText(claim.by, blocks)}`;
}

/** A printed loss held against the document's own arrays, in sentences. */
export function claimText(claim: Claim, blocks: readonly Block[]): string {
  const printed = fullText(claim.number.printed.value);
  if (claim.kind === 'confirmed') {
    return t('{0} is confirmed: {1} is {2}.', printed, pairingText(claim.by, blocks), valueOf(claim.by));
  }
  const { instead, explanation } = claim;
  const sentences = [
    instead
      ? t('{0} is printed here, but {1} is {2}.', printed, pairingText(instead, blocks), valueOf(instead))
      : t('{0} is printed here, and is not the plain loss of any two arrays of this text.', printed),
    ...(explanation ? [t('It is what this gives: {0}.', explanationText(explanation, blocks))] : []),
  ];
  return sentences.join(' ');
}

function pairingText({ answer: { pairing } }: ScannedPairing, blocks: readonly Block[]): string {
  const { loss, from, predictions, targets } = pairing;
  return t(
    '{0} of {1} and {2}',
    lossCaption(loss, from),
    blockName(blocks[predictions], predictions),
    blockName(blocks[targets], targets),
  );
}

function valueOf({ answer }: ScannedPairing): string {
  return valueText(answer.report.evaluation);
}
