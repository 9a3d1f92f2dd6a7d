"""Losses, argmax and confidence of rows, by NumPy and by mpmath: `rows_by_numpy.py MODULE FOLDER CLASSES CHECKED`.

FOLDER holds logits.bin (float64) and targets.bin (int32); losses.bin, argmax.bin and confidence.bin are written beside
them. Printed: how far the first CHECKED finite losses and confidences are from the truth, in units of the last place.
"""

import importlib.util
import os
import sys

import mpmath
import numpy as np

module, folder, classes, checked = sys.argv[1:]
spec = importlib.util.spec_from_file_location("loss_lens_dask", module)
ours = importlib.util.module_from_spec(spec)
spec.loader.exec_module(ours)

logits = np.fromfile(os.path.join(folder, "logits.bin")).reshape(-1, int(classes))
targets = np.fromfile(os.path.join(folder, "targets.bin"), np.int32)
with np.errstate(all="ignore"):
    losses, argmax, confidence = ours.cross_entropy(logits, targets)
losses.tofile(os.path.join(folder, "losses.bin"))
argmax.astype(np.int32).tofile(os.path.join(folder, "argmax.bin"))
confidence.tofile(os.path.join(folder, "confidence.bin"))

mpmath.mp.prec = 300
# Smaller losses are taken for 0, as is every power of e below this.
SMALLEST = 3e-308


def units(found, truth):
    if abs(truth) < SMALLEST * classes_:
        return 0.0 if abs(found) < SMALLEST * classes_ else np.inf
    return float(abs(mpmath.mpf(float(found)) - truth) / np.spacing(abs(float(truth))))


classes_ = int(classes)
farthest = [0.0, 0.0]
counted = 0
for row in np.flatnonzero(np.isfinite(losses) & (targets >= 0))[: int(checked)]:
    x = [mpmath.mpf(float(each)) for each in logits[row]]
    largest = max(x)
    others = mpmath.fsum(mpmath.exp(each - largest) for c, each in enumerate(x) if c != argmax[row])
    truth = largest - x[targets[row]] + mpmath.log1p(others)
    if np.isinf(float(truth)) or np.isinf(float(largest)):
        continue
    farthest[0] = max(farthest[0], units(losses[row], truth))
    farthest[1] = max(farthest[1], units(confidence[row], 1 / (1 + others)))
    counted += 1
print(counted, *farthest)
