"""Losses, argmax and confidence of rows, by NumPy and by mpmath: `rows_by_numpy.py MODULE FOLDER...`.

A FOLDER holds logits.bin (float64) and targets.bin (int32), and its name ends with the number of classes; losses.bin,
argmax.bin and confidence.bin are written beside them. Printed of each: how many finite losses and confidences of the
first rows were looked at, and how far they are from the truth at most, in units of the last place.
"""

import importlib.util
import os
import sys

import mpmath
import numpy as np

# Powers of e that are smaller are taken for 0: e^-708, rounded up. Of a loss at most one a class.
SMALLEST = 3.31e-308
# Logits that mpmath goes through for each folder.
CHECKED = 2000


def compare(ours, folder):
    classes = int(folder.rpartition("-")[2])
    logits = np.fromfile(os.path.join(folder, "logits.bin")).reshape(-1, classes)
    targets = np.fromfile(os.path.join(folder, "targets.bin"), np.int32)
    with np.errstate(all="ignore"):
        losses, argmax, confidence = ours.cross_entropy(logits, targets)
    losses.tofile(os.path.join(folder, "losses.bin"))
    argmax.astype(np.int32).tofile(os.path.join(folder, "argmax.bin"))
    confidence.tofile(os.path.join(folder, "confidence.bin"))

    farthest = [0.0, 0.0]
    counted = 0
    for row in np.flatnonzero(np.isfinite(losses) & (targets >= 0))[: -(-CHECKED // classes)]:
        if np.isinf(logits[row, argmax[row]]):
            continue
        loss, sure = truth_of(logits[row], targets[row], argmax[row])
        farthest[0] = max(farthest[0], units(losses[row], loss, SMALLEST * classes))
        farthest[1] = max(farthest[1], units(confidence[row], sure, 0))
        counted += 1
    return counted, *farthest


def truth_of(logits, target, top):
    x = [mpmath.mpf(float(each)) for each in logits]
    others = mpmath.fsum(mpmath.exp(each - x[top]) for c, each in enumerate(x) if c != top)
    return x[top] - x[target] + mpmath.log1p(others), 1 / (1 + others)


def units(found, truth, left_out):
    """Beyond what is left out by design."""
    off = max(0, abs(mpmath.mpf(float(found)) - truth) - left_out)
    with np.errstate(over="ignore"):
        return float(off / np.spacing(abs(float(truth))))


def loaded(file):
    spec = importlib.util.spec_from_file_location("loss_lens_dask", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    mpmath.mp.prec = 300
    module = loaded(sys.argv[1])
    for each in sys.argv[2:]:
        print(*compare(module, each))
