"""Back propagation: the chain rule, carried out on a computational graph.

Source: Sung Kim, *PyTorch Zero To All*, lecture 4, "Back-propagation"; the engine is
written for this book in the spirit of Andrej Karpathy's micrograd.
"""


class Value:
    """Number in a computational graph.

    ``data`` is the number. ``grad`` is ``d output / d self`` after
    ``output.backward()``. ``op`` names the operation that made it (``""`` for an input)
    and ``operands`` what it was applied to; ``parents`` are the Values among these, and
    ``local_gradients`` has ``d self / d parent`` for each.

    >>> x, w, y = Value(2.0), Value(1.0), Value(4.0)
    >>> loss = (x * w - y) ** 2
    >>> loss.backward()
    >>> loss, w
    (Value(data=4.0, grad=1.0), Value(data=1.0, grad=-8.0))

    A number used twice gets the sum of what comes back:

    >>> a = Value(3.0)
    >>> (a + a).backward()
    >>> a.grad
    2.0
    """

    def __init__(self, data, name=""):
        self.data = float(data)
        self.grad = 0.0
        self.name = name
        self.op = ""
        self.operands = ()
        self.parents = ()
        self.local_gradients = ()
        self.is_used_up = False

    def __repr__(self):
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        return _sum(self, other)

    def __radd__(self, other):
        return _sum(other, self)

    def __sub__(self, other):
        return _difference(self, other)

    def __rsub__(self, other):
        return _difference(other, self)

    def __mul__(self, other):
        return _product(self, other)

    def __rmul__(self, other):
        return _product(other, self)

    def __truediv__(self, other):
        return _quotient(self, other)

    def __rtruediv__(self, other):
        return _quotient(other, self)

    def __pow__(self, exponent):
        slope = exponent * self.data ** (exponent - 1)
        return _result("**", (self, exponent), self.data**exponent, (slope, None))

    def __neg__(self):
        return _result("-", (self,), -self.data, (-1.0,))

    def relu(self):
        """Rectified linear unit: the number itself above 0, else 0.

        Its local gradient is 1 above 0, else 0; at 0, where there is no slope, this is
        a convention.
        """
        is_open = self.data > 0
        return _result("relu", (self,), max(self.data, 0.0), (float(is_open),))

    def backward(self):
        """Fill in ``grad`` of every node that this one was computed from.

        Inputs *add* to the ``grad`` they have, so set ``w.grad = 0.0`` before the next
        pass. A second pass through the same graph raises RuntimeError, as in PyTorch,
        unless the graph has nothing but sums, differences and signs. Unlike in PyTorch
        the nodes between input and output keep the ``grad`` of the last pass.

        >>> w = Value(1.0)
        >>> loss = (2.0 * w - 4.0) ** 2
        >>> loss.backward()
        >>> w.grad
        -8.0
        >>> loss.backward()
        Traceback (most recent call last):
        ...
        RuntimeError: this graph was used for backward() before: compute the loss again.
        """
        nodes = walk(self)
        if any(node.is_used_up for node in nodes):
            raise RuntimeError(
                "this graph was used for backward() before: compute the loss again."
            )
        for node in nodes:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(nodes):
            for parent, local_gradient in zip(node.parents, node.local_gradients):
                parent.grad += local_gradient * node.grad
            # Sums and signs need none of the numbers that a pass gives up.
            node.is_used_up = node.op not in ("", "+", "-")


def _number(operand):
    """Forward value of an operand, a Value or a plain number."""
    return operand.data if isinstance(operand, Value) else operand


def _sum(a, b):
    return _result("+", (a, b), _number(a) + _number(b), (1.0, 1.0))


def _difference(a, b):
    return _result("-", (a, b), _number(a) - _number(b), (1.0, -1.0))


def _product(a, b):
    return _result("*", (a, b), _number(a) * _number(b), (_number(b), _number(a)))


def _quotient(a, b):
    data = _number(a) / _number(b)
    return _result("/", (a, b), data, (1 / _number(b), -data / _number(b)))


