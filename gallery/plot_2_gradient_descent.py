"""
Gradient descent: let the slope lead
====================================

Start from a wrong weight, move it against the slope of each sample's loss, and watch
the loss fall over a hundred epochs.
"""

import matplotlib.pyplot as plt

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]


def forward(x, w):
    return x * w


def loss(x, y, w):
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


def gradient(x, y, w):
    return 2 * x * (x * w - y)


def mse(w):
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        l_sum += loss(x_val, y_val, w)
    return l_sum / len(x_data)


# %%
# Training
# --------
# Three lines with gradients, one for each sample, then a line for the epoch. The loss
# in that line is the last sample's, after its update; it is not the MSE.

w = 1.0
print("predict (before training)", 4, forward(4, w))

loss_list = []
mse_list = []
for epoch in range(100):
    for x_val, y_val in zip(x_data, y_data):
        grad = gradient(x_val, y_val, w)
        w = w - 0.01 * grad
        print("\tgrad: ", x_val, y_val, grad)
    l = loss(x_val, y_val, w)
    print("progress:", epoch, "w=", w, "loss=", l)
    loss_list.append(l)
    mse_list.append(mse(w))

# %%
# Four losses of one epoch
# ------------------------
# All four answer the question "how large is the loss in epoch 0?", each in its own way.

w = 1.0
l_sum = 0
for x_val, y_val in zip(x_data, y_data):
    l = loss(x_val, y_val, w)
    l_sum += l
    w = w - 0.01 * gradient(x_val, y_val, w)
print("last sample, after its update: ", loss_list[0])
print("last sample, before its update:", l)
print("mean of the losses before each update:", l_sum / len(x_data))
print("MSE over the data, at the end:", mse_list[0])

# %%
# The plot
# --------
# On a logarithmic axis both curves are straight lines: every epoch shrinks the loss by
# the same factor. The solid curve is the printed loss, the dashed one the MSE.

fig, ax = plt.subplots()
ax.semilogy(loss_list, color="tab:red", label="loss")
ax.semilogy(mse_list, "--", color="tab:purple", label="MSE")
ax.set(title="loss, MSE", xlabel="epoch")
ax.legend()
plt.show()

# %%
# Three learning rates
# --------------------
# Ten steps of full batch from the weight 1, drawn on the curve of the MSE: one step an
# epoch, against the mean of the gradients. The first rate creeps toward the bottom, the
# second jumps over it and comes closer each time, the third jumps further away each
# time.

w_list = [i * 0.1 for i in range(41)]
fig, axes = plt.subplots(3, 1, figsize=(4.8, 6.6), sharex=True, sharey=True)
for ax, learning_rate in zip(axes, (0.01, 0.2, 0.22)):
    w = 1.0
    path = [w]
    for epoch in range(10):
        grad_sum = 0
        for x_val, y_val in zip(x_data, y_data):
            grad_sum += gradient(x_val, y_val, w)
        w = w - learning_rate * grad_sum / len(x_data)
        path.append(w)
    ax.plot(w_list, [mse(w) for w in w_list], color="tab:purple")
    ax.plot(path, [mse(w) for w in path], marker="o", color="tab:green")
    ax.set(title=f"learning_rate = {learning_rate}", ylabel="MSE")
ax.set_xlabel("w")
plt.show()

# %%
# What to notice: it is the same loop three times. Only the learning rate decides
# whether it creeps, comes closer or diverges.
