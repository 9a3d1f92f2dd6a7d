import type { Answer, Choice } from '../lens/answer';
import type { Judgement } from '../lens/judge';
import type { Finding } from '../check/finding';
import type { Tensor } from '../core/tensor';
import type { Reason } from '../pair/pairing';
import { errorJson, JSON_VERSION } from '../report/json';
import { judgementJson } from '../report/judgement';
import { type JsonNumber, jsonNumber, jsonNumbers } from '../report/numbers';
import { optionsJson } from '../report/options';
import { reasonText } from '../report/reasons';
import { refusalText } from '../report/refusals';

/**
 * What an agent is told: numbers and fixed words, as plain data ready for JSON. Whatever stands in a document might be
 * meant to steer whoever reads it, so that no name, label or other text of one is ever in a reply.
 */
export type Reply = Readonly<Record<string, unknown>>;

/** How many of the largest losses are named. */
const WORST = 5;

/** Where nothing is reduced, how many values are told. */
const MOST_VALUES = 1000;

export function answerReply(answer: Answer, judgement: Judgement): Reply {
  const { evaluation, problem } = answer.report;
  const { loss, reduction, value, exact, rows, ignored } = evaluation;
  const list = reduction === 'none';
  return {
    version: JSON_VERSION,
    loss,
    from: answer.pairing.from,
    reduction,
    value: valueOf(value, list),
    exact: valueOf(exact, list),
    ...(list && value.data.length > MOST_VALUES && { omitted: value.data.length - MOST_VALUES }),
    rows: rows.length,
    ignored,
    worst: worstOf(rows),
    options: optionsJson(problem.options),
    reasons: answer.pairing.reasons.map((reason) => ({ code: reason.code, message: reasonWords(reason) })),
    // Those that would say the same are no news.
    ...judgementJson(answer, {
      ...judgement,
      comparisons: judgement.comparisons.filter(({ reason }) => reason !== 'same'),
    }),
  };
}

export function choicesReply(message: string, choices: readonly Choice[]): Reply {
  return {
    ...errorReply('ambiguous', message),
    choices: choices.map(({ pairing, outcome }) => ({
      loss: pairing.loss,
      from: pairing.from,
      value: outcome.ok ? choiceValue(outcome.value) : null,
      reasons: [...pairing.reasons.map(reasonWords), ...(outcome.ok ? [] : [refusalText(outcome.refusal)])],
    })),
  };
}

export function errorReply(code: string, message: string, findings: readonly Finding[] = []): Reply {
  return { ...errorJson(code, message, findings) };
}

/** Of the reasons two quote the document: those are told without the quotation. */
function reasonWords(reason: Reason): string {
  switch (reason.code) {
    case 'named':
      return reason.role === 'predictions' ? 'A name says predictions.' : 'A name says targets.';
    case 'called':
      return 'The document calls this loss on the two.';
    default:
      return reasonText(reason);
  }
}

function valueOf({ data }: Tensor, list: boolean): JsonNumber | readonly JsonNumber[] {
  return list ? jsonNumbers(data.subarray(0, MOST_VALUES)) : jsonNumber(data[0]);
}

function choiceValue({ report }: Answer): unknown {
  return valueOf(report.evaluation.value, report.evaluation.reduction === 'none');
}

/** The rows with the largest losses, those without a finite one first; of equals the earlier. */
function worstOf(rows: Float64Array): readonly object[] {
  const rank = (loss: number): number => (Number.isNaN(loss) ? Infinity : loss);
  const worst: { readonly row: number; readonly loss: number }[] = [];
  rows.forEach((loss, row) => {
    if (worst.length === WORST && !(rank(loss) > rank(worst[WORST - 1].loss))) return;
    const at = worst.findIndex((other) => rank(loss) > rank(other.loss));
    worst.splice(at < 0 ? worst.length : at, 0, { row, loss });
    if (worst.length > WORST) worst.pop();
  });
  return worst.map(({ row, loss }) => ({ row, loss: jsonNumber(loss) }));
}