def _result(op, operands, data, slopes):
    """Node of an operation, with an edge from each operand that is a Value."""
    node = Value(data)
    node.op = op
    node.operands = operands
    edges = [(v, slope) for v, slope in zip(operands, slopes) if isinstance(v, Value)]
    node.parents = tuple(v for v, _ in edges)
    node.local_gradients = tuple(float(slope) for _, slope in edges)
    return node


def walk(output):
    """Nodes of a graph in topological order: parents before their results.

    It is the recursive walk of chapter 4 with a stack of its own, so that a chain of
    100,000 nodes does not exceed Python's depth of calls.

    >>> a = Value(3.0)
    >>> [(node.op, node.data) for node in walk(a * a + 1.0)]
    [('', 3.0), ('*', 9.0), ('+', 10.0)]
    """
    nodes, seen, stack = [], set(), [(output, False)]
    while stack:
        node, parents_done = stack.pop()
        if parents_done:
            nodes.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in reversed(node.parents))
    return nodes


def lecture_graph(x, y, w):
    """Graph of the lecture's loss ``(x * w - y) ** 2``, its nodes named.

    It returns the last node, the loss.

    >>> loss = lecture_graph(x=1.0, y=2.0, w=1.0)
    >>> loss.backward()
    >>> for node in walk(loss):
    ...     print(node.name, node)
    x Value(data=1.0, grad=-2.0)
    w Value(data=1.0, grad=-2.0)
    y_hat Value(data=1.0, grad=-2.0)
    y Value(data=2.0, grad=2.0)
    s Value(data=-1.0, grad=-2.0)
    loss Value(data=1.0, grad=1.0)
    """
    y_hat = Value(x, "x") * Value(w, "w")
    y_hat.name = "y_hat"
    s = y_hat - Value(y, "y")
    s.name = "s"
    loss = s**2
    loss.name = "loss"
    return loss


def gradient(x, y, w):
    """Slope ``d loss / d w`` of one sample's loss, by back propagation.

    >>> gradient(2.0, 4.0, w=1.0)
    -8.0
    """
    w = Value(w)
    ((x * w - y) ** 2).backward()
    return w.grad


def print_graph(output):
    """Print a graph whose nodes have names: forward, then backward from its end.

    A node without a name raises ValueError.

    >>> loss = lecture_graph(x=1.0, y=2.0, w=1.0)
    >>> loss.backward()
    >>> print_graph(loss)
    forward
        x = 1.0
        w = 1.0
        y_hat = x * w = 1.0
        y = 2.0
        s = y_hat - y = -1.0
        loss = s ** 2 = 1.0
    backward
        d loss / d loss = 1.0
        d loss / d s = -2.0 * 1.0 = -2.0
        d loss / d y = -1.0 * -2.0 = 2.0
        d loss / d y_hat = 1.0 * -2.0 = -2.0
        d loss / d w = 1.0 * -2.0 = -2.0
        d loss / d x = 1.0 * -2.0 = -2.0
    """
    nodes = walk(output)
    for node in nodes:
        if not node.name:
            raise ValueError(f"{node} has no name: give it one, as in s.name = 's'.")
    print("forward")
    for node in nodes:
        print(f"\t{node.name} = {_formula(node)}{node.data}")
    print("backward")
    for node in reversed(nodes):
        print(f"\td {output.name} / d {node.name} = {_chain(node, nodes)}{node.grad}")


def _formula(node):
    """How a node was computed, such as ``x * w =``; nothing for an input."""
    words = [getattr(operand, "name", str(operand)) for operand in node.operands]
    if len(words) == 2:
        return f"{words[0]} {node.op} {words[1]} = "
    return f"{node.op}({words[0]}) = " if words else ""


def _chain(node, nodes):
    """Local times incoming gradient, summed over the edges that leave a node."""
    products = [
        f"{slope} * {child.grad}"
        for child in nodes
        for parent, slope in zip(child.parents, child.local_gradients)
        if parent is node
    ]
    return " + ".join(products) + " = " if products else ""
