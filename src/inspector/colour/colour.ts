/** A colour as red, green and blue in 0..1, gamma-encoded as CSS has them; always opaque. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

export const BLACK: Colour = { red: 0, green: 0, blue: 0 };
export const WHITE: Colour = { red: 1, green: 1, blue: 1 };

export function hex(text: string): Colour {
  const value = Number.parseInt(text.slice(1), 16);
  return { red: (value >> 16) / 255, green: ((value >> 8) & 255) / 255, blue: (value & 255) / 255 };
}

/** Reads what getComputedStyle answers: `rgb(…)`, `rgba(…)` over a backdrop, or `color(srgb …)`. */
export function parseComputed(text: string, backdrop: Colour = WHITE): Colour | undefined {
  const match = /^(?:rgba?\(|color\(srgb )([^)]+)\)$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  const parts = match[1].split(/[\s,/]+/).map(Number);
  const scale = text.trim().startsWith('color') ? 1 : 255;
  const [red, green, blue, alpha = 1] = parts;
  if (red === undefined || green === undefined || blue === undefined || parts.some(Number.isNaN)) return undefined;
  const colour = { red: red / scale, green: green / scale, blue: blue / scale };
  return alpha === 1 ? colour : mix(backdrop, colour, alpha);
}

export function css({ red, green, blue }: Colour): string {
  return `rgb(${Math.round(red * 255)}, ${Math.round(green * 255)}, ${Math.round(blue * 255)})`;
}

/** As a canvas's image holds it, four bytes from red to alpha: the last is the highest on every machine that runs this. */
export function pixelOf({ red, green, blue }: Colour): number {
  const byte = (share: number): number => Math.round(share * 255);
  return ((255 << 24) | (byte(blue) << 16) | (byte(green) << 8) | byte(red)) >>> 0;
}

/** Straight mixing of the encoded values, as the compositor does for alpha. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  return {
    red: a.red + (b.red - a.red) * share,
    green: a.green + (b.green - a.green) * share,
    blue: a.blue + (b.blue - a.blue) * share,
  };
}

/** WCAG 2 relative luminance. */
export function luminance({ red, green, blue }: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: Colour, b: Colour): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The first ink that can be read on a ground (contrast 4.5), or black or white, one of which always can. */
export function inkOn(ground: Colour, preferred: Colour): Colour {
  if (contrast(ground, preferred) >= 4.5) return preferred;
  return contrast(ground, BLACK) >= contrast(ground, WHITE) ? BLACK : WHITE;
}

/** OKLab (Björn Ottosson, 2020): equal steps look equal, so ramps are mixed and distances measured here. */
export type Lab = readonly [lightness: number, greenRed: number, blueYellow: number];

export function toLab(colour: Colour): Lab {
  const [red, green, blue] = [linear(colour.red), linear(colour.green), linear(colour.blue)];
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function fromLab([lightness, greenRed, blueYellow]: Lab): Colour {
  const l = (lightness + 0.3963377774 * greenRed + 0.2158037573 * blueYellow) ** 3;
  const m = (lightness - 0.1055613458 * greenRed - 0.0638541728 * blueYellow) ** 3;
  const s = (lightness - 0.0894841775 * greenRed - 1.291485548 * blueYellow) ** 3;
  return {
    red: encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    green: encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    blue: encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  };
}

/** How far apart two colours are leaving lightness aside. */
export function hueDistance(a: Colour, b: Colour): number {
  const [p, q] = [toLab(a), toLab(b)];
  return Math.hypot(p[1] - q[1], p[2] - q[2]);
}

export const DEFICIENCIES = ['protan', 'deutan', 'tritan'] as const;
export type Deficiency = (typeof DEFICIENCIES)[number];

/** Full dichromacy in linear light, after Machado, Oliveira and Fernandes (2009). */
const DICHROMACY: Readonly<Record<Deficiency, readonly number[]>> = {
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** The colour as someone with that deficiency sees it. */
export function seenBy(deficiency: Deficiency, colour: Colour): Colour {
  const input = [linear(colour.red), linear(colour.green), linear(colour.blue)];
  const matrix = DICHROMACY[deficiency];
  const channel = (row: number): number =>
    encoded(input.reduce((sum, value, column) => sum + value * (matrix[row * 3 + column] ?? 0), 0));
  return { red: channel(0), green: channel(1), blue: channel(2) };
}

function linear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encoded(value: number): number {
  const clamped = Math.min(Math.max(value, 0), 1);
  return clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
}
