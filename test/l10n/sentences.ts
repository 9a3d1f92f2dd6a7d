import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript';
import { ENGLISH } from '../../src/inspector/words';

/** Where people are spoken to. */
const ROOMS = ['editor', 'report', 'inspector'];

/** A place in the sources: `src/report/hover.ts:52`. */
type Place = string;

export interface Sentences {
  /** Everything said to a user, in English, and where it is said first. */
  readonly places: ReadonlyMap<string, Place>;
  /** Calls of `t` whose sentence is not written there, so that no translator could know of it. */
  readonly unwritten: readonly Place[];
  /** Words for users that pass by `t` and `word`. */
  readonly bare: readonly string[];
}

/** Reads the sources for every `t('...')`, and for what ought to be one; the inspector's words come from their list. */
export function sentencesOfSources(): Sentences {
  const places = new Map<string, Place>(ENGLISH.map((english) => [english, 'src/inspector/words.ts']));
  const unwritten: Place[] = [];
  const bare: string[] = [];
  for (const file of ROOMS.flatMap(sources)) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const placeOf = (node: ts.Node): Place =>
      `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    const visit = (node: ts.Node): void => {
      if (isCallOf(node, 't')) {
        const [english] = node.arguments;
        if (english === undefined) return;
        if (!ts.isStringLiteralLike(english)) unwritten.push(placeOf(node));
        else if (!places.has(english.text)) places.set(english.text, placeOf(english));
      } else if (isBare(node)) bare.push(`${placeOf(node)}: ${node.getText().trim()}`);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { places, unwritten, bare };
}

/** The places that stand for arguments: '{0}', '{1}', each once, in order. */
export function argumentsOf(text: string): readonly string[] {
  return [...new Set(text.match(/\{\d\}/g) ?? [])].sort();
}

function sources(room: string): readonly string[] {
  const folder = path.join('src', room);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((file) => /(?<!\.d)\.tsx?$/.test(file)).map((file) => path.posix.join(folder, file));
}

function isCallOf(node: ts.Node, name: string): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name;
}

/** What the user is given to read, as a call's first argument or by these names. */
const SAYING_CALLS = /^(?:say|warn|sayFailed|offer|offerCopy|offerSample|setStatusBarMessage)$/;
const SAYING_NAMES = /^(?:title|placeHolder|prompt|detail|description|tooltip|aria-label|placeholder|alt)$/;

/** Words between tags, and words handed over to be shown, that nothing translates. */
function isBare(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return isWords(node.text);
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  if (!isWords(node.getText())) return false;
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) {
    // What a component is given is typed as one of the inspector's words; what a tag is given is shown as it is.
    const tag = parent.parent.parent.tagName.getText();
    return /^[a-z]/.test(tag) && SAYING_NAMES.test(parent.name.getText());
  }
  if (!node.getSourceFile().fileName.includes('/editor/')) return false;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && SAYING_NAMES.test(parent.name.getText());
  if (ts.isBinaryExpression(parent)) {
    return ts.isPropertyAccessExpression(parent.left) && SAYING_NAMES.test(parent.left.name.text);
  }
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    SAYING_CALLS.test(/\w+$/.exec(parent.expression.getText())?.[0] ?? '')
  );
}

/** Two letters in a row; names that are the same in every language are none. */
function isWords(text: string): boolean {
  return /\p{L}{2}/u.test(text.replaceAll(/\$\{[^}]*\}|\$\([\w~-]+\)|Loss Lens|PNG|SVG|CSV/g, ''));
}
