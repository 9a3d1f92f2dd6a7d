import { strict as assert } from 'node:assert';
import {
  BLACK,
  contrast,
  css,
  fromLab,
  hex,
  inkOn,
  parseComputed,
  toLab,
  WHITE,
  type Colour,
} from '../../../src/inspector/colour/colour';
import { divergingRamp, endsFor, sequentialRamp, stepOf, STEPS, toldApart } from '../../../src/inspector/colour/ramp';

/** Background, foreground, charts.blue and charts.orange of VS Code's own four kinds of theme. */
const THEMES = {
  dark: ['#1f1f1f', '#cccccc', '#3794ff', '#d18616', true],
  light: ['#ffffff', '#3b3b3b', '#1a85ff', '#d18616', false],
  'high contrast': ['#000000', '#ffffff', '#3794ff', '#ab5a00', true],
  'high contrast light': ['#ffffff', '#292929', '#1a85ff', '#0f4a85', false],
} as const;

describe('colours', () => {
  it('reads what a browser computes', () => {
    assert.deepEqual(parseComputed('rgb(255, 0, 51)'), { red: 1, green: 0, blue: 0.2 });
    assert.deepEqual(parseComputed('rgba(0, 0, 0, 0.5)', WHITE), { red: 0.5, green: 0.5, blue: 0.5 });
    assert.deepEqual(parseComputed('color(srgb 1 0.5 0)'), { red: 1, green: 0.5, blue: 0 });
    assert.equal(parseComputed('currentcolor'), undefined);
  });

  it('measures contrast as WCAG does', () => {
    assert.equal(contrast(BLACK, WHITE), 21);
    assert.ok(Math.abs(contrast(hex('#777777'), WHITE) - 4.48) < 0.01);
  });

  it('comes back from OKLab as it went', () => {
    for (const colour of ['#000000', '#ffffff', '#3794ff', '#d18616', '#12a34b'].map(hex)) {
      assert.equal(css(fromLab(toLab(colour))), css(colour));
    }
  });

  it('finds an ink that can be read on any ground', () => {
    for (let grey = 0; grey <= 255; grey++) {
      const ground: Colour = { red: grey / 255, green: grey / 255, blue: grey / 255 };
      assert.ok(contrast(ground, inkOn(ground, hex('#888888'))) >= 4.5);
    }
  });
});

describe('colour ramps', () => {
  for (const [name, [background, foreground, blue, orange, dark]] of Object.entries(THEMES)) {
    const ground = hex(background);
    const ends = endsFor(ground, hex(blue), hex(orange), dark);

    it(`tells the sides of zero apart in ${name}, for every kind of eye`, () => {
      assert.ok(toldApart(ends.below, ends.above));
    });

    it(`has zero in the background of ${name} and both ends well away from it`, () => {
      const { fills } = divergingRamp(ground, hex(foreground), ends);
      assert.ok(contrast(ends.below, ground) >= 2.5 && contrast(ends.above, ground) >= 2.5);
      assert.equal(fills.length, STEPS);
      assert.equal(sequentialRamp(ground, hex(foreground), ends.below).fills[0], css(ground));
    });

    it(`writes numbers that can be read on every step in ${name}`, () => {
      for (const ramp of [
        divergingRamp(ground, hex(foreground), ends),
        sequentialRamp(ground, hex(foreground), ends.below),
      ]) {
        ramp.fills.forEach((fill, step) => {
          const ink = parseComputed(ramp.inks[step] ?? '');
          const ground = parseComputed(fill);
          assert.ok(ink && ground && contrast(ink, ground) >= 4.4, `${fill} under ${ramp.inks[step]}`);
        });
      }
    });
  }

  it("takes the theme's colours where they serve, and its own where they do not", () => {
    assert.equal(css(endsFor(hex('#1f1f1f'), hex('#3794ff'), hex('#d18616'), true).below), css(hex('#3794ff')));
    const alike = endsFor(WHITE, hex('#1a85ff'), hex('#0f4a85'), false);
    assert.notEqual(css(alike.above), css(hex('#0f4a85')));
    assert.ok(!toldApart(hex('#c04040'), hex('#408040')), 'red and green are one colour to many');
    assert.ok(toldApart(endsFor(WHITE, undefined, undefined, false).below, hex('#d9730d')));
  });

  it('puts what is beyond the range at its ends', () => {
    assert.equal(stepOf(-3), 0);
    assert.equal(stepOf(7), STEPS - 1);
  });
});
