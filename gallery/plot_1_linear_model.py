"""
Linear model: try every weight
==============================

Sweep the weight of ``y_hat = x * w``, print every prediction with its loss, and
plot the mean squared error (MSE) against the weight.
"""

# %%
# Data and functions
# ------------------
# The data follow ``y = 2x``. ``forward`` predicts, ``loss`` squares the error of one
# sample, ``mse`` averages the losses, and ``sweep`` does so for one weight after
# another.

from lecture_code.linear_model import print_record, sweep, weights, x_data, y_data

# %%
# The sweep
# ---------
# For every weight the log shows a line per sample (``x``, ``y``, ``y_pred``, ``loss``)
# and then the mean of the losses.

records = list(sweep(x_data, y_data, weights()))
for record in records:
    print_record(record)

# %%
# The best weight of the list
# ---------------------------
# It is the one with the least MSE.

best = min(records, key=lambda record: record.mse)
print("weights tried:", len(records))
print("least MSE:", best.mse, "at w=", best.w)

# %%
# The plot
# --------
# The points lie on a parabola. The weight that made the data is at its bottom.

import matplotlib.pyplot as plt

w_list = [record.w for record in records]
mse_list = [record.mse for record in records]

fig, ax = plt.subplots()
ax.plot(w_list, mse_list, marker=".")
ax.plot(best.w, best.mse, marker="o", color="tab:red")
ax.set(title="MSE against w", xlabel="w", ylabel="MSE")
plt.show()

# %%
# What to notice: the bottom was found only because the list happened to hold it, and
# because one weight makes a short list. Two weights would need a list of pairs.
