import * as assert from 'node:assert/strict';

describe('a suite with a mistake', () => {
  it('passes once', () => assert.equal(1, 1));
  // This failure is wanted: it shows that one reaches the exit code of the whole run.
  it('fails once', () => assert.equal(1, 2));
});
