import { LOSSES } from '../core/losses/registry';
import { type LossName, type LossOptions, REDUCTIONS } from '../core/problem';
import type { Block, KnownBlock } from '../read/reading';
import type { LossCall } from './calls';

/** The last array of a name that was printed before an offset, else the first after it. */
export function blockNamed(blocks: readonly Block[], name: string, before: number): number | undefined {
  let found: number | undefined;
  blocks.forEach((block, index) => {
    if (block.name === name && !block.elided && (found === undefined || block.span.start < before)) found = index;
  });
  return found;
}

/** The options that a call of the document states, weights by the arrays it names. What cannot be read is left out. */
export function optionsOfCall(call: LossCall, blocks: readonly Block[], at: number): LossOptions {
  const options: { -readonly [name in keyof LossOptions]: LossOptions[name] } = {};
  for (const [keyword, value] of call.keywords) {
    switch (keyword) {
      case 'weight': {
        const block = arrayOf(value, blocks, at);
        if (block) options.weight = block.tensor;
        break;
      }
      case 'pos_weight': {
        const block = arrayOf(value, blocks, at);
        if (block) options.posWeight = block.tensor;
        break;
      }
      case 'label_smoothing': {
        const number = numberOf(value);
        if (number !== undefined && number >= 0 && number <= 1) options.labelSmoothing = number;
        break;
      }
      case 'ignore_index': {
        const number = numberOf(value);
        if (number !== undefined && Number.isInteger(number)) options.ignoreIndex = number;
        break;
      }
      case 'eps': {
        const number = numberOf(value);
        if (number !== undefined && number > 0) options.eps = number;
        break;
      }
      case 'reduction': {
        const word = value.replaceAll(/['"]/g, '');
        const reduction = REDUCTIONS.find((known) => known === word);
        if (reduction !== undefined) options.reduction = reduction;
        break;
      }
    }
  }
  return options;
}

function arrayOf(expression: string, blocks: readonly Block[], at: number): KnownBlock | undefined {
  const name = /^[\p{L}_][\p{L}\p{N}_.]*/u.exec(expression)?.[0].replace(/\.(?:float|double|to|cuda)$/, '');
  const index = name === undefined ? undefined : blockNamed(blocks, name, at);
  const block = index === undefined ? undefined : blocks[index];
  return block === undefined || block.elided ? undefined : block;
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

/** Those of the options that a loss takes. */
export function optionsFor(loss: LossName, options: LossOptions): LossOptions {
  const kept = Object.entries(options).filter(
    ([name]) =>
      name === 'reduction' ||
      name === 'dtype' ||
      name === 'eps' ||
      LOSSES[loss].options.includes(name as keyof LossOptions),
  );
  return Object.fromEntries(kept);
}
