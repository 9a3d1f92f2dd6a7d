import type { Explanation } from '../../src/lens/explain';

/** An explanation in the words of the samples: what was read, what was changed, how it was reduced. */
export function describeExplanation({ formula }: Explanation): string {
  const { problem, steps } = formula;
  const binary = problem.loss.startsWith('binary');
  let changes = '';
  let unit = 'mean';
  for (const step of steps) {
    switch (step.code) {
      case 'sum':
      case 'sum-a-row':
      case 'bits':
      case 'perplexity':
      case 'mean-of-cells':
      case 'base-10':
        unit = unit === 'mean' ? step.code : `${unit} ${step.code}`;
        break;
      case 'smoothing':
        changes += `smoothing ${step.value}${step.offTargetOnly ? ' off' : ''}`;
        break;
      case 'eps':
        changes += `eps ${step.value}`;
        break;
      case 'mean-of-rows':
        changes += ' rows';
        break;
      default:
        changes += step.code;
    }
  }
  return `${binary ? 'b' : ''}${readAs(problem.loss, problem.from ?? '')}|${changes}|${unit}`;
}

function readAs(loss: string, from: string): string {
  return `${from === 'probabilities' ? 'p' : 'x'} ${loss}`;
}

/** Is it what a sample was made by? The same number often has two names: double softmax of printed probabilities. */
export function isFormula(explanation: Explanation, made: string): boolean {
  const [read = '', changes = '', unit = ''] = made.split('|');
  const [foundRead = '', foundChanges = '', foundUnit = ''] = describeExplanation(explanation).split('|');
  if (foundUnit !== unit) return false;
  if (changes === 'cross_entropy of probabilities') return foundRead === 'x cross_entropy' && foundChanges === '';
  if (changes === 'with_logits of probabilities') {
    return foundRead === 'bx binary_cross_entropy_with_logits' && foundChanges === '';
  }
  // A softmax over the samples is read as probabilities from there on.
  if (changes === 'softmax-over-samples') return foundChanges === changes;
  return foundRead.startsWith(`${read} `) && foundChanges === changes;
}
