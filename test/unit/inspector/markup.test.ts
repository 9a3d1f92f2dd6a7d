import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Every way from text to markup or code. */
const SINKS =
  /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\b|new Function/;

describe("the inspector's sources", () => {
  it('never make markup or code from text', () => {
    const files = readdirSync('src/inspector', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.tsx?$/.test(file),
    );
    assert.ok(files.length > 20);
    const found = files.filter((file) => SINKS.test(readFileSync(path.join('src/inspector', file), 'utf8')));
    assert.deepEqual(found, []);
  });

  it('move nothing, so that there is no motion to be reduced', () => {
    const files = readdirSync('src/inspector', { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(?:tsx?|css)$/.test(file),
    );
    const moving = files.filter((file) =>
      /\b(?:transition|animation)\b[\w-]*:|@keyframes|behavior: ?'?smooth/.test(
        readFileSync(path.join('src/inspector', file), 'utf8'),
      ),
    );
    assert.deepEqual(moving, []);
  });
});
