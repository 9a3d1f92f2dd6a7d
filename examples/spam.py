"""A spam filter's raw scores, one for each mail, beside what the mails were."""

import torch
import torch.nn.functional as F

scores = torch.tensor([2.31, -1.07, 0.44, -3.2, 1.18, -0.65])
is_spam = torch.tensor([1.0, 0.0, 1.0, 0.0, 0.0, 0.0])

# Select both lines above and run "Compute Cross Entropy".
loss = F.binary_cross_entropy_with_logits(scores, is_spam)
