import { BACKENDS, kerasLosses } from './keras';
import { ONNX_SOFTMAX_CROSS_ENTROPY_LOSS } from './onnx';
import { OPTAX_LOSSES } from './optax';
import { scikitLearnLogLoss } from './scikitLearn';
import { TFJS_LOSSES } from './tensorFlowJs';
import type { Variant } from './variant';

/** What other frameworks make of the same numbers, by the name of each variant. */
export const VARIANTS: ReadonlyMap<string, Variant> = new Map(
  [
    ...BACKENDS.flatMap((backend) => Object.values(kerasLosses(backend))),
    ...(['1.2', '1.9'] as const).map(scikitLearnLogLoss),
    ...Object.values(OPTAX_LOSSES),
    ONNX_SOFTMAX_CROSS_ENTROPY_LOSS,
    ...Object.values(TFJS_LOSSES),
  ].map((variant) => [variant.name, variant]),
);
