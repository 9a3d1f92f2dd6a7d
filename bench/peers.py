"""PyTorch, NumPy and scikit-learn as contenders, by the protocol of serve.ts: `python3 peers.py torch|numpy|sklearn`."""
import json
import sys
import time

import numpy as np

NAME = sys.argv[1]
if NAME == "torch":
    import torch
    import torch.nn.functional as F

    torch.set_num_threads(1)
if NAME == "sklearn":
    from sklearn.metrics import log_loss


def numbers(count, dtype):
    values = np.arange(count, dtype=np.uint64) * np.uint64(0x9E3779B1) & np.uint64(0xFFFFFFFF)
    return (values / 2**29 - 4).astype(dtype)


def prepare(work):
    kind, rows, classes, dtype = work["kind"], work["rows"], work["classes"], work["dtype"]
    size = rows if kind == "binary" else rows * classes
    if NAME == "sklearn" and (kind != "cross-entropy" or size > 10_000_000):
        return None
    if NAME == "numpy" and (kind not in ("cross-entropy", "binary") or size > 60_000_000):
        return None
    x = numbers(size, dtype)
    if kind == "binary":
        y = (np.arange(rows) & 1).astype(dtype)
        if NAME == "torch":
            x, y = torch.from_numpy(x), torch.from_numpy(y)
            return lambda: float(F.binary_cross_entropy_with_logits(x, y))
        return lambda: float(np.mean(np.maximum(x, 0) - x * y + np.log1p(np.exp(-np.abs(x)))))
    x = x.reshape(rows, classes)
    t = np.arange(rows) * 7919 % classes
    if NAME == "torch":
        return torch_call(kind, torch.from_numpy(x), torch.from_numpy(t))
    if NAME == "sklearn":
        p = np.exp(x - x.max(1, keepdims=True)).astype(np.float64)
        p /= p.sum(1, keepdims=True)
        labels = np.arange(classes)
        return lambda: log_loss(t, p, labels=labels)
    rows_of = np.arange(rows)

    def cross_entropy():
        shifted = x - x.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(shifted).sum(1)) - shifted[rows_of, t]))

    return cross_entropy


def torch_call(kind, x, t):
    if kind == "gradient":
        x.requires_grad_()

        def gradient():
            x.grad = None
            losses = F.cross_entropy(x, t, reduction="none")
            losses.mean().backward()
            torch.softmax(x.detach(), 1).max(1)
            return float(losses.mean())

        return gradient
    if kind == "small":

        def thousand():
            for _ in range(1000):
                loss = F.cross_entropy(x, t)
            return float(loss)

        return thousand
    return lambda: float(F.cross_entropy(x, t))


def main():
    call = None
    for line in sys.stdin:
        request = json.loads(line)
        if "prepare" in request:
            call = None
            call = prepare(request["prepare"])
            answer = {"ready": call is not None}
        else:
            call()  # wakes what fell asleep while others had their turn; not measured
            cpu, start = time.thread_time(), time.perf_counter()
            value = call()
            ms = (time.perf_counter() - start) * 1000
            answer = {"ms": ms, "cpu": (time.thread_time() - cpu) * 1000, "value": value}
        print(json.dumps(answer), flush=True)


main()
