import { namedAbove } from '../names';
import type { Found, LineNotation } from '../notation';
import { isBlankLine, type Line, lineFrom, type Source, type Token, tokensOf } from '../source';
import { ListedRows, readTable } from '../table';
import { MISSING } from '../words';

const ROW_LIMIT = 200;

/** A pandas Series: a label and a value a line, and at the end `Name: loss, dtype: float64`. */
export const series: LineNotation = {
  read(source: Source, line: Line): Found | undefined {
    if (line.start < source.seriesTried) return undefined;
    return readSeries(source, line);
  },
};

function readSeries(source: Source, line: Line): Found | undefined {
  const { text } = source;
  let at = line.start;
  // The lines from here to where it fails would fail there too.
  const giveUp = (): undefined => {
    source.seriesTried = Math.max(at, line.start);
    return undefined;
  };
  const rows: Token[][] = [];
  let elision: Token | undefined;

  while (at < text.length) {
    const row = lineFrom(source, at);
    if (isBlankLine(row) || row.end - row.first > ROW_LIMIT) return giveUp();
    const foot = footOf(text.slice(row.first, row.end));
    if (foot !== undefined) {
      if (rows.length === 0) return giveUp();
      const span = { start: line.first, end: row.end };
      const name = foot.name ?? namedAbove(text, line.start);
      if (elision !== undefined || foot.length !== undefined) {
        return {
          end: row.next,
          blocks: [
            {
              elided: true,
              notation: 'pandas',
              span,
              dtype: foot.dtype,
              ...(name !== undefined && { name }),
              ...(foot.length !== undefined && { shape: [foot.length] }),
            },
          ],
          troubles: [{ code: 'elided', span: elision ?? span }],
        };
      }
      const { dtype } = foot;
      const header = ['', name ?? ''];
      return readTable(source, new ListedRows(rows), {
        notation: 'pandas',
        span,
        end: row.next,
        name,
        dtype,
        header,
        labels: 1,
        dropRunning: false,
      });
    }
    const tokens = tokensOf(source, row);
    const value = tokens.at(-1);
    const label = tokens[0];
    if (tokens.length < 2 || label === undefined || value === undefined) {
      if (label !== undefined && text.startsWith('...', label.start)) elision ??= label;
      // The name of the index, alone on the first line.
      else if (rows.length > 0 || tokens.length !== 1) return giveUp();
    } else {
      if (text.slice(value.start, value.end) === '...') elision ??= value;
      else if (!isValue(source, value)) return giveUp();
      rows.push([{ start: label.start, end: (tokens.at(-2) as Token).end }, value]);
    }
    at = row.next;
  }
  return giveUp();
}

function isValue({ text, scanner }: Source, { start, end }: Token): boolean {
  return scanner.read(start) === end || MISSING.has(text.slice(start, Math.min(end, start + 12)));
}

function footOf(line: string): { name?: string; dtype: string; length?: number } | undefined {
  const foot = /^(?:Name: (.{1,80}?), )?(?:Length: (\d+), )?dtype: (\w+)$/.exec(line);
  if (foot === null) return undefined;
  const [, name, length, dtype] = foot;
  return {
    dtype: dtype.toLowerCase(),
    ...(name !== undefined && { name }),
    ...(length !== undefined && { length: Number(length) }),
  };
}
