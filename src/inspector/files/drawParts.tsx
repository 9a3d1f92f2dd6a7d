import { render } from 'preact';
import { PICTURES } from '../pictures/Pictures';
import type { PictureProps } from '../shown';
import { word } from '../words';
import type { ReportPart } from './reportFile';

/** The width the pictures are drawn at, in CSS pixels: that of the report's page. */
const WIDTH = 760;

/** Every picture drawn once, out of sight, and handed to `take` while it still stands on the page. */
export async function drawParts(
  props: PictureProps,
  near: HTMLElement,
  take: (parts: readonly ReportPart[]) => void,
): Promise<void> {
  const bench = document.createElement('div');
  bench.className = 'bench';
  bench.style.width = `${WIDTH}px`;
  bench.inert = true;
  // Within the page's own element, for the colours of the pictures are set there.
  near.append(bench);
  try {
    const pictures = PICTURES.filter(({ serves }) => serves(props));
    render(
      pictures.map(({ title, Draw }) => (
        <div key={title} class="bench-part">
          <Draw {...props} />
        </div>
      )),
      bench,
    );
    // One frame to measure, one to draw at what was measured.
    for (let frame = 0; frame < 3; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    take(
      [...bench.querySelectorAll('.bench-part')].map((part, index) => ({
        title: word(pictures[index]?.title ?? 'Pictures'),
        note: [...part.querySelectorAll('.picture-note, .measures div')]
          .filter((element) => element.childElementCount === 0 || element.localName === 'div')
          .filter((element) => element.querySelector('.measures') === null)
          .map((element) => [...element.childNodes].map((node) => node.textContent).join(' '))
          .join(' · '),
        drawing: part.querySelector<SVGSVGElement>('svg.chart') ?? undefined,
      })),
    );
  } finally {
    render(null, bench);
    bench.remove();
  }
}
