import { bits, perplexity } from '../core/metrics/perplexity';
import type { Result } from '../lens/result';
import { baselinesText, comparisonText } from './judgement';
import { t } from './l10n';
import { lossText } from './numbers';
import { surenessText } from './sureness';

/** What the number means: how sure its digits are, what it compares to, and who would say another. A sentence each. */
export function meaningOf({ judgement, pairing, report }: Result): readonly string[] {
  const { uncertainty, baselines } = judgement;
  const { value, reduction } = report.evaluation;
  const isTokens = pairing.layout === 'own-class' && reduction === 'mean';
  const sure = uncertainty && reduction !== 'none' ? surenessText(value.data[0] ?? NaN, uncertainty) : undefined;
  return [
    ...(sure === undefined ? [] : [t('As far as the printed digits tell: {0}', sure)]),
    ...(isTokens ? [tokensText(value.data[0])] : []),
    ...(baselines === undefined ? [] : [sentence(baselinesText(baselines))]),
    // The rows' own losses are the answer here; the frameworks were compared by their mean.
    ...(reduction === 'none' ? [] : frameworksThatDiffer(judgement.comparisons)),
  ];
}

function tokensText(loss = NaN): string {
  return t('Perplexity {0}, {1} bits a token.', lossText(perplexity(loss)), lossText(bits(loss)));
}

/** Not PyTorch's float32, which everyone sees in PyTorch itself. */
function frameworksThatDiffer(comparisons: Result['judgement']['comparisons']): readonly string[] {
  return comparisons
    .filter(({ framework, reason }) => reason !== 'same' && reason !== 'rounding' && framework !== 'exact')
    .map(comparisonText);
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
