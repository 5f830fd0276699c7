"""
Back propagation: through the graph and back
============================================

Write a small engine: numbers that note how they were computed, and a way back through
them. Print the graph of ``(x * w - y) ** 2`` forward and backward, and draw lines with
its gradients as slopes: they touch the loss.
"""

import matplotlib.pyplot as plt
import numpy as np


class Value:
    def __init__(self, data, name="", formula="", parents=(), local_gradients=()):
        self.data = data
        self.grad = 0.0
        self.name = name
        self.formula = formula
        self.parents = parents
        self.local_gradients = local_gradients

    def __add__(self, other):
        formula = f"{self.name} + {other.name} = "
        return Value(self.data + other.data, "", formula, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        formula = f"{self.name} - {other.name} = "
        return Value(self.data - other.data, "", formula, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        formula = f"{self.name} * {other.name} = "
        slopes = (other.data, self.data)
        return Value(self.data * other.data, "", formula, (self, other), slopes)

    def __pow__(self, exponent):
        formula = f"{self.name} ** {exponent} = "
        slope = exponent * self.data ** (exponent - 1)
        return Value(self.data**exponent, "", formula, (self,), (slope,))


# %%
# The two passes
# --------------
# ``walk`` lists the nodes of a graph, each after those it was made from. ``backward``
# goes through that list from its end: each node passes on its gradient, times the local
# gradient of the edge.


def walk(node, nodes):
    if node not in nodes:
        for parent in node.parents:
            walk(parent, nodes)
        nodes.append(node)
    return nodes


def backward(output):
    output.grad = 1.0
    for node in reversed(walk(output, [])):
        for parent, local_gradient in zip(node.parents, node.local_gradients):
            parent.grad += local_gradient * node.grad


def print_graph(output):
    nodes = walk(output, [])
    print("forward")
    for node in nodes:
        print(f"\t{node.name} = {node.formula}{node.data}")
    print("backward")
    for node in reversed(nodes):
        products = []
        for child in nodes:
            for parent, local_gradient in zip(child.parents, child.local_gradients):
                if parent is node:
                    products.append(f"{local_gradient} * {child.grad}")
        chain = " + ".join(products) + " = " if products else ""
        print(f"\td {output.name} / d {node.name} = {chain}{node.grad}")


# %%
# The lecture's graph, node by node
# ---------------------------------
# Forward, each node shows what it is computed from. Backward, each line reads: local
# gradient times incoming gradient.


def lecture_graph(x, y, w):
    y_hat = x * w
    y_hat.name = "y_hat"
    s = y_hat - y
    s.name = "s"
    loss = s**2
    loss.name = "loss"
    backward(loss)
    return loss


print_graph(lecture_graph(Value(1.0, "x"), Value(2.0, "y"), Value(1.0, "w")))

# %%
# Other numbers, same relations
# -----------------------------
# For another sample almost all numbers change. The operations, and the rule at each
# node, do not.

print_graph(lecture_graph(Value(2.0, "x"), Value(4.0, "y"), Value(1.0, "w")))

# %%
# A number used twice
# -------------------
# Both edges that leave ``a`` bring a gradient back. They are summed.

a = Value(3.0, "a")
b = a + a
b.name = "b"
backward(b)
print_graph(b)

# %%
# The plot
# --------
# At every weight the gradient from the graph is the slope of the tangent to the loss of
# the sample (2, 4).

w_list = np.linspace(0.0, 4.0, 81)
fig, ax = plt.subplots()
ax.plot(w_list, (2.0 * w_list - 4.0) ** 2, color="tab:red")
for start in (0.5, 1.0, 3.0):
    w = Value(start, "w")
    loss = lecture_graph(Value(2.0, "x"), Value(4.0, "y"), w)
    near = np.array([start - 0.4, start + 0.4])
    ax.plot(near, loss.data + w.grad * (near - start), "--", color="tab:pink")
    ax.plot(start, loss.data, marker="o", color="tab:green")
ax.set(title="loss(w), x = 2, y = 4", xlabel="w", ylabel="loss")
plt.show()

# %%
# What to notice: no formula of a gradient stands in this program. The chain rule, node
# by node, was enough.
