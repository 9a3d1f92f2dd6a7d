"""Makes portable.json: rows of logits with the loss and the confidence that NumPy computes by src/cli/loss_lens_dask.py,
every bit of them, and the truth by mpmath; and a summary with all its bits. `python3 test/golden/make_portable.py`,
with NumPy 1.24.2 and mpmath 1.2.1.
"""

import json
import os
import struct
import sys

import mpmath
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "dataset"))
import rows_by_numpy  # noqa: E402

mpmath.mp.prec = 300
ours = rows_by_numpy.loaded(os.path.join(HERE, "..", "..", "src", "cli", "loss_lens_dask.py"))
rng = np.random.default_rng(20261125)
EXTREMES = [
    *(0.0, -0.0, 5e-324, 1.7976931348623157e308, -1.7976931348623157e308, 708.0, -708.0, -707.9999999999999),
    *(-708.0000000000001, 709.782712893384, 1e16, np.nan, np.inf, -np.inf, 1.0, 0.9999999999999999),
]


def plain(value):
    return value if np.isfinite(value) else str(value)


def bits(value):
    return struct.pack(">d", value).hex()


def case(logits, target):
    with np.errstate(all="ignore"):
        losses, top, confidence = ours.cross_entropy(np.array([logits]), np.array([target]))
    made = {
        "logits": [plain(each) for each in logits],
        "target": target,
        "loss": bits(losses[0]),
        "argmax": int(top[0]),
        "confidence": bits(confidence[0]),
    }
    if np.isfinite(losses[0]) and np.isfinite(logits[top[0]]) and target >= 0:
        truth, sure = rows_by_numpy.truth_of(np.array(logits), target, top[0])
        made["truth"] = [mpmath.nstr(truth, 20), mpmath.nstr(sure, 20)]
    return made


cases = []
for classes in (1, 2, 3, 4, 7, 10, 31):
    for scale in (1e-9, 1, 10, 300):
        for _ in range(5):
            cases.append(case((rng.standard_normal(classes) * scale).tolist(), int(rng.integers(-1, classes))))
    for _ in range(20):
        mixed = np.where(rng.random(classes) < 0.5, rng.choice(EXTREMES, classes), rng.standard_normal(classes))
        cases.append(case(mixed.tolist(), int(rng.integers(0, classes))))

logits = np.round(rng.standard_normal((60, 5)) * 4, 3)
logits[7, 2], logits[11], logits[13, 1] = np.nan, np.inf, -np.inf
targets = np.where(rng.random(60) < 0.1, -1, rng.integers(0, 5, 60))
weight = np.array([1, 0.5, 2, 0.25, 3.7])
summary = ours.Summary(classes=5, bins=15, worst=5)
with np.errstate(all="ignore"):
    losses, top, confidence = ours.cross_entropy(logits, targets)
    summary.add(100, targets, weight[targets] * losses, top, confidence, weight[targets])

made = {
    "cases": cases,
    "summary": {
        "logits": [plain(each) for each in logits.ravel().tolist()],
        "targets": targets.tolist(),
        "weight": weight.tolist(),
        "state": summary.state(),
    },
}
with open(os.path.join(HERE, "portable.json"), "w") as file:
    # A row a line.
    rows = ",\n".join(json.dumps(each) for each in made["cases"])
    file.write(f'{{"cases": [\n{rows}\n],\n"summary": {json.dumps(made["summary"])}}}\n')
