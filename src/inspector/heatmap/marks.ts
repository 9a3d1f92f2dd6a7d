import { css } from '../colour/colour';
import type { Theme } from '../colour/theme';

/**
 * A target: an outline, with a line of the background inside it so that it stands out from any fill, and a filled
 * corner as a sign beside colour. A soft target's corner and line are as strong as its value.
 */
export function markTarget(
  context: CanvasRenderingContext2D,
  theme: Theme,
  left: number,
  top: number,
  width: number,
  height: number,
  target: number,
): void {
  const strength = Math.min(1, target);
  const ink = css(theme.foreground);
  if (Math.min(width, height) < 9) {
    const size = Math.max(2, Math.round(Math.min(width, height) / 2));
    context.fillStyle = css(theme.background);
    context.fillRect(left + (width - size) / 2 - 1, top + (height - size) / 2 - 1, size + 2, size + 2);
    context.fillStyle = ink;
    context.fillRect(left + (width - size) / 2, top + (height - size) / 2, size, size);
    return;
  }
  const line = strength >= 0.5 ? 2 : 1;
  context.lineWidth = 1;
  context.strokeStyle = css(theme.background);
  context.strokeRect(left + line + 0.5, top + line + 0.5, width - 2 - 2 * line, height - 2 - 2 * line);
  context.lineWidth = line;
  context.strokeStyle = ink;
  context.strokeRect(left + line / 2, top + line / 2, width - 1 - line, height - 1 - line);
  const corner = Math.round(Math.min(width, height) * (0.2 + 0.22 * strength));
  const right = left + width - 1;
  context.beginPath();
  context.moveTo(right - corner, top);
  context.lineTo(right, top);
  context.lineTo(right, top + corner);
  context.closePath();
  context.fillStyle = ink;
  context.fill();
}

/** Patterns for what is no number and for what is beyond all numbers: told by shape, not by colour alone. */
export interface Hatches {
  readonly notANumber: CanvasPattern | string;
  readonly infinite: CanvasPattern | string;
}

/** Made once a theme: patterns are as fast to fill with as colours. */
export function makeHatches(theme: Theme): Hatches {
  return {
    notANumber: hatch(css(theme.error), 'rising', css(theme.background)),
    infinite: hatch(css(theme.background), 'falling', undefined),
  };
}

const TILE = 6;
/** Drawn larger than shown, to stay sharp on dense screens. */
const SHARPNESS = 3;

function hatch(ink: string, direction: 'rising' | 'falling', ground: string | undefined): CanvasPattern | string {
  const tile = document.createElement('canvas');
  tile.width = tile.height = TILE * SHARPNESS;
  const drawing = tile.getContext('2d');
  if (drawing === null) return ink;
  drawing.scale(SHARPNESS, SHARPNESS);
  if (ground !== undefined) {
    drawing.fillStyle = ground;
    drawing.fillRect(0, 0, TILE, TILE);
  }
  drawing.strokeStyle = ink;
  drawing.lineWidth = 1.3;
  drawing.beginPath();
  // Each line starts a tile before and ends a tile after, so that the corners meet the next tile's.
  for (const shift of [-TILE, 0, TILE]) {
    const [from, to] = direction === 'rising' ? [2 * TILE, -TILE] : [-TILE, 2 * TILE];
    drawing.moveTo(shift - TILE, from);
    drawing.lineTo(shift + 2 * TILE, to);
  }
  drawing.stroke();
  const pattern = drawing.createPattern(tile, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / SHARPNESS));
  return pattern ?? ink;
}
