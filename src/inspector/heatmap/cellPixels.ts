/** What covers items first to first + starts.length along one axis, in pixels of the screen from the picture's edge. */
export interface Borders {
  readonly first: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Colours as a picture holds them: see {@link pixelOf}. */
export interface PixelColours {
  readonly ground: number;
  readonly steps: Uint32Array;
  /** Of the dots in the middle of items. */
  readonly dot: number;
}

/** What stands in one item's place. Written by the caller for each, so that none is made for each. */
export interface PixelItem {
  /** The step of the ramp; below 0 for the ground. */
  step: number;
  /** How strongly a dot is drawn in the middle, 0 to 1. */
  dot: number;
}

/**
 * The ground of the heat map, pixel by pixel: thousands of rectangles a frame cost a browser more to record and to draw
 * than their numbers cost to compute; one image costs it a copy. Kept between frames, for a large one is dear to make.
 */
export class CellPixels {
  private image: ImageData | undefined;
  private pixels = new Uint32Array();

  /** Draws all items over the ground, the picture's corner at a point of the canvas. */
  draw(
    context: CanvasRenderingContext2D,
    place: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
    rows: Borders,
    columns: Borders,
    { ground, steps, dot }: PixelColours,
    look: (row: number, column: number, item: PixelItem) => void,
  ): void {
    const { width, height } = place;
    if (width <= 0 || height <= 0) return;
    const image = this.sized(context, width, height);
    const { pixels } = this;
    const item: PixelItem = { step: -1, dot: 0 };
    const dots = new Float64Array(columns.starts.length);
    let filled = 0;
    for (let i = 0; i < rows.starts.length; i++) {
      const first = Math.max(filled, rows.starts[i] ?? 0);
      const end = Math.min(height, rows.ends[i] ?? 0);
      if (end <= first) continue;
      pixels.fill(ground, filled * width, (first + 1) * width);
      const line = first * width;
      let dotted = false;
      for (let j = 0; j < columns.starts.length; j++) {
        look(rows.first + i, columns.first + j, item);
        dots[j] = item.dot;
        dotted ||= item.dot > 0;
        if (item.step < 0) continue;
        const from = Math.max(0, columns.starts[j] ?? 0);
        const to = Math.min(width, columns.ends[j] ?? 0);
        if (to > from) pixels.fill(steps[item.step] ?? ground, line + from, line + to);
      }
      for (let below = first + 1; below < end; below++) pixels.copyWithin(below * width, line, line + width);
      if (dotted) this.drawDots(dots, columns, width, first, end, dot);
      filled = end;
    }
    pixels.fill(ground, filled * width);
    context.putImageData(image, place.left, place.top);
  }

  /** A third of the item wide and high, in its middle. */
  private drawDots(
    dots: Float64Array,
    columns: Borders,
    width: number,
    top: number,
    bottom: number,
    ink: number,
  ): void {
    const { pixels } = this;
    const high = Math.max(1, Math.floor((bottom - top) / 3));
    const first = top + Math.floor((bottom - top - high) / 2);
    for (let j = 0; j < dots.length; j++) {
      const strength = dots[j] ?? 0;
      if (strength <= 0) continue;
      const [start, end] = [columns.starts[j] ?? 0, columns.ends[j] ?? 0];
      const wide = Math.max(1, Math.floor((end - start) / 3));
      const left = start + Math.floor((end - start - wide) / 2);
      for (let y = first; y < first + high; y++) {
        for (let x = Math.max(0, left); x < Math.min(width, left + wide); x++) {
          pixels[y * width + x] = mixed(pixels[y * width + x] ?? 0, ink, strength);
        }
      }
    }
  }

  private sized(context: CanvasRenderingContext2D, width: number, height: number): ImageData {
    if (this.image?.width === width && this.image.height === height) return this.image;
    this.image = context.createImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    return this.image;
  }
}

/** Channel by channel. */
function mixed(under: number, over: number, share: number): number {
  let colour = 255 << 24;
  for (let shift = 0; shift < 24; shift += 8) {
    const [below, above] = [(under >> shift) & 255, (over >> shift) & 255];
    colour |= Math.round(below + (above - below) * share) << shift;
  }
  return colour >>> 0;
}
