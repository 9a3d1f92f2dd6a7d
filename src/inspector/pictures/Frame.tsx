import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Theme } from '../colour/theme';
import { Forms, type Form } from '../files/Forms';
import { csvOf, jsonOf, markdownOf, type Sheet } from '../files/sheet';
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
  const forms: readonly Form[] = [
    { form: 'PNG', name: `${file}.png`, content: () => madeOf(drawing(), (svg) => pngFile(svg, theme)) },
    { form: 'SVG', name: `${file}.svg`, content: () => madeOf(drawing(), (svg) => svgFile(svg, theme)) },
    { form: 'CSV', name: `${file}.csv`, content: () => csvOf(sheet) },
    { form: 'JSON', name: `${file}.json`, content: () => jsonOf(sheet) },
    { form: 'Markdown', name: `${file}.md`, content: () => markdownOf(sheet) },
  ];
  return (
    <div class="picture">
      <div class="picture-head">
        <div class="picture-note">{note}</div>
        <div class="tools">
          {tools}
          <div class="choice">
            <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
              {word('Table')}
            </button>
          </div>
          <Forms
            label={word('Save')}
            say={(form, isCopied) => word(isCopied ? 'Copy as {0}' : 'Save as {0}', form)}
            forms={forms}
            disabled={({ form }) => asTable && (form === 'PNG' || form === 'SVG')}
            save={save}
          />
        </div>
      </div>
      <div class="picture-ground" ref={ground} hidden={asTable}>
        {width > 0 && !asTable && draw(width)}
      </div>
      <SheetTable label={word(title)} sheet={sheet} visible={asTable} />
    </div>
  );
}

/** Nothing where there is no drawing to make it of. */
function madeOf<Made>(drawing: SVGSVGElement | null, make: (drawing: SVGSVGElement) => Made): Made | undefined {
  return drawing === null ? undefined : make(drawing);
}
