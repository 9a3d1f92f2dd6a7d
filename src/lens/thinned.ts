import type { Problem } from '../core/problem';
import { sizeOf, type Tensor } from '../core/tensor';
import type { KnownBlock } from '../read/reading';
import type { Finding } from '../check/finding';
import { type PartOfRows, rowsOf, spreadRows } from './partOfRows';
import type { Offer, Verdict } from './question';
import type { Result } from './result';

/** More predictions than this do not leave the worker: hundreds of megabytes would be long on the way, and hard to hold. */
const MOST_VALUES = 8_000_000;

/** A verdict on files as it leaves the worker: its numbers are of all rows, what is to be drawn is perhaps of some. */
export function thinned(verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'result':
      return { ...verdict, result: thinnedResult(verdict.result) };
    case 'choose':
      return { ...verdict, offers: thinnedOffers(verdict.offers) };
    case 'failed':
      return verdict;
  }
}

export function thinnedOffers(offers: readonly Offer[]): readonly Offer[] {
  return offers.map(({ pairing, outcome }) => ({
    pairing,
    outcome: outcome.ok ? { ok: true, value: thinnedResult(outcome.value) } : outcome,
  }));
}

/** @param most predictions to keep */
export function thinnedResult(result: Result, most = MOST_VALUES): Result {
  const { problem, evaluation } = result.report;
  const { predictions, targets, options } = problem;
  const [of = 1, ...rest] = predictions.shape;
  // Weights that are laid out as the predictions are would have to be thinned with them.
  const tied = [options.weight, options.posWeight].some((weights) => (weights?.shape.length ?? 0) > 1);
  const part = spreadRows(of, sizeOf(rest), most);
  if (part === undefined || tied || targets.shape[0] !== of) return result;
  // What shares its numbers before is to share them afterwards.
  const kept = new Map<Float64Array, Tensor>();
  const thin = (tensor: Tensor): Tensor => {
    const known = kept.get(tensor.data) ?? thinnedTensor(tensor, part, most);
    kept.set(tensor.data, known);
    return known;
  };
  const thinProblem = (whole: Problem): Problem => ({
    ...whole,
    predictions: thin(whole.predictions),
    targets: thin(whole.targets),
  });
  const findings = result.findings.map((finding) => thinnedFinding(finding, thinProblem));
  return {
    ...result,
    report: { problem: thinProblem(problem), evaluation },
    predictions: thinnedBlock(result.predictions, thin),
    targets: thinnedBlock(result.targets, thin),
    findings,
    judgement: { ...result.judgement, findings },
    part,
  };
}

/** Arrays that were turned on the way have other rows: of those as many are kept as there may be numbers. */
function thinnedTensor(tensor: Tensor, part: PartOfRows, most: number): Tensor {
  const [of = 1, ...rest] = tensor.shape;
  const own = of === part.of ? part : spreadRows(of, sizeOf(rest), most);
  return own === undefined ? tensor : rowsOf(tensor, own);
}

/** Its names are of all rows; of its places only where it begins and ends. */
function thinnedBlock(block: KnownBlock, thin: (tensor: Tensor) => Tensor): KnownBlock {
  const { starts, ends } = block.cells;
  return {
    ...block,
    tensor: thin(block.tensor),
    cells: { starts: starts.slice(0, 1), ends: ends.slice(-1) },
  };
}

function thinnedFinding(finding: Finding, thin: (problem: Problem) => Problem): Finding {
  return {
    ...finding,
    alternatives: finding.alternatives.map((alternative) =>
      alternative.problem === undefined ? alternative : { ...alternative, problem: thin(alternative.problem) },
    ),
  };
}
