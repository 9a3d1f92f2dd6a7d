import { strict as assert } from 'node:assert';
import { ENGLISH, speak, word } from '../../../src/inspector/words';

describe("the inspector's words", () => {
  afterEach(() => speak({}));

  it('are English where no translation came', () => assert.equal(word('Rows'), 'Rows'));

  it('are translated, with the arguments where the translation wants them', () => {
    speak({ 'Loss {0}. {1}': '{1}: {0}.' });
    assert.equal(word('Loss {0}. {1}', '0.5', 'cross_entropy'), 'cross_entropy: 0.5.');
  });

  it('take no harm from arguments that look like places', () => {
    assert.equal(word('Copied {0}', '{0} $& {1}'), 'Copied {0} $& {1}');
  });

  it('are each listed once', () => assert.equal(new Set(ENGLISH).size, ENGLISH.length));
});
