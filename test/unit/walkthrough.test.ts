import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluate } from '../../src/core/evaluate';
import type { LossOptions } from '../../src/core/problem';
import { read } from '../../src/read/read';
import { lossText } from '../../src/report/numbers';

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: {
    commands: readonly { readonly command: string }[];
    walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
};
const words = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const commands = manifest.contributes.commands.map(({ command }) => command);
const [walkthrough, ...others] = manifest.contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];

/** The losses of the sample that the pictures show; those of the sample itself are PyTorch's (examples/). */
function lossesOfSample(): ReadonlySet<string> {
  const { blocks } = read({ text: readFileSync('media/sample.txt', 'utf8'), language: 'plaintext' });
  const [logits, label] = blocks;
  assert.ok(logits && label && !logits.elided && !label.elided);
  const losses = (options: LossOptions): readonly string[] => {
    const outcome = evaluate({
      loss: 'cross_entropy',
      predictions: logits.tensor,
      targets: label.tensor,
      options,
    });
    assert.ok(outcome.ok);
    return [...outcome.value.value.data, ...outcome.value.rows].map(lossText);
  };
  return new Set([losses({}), losses({ reduction: 'sum' }), losses({ labelSmoothing: 0.1 }), ['0.0001']].flat());
}

describe('the walkthrough', () => {
  it('is the only one, of at most five steps', () => {
    assert.equal(others.length, 0);
    assert.ok(steps.length >= 1 && steps.length <= 5);
  });

  for (const { id, description, media, completionEvents } of steps) {
    it(`has in "${id}" something to do, by commands that exist, and words for its picture`, () => {
      const linked = /\]\(command:([\w.]+)\)/.exec(words[description.slice(1, -1)] ?? '')?.[1] ?? '';
      assert.ok(commands.includes(linked), `the link runs "${linked}"`);
      const completing = completionEvents.map((event) => event.replace('onCommand:', ''));
      assert.deepEqual(
        completing.filter((command) => !commands.includes(command)),
        [],
      );
      assert.ok(completing.includes(linked), 'the link completes the step');
      assert.ok((words[media.altText.slice(1, -1)] ?? '').length > 20);
    });

    it(`draws "${id}" in the colours of the theme alone, without script or anything from elsewhere`, () => {
      const svg = readFileSync(media.svg, 'utf8');
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox=/);
      const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
      assert.deepEqual(
        colours.filter((colour) => colour !== 'none' && !colour.startsWith('var(--vscode-')),
        [],
      );
      assert.doesNotMatch(svg, /<script|<style|<image|<use|href|style=|on\w+=/);
      assert.ok(svg.length < 16_000, `${svg.length} characters`);
    });
  }

  it('shows no number that is not in the sample, or the loss of it', () => {
    const sample = readFileSync('media/sample.txt', 'utf8');
    const losses = lossesOfSample();
    const strange = steps.flatMap(({ media }) => {
      const numbers = readFileSync(media.svg, 'utf8').match(/(?<![\w."])-?\d\.\d{4}(?!\d)/g) ?? [];
      return numbers.filter((number) => !sample.includes(number) && !losses.has(number));
    });
    assert.deepEqual(strange, []);
  });

  it('ships every picture it shows, and no other', () => {
    const shown = steps.map(({ media }) => media.svg.replace('media/walkthrough/', '')).sort();
    assert.deepEqual(readdirSync('media/walkthrough').sort(), shown);
  });
});
