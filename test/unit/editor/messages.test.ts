import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

describe('messages of the editor', () => {
  it('are all said by the one file that waits for none of them, so that every command is done while its message stands', () => {
    const files = readdirSync('src/editor', { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const saying = files.filter((file) =>
      /\.show(?:Information|Warning|Error)Message\b/.test(readFileSync(path.join('src/editor', file), 'utf8')),
    );
    assert.deepEqual(saying, ['messages.ts']);
    assert.doesNotMatch(readFileSync('src/editor/messages.ts', 'utf8'), /await/);
  });
});
