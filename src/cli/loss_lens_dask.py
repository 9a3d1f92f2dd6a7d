"""The summary of `loss-lens dataset --engine dask`: what the workers of a cluster compute, and the client that asks.

The first half is NumPy alone and the twin of src/kernel/portableKernel.ts, operation by operation: float64, no
operation but those that IEEE 754 rounds in one way only, in one order. So a summary has the same bits here and there.
The second half is run by `loss-lens` as a program: one request a line in JSON on standard input, replies on standard
output. It sends this file to the workers for as long as they live, under a name of its content, and installs nothing.
"""

import base64
import hashlib
import importlib
import io
import json
import logging
import os
import pickle
import signal
import sys
import tempfile
import time
import zipfile
import zlib

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
    deep = d < LOWEST
    if deep.any():
        powers[deep] = 0
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


# --- Summaries --------------------------------------------------------------------------------------------------------

LIMBS = 68
LOWEST_EXPONENT = -1074
MOST_CONFUSED = 1000


class Sums:
    """Exact sums of doubles, as src/core/superaccumulator.ts keeps them: whole numbers in limbs of 32 bits."""

    def __init__(self, count):
        self.limbs = np.zeros((count, LIMBS), np.int64)

    def add(self, values, group=0):
        """Finite values, at most 2 ** 20 of them, each to the sum of its group."""
        bits = values.view(np.int64)
        biased = (bits >> 52) & 0x7FF
        mantissa = bits & 0xFFFFFFFFFFFFF
        mantissa = np.where(biased == 0, mantissa, mantissa | (1 << 52)).astype(np.uint64)
        position = np.maximum(biased, 1) - 1
        shift = (position & 31).astype(np.uint64)
        low = (mantissa & np.uint64(0xFFFFFFFF)) << shift
        high = (mantissa >> np.uint64(32)) << shift
        sign = np.where(bits < 0, -1.0, 1.0)
        first = group * LIMBS + (position >> 5)
        half = np.uint64(32)
        mask = np.uint64(0xFFFFFFFF)
        for limb, part in enumerate((low & mask, (low >> half) + (high & mask), high >> half)):
            # Sums of whole numbers below 2 ** 53 are exact in doubles too.
            sums = np.bincount(first + limb, sign * part, self.limbs.size)
            self.limbs += sums.astype(np.int64).reshape(self.limbs.shape)
        self.carry()

    def merge(self, other):
        self.limbs += other.limbs
        self.carry()

    def carry(self):
        for limb in range(LIMBS - 1):
            self.limbs[:, limb + 1] += self.limbs[:, limb] >> 32
            self.limbs[:, limb] &= 0xFFFFFFFF

    def state(self):
        """As src/core/superaccumulator.ts has them; what is not finite was counted elsewhere."""
        return [stored(np.append(limbs, (0, 0, 0))) for limbs in self.limbs]


