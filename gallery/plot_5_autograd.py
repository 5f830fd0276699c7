"""
Autograd: PyTorch finds the gradient
====================================

Run the training loop of gradient descent with PyTorch: the loss is computed from a
tensor, and ``backward()`` finds the gradient.
"""

import matplotlib.pyplot as plt
import torch

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]
w = torch.tensor([1.0], requires_grad=True)


def forward(x, w):
    return x * w


def loss(x, y, w):
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


# %%
# Training
# --------
# The gradients are those of the formula, now as tensors. The loss in the last line of
# an epoch is the last sample's *before* its update: this program computes it first and
# moves the weight afterwards. Beside it, ``v`` is trained in Python's own numbers,
# which have about sixteen digits.

print("predict (before training)", 4, forward(4, w).detach()[0])

v = 1.0
distances = []
for epoch in range(10):
    for x_val, y_val in zip(x_data, y_data):
        l = loss(x_val, y_val, w)
        l.backward()
        print("\tgrad: ", x_val, y_val, w.grad[0])
        with torch.no_grad():
            w -= 0.01 * w.grad
        w.grad = None
        v = v - 0.01 * 2 * x_val * (x_val * v - y_val)
    print("progress:", epoch, l.detach()[0])
    distances.append(abs(w.item() - v))

# %%
# After training
# --------------
# Ten epochs bring the prediction for ``x = 4`` near 8.

print("predict (after training)", 4, forward(4, w).detach()[0])

# %%
# The plot
# --------
# A tensor holds float32 numbers, about seven digits. The dashed line is the spacing of
# float32 numbers from 1 to 2, the bars are the distance of ``w`` from ``v``.

fig, ax = plt.subplots()
ax.bar(range(10), distances, color="tab:green")
ax.axhline(torch.finfo(torch.float32).eps, linestyle="--", color="black")
ax.set(title="|w - v|", xlabel="epoch", ylabel="|w - v|")
plt.show()

# %%
# What to notice: the two weights agree up to about the eighth digit, where float32
# rounds.
