"""
Back propagation: walk the graph both ways
==========================================

Build the computational graph of ``(x * w - y) ** 2``, print it node by node, forward
and backward, and check that the gradient is the slope of the loss.
"""

# %%
# The engine
# ----------
# A ``Value`` is a number that remembers how it was computed. ``walk`` lists the nodes
# of a graph in order, ``backward`` multiplies local gradients from the end to the
# start.

from lecture_code.back_propagation import Value, gradient, lecture_graph, print_graph

# %%
# The lecture's graph, node by node
# ---------------------------------
# Forward, each node shows what it is computed from. Backward, each line reads: local
# gradient times incoming gradient.

graph = lecture_graph(x=1.0, y=2.0, w=1.0)
graph.loss.backward()
print_graph(graph.loss)

# %%
# Other numbers, same relations
# -----------------------------
# For another sample almost all numbers change. The operations, and the rule at each
# node, do not.

graph = lecture_graph(x=2.0, y=4.0, w=1.0)
graph.loss.backward()
print_graph(graph.loss)

# %%
# A node used twice
# -----------------
# Both edges that leave ``a`` carry a gradient back. They are summed.

a = Value(3.0, "a")
b = a + a
b.name = "b"
b.backward()
print_graph(b)

# %%
# The plot
# --------
# At every weight the gradient from the graph is the slope of the tangent.

import matplotlib.pyplot as plt
import numpy as np

w_list = np.linspace(0.0, 4.0, 81)
fig, ax = plt.subplots()
ax.plot(w_list, (2.0 * w_list - 4.0) ** 2)
for w in (0.5, 1.0, 3.0):
    near = np.array([w - 0.4, w + 0.4])
    height = lecture_graph(x=2.0, y=4.0, w=w).loss.data
    slope = gradient(x=2.0, y=4.0, w=w)
    ax.plot(near, height + slope * (near - w), color="tab:red")
    ax.plot(w, height, marker="o", color="tab:red")
ax.set(title="Loss of (2, 4) and tangents", xlabel="w", ylabel="loss")
plt.show()

# %%
# What to notice: nobody derived a formula for this plot. The chain rule, node by node,
# was enough.
