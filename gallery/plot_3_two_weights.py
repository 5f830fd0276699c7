"""
Two weights: a path on the map of the loss
==========================================

Train both weights of ``y_hat = x**2 * w2 + x * w1 + b`` for two values of the
constant ``b``, and draw the path they take on the contour lines of the MSE.
"""

import matplotlib.pyplot as plt
import numpy as np

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]


def forward(x, w1, w2, b):
    return x * x * w2 + x * w1 + b


def loss(x, y, w1, w2, b):
    y_pred = forward(x, w1, w2, b)
    return (y_pred - y) * (y_pred - y)


def mse(w1, w2, b):
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w1, w2, b)
    return l_sum / len(x_data)


# %%
# Training
# --------
# Each sample has two slopes, hence two lines. Both are taken before either weight
# moves. The log stops after a hundred epochs, the training after a thousand.


def train(b):
    w1, w2 = 1.0, 1.0
    path = [(w1, w2)]
    print("predict (before training)", 4, forward(4, w1, w2, b))
    for epoch in range(1000):
        for x_val, y_val in zip(x_data, y_data):
            error = forward(x_val, w1, w2, b) - y_val
            grad1 = 2 * x_val * error
            grad2 = 2 * x_val * x_val * error
            w1 = w1 - 0.01 * grad1
            w2 = w2 - 0.01 * grad2
            if epoch < 100:
                print("\tgrad1: ", x_val, y_val, grad1)
                print("\tgrad2: ", x_val, y_val, grad2)
        l = loss(x_val, y_val, w1, w2, b)
        if epoch < 100:
            print("progress:", epoch, "w1=", w1, "w2=", w2, "loss=", l)
        path.append((w1, w2))
    return path


path_10 = train(10.0)

# %%
# The same start, another constant.

path_3 = train(3.0)

# %%
# What the printed loss hides
# ---------------------------
# After a hundred epochs the two printed losses are close to each other; the two MSEs,
# over all samples, are far apart. Nor can an MSE reach 0: with ``b`` fixed its least
# value is ``b**2 / 57``.

for b, path in ((10.0, path_10), (3.0, path_3)):
    w1, w2 = path[100]
    print("b =", b)
    print("\tprinted loss:", loss(3.0, 6.0, w1, w2, b))
    print("\tMSE:", mse(w1, w2, b))
    print("\tleast possible MSE:", b * b / 57)

# %%
# The plot
# --------
# The contour lines show the MSE; each is ten times the one inside it. The line with
# dots is the path of ``(w1, w2)`` over a hundred epochs, the star the best point.

w1, w2 = np.meshgrid(np.linspace(-11, 4, 80), np.linspace(-3, 5, 80))
fig, axes = plt.subplots(2, 1, figsize=(4.8, 6), sharex=True)
for ax, b, path in zip(axes, (10.0, 3.0), (path_10, path_3)):
    ax.contour(w1, w2, mse(w1, w2, b), levels=[0.3, 3, 30, 300], colors="tab:purple")
    ax.plot(*np.transpose(path[:101]), marker=".", color="tab:green")
    best = (2 - 21 * b / 19, 5 * b / 19)
    ax.plot(*best, marker="*", markersize=14, color="tab:green")
    ax.set(title=f"(w1, w2), b = {b:g}", ylabel="w2")
ax.set_xlabel("w1")

# %%
# A thousand epochs
# -----------------
# The solid curve is the loss that the log shows for the first hundred epochs, the last
# sample's after its update; the dashed one is the MSE. Where the error of that sample
# changes its sign, its loss touches 0; then it rises again. The MSE falls and levels
# off above it.

fig, axes = plt.subplots(2, 1, figsize=(4.8, 5.4), sharex=True, sharey=True)
for ax, b, path in zip(axes, (10.0, 3.0), (path_10, path_3)):
    loss_list = [loss(3.0, 6.0, w1, w2, b) for w1, w2 in path[1:]]
    mse_list = [mse(w1, w2, b) for w1, w2 in path[1:]]
    ax.semilogy(loss_list, color="tab:red", label="loss")
    ax.semilogy(mse_list, "--", color="tab:purple", label="MSE")
    ax.set(title=f"loss, MSE, b = {b:g}")
    ax.legend()
ax.set_xlabel("epoch")
plt.show()

# %%
# What to notice: the path drops into a long valley, jumps across it for a few epochs
# and then creeps along its bottom. The number that the program prints says little about
# the model.
