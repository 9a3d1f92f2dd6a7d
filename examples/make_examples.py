"""Prints the numbers of the examples, as PyTorch prints them. Run with any PyTorch from 1.13 on."""

import json

import torch
import torch.nn.functional as F

torch.manual_seed(7)
N, C = 8, 5


def cell(number, source, value=None):
    printed = "" if value is None else f"\n\n{value!r}"
    return f"In [{number}]:\n{source}{printed}\n"


logits = torch.randn(N, C) * 1.5
tags = (torch.rand(N, C) < 0.35).float()
tags[0] = torch.tensor([1.0, 0.0, 1.0, 0.0, 0.0])
prob = torch.sigmoid(logits)
label = torch.randint(C, (N,))
label[:4] = logits[:4].argmax(1)
softmax = torch.softmax(logits, dim=1)
one_hot = F.one_hot(label, C).float()

cells = [
    cell(1, "import torch\nimport torch.nn.functional as F"),
    "# Several tags a photo: five yes/no questions for each\n",
    cell(2, "# what the last layer returns, before any sigmoid or softmax\nlogits", logits),
    cell(3, "tags", tags),
    cell(4, "prob = torch.sigmoid(logits)\nprob", prob),
    cell(5, "F.binary_cross_entropy(input=prob, target=tags)", F.binary_cross_entropy(prob, tags)),
    cell(
        6,
        "F.binary_cross_entropy_with_logits(input=logits, target=tags)",
        F.binary_cross_entropy_with_logits(logits, tags),
    ),
    "# One species a photo: a choice among five\n",
    cell(7, "label", label),
    cell(8, "torch.softmax(logits, dim=1)  # each row sums to 1", softmax),
    cell(9, "one_hot = F.one_hot(label, 5).float()\none_hot", one_hot),
    cell(10, "F.cross_entropy(logits, label)", F.cross_entropy(logits, label)),
]
with open("notebook.txt", "w") as file:
    file.write("\n".join(cells))

# What "Open Sample" opens: three prints, with a blank line between them, and no words that would need translating.
with open("../media/sample.txt", "w") as file:
    loss = F.cross_entropy(logits, label)
    file.write(f"logits = {logits!r}\n\nlabel = {label!r}\n\n{loss!r}\n".replace("\n        [", "\n                 ["))

torch.manual_seed(8)
scores = torch.randn(6, 3) * 2
species = torch.tensor([0, 2, 1, 1, 0, 2])
with open("epoch.json", "w") as file:
    rows = ",\n    ".join(json.dumps([round(v, 4) for v in row]) for row in scores.tolist())
    file.write(
        "{\n"
        f'  "logits": [\n    {rows}\n  ],\n'
        f'  "labels": {json.dumps(species.tolist())}\n'
        "}\n"
    )

with open("spam.py", "w") as file:
    file.write(
        f'''"""A spam filter's raw scores, one for each mail, beside what the mails were."""

import torch
import torch.nn.functional as F

scores = torch.tensor([2.31, -1.07, 0.44, -3.2, 1.18, -0.65])
is_spam = torch.tensor([1.0, 0.0, 1.0, 0.0, 0.0, 0.0])

# Select both lines above and run "Compute Cross Entropy".
loss = F.binary_cross_entropy_with_logits(scores, is_spam)
'''
    )
