import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Theme } from '../colour/theme';
import { csvOf, type Sheet } from '../files/sheet';
import { pngFile, svgFile } from '../files/pictureFile';
import { SheetTable } from '../files/SheetTable';
import type { Save } from '../shown';
import { useSize } from '../useSize';
import { word, type English } from '../words';

interface FrameProps {
  readonly title: English;
  /** The name of the files, without their ending. */
  readonly file: string;
  readonly sheet: Sheet;
  readonly theme: Theme;
  readonly save: Save;
  /** What the picture says, in a sentence or in a few numbers. */
  readonly note?: ComponentChildren;
  readonly tools?: ComponentChildren;
  /** Draws into so many pixels. */
  readonly draw: (width: number) => JSX.Element;
}

/** What all pictures have in common: the drawing, what it says, its table, and the ways to take it along. */
export function Frame({ title, file, sheet, theme, save, note, tools, draw }: FrameProps): JSX.Element {
  const ground = useRef<HTMLDivElement>(null);
  const { width } = useSize(ground);
  const [asTable, setAsTable] = useState(false);
  const drawing = (): SVGSVGElement | null => ground.current?.querySelector('svg') ?? null;
  const savePng = (): void => {
    const svg = drawing();
    if (svg) void pngFile(svg, theme).then((bytes) => bytes && save(`${file}.png`, bytes));
  };
  const saveSvg = (): void => {
    const svg = drawing();
    if (svg) save(`${file}.svg`, svgFile(svg, theme));
  };
  return (
    <div class="picture">
      <div class="picture-head">
        <div class="picture-note">{note}</div>
        <div class="tools">
          {tools}
          <div class="choice" role="group" aria-label={word('Save')}>
            <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {word('Table')}
            </button>
            <button type="button" onClick={savePng} disabled={asTable} aria-label={word('Save as {0}', 'PNG')}>
              PNG
            </button>
            <button type="button" onClick={saveSvg} disabled={asTable} aria-label={word('Save as {0}', 'SVG')}>
              SVG
            </button>
            <button
              type="button"
              onClick={() => save(`${file}.csv`, csvOf(sheet))}
              aria-label={word('Save as {0}', 'CSV')}
            >
              CSV
            </button>
          </div>
        </div>
      </div>
      <div class="picture-ground" ref={ground} hidden={asTable}>
        {width > 0 && !asTable && draw(width)}
      </div>
      <SheetTable label={word(title)} sheet={sheet} visible={asTable} />
    </div>
  );
}
