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

/** The lines of `loss-lens check`: those that do not hold, as compilers print them. */
export function pinLines(
  file: string,
  text: string,
  blocks: readonly Block[],
  checked: readonly CheckedPin[],
): readonly string[] {
  const starts = lineStarts(text);
  return checked
    .filter(({ outcome }) => outcome.kind !== 'holds')
    .map((one) => {
      const { line, column } = placeOf(one, starts);
      return `${file}:${line}:${column}: ${pinText(one, blocks)}`;
    });
}

/** Pins as annotations of GitHub's workflows, which show them beside the lines. */
export function pinAnnotations(
  file: string,
  text: string,
  blocks: readonly Block[],
  checked: readonly CheckedPin[],
): readonly string[] {
  const starts = lineStarts(text);
  return checked.map((one) => annotation({ file, ...placeOf(one, starts) }, pinText(one, blocks)));
}

/** `::error file=a.py,line=3,col=7,title=Loss Lens::...`, whatever the file's name holds. */
export function annotation(
  { file, line, column }: { readonly file: string; readonly line?: number; readonly column?: number },
  message: string,
): string {
  const place = line === undefined ? '' : `,line=${line},col=${column ?? 1}`;
  const name = escapedForGithub(file).replaceAll(':', '%3A').replaceAll(',', '%2C');
  return `::error file=${name}${place},title=Loss Lens::${escapedForGithub(message)}`;
}

function escapedForGithub(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Both counted from 1. */
function placeOf({ pin }: CheckedPin, starts: Uint32Array): { readonly line: number; readonly column: number } {
  const line = lineAt(starts, pin.span.start);
  return { line, column: pin.span.start - starts[line - 1] + 1 };
}
