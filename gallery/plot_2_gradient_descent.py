"""
Gradient descent: let the slope lead
====================================

Start from a wrong weight, move it against the slope of each sample's loss, and watch
the loss fall over a hundred epochs.
"""

# %%
# Data and functions
# ------------------
# ``gradient`` is the slope derived by hand, ``2 * x * (x * w - y)``. ``train`` takes
# one step a sample and keeps a record of every epoch; ``train_full_batch`` takes one
# step an epoch, against the mean of the gradients.

from lecture_code.gradient_descent import print_epoch, train, train_full_batch
from lecture_code.linear_model import forward, mse, weights, x_data, y_data

# %%
# Before training
# ---------------
# The weight starts at 1, so the prediction for ``x = 4`` is 4.

print("predict (before training)", 4, forward(4, w=1.0))

# %%
# Training
# --------
# Three lines with gradients, one for each sample, then a line for the epoch. The loss
# in that line is the last sample's, after its update; it is not the MSE.

records = list(train(x_data, y_data, w=1.0, learning_rate=0.01, epochs=100))
for record in records:
    print_epoch(record)

# %%
# Four losses of one epoch
# ------------------------
# All four are honest answers to "how large is the loss in epoch 0?", each to another
# question.

first = records[0]
print("last sample, after its update: ", first.last_sample_loss)
print("last sample, before its update:", first.last_sample_loss_before_update)
print("mean of the losses before each update:", first.mean_loss_before_updates)
print("MSE over the data, at the end:", first.mse)

# %%
# The plot
# --------
# On a logarithmic axis both curves are straight lines: every epoch shrinks the loss
# by the same factor. The printed loss and the MSE differ by a constant factor here, so
# the shape of the curve is true even though its height is not the MSE.

import matplotlib.pyplot as plt

epochs = [record.epoch for record in records]
fig, ax = plt.subplots()
ax.semilogy(epochs, [record.last_sample_loss for record in records], label="printed")
ax.semilogy(epochs, [record.mse for record in records], "--", label="MSE")
ax.set(title="Loss against epoch", xlabel="epoch", ylabel="loss (log axis)")
ax.legend()
plt.show()

# %%
# Three learning rates
# --------------------
# Ten steps of full batch from the weight 1, drawn on the curve of the MSE. The first
# rate creeps toward the bottom, the second jumps over it and comes closer each time,
# the third jumps further away each time.

w_list = weights(0.0, 4.1, 0.1)
fig, axes = plt.subplots(1, 3, figsize=(9, 3), sharey=True)
for ax, learning_rate in zip(axes, (0.01, 0.2, 0.22), strict=True):
    run = train_full_batch(x_data, y_data, learning_rate=learning_rate, epochs=10)
    path = [1.0] + [record.w for record in run]
    ax.plot(w_list, [mse(x_data, y_data, w) for w in w_list], color="gray")
    ax.plot(path, [mse(x_data, y_data, w) for w in path], marker="o", markersize=4)
    ax.set(title=f"learning rate {learning_rate}", xlabel="w", ylabel="MSE")
plt.show()

# %%
# What to notice: it is the same loop three times. Only the learning rate decides
# whether it creeps, comes closer or diverges.
