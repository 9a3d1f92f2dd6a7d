import type { Span } from '../read/reading';
import type { Explanation } from './explain';
import type { Review } from './question';
import type { ScannedNumber, ScannedPairing } from './scan';

/** What a document says of itself by printing a loss. */
export type Claim =
  /** The printed number is the loss of two of the document's arrays. */
  | { readonly kind: 'confirmed'; readonly span: Span; readonly number: ScannedNumber; readonly by: ScannedPairing }
  /** It is not, and the arrays it was made of are here, or another formula gives it. */
  | {
      readonly kind: 'contradicted';
      readonly span: Span;
      readonly number: ScannedNumber;
      /** The loss of the arrays that the number's own call takes; absent where no call names them. */
      readonly instead?: ScannedPairing;
      /** How the number may have come about; absent where no formula gives it. */
      readonly explanation?: Explanation;
    };

/**
 * The printed losses that can be held against the document's arrays, in the order of the text. A number that is called
 * a loss but of arrays that are not here, and that no formula gives, may be anything: nothing is said of it.
 */
export function claimsOf({ blocks, scan }: Review): readonly Claim[] {
  return scan.numbers.flatMap((number): readonly Claim[] => {
    const span = blocks[number.index]?.span;
    if (span === undefined) return [];
    const by = number.confirmedBy === undefined ? undefined : scan.pairings[number.confirmedBy];
    if (by !== undefined) return [{ kind: 'confirmed', span, number, by }];
    const [explanation] = number.explanations;
    const instead = insteadOf(number, scan.pairings);
    if (!number.isLoss || (instead === undefined && explanation === undefined)) return [];
    return [
      {
        kind: 'contradicted',
        span,
        number,
        ...(instead && { instead }),
        ...(explanation && { explanation }),
      },
    ];
  });
}

function insteadOf({ of }: ScannedNumber, pairings: readonly ScannedPairing[]): ScannedPairing | undefined {
  return pairings.find(
    ({ answer: { pairing } }) => pairing.predictions === of?.predictions && pairing.targets === of.targets,
  );
}
