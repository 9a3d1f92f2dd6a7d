import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Text that is up to something wherever text is taken for more than that. */
export const OWN_PAYLOADS: readonly string[] = [
  '<script>canary()</script>',
  '<img src=x onerror=canary()>',
  '<img src="https://beacon.test/a.png">',
  '"><svg/onload=canary()>',
  "'-canary()-'",
  '<iframe srcdoc="<script>parent.canary()</script>">',
  '<a href="javascript:canary()">x</a>',
  '<!--><img src onerror=canary()>-->',
  '</title></style></textarea><script>canary()</script>',
  '<b>bold</b> &lt;i&gt; &#60;u&#62;',
  '![x](https://beacon.test/b.png)',
  '[run](command:workbench.action.terminal.new)',
  '[run](command:lossLens.compute "title")',
  '[x](https://beacon.test/) and [y](file:///etc/passwd)',
  'https://beacon.test/bare and www.beacon.test and a@beacon.test',
  '<https://beacon.test/auto>',
  '[ref]: https://beacon.test/ref',
  '`code` ``` fence',
  '```\nfenced\n```',
  '| a | b |\n|---|---|\n| c | d |',
  '# heading\n- item\n1. one\n> quote',
  '**bold** _it_ ~~gone~~ \\* \\',
  '$(trash) $(sync~spin) \\$(flame)',
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '\tTAB first',
  'a"; } * { background: url(https://beacon.test/c) } /*',
  'red; margin: 0 0 0 99em',
  '\u202eright to left\u202c',
  '\u001b[31mred\u001b[0m \u001b]8;;https://beacon.test/\u0007link\u001b]8;;\u0007',
  'zero\u0000width\u200b\ufeff',
  '${jndi:ldap://beacon.test/a} {{7*7}} #{7*7}',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  '𝒜 ﷽ Z̸͠',
];

/** The project's own, or those of a folder of collections besides. */
export function payloads(folder: string | undefined): readonly string[] {
  if (folder === undefined) return OWN_PAYLOADS;
  const file = (...names: readonly string[]): unknown[] => {
    const found = path.join(folder, ...names);
    if (!existsSync(found)) throw new Error(`${found} is missing`);
    return JSON.parse(readFileSync(found, 'utf8')) as unknown[];
  };
  const markup = [...file('xss', 'h5sc', 'payloads.json'), ...file('xss', 'dompurify', 'payloads.json')];
  const texts = markup.map((each) => armed((each as { payload: string }).payload));
  // What got out of mathjs's parser once: no text may come to it.
  const expressions = file('mathjs-security', 'payloads.json') as string[];
  return [...OWN_PAYLOADS, ...(file('blns', 'blns.json') as string[]), ...texts, ...expressions.map(provable)];
}

/** The collection leaves open what its scripts do: here each would be noticed. */
function armed(payload: string): string {
  return payload.replaceAll(/%js_uri[^%]*%/g, 'javascript:canary()').replaceAll(/%js_[^%]*%/g, 'canary()');
}

/**
 * What the expressions do when they are run is to write a line, or to start a process: here they call what is noticed.
 * A name alone is called as well: as a word the extension's own texts may have it.
 */
function provable(expression: string): string {
  return expression.replaceAll(/console\.log\([^)]*\)/g, 'canary()').replace(/^[a-z]+$/i, '$&()');
}
