"""
Autograd: PyTorch walks the graph
=================================

Run the training loop of gradient descent with PyTorch: the loss is computed from a
tensor, and ``backward()`` finds the gradient.
"""

# %%
# Data and functions
# ------------------
# ``forward`` and ``loss`` look as before, but ``w`` is a tensor that asks for its
# gradient. In ``train`` no formula for the gradient is left.

import torch

from lecture_code.autograd import forward, print_epoch, train
from lecture_code.linear_model import x_data, y_data

# %%
# Before training
# ---------------
# The weight starts at 1 again.

print("predict (before training)", 4, forward(4, torch.tensor([1.0]))[0])

# %%
# Training
# --------
# The gradients are those of the formula, now as tensors. The loss in the last line of
# an epoch is the last sample's *before* its update: this program computes it first and
# moves the weight afterwards.

records = list(train(x_data, y_data, w=1.0, learning_rate=0.01, epochs=10))
for record in records:
    print_epoch(record)

# %%
# After training
# --------------
# Ten epochs bring the prediction for ``x = 4`` near 8.

print("predict (after training)", 4, forward(4, records[-1].w)[0])

# %%
# The plot
# --------
# A tensor holds float32 numbers, about seven digits. The dashed line is the spacing of
# float32 numbers just below 2, the bars are the distance to the same weight computed in
# Python's double precision.

import matplotlib.pyplot as plt

w = 1.0
distances = []
for record in records:
    for x_val, y_val in zip(x_data, y_data, strict=True):
        w = w - 0.01 * 2 * x_val * (x_val * w - y_val)
    distances.append(abs(record.w.item() - w))

fig, ax = plt.subplots()
ax.bar([record.epoch for record in records], distances)
ax.axhline(torch.finfo(torch.float32).eps, linestyle="--", color="tab:red")
ax.set(title="float32 against double", xlabel="epoch", ylabel="distance of w")
plt.show()

# %%
# What to notice: both programs take the same path. They part around the eighth
# digit, because float32 rounds sooner.
