/** What each surface of the editor makes of a text: whether anything in it would live. */
import { Marked, type Token } from 'marked';
import type { Shown } from '../fake/editor';
import { MarkdownString } from '../fake/values';
import { escapeMarkdown } from '../../src/report/markdown';

/** As VS Code renders a hover: GitHub's Markdown, line ends kept, markup shown as text. */
const marked = new Marked({ gfm: true, breaks: true });

/** VS Code's own patterns: a link in a notification or an input's prompt, an icon in a label. */
const LINK_IN_MESSAGE = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const ICON = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/g;

/** Where VS Code draws icons from text. */
const WITH_ICONS = /QuickPick|status bar|cell status|code lens/;
/** Where VS Code makes links from text. */
const WITH_LINKS = /show\w+Message|InputBox|progress/;

export interface Trial {
  readonly payload: string;
  readonly shown: readonly Shown[];
}

export interface Faults {
  readonly faults: readonly string[];
  /** How many texts were looked at, and how many of them held the payload. */
  readonly texts: number;
  readonly holding: number;
}

/** Everything that would come alive on a surface of the editor, and every text that would not be shown as it is. */
export function faultsOf({ payload, shown }: Trial): Faults {
  const faults: string[] = [];
  let texts = 0;
  let holding = 0;
  for (const { surface, value } of shown) {
    for (const found of textsIn(value)) {
      texts++;
      const inMarkdown = found.markdown !== undefined;
      if (holds(found.text, payload) || (inMarkdown && holds(unescaped(found.text), payload))) holding++;
      const report = (what: string): void => void faults.push(`${surface}: ${what}: ${JSON.stringify(found.text)}`);
      if (found.markdown !== undefined) markdownFaults(found.markdown, payload).forEach(report);
      else if (WITH_LINKS.test(surface) && found.text.search(LINK_IN_MESSAGE) >= 0) report('a live link');
      else if (WITH_ICONS.test(surface) && drawsIcons(surface, found.path))
        iconsOf(found.text, payload).forEach((icon) => report(`the icon ${icon}`));
      if (/decoration/.test(surface)) decorationFaults(found, payload).forEach(report);
    }
  }
  return { faults, texts, holding };
}

/** Tooltips, and what is only heard or handed on, are drawn as they are. */
function drawsIcons(surface: string, path: string): boolean {
  return !/tooltip|arguments|accessibility/.test(path) && !(surface === 'status bar' && !path.endsWith('.text'));
}

interface Found {
  readonly text: string;
  /** The names that lead to it. */
  readonly path: string;
  readonly markdown?: MarkdownString;
}

/** Every text inside a value. */
function textsIn(value: unknown, path = '', seen = new Set<object>()): Found[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return [];
  seen.add(value);
  if (value instanceof MarkdownString) return [{ text: value.value, path, markdown: value }];
  // What a choice stands for is not shown.
  const shown = Object.entries(value).filter(([name]) => !/^(offer|option|options|session|lens|uri)$/.test(name));
  return shown.flatMap(([name, item]) => textsIn(item, `${path}.${name}`, seen));
}

function holds(text: string, payload: string): boolean {
  const wanted = payload.trim();
  return wanted.length > 3 && text.includes(wanted.slice(0, 40));
}

function unescaped(markdown: string): string {
  return markdown.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}

/** Links and pictures that the renderer would make, markup that the string asks for, and text that comes out changed. */
export function markdownFaults(markdown: MarkdownString, payload: string): string[] {
  const faults: string[] = [];
  const tokens = marked.lexer(markdown.value);
  const trusted = typeof markdown.isTrusted === 'object' ? markdown.isTrusted.enabledCommands : [];
  if (markdown.isTrusted === true) faults.push('trusts everything');
  if (markdown.supportHtml === true) faults.push('lets markup through');
  const ours = trusted.length > 0;
  const foreign = holds(unescaped(markdown.value), payload);
  if (ours && foreign) faults.push('trusts commands and holds words of the document');
  if (markdown.supportThemeIcons && foreign) faults.push('draws icons and holds words of the document');
  void marked.walkTokens(tokens, (token) => {
    if (token.type === 'image') faults.push('a picture');
    if (token.type === 'link') {
      const href = String((token as { href?: unknown }).href);
      if (!trusted.some((command) => href === `command:${command}` || href.startsWith(`command:${command}?`))) {
        faults.push(`a live link to ${href}`);
      }
    }
  });
  const escaped = escapeMarkdown(payload.slice(0, 40)).trim();
  const wanted = blanked(payload.slice(0, 40).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' '));
  if (escaped.length > 3 && markdown.value.includes(escaped) && !blanked(rendered(tokens)).includes(wanted)) {
    faults.push('shown otherwise than it is');
  }
  return faults;
}

/** The text that stands on the screen. */
function rendered(tokens: readonly Token[]): string {
  return marked
    .parser([...tokens])
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function blanked(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Icons that the document's own words would draw. */
function iconsOf(text: string, payload: string): string[] {
  return [...text.matchAll(ICON)].flatMap(([icon, escape]) =>
    escape === undefined && payload.includes(icon) ? [icon] : [],
  );
}

/** Words of the document may be the content of a decoration or its hover; VS Code pastes all else into a style sheet. */
function decorationFaults({ path, text, markdown }: Found, payload: string): string[] {
  if (markdown !== undefined || /\.contentText$|\.hoverMessage/.test(path)) return [];
  return holds(text, payload) ? [`a style holds words of the document (${path})`] : [];
}
