import * as vscode from 'vscode';
import type { Answer } from '../lens/answer';
import type { Result } from '../lens/result';
import { rowOfCell } from '../lens/places';
import type { KnownBlock } from '../read/reading';
import { hoverText, type HoverText } from '../report/hover';
import { t } from '../report/l10n';
import { escapeMarkdown } from '../report/markdown';
import type { Documents } from './documents';
import { settingsFor } from './settings';

const LINKS = [
  'lossLens.inspect',
  'lossLens.changeReading',
  'lossLens.changeOptions',
  'lossLens.copyResult',
  'lossLens.copyCode',
  'lossLens.showExact',
  'lossLens.compareFrameworks',
  'lossLens.clear',
];

/** The explanation, wherever the mouse or the cursor is over one of the two arrays. */
export class ResultHover implements vscode.HoverProvider {
  constructor(private readonly documents: Documents) {}

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const lens = this.documents.get(document);
    if (lens === undefined || !settingsFor(document).hover) return undefined;
    const offset = document.offsetAt(position);
    for (const { result } of lens.results) {
      const block = blocksHere(result).find(({ span }) => offset >= span.start && offset <= span.end);
      if (block === undefined) continue;
      const range = new vscode.Range(document.positionAt(block.span.start), document.positionAt(block.span.end));
      const text = hoverText(result, rowAt(result, block, offset));
      // The links stand where they are in sight however long the explanation is.
      return new vscode.Hover([headline(text), links(), explanation(text)], range);
    }
    return undefined;
  }
}

/** The arrays of a result that stand in the document it is shown in. */
export function blocksHere({ predictions, targets, targetsIn }: Result): readonly KnownBlock[] {
  return targetsIn === undefined ? [predictions, targets] : [predictions];
}

/** The row of the result that an offset in one of its arrays belongs to. */
export function rowAt(answer: Answer, block: KnownBlock, offset: number): number | undefined {
  const { starts } = block.cells;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : rowOfCell(answer, block === answer.targets ? 'targets' : 'predictions', low - 1);
}

/** Both hold words of the document, so they trust nothing: no commands, no markup, no icons. */
function headline(text: HoverText): vscode.MarkdownString {
  const lines = [`**${escapeMarkdown(text.headline)}** \\`, escapeMarkdown(text.caption)];
  if (text.row !== undefined) lines.push('', escapeMarkdown(text.row));
  return new vscode.MarkdownString(lines.join('\n'), false);
}

function explanation(text: HoverText): vscode.MarkdownString {
  const [rule, ...numbers] = text.steps;
  // The rule is ours alone; it never holds a fence.
  const lines = rule === undefined ? [] : ['```text', rule, '```', ''];
  const findings = text.findings.map((finding) => `⚠ ${finding}`);
  lines.push(...[...numbers, ...text.meaning, ...findings, ...text.reasons].map(item));
  return new vscode.MarkdownString(lines.join('\n'), false);
}

function item(text: string): string {
  return `- ${escapeMarkdown(text)}`;
}

/** A string of its own with no word of the document in it: the only one that may run commands, and only ours. */
function links(): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: LINKS };
  const titles = [
    t('Inspect'),
    t('Change reading'),
    t('Options'),
    t('Copy'),
    t('Copy as code'),
    t('Exact value'),
    t('Other frameworks'),
    t('Clear'),
  ];
  markdown.appendMarkdown(LINKS.map((command, index) => `[${titles[index]}](command:${command})`).join(' · '));
  return markdown;
}
