import type { LossName } from '../problem';
import { binaryCrossEntropy } from './binaryCrossEntropy';
import { binaryCrossEntropyWithLogits } from './binaryCrossEntropyWithLogits';
import { crossEntropy } from './crossEntropy';
import { klDiv } from './klDiv';
import type { Loss } from './loss';
import { multilabelSoftMarginLoss } from './multilabelSoftMarginLoss';
import { nllLoss } from './nllLoss';
import { polyLoss } from './polyLoss';
import { sigmoidFocalLoss } from './sigmoidFocalLoss';

export const LOSSES: Readonly<Record<LossName, Loss>> = {
  cross_entropy: crossEntropy,
  nll_loss: nllLoss,
  binary_cross_entropy: binaryCrossEntropy,
  binary_cross_entropy_with_logits: binaryCrossEntropyWithLogits,
  kl_div: klDiv,
  multilabel_soft_margin_loss: multilabelSoftMarginLoss,
  sigmoid_focal_loss: sigmoidFocalLoss,
  poly_loss: polyLoss,
};
