"""
Two weights: a path on the map of the loss
==========================================

Train both weights of ``y_hat = x**2 * w2 + x * w1 + b`` for two values of the constant
``b``, and draw the path they take on the contour lines of the MSE.
"""

# %%
# Data and functions
# ------------------
# One loss has two slopes: ``gradient_w1`` and ``gradient_w2``. ``train`` moves both
# weights; the constant ``b`` stays where it was put.

from lecture_code.linear_model import x_data, y_data
from lecture_code.two_weights import (
    best_weights,
    forward,
    least_mse,
    mse,
    print_epoch,
    train,
)

# %%
# Training with b = 10
# --------------------
# The first line is a prediction from the starting weights. Each sample has two slopes,
# hence two lines.

print("predict (before training)", 4, forward(4, w1=1.0, w2=1.0, b=10.0))
records_10 = list(train(x_data, y_data, b=10.0))
for record in records_10:
    print_epoch(record)

# %%
# Training with b = 3
# -------------------
# The same start, another constant.

print("predict (before training)", 4, forward(4, w1=1.0, w2=1.0, b=3.0))
records_3 = list(train(x_data, y_data, b=3.0))
for record in records_3:
    print_epoch(record)

# %%
# What the printed loss hides
# ---------------------------
# The printed losses are nearly equal. The MSE, over all samples, is not. Nor can it
# reach 0: with ``b`` fixed there is a least value that no weights undercut.

for b, records in ((10.0, records_10), (3.0, records_3)):
    last = records[-1]
    print("b =", b)
    print("\tprinted loss:", last.last_sample_loss)
    print("\tMSE:", last.mse)
    print("\tleast possible MSE:", least_mse(b))

# %%
# The plot
# --------
# The contour lines show the MSE; each is ten times the one inside it. The line with
# dots is the path of ``(w1, w2)``, the star the best point.

import matplotlib.pyplot as plt
import numpy as np

fig, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, b, records in zip(axes, (10.0, 3.0), (records_10, records_3), strict=True):
    w1 = np.linspace(-11, 4, 80)
    w2 = np.linspace(-3, 5, 80)
    heights = [[mse(x_data, y_data, p, q, b) for p in w1.tolist()] for q in w2.tolist()]
    ax.contour(w1, w2, heights, levels=[0.3, 3, 30, 300], colors="gray")
    path = [(1.0, 1.0)] + [(record.w1, record.w2) for record in records]
    ax.plot(*zip(*path, strict=True), marker=".", markersize=4)
    ax.plot(*best_weights(b), marker="*", markersize=12, color="tab:red")
    ax.set(title=f"Path of (w1, w2), b = {b:g}", xlabel="w1", ylabel="w2")
plt.show()

# %%
# What to notice: the path drops into a long valley at once and then creeps along its
# bottom. After a hundred epochs it is still short of the star; with this learning rate
# it comes near, but never quite there.
