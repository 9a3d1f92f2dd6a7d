import type { Block, Excerpt, Reading } from '../reading';
import { BracketFinder } from './bracketed';
import { endOfEscape } from './brackets';
import { Findings } from './findings';
import { CellNames } from './cellNames';
import type { Found } from './notation';
import { LINES } from './registry';
import { isBlankLine, type Line, lineFrom, Source } from './source';

/**
 * Reads every array of a text in one pass from left to right: each line is offered to the notations that are laid out
 * in lines; what none of them takes is searched for brackets. Whatever is tried and refused is stepped over, so that
 * the work stays in proportion to the text.
 */
export function readText(excerpt: Excerpt): Reading {
  return new TextReader(new Source(excerpt.text, excerpt.language)).read();
}

class TextReader {
  private readonly findings = new Findings();
  private readonly brackets: BracketFinder;
  private readonly cellNames: CellNames;
  /** Lines of numbers that stand alone: arrays only where the text holds nothing else. */
  private readonly lone: Block[] = [];
  private otherText = false;

  constructor(private readonly source: Source) {
    this.brackets = new BracketFinder(source, this.findings);
    this.cellNames = new CellNames(source.text);
  }

  read(): Reading {
    const { text } = this.source;
    let at = 0;
    while (at < text.length) at = this.readLine(lineFrom(this.source, at));
    if (!this.otherText && this.findings.blocks.length === 0) this.findings.blocks.push(...this.lone);
    return { blocks: this.cellNames.applyTo(this.findings.blocks), troubles: this.findings.troubles };
  }

  /** @returns where the next line starts. */
  private readLine(line: Line): number {
    if (isBlankLine(line)) return line.next;
    const prompt = this.cellNames.promptEnd(line);
    if (prompt >= 0) {
      this.otherText = true;
      return this.searchBrackets(prompt);
    }
    const found = this.readLines(line);
    if (found === undefined) {
      this.otherText = true;
      return this.searchBrackets(line.first);
    }
    if (found.lone === true) this.lone.push(...found.blocks);
    else this.findings.take(found);
    return found.end;
  }

  private readLines(line: Line): Found | undefined {
    for (const notation of LINES) {
      const found = notation.read(this.source, line);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Searches up to the end of the line; an array may carry it on into a later one. */
  private searchBrackets(start: number): number {
    const { text } = this.source;
    let at = start;
    while (at < text.length) {
      switch (text.charCodeAt(at)) {
        case 0x0a:
          return at + 1;
        case 0x5b:
          at = this.brackets.square(at);
          break;
        case 0x28:
          at = this.brackets.round(at);
          break;
        case 0x7b:
          at = this.brackets.curly(at);
          break;
        case 0x3c:
          at = this.brackets.angle(at);
          break;
        case 0x1b:
          at = endOfEscape(text, at);
          break;
        default:
          at++;
      }
    }
    return at;
  }
}
