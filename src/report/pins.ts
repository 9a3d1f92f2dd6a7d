import type { CheckedPin } from '../lens/pins';
import { lineAt, lineStarts } from '../read/lines';
import type { Block } from '../read/reading';
import { lossCaption } from './captions';
import { blockName } from './explanations';
import { JSON_VERSION, spanJson } from './json';
import { t } from './l10n';
import { fullText, jsonNumber } from './numbers';
import { refusalText } from './refusals';

/** What a pin comes to: 'The loss is 0.7874 (binary_cross_entropy of p and y), and not 0.6935.' */
export function pinText({ pin, outcome }: CheckedPin, blocks: readonly Block[]): string {
  switch (outcome.kind) {
    case 'holds':
      return t('The loss is {0}, as pinned.', fullText(pin.value));
    case 'drifted': {
      const { pairing } = outcome.answer;
      const { predictions, targets } = pairing;
      return t(
        'The loss is {0} ({1} of {2} and {3}), and not {4}.',
        outcome.text,
        lossCaption(pairing.loss, pairing.from),
        blockName(blocks[predictions], predictions),
        blockName(blocks[targets], targets),
        fullText(pin.value),
      );
    }
    case 'refused':
      return t('PyTorch refuses this: {0}', refusalText(outcome.refusal));
    case 'nothing':
      return pin.unknown === undefined
        ? t('No two arrays beside this pin fit together.')
        : t('There is no option {0}.', pin.unknown);
  }
}

/** One line of `loss-lens check --json`: a file. */
export function pinsJson(file: string, text: string, blocks: readonly Block[], checked: readonly CheckedPin[]): object {
  const starts = lineStarts(text);
  return {
    version: JSON_VERSION,
    file,
    pins: checked.map((one) => ({
      span: spanJson(one.pin.span, starts),
      status: one.outcome.kind,
      value: jsonNumber(one.pin.value),
      found: 'answer' in one.outcome ? jsonNumber(one.outcome.answer.report.evaluation.value.data[0]) : null,
      message: pinText(one, blocks),
      ...(one.outcome.kind === 'drifted' && {
        update: { span: spanJson(one.pin.number, starts), text: one.outcome.text },
      }),
    })),
  };
}

/** The lines of `loss-lens check`: those that do not hold. */
export function pinLines(
  file: string,
  text: string,
  blocks: readonly Block[],
  checked: readonly CheckedPin[],
): readonly string[] {
  const starts = lineStarts(text);
  return checked
    .filter(({ outcome }) => outcome.kind !== 'holds')
    .map((one) => `${file}:${lineAt(starts, one.pin.span.start)}: ${pinText(one, blocks)}`);
}
