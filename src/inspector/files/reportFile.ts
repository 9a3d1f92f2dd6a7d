import { css } from '../colour/colour';
import type { Theme } from '../colour/theme';
import type { InspectorModel } from '../../report/inspectorModel';
import { word } from '../words';
import { svgFile } from './pictureFile';
import type { Sheet } from './sheet';

/** One picture of the report: its drawing as it stands on a page, and what it says. */
export interface ReportPart {
  readonly title: string;
  readonly note: string;
  readonly drawing: SVGSVGElement | undefined;
}

/**
 * A page that stands alone: no script, nothing loaded from anywhere, every word of the document's escaped. Its own
 * policy says so as well, so that it stays true wherever it is opened.
 */
export function reportFile(model: InspectorModel, parts: readonly ReportPart[], rows: Sheet, theme: Theme): string {
  const list = (title: string, lines: readonly string[]): string =>
    lines.length === 0
      ? ''
      : `<h2>${escaped(title)}</h2><ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
  const pictures = parts.map(
    ({ title, note, drawing }) =>
      `<section><h2>${escaped(title)}</h2><p>${escaped(note)}</p>${drawing === undefined ? '' : svgFile(drawing, theme)}</section>`,
  );
  return `<!doctype html>
<html lang="${escaped(document.documentElement.lang)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(model.document)} · ${escaped(model.value)}</title>
<style>
body { max-width: 800px; margin: 32px auto; padding: 0 20px; background: ${css(theme.background)}; color: ${css(theme.foreground)}; font: 14px/1.5 system-ui, sans-serif; }
h1 { margin-bottom: 0; font-size: 38px; font-weight: 300; }
h2 { margin-top: 28px; font-size: 15px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 14px 3px 0; border-bottom: 1px solid ${css(theme.border)}; font-weight: normal; text-align: left; }
svg { max-width: 100%; height: auto; }
</style>
</head>
<body>
<h1>${escaped(model.value)}</h1>
<p>${escaped(model.caption)} · <bdi>${escaped(model.document)}</bdi></p>
${list(word('The rule and its numbers'), model.steps)}
${list(word('Why it was read this way'), model.reasons)}
${list(word('What the number means'), model.meaning ?? [])}
${list(word('What looks like a mistake'), model.findings)}
${pictures.join('\n')}
<h2>${escaped(word('Rows'))}</h2>
${tableOf(rows)}
</body>
</html>
`;
}

/** The rows a page still opens quickly with; the rest are in the table files. */
const MOST_ROWS = 1000;

function tableOf({ columns, rows }: Sheet): string {
  const line = (cells: readonly (string | number)[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(String(cell))}</${tag}>`).join('')}</tr>`;
  const cut =
    rows.length > MOST_ROWS
      ? `<p>${escaped(word('The first {0} of {1}; the file has all.', MOST_ROWS, rows.length))}</p>`
      : '';
  return `<table>${line(columns, 'th')}${rows
    .slice(0, MOST_ROWS)
    .map((cells) => line(cells, 'td'))
    .join('')}</table>${cut}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
