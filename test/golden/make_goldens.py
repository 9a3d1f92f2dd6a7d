#!/usr/bin/env python3
"""Checks goldens.json against the torch that is installed: `python3 test/golden/make_goldens.py [--write]`.

goldens.json was made with torch 2.13.0+cpu (expected) and mpmath at 1200 digits (exact). This script
computes every case again: without --write it lists what differs by more than the tolerance (an older torch
differs where a case says so in torch_1_13_differs), with --write it replaces `expected` by what was computed.
Only torch is needed, plus torchvision for sigmoid_focal_loss, whose cases are left alone without it.
"""
import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F

PATH = pathlib.Path(__file__).with_name("goldens.json")
FUNCTIONS = {
    "bce": F.binary_cross_entropy,
    "bce_logits": F.binary_cross_entropy_with_logits,
    "cross_entropy": F.cross_entropy,
    "nll_loss": F.nll_loss,
    "kl_div": F.kl_div,
    "multilabel_soft_margin_loss": F.multilabel_soft_margin_loss,
}
try:
    from torchvision.ops import sigmoid_focal_loss

    FUNCTIONS["sigmoid_focal_loss"] = sigmoid_focal_loss
except ImportError:
    pass


def notebook_bce(p, y, reduction, eps):
    return reduced(-(y * torch.log(p + eps) + (1 - y) * torch.log(1 - p + eps)), reduction)


def notebook_bce_from_logits(x, y, reduction, eps):
    return notebook_bce(torch.sigmoid(x), y, reduction, eps)


def notebook_cce_from_logits(z, t, reduction, eps):
    p = torch.softmax(z, -1).gather(1, t[:, None])[:, 0]
    return reduced(-torch.log(p + eps), reduction)


def reduced(losses, reduction):
    return {"none": lambda: losses, "sum": losses.sum, "mean": losses.mean}[reduction]()


FUNCTIONS.update(
    notebook_bce=notebook_bce,
    notebook_bce_from_logits=notebook_bce_from_logits,
    notebook_cce_from_logits=notebook_cce_from_logits,
)


def decode(nested):
    if isinstance(nested, list):
        return [decode(value) for value in nested]
    return float(nested) if isinstance(nested, str) else nested


def encode(nested):
    if isinstance(nested, list):
        return [encode(value) for value in nested]
    if isinstance(nested, float) and not math.isfinite(nested):
        return "nan" if math.isnan(nested) else ("inf" if nested > 0 else "-inf")
    return nested


def tensor(nested, dtype):
    if isinstance(nested, str) and nested.startswith("EMPTY"):
        return torch.empty(tuple(int(extent) for extent in nested[6:-1].split(",")), dtype=dtype)
    return torch.tensor(decode(nested), dtype=dtype)


def is_index(case):
    values = case["target"]
    while isinstance(values, list) and values:
        values = values[0]
    categorical = case["fn"] in ("cross_entropy", "nll_loss", "notebook_cce_from_logits")
    return categorical and (isinstance(values, int) or isinstance(values, str))


def expected(case, dtype):
    params = {name: value for name, value in case["params"].items() if name != "reduction_extra"}
    for name in ("weight", "pos_weight"):
        if name in params:
            params[name] = tensor(params[name], dtype)
    target = tensor(case["target"], torch.int64 if is_index(case) else dtype)
    found = {}
    try:
        for reduction in ("none", "sum", "mean"):
            predictions = tensor(case["input"], dtype).requires_grad_()
            value = FUNCTIONS[case["fn"]](predictions, target, reduction=reduction, **params)
            found[reduction] = encode(value.tolist())
        value.backward()
        found["grad_of_mean"] = encode(predictions.grad.tolist())
    except Exception as error:
        return {"error": {"type": type(error).__name__, "message": str(error)}}
    return found


def apart(a, b):
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return any(apart(x, y) for x, y in zip(a, b))
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) > 1e-6 * max(1, abs(b))
    return a != b


def main():
    goldens = json.loads(PATH.read_text())
    for case in goldens["cases"]:
        if case["fn"] not in FUNCTIONS:
            print(f"{case['id']}: {case['fn']} is not installed")
            continue
        for name in ("float64", "float32"):
            found, kept = expected(case, getattr(torch, name)), case["expected"][name]
            for key in kept:
                if key in found and apart(found[key], kept[key]) or ("error" in found) != ("error" in kept):
                    print(f"{case['id']} {name} {key}: torch {torch.__version__} gives {found.get(key, found)}, not {kept[key]}")
            if "--write" in sys.argv:
                case["expected"][name] = found
    if "--write" in sys.argv:
        goldens["_meta"]["generated_with"] = f"torch {torch.__version__}"
        parts = [f'{json.dumps(key)}: [\n' + ",\n".join(map(json.dumps, goldens[key])) + "\n]" for key in list(goldens)[1:]]
        PATH.write_text('{"_meta": ' + json.dumps(goldens["_meta"]) + ",\n" + ",\n".join(parts) + "}\n")


if __name__ == "__main__":
    main()