class Summary:
    """What src/core/summary.ts is: merged in any order to the same bits."""

    def __init__(self, classes, bins, worst):
        self.options = {"worst": worst, "bins": bins, "classes": classes if classes <= MOST_CONFUSED else 0}
        self.counts = np.zeros(4, np.int64)
        self.confusion = np.zeros(self.options["classes"] ** 2, np.int64)
        self.bin_counts = np.zeros(bins, np.int64)
        self.bin_corrects = np.zeros(bins, np.int64)
        self.confidences = Sums(bins)
        self.losses = Sums(1)
        self.weights = Sums(1)
        self.worst_rows = np.empty(0, np.int64)
        self.worst_losses = np.empty(0)

    def add(self, first_row, targets, losses, top, confidence, weights):
        """Rows in their order; a target of -1 is ignored."""
        counted = targets >= 0
        rows = first_row + np.flatnonzero(counted)
        targets, losses, top, confidence, weights = (
            each[counted] for each in (targets, losses, top, confidence, weights)
        )
        nan = np.isnan(losses)
        finite = np.isfinite(losses)
        self.counts += (len(rows), len(counted) - len(rows), nan.sum(), (~nan & ~finite).sum())
        self.losses.add(losses[finite])
        self.weights.add(weights)
        self.keep(rows, losses)
        self.confuse(targets, top)
        sure = ~np.isnan(confidence)
        bins = self.options["bins"]
        edges = np.arange(bins + 1) / bins
        bin_ = np.maximum(np.searchsorted(edges, confidence[sure], side="left") - 1, 0)
        self.bin_counts += np.bincount(bin_, minlength=bins)
        self.bin_corrects += np.bincount(bin_[(targets == top)[sure]], minlength=bins)
        self.confidences.add(confidence[sure], bin_)

    def confuse(self, targets, top):
        classes = self.options["classes"]
        if classes == 0:
            return
        cells = targets * classes + top
        if len(cells) > classes**2:
            self.confusion += np.bincount(cells, minlength=classes**2)
        else:
            cells, counts = np.unique(cells, return_counts=True)
            self.confusion[cells] += counts

    def keep(self, rows, losses):
        """The largest losses, NaN before all, equal ones by their place."""
        most = self.options["worst"]
        if len(self.worst_losses) == most and not np.isnan(self.worst_losses[-1]):
            candidates = ~(losses < self.worst_losses[-1])
            rows, losses = rows[candidates], losses[candidates]
        rows = np.append(self.worst_rows, rows)
        losses = np.append(self.worst_losses, losses)
        nan = np.isnan(losses)
        order = np.lexsort((rows, -np.where(nan, 0, losses), ~nan))[:most]
        self.worst_rows, self.worst_losses = rows[order], losses[order]

    def merge(self, other):
        self.counts += other.counts
        self.confusion += other.confusion
        self.bin_counts += other.bin_counts
        self.bin_corrects += other.bin_corrects
        self.confidences.merge(other.confidences)
        self.losses.merge(other.losses)
        self.weights.merge(other.weights)
        self.keep(other.worst_rows, other.worst_losses)

    def __getstate__(self):
        """For the way over the network: most cells and limbs are 0."""
        return zlib.compress(pickle.dumps(self.__dict__, 4), 1)

    def __setstate__(self, packed):
        self.__dict__.update(pickle.loads(zlib.decompress(packed)))

    def state(self):
        (losses,) = self.losses.state()
        (weights,) = self.weights.state()
        return {
            "options": self.options,
            "counts": self.counts.tolist(),
            "confusion": stored(self.confusion),
            "binCounts": stored(self.bin_counts),
            "binCorrects": stored(self.bin_corrects),
            "binConfidences": self.confidences.state(),
            "losses": losses,
            "weights": weights,
            "worst": stored(np.stack([self.worst_rows, self.worst_losses], axis=1).ravel()),
        }


def stored(values):
    """Every bit of a list of doubles, as src/cli/summaryText.ts reads it."""
    return {"float64": base64.b64encode(np.asarray(values, "<f8").tobytes()).decode()}


# --- Shards -----------------------------------------------------------------------------------------------------------

# Numbers of predictions that are in memory at once.
NUMBERS = 2**20
SAFETENSORS = {
    "F16": "<f2",
    "F32": "<f4",
    "F64": "<f8",
    "I8": "i1",
    "I16": "<i2",
    "I32": "<i4",
    "I64": "<i8",
    "U8": "u1",
    "U16": "<u2",
    "U32": "<u4",
    "U64": "<u8",
    "BOOL": "?",
    # The upper half of a float32.
    "BF16": "<u2",
}


class Fault(Exception):
    """What somebody has to be told, as plain data: src/cli/clusterFaults.ts has the words."""

    def __init__(self, kind, **facts):
        super().__init__(kind)
        self.facts = {"kind": kind, **facts}

    def __reduce__(self):
        return (rebuilt, (self.facts,))


def rebuilt(facts):
    return Fault(**facts)


