import { strict as assert } from 'node:assert';
import { printable } from '../../../src/cli/terminal';
import { asLabel, asMessage } from '../../../src/editor/plain';

describe('words of a document', () => {
  it('become no link in a message, and look the same', () => {
    const text = 'The key "[run](command:workbench.action.terminal.new)" stands twice.';
    assert.doesNotMatch(asMessage(text), /\[([^\]]+)\]\(/);
    assert.equal(asMessage(text).replaceAll('\u2060', ''), text);
  });

  it('become no icon in a list, even after a backslash', () => {
    assert.deepEqual(['$(trash)', '\\$(trash)', '$5 (five)'].map(asLabel), ['\\$(trash)', '\\\\$(trash)', '$5 (five)']);
  });

  it('give a terminal no orders, and stay readable in JSON', () => {
    let out = '';
    const terminal = printable({ out: (text) => (out += text), err: () => undefined, input: process.stdin });
    terminal.out('a\u001b[31mb\u009b\u0007\tc\n');
    assert.equal(out, 'a\\u001b[31mb\\u009b\\u0007\tc\n');
    out = '';
    terminal.out(JSON.stringify({ name: '\u009d\u001b' }));
    assert.deepEqual(JSON.parse(out), { name: '\u009d\u001b' });
  });
});
