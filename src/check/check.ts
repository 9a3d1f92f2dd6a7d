import { allIgnored } from './allIgnored';
import { atChance } from './atChance';
import { binaryTargets } from './binaryTargets';
import { clampDominates } from './clampDominates';
import { classAxis } from './classAxis';
import { columnAgainstVector } from './columnAgainstVector';
import { doubleSigmoid } from './doubleSigmoid';
import { doubleSoftmax } from './doubleSoftmax';
import { epsTooLarge } from './epsTooLarge';
import { epsTooSmall } from './epsTooSmall';
import type { Check, Finding, Severity, Subject } from './finding';
import type { FindingId } from './ids';
import { ignoredClass } from './ignoredClass';
import { ignoredLabel } from './ignoredLabel';
import { klDivergence } from './klDivergence';
import { labelOutOfRange } from './labelOutOfRange';
import { labelsFromOne } from './labelsFromOne';
import { logBase } from './logBase';
import { logitsAsProbabilities } from './logitsAsProbabilities';
import { logSoftmax } from './logSoftmax';
import { lowPrecision } from './lowPrecision';
import { maskedSmoothing } from './maskedSmoothing';
import { multiHotCategorical } from './multiHotCategorical';
import { negativeLoss } from './negativeLoss';
import { notFinite } from './notFinite';
import { oneHotBinary } from './oneHotBinary';
import { oneHotIntegers } from './oneHotIntegers';
import { percentages } from './percentages';
import { posWeightShape } from './posWeightShape';
import { printedDigits } from './printedDigits';
import { probabilityOvershoot } from './probabilityOvershoot';
import { shiftedTargets } from './shiftedTargets';
import { signature } from './signature';
import { singleClass } from './singleClass';
import { smoothingConvention } from './smoothingConvention';
import { smoothingWithWeights } from './smoothingWithWeights';
import { targetDtype } from './targetDtype';
import { tokenOrSequenceMean } from './tokenOrSequenceMean';
import { weightedMean } from './weightedMean';
import { wrongSoftmaxAxis } from './wrongSoftmaxAxis';
import { zeroTimesInfinity } from './zeroTimesInfinity';

/** Every mistake that is looked for: one line each, in the order of the catalogue. */
const CHECKS: Readonly<Record<FindingId, Check>> = {
  'double-softmax': doubleSoftmax,
  'log-softmax': logSoftmax,
  'double-sigmoid': doubleSigmoid,
  'logits-as-probabilities': logitsAsProbabilities,
  'probability-overshoot': probabilityOvershoot,
  percentages,
  'label-out-of-range': labelOutOfRange,
  'labels-from-one': labelsFromOne,
  'ignored-label': ignoredLabel,
  'all-ignored': allIgnored,
  'ignored-class': ignoredClass,
  'target-dtype': targetDtype,
  'column-against-vector': columnAgainstVector,
  'class-axis': classAxis,
  'wrong-softmax-axis': wrongSoftmaxAxis,
  'masked-smoothing': maskedSmoothing,
  'zero-times-infinity': zeroTimesInfinity,
  'not-finite': notFinite,
  'clamp-dominates': clampDominates,
  'printed-digits': printedDigits,
  'eps-too-small': epsTooSmall,
  'eps-too-large': epsTooLarge,
  'negative-loss': negativeLoss,
  'binary-targets': binaryTargets,
  'one-hot-binary': oneHotBinary,
  'multi-hot-categorical': multiHotCategorical,
  'single-class': singleClass,
  'one-hot-integers': oneHotIntegers,
  'weighted-mean': weightedMean,
  'smoothing-with-weights': smoothingWithWeights,
  'smoothing-convention': smoothingConvention,
  'token-or-sequence-mean': tokenOrSequenceMean,
  'shifted-targets': shiftedTargets,
  'at-chance': atChance,
  signature,
  'kl-divergence': klDivergence,
  'log-base': logBase,
  'pos-weight-shape': posWeightShape,
  'low-precision': lowPrecision,
};

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What is pointless to say of a number that is wrong anyway. */
const NOT_BESIDE_ERRORS: readonly FindingId[] = ['at-chance', 'signature'];

/** What looks like a mistake, gravest first. The main number stays what it is. */
export function check(subject: Subject): readonly Finding[] {
  const findings = Object.values(CHECKS)
    .map((find) => find(subject))
    .filter((finding) => finding !== undefined);
  const wrong = findings.some(({ severity }) => severity === 'error');
  return findings
    .filter(({ id }) => !(wrong && NOT_BESIDE_ERRORS.includes(id)))
    .sort((a, b) => ORDER[a.severity] - ORDER[b.severity]);
}

/** One mistake alone, as for a simulation of how often it is seen where it is not. */
export function checkOne(id: FindingId, subject: Subject): Finding | undefined {
  return CHECKS[id](subject);
}
