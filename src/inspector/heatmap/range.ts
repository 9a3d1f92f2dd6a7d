import type { Layer } from './layers';

/** The values between which the colours are told apart; what is beyond has the colour of the end. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** A layer with its colours spread over a part of its values. Around zero both sides stay equally long. */
export function narrowedLayer(layer: Layer, range: Range | undefined): Layer {
  return range === undefined ? layer : { ...layer, ...range };
}

/** The range after one end was moved: the ends never pass each other. */
export function movedEnd(whole: Layer, now: Range, end: 'low' | 'high', value: number): Range {
  if (whole.ramp === 'diverging') {
    const most = Math.max(Math.abs(value), whole.high / 100);
    return { low: -most, high: most };
  }
  const least = (whole.high - whole.low) / 100;
  return end === 'low'
    ? { low: Math.min(value, now.high - least), high: now.high }
    : { low: now.low, high: Math.max(value, now.low + least) };
}
