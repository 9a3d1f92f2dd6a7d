import type { Explanation } from '../lens/explain';
import type { Step } from '../lens/formulas';
import type { Explained } from '../lens/question';
import { settledByExplanation } from '../lens/settled';
import type { Block } from '../read/reading';
import { lossCaption } from './captions';
import { t } from './l10n';
import { fullText, shapeText } from './numbers';

/** How a number comes about: 'cross_entropy of x and y, summed, in bits: 3.2189'. */
export function explanationText({ formula, predictions, targets }: Explanation, blocks: readonly Block[]): string {
  const { problem, steps, value } = formula;
  const names = [predictions, targets].map((index) => blockName(blocks[index], index)) as [string, string];
  const caption = t('{0} of {1} and {2}', lossCaption(problem.loss, problem.from ?? 'logits'), names[0], names[1]);
  return t('{0}: {1}', [caption, ...steps.map((step) => stepText(step, blocks))].join(', '), shortValue(value));
}

/** How well a formula's value agrees with the number. */
export function fitText({ exactly }: Explanation): string {
  return exactly ? t('rounds to this number') : t('may be this number, as far as the printed digits tell');
}

/** Above the ways to come by a number. */
export function formulasText(number: string, count: number): string {
  return count === 1 ? t('One formula gives {0}', number) : t('{0} formulas give {1}', count, number);
}

export function unexplainedText(number: string): string {
  return t('No loss of two arrays of this text comes to {0}.', number);
}

/** A printed number and the ways to come by it, as the inspector shows them. */
export interface ExplainedNumber {
  /** As it was printed. */
  readonly number: string;
  /** How many ways there are; these are the likeliest. */
  readonly heading: string;
  readonly ways: readonly {
    readonly text: string;
    readonly fit: string;
    /** A single call of PyTorch gives it, so that it can be computed in place of what is shown. */
    readonly isLoss: boolean;
  }[];
}

export function explainedNumber(number: string, found: Explained | undefined): ExplainedNumber {
  const { explanations, blocks, count } = found ?? { explanations: [], blocks: [], count: 0 };
  return {
    number,
    heading: explanations.length === 0 ? unexplainedText(number) : formulasText(number, count),
    ways: explanations.map((explanation) => ({
      text: explanationText(explanation, blocks),
      fit: fitText(explanation),
      isLoss: settledByExplanation(explanation, blocks) !== undefined,
    })),
  };
}

function shortValue(value: number): string {
  return String(Number(value.toPrecision(7)));
}

export function blockName(block: Block | undefined, index: number): string {
  return block?.name ?? (block && !block.elided ? `#${index} (${shapeText(block.tensor.shape)})` : `#${index}`);
}

/** One change to the plain loss. */
export function stepText(step: Step, blocks: readonly Block[]): string {
  switch (step.code) {
    case 'softmax-before':
      return t('with a softmax taken first');
    case 'sigmoid-before':
      return t('with a sigmoid taken first');
    case 'softmax-over-samples':
      return t('with softmax over the samples (dim=0)');
    case 'transposed':
      return t('transposed');
    case 'labels-flipped':
      return t('with 0 and 1 exchanged');
    case 'smoothing':
      return step.offTargetOnly
        ? t('with label smoothing {0} on the other classes only', fullText(step.value))
        : t('with label smoothing {0}', fullText(step.value));
    case 'eps':
      return t('with log(p + {0})', fullText(step.value));
    case 'weights':
      return t('with weights {0}', blockName(blocks[step.array], step.array));
    case 'pos-weights':
      return t('with pos_weight {0}', blockName(blocks[step.array], step.array));
    case 'balanced-weights':
      return t('with balanced class weights');
    case 'ignored':
      return t('with label {0} ignored', fullText(step.label));
    case 'labels-moved':
      return step.by < 0 ? t('with 1 subtracted from the labels') : t('with 1 added to the labels');
    case 'rows-shifted':
      return t('with the targets {0} rows on', step.by);
    case 'rows-dropped':
      return step.first > 0 ? t('without the first {0} rows', step.first) : t('without the last {0} rows', step.last);
    case 'framework':
      return t('as {0} has it', step.name);
    case 'sum':
      return t('summed');
    case 'sum-a-row':
      return t('summed over columns, averaged over rows');
    case 'mean-of-cells':
      return t('averaged over all cells');
    case 'mean-of-rows':
      return t('divided by the rows, not by the weights');
    case 'bits':
      return t('in bits');
    case 'base-10':
      return t('in base 10');
    case 'perplexity':
      return t('as perplexity');
    case 'stated':
      return t('with the options of the call');
  }
}
