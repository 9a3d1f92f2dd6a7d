import { css } from '../colour/colour';
import type { Theme } from '../colour/theme';

/** What an SVG needs to look elsewhere as it looks here, where a style sheet says it. */
const KEPT = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

/** A drawing as a file of its own, with the theme's colours written out. */
export function svgFile(drawing: SVGSVGElement, theme: Theme): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const property of KEPT) element.setAttribute(property, style.getPropertyValue(property));
    for (const name of ['class', 'tabindex', 'role', 'style']) element.removeAttribute(name);
  });
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', css(theme.background));
  copy.prepend(ground);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

/** Pixels to a CSS pixel: sharp on paper and on dense screens. */
const SHARPNESS = 2;

/**
 * The same as pixels. Drawn shape by shape, for the page's policy lets no image load, not even one made here; only
 * the few shapes the pictures consist of are known.
 */
export async function pngFile(drawing: SVGSVGElement, theme: Theme): Promise<Uint8Array | undefined> {
  const canvas = document.createElement('canvas');
  const { width, height } = drawing.getBoundingClientRect();
  canvas.width = Math.round(width * SHARPNESS);
  canvas.height = Math.round(height * SHARPNESS);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = css(theme.background);
  context.fillRect(0, 0, width, height);
  for (const element of drawing.querySelectorAll<SVGGraphicsElement>('rect, line, path, circle, text')) {
    paintShape(context, element);
  }
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  return blob === null ? undefined : new Uint8Array(await blob.arrayBuffer());
}

function paintShape(context: CanvasRenderingContext2D, element: SVGGraphicsElement): void {
  const style = getComputedStyle(element);
  const matrix = element.getCTM();
  const own = element.ownerSVGElement?.getCTM()?.inverse();
  context.save();
  if (matrix) {
    const { a, b, c, d, e, f } = own ? own.multiply(matrix) : matrix;
    context.transform(a, b, c, d, e, f);
  }
  if (element.localName === 'text') paintText(context, element, style);
  else {
    const path = pathOf(element);
    const opacity = Number(style.opacity);
    if (style.fill !== 'none') {
      context.globalAlpha = opacity * Number(style.fillOpacity);
      context.fillStyle = style.fill;
      context.fill(path);
    }
    if (style.stroke !== 'none') {
      context.globalAlpha = opacity * Number(style.strokeOpacity);
      context.strokeStyle = style.stroke;
      context.lineWidth = Number.parseFloat(style.strokeWidth);
      context.setLineDash(
        style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(',').map(Number.parseFloat),
      );
      context.stroke(path);
    }
  }
  context.restore();
}

function paintText(context: CanvasRenderingContext2D, element: Element, style: CSSStyleDeclaration): void {
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.fill;
  context.globalAlpha = Number(style.opacity);
  context.textAlign = style.textAnchor === 'middle' ? 'center' : style.textAnchor === 'end' ? 'right' : 'left';
  context.fillText(element.textContent, number(element, 'x'), number(element, 'y'));
}

function pathOf(element: Element): Path2D {
  if (element.localName === 'path') return new Path2D(element.getAttribute('d') ?? '');
  const path = new Path2D();
  switch (element.localName) {
    case 'rect':
      path.rect(number(element, 'x'), number(element, 'y'), number(element, 'width'), number(element, 'height'));
      break;
    case 'circle':
      path.arc(number(element, 'cx'), number(element, 'cy'), number(element, 'r'), 0, 2 * Math.PI);
      break;
    case 'line':
      path.moveTo(number(element, 'x1'), number(element, 'y1'));
      path.lineTo(number(element, 'x2'), number(element, 'y2'));
  }
  return path;
}

function number(element: Element, attribute: string): number {
  return Number(element.getAttribute(attribute) ?? 0);
}
