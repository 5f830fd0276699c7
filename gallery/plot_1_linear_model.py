"""
Linear model: try every weight
==============================

Sweep the weight of ``y_hat = x * w``, print every prediction with its loss, and plot
the mean squared error (MSE) against the weight.
"""

import matplotlib.pyplot as plt

x_data = [1.0, 2.0, 3.0]
y_data = [2.0, 4.0, 6.0]


def forward(x, w):
    return x * w


def loss(x, y, w):
    y_pred = forward(x, w)
    return (y_pred - y) * (y_pred - y)


# %%
# The sweep
# ---------
# For every weight the log shows a line a sample (``x``, ``y``, ``y_pred``, ``loss``)
# and then the mean of the losses.

w_list = []
mse_list = []
for i in range(41):
    w = i * 0.1
    print("w=", w)
    l_sum = 0
    for x_val, y_val in zip(x_data, y_data):
        y_pred = forward(x_val, w)
        l = loss(x_val, y_val, w)
        l_sum += l
        print("\t", x_val, y_val, y_pred, l)
    mse = l_sum / len(x_data)
    print("MSE=", mse)
    w_list.append(w)
    mse_list.append(mse)

# %%
# The best weight of the list
# ---------------------------
# It is the one with the least MSE.

least = min(mse_list)
best = w_list[mse_list.index(least)]
print("weights tried:", len(w_list))
print("least MSE:", least, "at w=", best)

# %%
# The plot
# --------
# The points lie on a parabola. Every target is twice its input, so the weight 2 is at
# its bottom.

fig, ax = plt.subplots()
ax.plot(w_list, mse_list, marker=".", color="tab:purple")
ax.plot(best, least, marker="o", markersize=9, color="tab:green")
ax.set(title="MSE(w)", xlabel="w", ylabel="MSE")
plt.show()

# %%
# What to notice: the bottom was found only because the list happened to hold it, and
# because one weight makes a short list. Two weights would need a list of pairs.
