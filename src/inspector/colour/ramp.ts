import {
  css,
  DEFICIENCIES,
  hueDistance,
  fromLab,
  hex,
  inkOn,
  pixelOf,
  seenBy,
  toLab,
  contrast,
  type Colour,
} from './colour';

/** The two ends a ramp runs to from the theme's own background: below zero, and above. */
export interface RampEnds {
  readonly below: Colour;
  readonly above: Colour;
}

/** A ramp of colours ready for a canvas: the fill of each step and an ink that can be read on it. */
export interface Ramp {
  readonly fills: readonly string[];
  readonly inks: readonly string[];
  /** The fills as an image holds them. */
  readonly pixels: Uint32Array;
}

export const STEPS = 256;

/** Far enough apart in OKLab's two axes of hue that the sides of zero are never taken for one another. */
const TOLD_APART = 0.1;

/** Blue against orange keeps its difference under every kind of colour blindness. */
const DARK_ENDS: RampEnds = { below: hex('#3794ff'), above: hex('#e8912d') };
const LIGHT_ENDS: RampEnds = { below: hex('#0a6fd1'), above: hex('#d9730d') };

/**
 * The theme's own chart colours, unless they would be hard to tell from each other or from the background,
 * for anyone: then a pair of ours.
 */
export function endsFor(
  background: Colour,
  below: Colour | undefined,
  above: Colour | undefined,
  dark: boolean,
): RampEnds {
  if (below !== undefined && above !== undefined && toldApart(below, above)) {
    if (contrast(below, background) >= 2.5 && contrast(above, background) >= 2.5) return { below, above };
  }
  return dark ? DARK_ENDS : LIGHT_ENDS;
}

/** By hue alone, for lightness already says how far from zero a value is; and for eyes of every kind. */
export function toldApart(a: Colour, b: Colour): boolean {
  return (
    hueDistance(a, b) >= TOLD_APART &&
    DEFICIENCIES.every((deficiency) => hueDistance(seenBy(deficiency, a), seenBy(deficiency, b)) >= TOLD_APART)
  );
}

/** For values around zero: zero is the background itself. */
export function divergingRamp(background: Colour, ink: Colour, { below, above }: RampEnds): Ramp {
  return rampOf(ink, (share) =>
    share < 0.5 ? between(background, below, 1 - 2 * share) : between(background, above, 2 * share - 1),
  );
}

/** For amounts: none is the background, all is the end. */
export function sequentialRamp(background: Colour, ink: Colour, end: Colour): Ramp {
  return rampOf(ink, (share) => between(background, end, share));
}

/** The step for a share in 0..1; values beyond stand at the ends. */
export function stepOf(share: number): number {
  return Math.min(STEPS - 1, Math.max(0, Math.round(share * (STEPS - 1))));
}

function rampOf(ink: Colour, at: (share: number) => Colour): Ramp {
  const colours = Array.from({ length: STEPS }, (_, step) => at(step / (STEPS - 1)));
  return {
    fills: colours.map(css),
    inks: colours.map((colour) => css(inkOn(colour, ink))),
    pixels: Uint32Array.from(colours, pixelOf),
  };
}

function between(a: Colour, b: Colour, share: number): Colour {
  const [p, q] = [toLab(a), toLab(b)];
  const at = (axis: 0 | 1 | 2): number => p[axis] + (q[axis] - p[axis]) * share;
  return fromLab([at(0), at(1), at(2)]);
}
