import { strict as assert } from 'node:assert';
import { refusalText } from '../../../src/report/refusals';
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

  it('are those of the report too, where the page makes its sentences', () => {
    speak({ 'Target {0} at row {1} is out of bounds; expected a class from 0 to {2}.': '{1}: {0} > {2}' });
    assert.equal(refusalText({ code: 'target-out-of-bounds', target: 4, row: 7, classes: 3 }), '7: 4 > 2');
  });

  it('are each listed once', () => assert.equal(new Set(ENGLISH).size, ENGLISH.length));
});