class StoredArray:
    """An array in a file, of which rows are read as they are wanted."""

    def __init__(self, path, name):
        self.path = path
        ending = os.path.splitext(path)[1].lower()
        openers = {".npy": self.open_npy, ".npz": self.open_npz, ".safetensors": self.open_safetensors}
        if ending not in openers:
            raise Fault("unreadable", file=path, message="a cluster reads .npy, .npz and .safetensors")
        self.bfloat16 = False
        self.packed = ending == ".npz"
        self.loaded = None
        try:
            openers[ending](name)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            if isinstance(error, FileNotFoundError):
                raise Fault("no-file", file=path, worker=own_address()) from None
            raise Fault("unreadable", file=path, message=str(error)) from None
        if self.dtype.kind not in "fiub":
            raise Fault("unreadable", file=path, message=f"its numbers are {self.dtype}")

    def open_npy(self, name):
        self.name = os.path.splitext(os.path.basename(self.path))[0]
        with open(self.path, "rb") as file:
            self.shape, self.dtype, by_columns = npy_head(file)
            self.start = file.tell()
        if by_columns:
            raise ValueError("its numbers lie column by column")
        self.check_size(os.path.getsize(self.path) - self.start)

    def open_npz(self, name):
        with zipfile.ZipFile(self.path) as members:
            names = [member[: -len(".npy")] for member in members.namelist() if member.endswith(".npy")]
            self.name = self.chosen(names, name)
            with members.open(self.name + ".npy") as file:
                self.shape, self.dtype, _ = npy_head(file)

    def open_safetensors(self, name):
        size = os.path.getsize(self.path)
        with open(self.path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if length > min(size, 100_000_000):
                raise ValueError("its header is longer than a header may be")
            head = json.loads(file.read(length))
        head.pop("__metadata__", None)
        self.name = self.chosen(list(head), name)
        entry = head[self.name]
        if entry["dtype"] not in SAFETENSORS:
            raise ValueError(f"its numbers are {entry['dtype']}")
        self.shape, self.dtype = tuple(entry["shape"]), np.dtype(SAFETENSORS[entry["dtype"]])
        self.bfloat16 = entry["dtype"] == "BF16"
        begin, end = entry["data_offsets"]
        self.start = 8 + length + begin
        self.check_size(min(end, size - 8 - length) - begin)

    def check_size(self, found):
        expected = int(np.prod(self.shape, dtype=object)) * self.dtype.itemsize
        if found != expected:
            raise ValueError(f"its numbers take {found} bytes; its header says {expected}")

    def chosen(self, names, name):
        wanted = names if name is None else [each for each in names if each == name]
        if len(wanted) != 1:
            raise Fault("no-such-array", file=self.path, names=names)
        return wanted[0]

    @property
    def integers(self):
        return self.dtype.kind in "iub" and not self.bfloat16

    def rows(self, start, end):
        if self.packed:
            return self.unpacked()[start:end]
        inner = self.shape[1:]
        width = int(np.prod(inner))
        with open(self.path, "rb") as file:
            file.seek(self.start + start * width * self.dtype.itemsize)
            found = np.fromfile(file, self.dtype, (end - start) * width)
        if len(found) != (end - start) * width:
            raise Fault("unreadable", file=self.path, message=f"it ends before row {end - 1}")
        if self.bfloat16:
            found = (found.astype(np.uint32) << 16).view(np.float32)
        return found.reshape((end - start, *inner))

    def unpacked(self):
        """A member of an archive is read as a whole, once."""
        if self.loaded is None:
            try:
                with np.load(self.path, allow_pickle=False) as arrays:
                    self.loaded = arrays[self.name]
            except (OSError, ValueError, zipfile.BadZipFile) as error:
                raise Fault("unreadable", file=self.path, message=str(error)) from None
        return self.loaded

    def head(self):
        return {"shape": list(self.shape), "integers": self.integers}


def own_address():
    from distributed import get_worker

    return get_worker().address


def npy_head(file):
    version = np.lib.format.read_magic(file)
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    if version not in read:
        raise ValueError(f"its version is {version}")
    shape, columns_first, dtype = read[version](file)
    return shape, dtype, columns_first and len(shape) > 1


def summarise(task, question):
    """The summary of the rows of a task; or what PyTorch refuses, with the row."""
    found = summary_of(task, question)
    if stamp_of(task) != task["stamp"]:
        raise Fault("unreadable", file=task["predictions"], message="it changed since its rows were counted")
    return found


def summary_of(task, question):
    predictions = StoredArray(task["predictions"], question["names"].get("predictions"))
    targets = StoredArray(task["targets"], question["names"].get("targets"))
    classes = predictions.shape[1]
    weight = None if question["weight"] is None else np.array(question["weight"])
    summary = Summary(classes, question["bins"], question["worst"])
    step = min(2**20, max(1, NUMBERS // classes))
    for start in range(task["from"], task["to"], step):
        end = min(task["to"], start + step)
        given = targets.rows(start, end).astype(np.float64)
        ignored = given == question["ignoreIndex"]
        wrong = np.flatnonzero(~ignored & ~((given >= 0) & (given < classes)))
        if len(wrong) > 0:
            row = int(wrong[0])
            return {"code": "target-out-of-bounds", "target": given[row], "row": start + row, "classes": classes}
        indices = np.where(ignored, -1, given).astype(np.int64)
        with np.errstate(all="ignore"):
            losses, top, confidence = cross_entropy(predictions.rows(start, end), indices)
            weights = np.ones(len(losses)) if weight is None else weight[indices]
            if weight is not None:
                nothing = ((weights == 0) & ~np.isnan(losses)) | (losses == 0)
                losses = np.where(nothing, 0.0, weights * losses)
            summary.add(task["name"] + start - task["from"], indices, losses, top, confidence, weights)
    return summary


def summarise_all(tasks, question):
    whole = None
    for task in tasks:
        part = summarise(task, question)
        if not isinstance(part, Summary):
            return {"task": task["task"], "refusal": part}
        if whole is None:
            whole = part
        else:
            whole.merge(part)
    return whole


# --- What a worker is asked before ------------------------------------------------------------------------------------


def names_in(folders):
    """The files of each folder; None of one that is not there."""
    found = {}
    for folder in folders:
        try:
            with os.scandir(folder) as entries:
                found[folder] = sorted(entry.name for entry in entries if not entry.is_dir())
        except OSError:
            found[folder] = None
    return found


def digest_of(folders):
    """The same for the same files: workers with many of them need not tell them all."""
    return {folder: None if names is None else digest(names) for folder, names in names_in(folders).items()}


def digest(names):
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def heads_of(pairs, names):
    return [head_of(pair, names) for pair in pairs]


def head_of(pair, names):
    parts = ("predictions", "targets")
    arrays = [StoredArray(pair[part], names.get(part)) for part in parts]
    return {
        **{part: array.head() for part, array in zip(parts, arrays)},
        "stamp": stamp_of(pair),
        "inStretches": not arrays[0].packed,
    }


def stamp_of(pair):
    """Sizes and times of the files: others where they have changed."""
    stats = [os.stat(pair[part]) for part in ("predictions", "targets")]
    return [number for stat in stats for number in (stat.st_size, stat.st_mtime_ns / 1e6)]


def first_rows(pair, names, count):
    return [first_of(StoredArray(pair[part], names.get(part)), count) for part in ("predictions", "targets")]


def first_of(array, count):
    file = io.BytesIO()
    np.save(file, array.rows(0, min(count, array.shape[0])))
    return {"name": array.name, "npy": base64.b64encode(file.getvalue()).decode()}


# --- The client -------------------------------------------------------------------------------------------------------

# Tasks handed out for each thread of the workers: so many that all are busy to the end, and so few that neither the
# scheduler nor the client has much to do. Where there are more, several are done as one.
TASKS_A_THREAD = 32
# Between two replies; what has come in the meantime is merged before.
REPLY_SECONDS = 0.5
PAIRS_AT_ONCE = 1000


def serve(requests, reply):
    """Answers requests in their order until there are no more."""
    cluster = None
    for line in requests:
        request = json.loads(line)
        try:
            if request["ask"] == "connect":
                cluster = Cluster(request["scheduler"], request["seconds"])
                reply({"workers": cluster.workers})
            else:
                getattr(cluster, request.pop("ask"))(reply, **request)
        except Fault as fault:
            reply({"fault": fault.facts})
        except Exception as error:  # whatever a cluster comes to: said, never lost
            reply({"fault": {"kind": "broken", "message": f"{type(error).__name__}: {error}"}})
    if cluster is not None:
        cluster.close()


class Cluster:
    def __init__(self, scheduler, seconds):
        try:
            from distributed import Client
        except ImportError as error:
            raise Fault("no-distributed", python=sys.executable, message=str(error)) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self.client = Client(scheduler, timeout=seconds)
            versions = self.client.get_versions(packages=["numpy"])
        except (OSError, ValueError, TimeoutError) as error:
            raise Fault("unreachable", scheduler=scheduler, message=str(error)) from None
        check_versions(versions)
        self.workers = len(versions["workers"])
        self.client.upload_file(__file__)

    def names(self, reply, folders):
        """Of the files that every worker sees, the same for each of them."""
        digests = self.client.run(digest_of, folders)
        first, expected = next(iter(digests.items()))
        seen = self.names_of(first, folders)
        for worker, found in digests.items():
            for folder, digest in found.items():
                if digest is None:
                    raise Fault("no-folder", folder=folder, worker=worker)
                if digest != expected[folder]:
                    others = self.names_of(worker, [folder])[folder]
                    file = min(set(others) ^ set(seen[folder]))
                    has, lacks = (worker, first) if file in others else (first, worker)
                    raise Fault("unlike", folder=folder, file=file, worker=has, other=lacks)
        reply({"names": seen})

    def heads(self, reply, pairs, names):
        groups = [pairs[at : at + PAIRS_AT_ONCE] for at in range(0, len(pairs), PAIRS_AT_ONCE)]
        futures = self.client.map(heads_of, groups, names=names, pure=False)
        reply({"heads": [head for group in self.client.gather(futures) for head in group]})

    def sample(self, reply, pair, names, count):
        predictions, targets = self.client.submit(first_rows, pair, names, count, pure=False).result()
        reply({"sample": {"predictions": predictions, "targets": targets}})

    def work(self, reply, tasks, question):
        from distributed import as_completed

        tasks = [{**task, "task": index} for index, task in enumerate(tasks)]
        threads = sum(self.client.nthreads().values())
        size = max(1, len(tasks) // (TASKS_A_THREAD * max(1, threads)))
        groups = [tasks[at : at + size] for at in range(0, len(tasks), size)]
        futures = self.client.map(summarise_all, groups, question=question, pure=False)
        pending = dict(zip(futures, groups))
        del futures
        whole, merged, replied = None, [], time.monotonic()
        for future in as_completed(list(pending)):
            # A worker that is gone takes what it found with it: then this waits until another has found it again.
            found = future.result()
            if not isinstance(found, Summary):
                reply(found)
                return
            if whole is None:
                whole = found
            else:
                whole.merge(found)
            merged += [task["task"] for task in pending.pop(future)]
            if not pending or time.monotonic() - replied > REPLY_SECONDS:
                reply({"tasks": merged, "state": whole.state()})
                whole, merged, replied = None, [], time.monotonic()
        reply({"done": True})

    def names_of(self, worker, folders):
        return self.client.run(names_in, folders, workers=[worker])[worker]

    def close(self):
        self.client.close()


def check_versions(versions):
    """Those of the client and of all others have to fit: what one of them writes the others read."""
    if not versions["workers"]:
        raise Fault("no-workers")
    here = versions["client"]["packages"]
    others = {"scheduler": versions["scheduler"], **versions["workers"]}
    for place, there in others.items():
        packages = there["packages"]
        for package in ("python", "distributed"):
            own, other = (version_of(package, each.get(package)) for each in (here, packages))
            if own != other:
                raise Fault("versions", package=package, here=own, there=other, place=place)
        if place != "scheduler" and packages.get("numpy") is None:
            raise Fault("versions", package="numpy", here=here.get("numpy"), there=None, place=place)


def version_of(package, version):
    """Of Python the first two numbers count."""
    return ".".join(str(version).split(".")[:2]) if package == "python" else version


def main():
    def reply(message):
        print(json.dumps(message), flush=True)

    serve(sys.stdin, reply)


if __name__ == "__main__":
    # Then what is temporary goes too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    # Workers know functions by the name of their module. One of the content keeps versions apart that share a cluster.
    with open(__file__, "rb") as source, tempfile.TemporaryDirectory() as folder:
        content = source.read()
        name = "loss_lens_dask_" + hashlib.sha256(content).hexdigest()[:12]
        with open(os.path.join(folder, name + ".py"), "wb") as copy:
            copy.write(content)
        sys.path.insert(0, folder)
        importlib.import_module(name).main()
