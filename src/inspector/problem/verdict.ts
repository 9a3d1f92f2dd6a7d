import type { Facts } from './facts';
import type { Verdict } from './rowFacts';

/** What became of a row: right only where every decision in it is. */
export function verdictOf({ each, targets, predicted }: Facts, row: number): Verdict {
  let agreeing = 0;
  let open = 0;
  for (let at = row * each; at < (row + 1) * each; at++) {
    if ((targets[at] ?? -1) === -1) open++;
    else if (targets[at] === predicted[at]) agreeing++;
  }
  if (open === each) return 'ignored';
  return agreeing === each - open ? 'right' : 'wrong';
}
