import type { LossOptions, Problem } from '../core/problem';
import { sameShape, type Tensor } from '../core/tensor';
import type { Block, KnownBlock } from '../read/reading';
import { labelled } from './labelColumn';
import { movedToOne } from './layout';
import type { Pairing } from './pairing';
import { ownTargets } from './tokens';

/** The two arrays of a pairing; undefined where one is not among the known ones. */
export function arraysOf(
  blocks: readonly Block[],
  { predictions, targets, layout }: Pairing,
): { readonly predictions: KnownBlock; readonly targets: KnownBlock } | undefined {
  const [p, t] = [blocks[predictions], blocks[targets]];
  if (p === undefined || t === undefined || p.elided || t.elided) return undefined;
  if (layout === 'label-column') return labelled(p);
  return { predictions: p, targets: layout === 'own-class' ? ownTargets(p) : t };
}

/** The problem that a pairing poses. One-hot targets become class indices where the loss takes nothing else. */
export function problemOf(
  pairing: Pick<Pairing, 'loss' | 'from' | 'layout'>,
  predictions: KnownBlock,
  targets: KnownBlock,
  options: LossOptions,
): Problem {
  const oneHot = pairing.loss === 'nll_loss' && sameShape(predictions.tensor.shape, targets.tensor.shape);
  return {
    loss: pairing.loss,
    from: pairing.from,
    predictions: laidOut(predictions.tensor, pairing.layout),
    targets: oneHot && pairing.from === 'probabilities' ? classIndices(targets.tensor) : targets.tensor,
    options,
  };
}

/** The predictions as PyTorch takes them. */
function laidOut(tensor: Tensor, layout: Pairing['layout']): Tensor {
  switch (layout) {
    case 'classes-last':
      return movedToOne(tensor);
    case 'own-class':
      return { shape: [tensor.data.length, 1], data: tensor.data };
    case 'label-column':
    case undefined:
      return tensor;
  }
}

/** The position of the 1 of each row along the class axis: (N, C, ...) to (N, ...). */
function classIndices({ shape, data }: Tensor): Tensor {
  const axis = shape.length < 2 ? 0 : 1;
  const classes = shape[axis];
  const inner = shape.slice(axis + 1).reduce((size, extent) => size * extent, 1);
  const indices = new Float64Array(data.length / classes);
  for (let row = 0; row < indices.length; row++) {
    const base = Math.floor(row / inner) * classes * inner + (row % inner);
    for (let c = 0; c < classes; c++) if (data[base + c * inner] === 1) indices[row] = c;
  }
  return { shape: shape.filter((_, index) => index !== axis), data: indices };
}
