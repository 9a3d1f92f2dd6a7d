"""The summary of `loss-lens dataset --engine dask`: what the workers of a cluster compute, and the client that asks them.

The first half is NumPy alone and the twin of src/kernel/portableKernel.ts, operation by operation: float64, no operation
but those that IEEE 754 rounds in one way only, in one order. So a summary has the same bits here and there.
The second half is run by `loss-lens` as a program: one request a line in JSON on standard input, its replies on standard
output. It sends this file to the workers for as long as they live, under a name of its content, and installs nothing.
"""

import base64
import hashlib
import importlib
import io
import json
import logging
import os
import sys
import tempfile
import zipfile

import numpy as np

# --- Losses of rows ---------------------------------------------------------------------------------------------------

LOG2E = 1.4426950408889634
LN2_HIGH = 0.693145751953125
LN2_LOW = 0.0000014286068203094173
ROUNDER = 6755399441055744.0
LOWEST = -708.0
POWER_SERIES = (
    2.4978284202043942e-8,
    2.762522510853614e-7,
    0.0000027557641372538314,
    0.00002480150859353776,
    0.00019841269465459602,
    0.0013888888926861052,
    0.008333333333500451,
    0.04166666666660381,
    0.16666666666666433,
    0.5,
)
SQRT2 = 1.4142135623730951
LOG_HIGH = 0.6931471803691238
LOG_LOW = 1.9082149292705877e-10
LOG_SERIES = (
    0.14798198605116586,
    0.15313837699209373,
    0.1818357216161805,
    0.22222198432149784,
    0.2857142874366239,
    0.3999999999940942,
    0.6666666666666735,
)

# Numbers at once: what the innermost loops go over stays in a core's own memory.
BLOCK = 2**15
# Below it the inner loops would be too short: rows are then laid side by side.
FEW_CLASSES = 64


def cross_entropy(logits, targets):
    """Of rows of logits with class indices, -1 for none: losses, argmax (0 among NaN), confidence."""
    rows, classes = logits.shape
    top = np.empty(rows, np.int64)
    largest = np.empty(rows)
    others = np.empty(rows)
    step = max(1, BLOCK // classes)
    for start in range(0, rows, step):
        part = slice(start, min(rows, start + step))
        # Of half floats no difference is ever rounded.
        exact = logits.dtype == np.float16
        block = np.array(logits[part], np.float64, order="F" if classes < FEW_CLASSES else "C")
        top[part] = block.argmax(axis=1)
        largest[part] = block.max(axis=1)
        others[part] = over_largest(block, top[part], largest[part], exact)
    counted = targets >= 0
    right = logits[np.arange(rows), np.where(counted, targets, 0)].astype(np.float64)
    losses = np.where(counted, loss(largest, right, others), 0.0)
    return losses, np.where(np.isnan(others), 0, top), 1 / (1 + others)


def over_largest(logits, top, largest, exact):
    max_ = largest[:, None]
    d = logits - max_
    if exact:
        lost = 0.0
    else:
        back = d - logits
        lost = logits - (d - back)
        back += max_
        lost -= back
    powers = power_of_e(d, lost)
    if d.min(initial=0) < LOWEST or np.isnan(largest).any() or not np.isfinite(largest).all():
        powers[d < LOWEST] = 0
    infinite = largest == np.inf
    if infinite.any():
        x = logits[infinite]
        powers[infinite] = np.where(x < np.inf, 0.0, np.where(x == np.inf, 1.0, np.nan))
    powers[np.arange(len(top)), top] = np.where(largest > -np.inf, 0.0, np.nan)
    return folded(powers)


def power_of_e(d, lost):
    n = d * LOG2E
    n += ROUNDER
    # The last bits of n are the whole number itself; there they become the exponent of a power of two.
    scale = ((n.view(np.int64) << 52) + (1023 << 52)).view(np.float64)
    n -= ROUNDER
    r = d - n * LN2_HIGH
    r -= n * LN2_LOW
    r += lost
    q = r * POWER_SERIES[0]
    q += POWER_SERIES[1]
    for coefficient in POWER_SERIES[2:]:
        q *= r
        q += coefficient
    q *= r
    q *= r
    q += r
    q += 1
    q *= scale
    return q


def folded(terms):
    count = terms.shape[1]
    while count > 1:
        half = (count + 1) // 2
        terms[:, : count - half] += terms[:, half:count]
        count = half
    return terms[:, 0]


def loss(largest, x, others):
    d = np.where((largest == np.inf) & (x == largest), 0.0, largest - x)
    back = d - largest
    lost = np.where((d < np.inf) & (largest < np.inf), largest - (d - back) - (x + back), 0.0)
    return d + (lost + log1p(others))


def log1p(y):
    u = 1 + y
    back = u - 1
    lost = (1 - (u - back) + (y - back)) / u
    bits = u.view(np.int64)
    k = (bits >> 52) - 1023
    m = ((bits & 0xFFFFFFFFFFFFF) | (1023 << 52)).view(np.float64)
    large = m > SQRT2
    m = np.where(large, m * 0.5, m)
    k = (k + large).astype(np.float64)
    f = m - 1
    half = 0.5 * f * f
    s = f / (2 + f)
    z = s * s
    p = z * LOG_SERIES[0] + LOG_SERIES[1]
    for coefficient in LOG_SERIES[2:]:
        p = p * z + coefficient
    return k * LOG_HIGH - (half - (s * (half + p * z) + (k * LOG_LOW + lost)) - f)
