/** e to the mean negative log-likelihood in nats; inf above 709.78. */
export function perplexity(meanLoss: number): number {
  return Math.exp(meanLoss);
}

/** A loss in nats in bits. */
export function bits(loss: number): number {
  return loss / Math.LN2;
}

/**
 * Bits for each unit (token, character, byte of the text in UTF-8): the total loss in nats over the number of
 * units. Two to this is the perplexity of the unit.
 */
export function bitsPerUnit(totalLoss: number, units: number): number {
  return totalLoss / (units * Math.LN2);
}
