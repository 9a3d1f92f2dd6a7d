import { consider } from '../lens/answer';
import { explain } from '../lens/explain';
import { findingsOfRefusal, judge } from '../lens/judge';
import { explanationsJson } from '../report/scanJson';
import { choiceText, nothingText } from '../report/questions';
import { kindText, refusalText, requestFaultText } from '../report/refusals';
import type { Interest } from '../run/run';
import { answerReply, choicesReply, errorReply, type Reply } from './reply';
import { type AgentFault, type AgentRequest, parseAgentRequest } from './request';

const NEVER: Interest = { aborted: false };

/** How many ways to come by the reference are told. */
const MOST_EXPLANATIONS = 3;

/** Answers what an agent asks of numbers, in the same way a document is answered. Never throws over what it sends. */
export async function answerAgent(input: unknown, interest: Interest = NEVER): Promise<Reply> {
  const request = parseAgentRequest(input);
  return request.ok ? answerRequest(request.value, interest) : errorReply(request.fault.code, faultText(request.fault));
}

async function answerRequest(request: AgentRequest, interest: Interest): Promise<Reply> {
  const { predictions, targets, loss, from, options, reference } = request;
  const blocks = [predictions, targets];
  const asked = { predictions: [0], targets: [1], ...(loss && { loss }), ...(from && { from }) };
  const found = await consider(blocks, asked, options, interest);
  if (found === undefined) return errorReply('withdrawn', 'The question was withdrawn.');
  switch (found.kind) {
    case 'nothing':
      return errorReply('no-pairing', nothingText(blocks, asked));
    case 'choose':
      return choicesReply(choiceText(found.choices.length, []), found.choices);
    case 'answer': {
      const { pairing, outcome } = found.choice;
      if (!outcome.ok) {
        const findings = findingsOfRefusal(blocks, pairing, options);
        return errorReply(outcome.refusal.code, refusalText(outcome.refusal), findings);
      }
      // The numbers stand in no text.
      const judgement = judge(outcome.value, { predictions: '', targets: '' }, reference?.value);
      const reply = answerReply(outcome.value, judgement);
      return reference === undefined
        ? reply
        : { ...reply, reference: checked(request, outcome.value.report.evaluation) };
    }
  }
}

/** Whether the number that was printed is the loss, and otherwise which formulas give it. */
function checked(
  { predictions, targets, reference }: AgentRequest,
  { value }: { value: { data: Float64Array } },
): object {
  if (reference === undefined) return {};
  const agrees = Math.abs(value.data[0] - reference.value) <= reference.half * (1 + 1e-9);
  const blocks = [predictions, targets];
  const pairs = [{ predictions: 0, targets: 1, cost: 0 }];
  const explanations = agrees ? [] : explain(reference, blocks, pairs, '');
  return {
    value: reference.value,
    agrees,
    explanations: explanationsJson(explanations.slice(0, MOST_EXPLANATIONS), blocks),
    rivals: Math.max(0, explanations.length - MOST_EXPLANATIONS),
  };
}

function faultText(fault: AgentFault): string {
  if (fault.code !== 'too-large') return requestFaultText(fault, kindText);
  return `There are ${fault.count} numbers; at most ${fault.limit} are taken here: the terminal reads files of any size.`;
}
