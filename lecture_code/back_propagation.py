"""Back propagation: the chain rule, carried out by a graph.

`Value` is a number that remembers how it was computed. An expression of Values is
a computational graph: the forward pass fills in the numbers, and `Value.backward`
walks the graph from the end to the start and multiplies local gradients.

Source: Sung Kim, *PyTorch Zero To All*, lecture 4, "Back-propagation"; the engine
is written for this book in the spirit of Andrej Karpathy's micrograd.
"""

import math
from collections import namedtuple

from lecture_code._checks import check_numbers

LectureGraph = namedtuple("LectureGraph", "x w y y_hat s loss")


class Value:
    """Number in a computational graph.

    Parameters
    ----------
    data : float
        The number.
    name : str
        What to call it in print and pictures; optional.

    Attributes
    ----------
    data : float
        The forward value.
    grad : float
        ``d output / d self`` after ``output.backward()``; 0.0 before.
    op : str
        The operation that made it, such as ``"*"``; ``""`` for an input.
    operands : tuple of Value or float
        What the operation was applied to, in order, plain numbers included.
    parents : tuple of Value
        The Values among `operands`: the nodes from which an edge leads here.
    local_gradients : tuple of float
        ``d self / d parent``, one for each of `parents`.

    Raises
    ------
    TypeError
        If `data`, or the other operand of an operation, is not a number.
    ValueError
        If a forward value or a local gradient is not a finite number.
    ZeroDivisionError
        If a divisor is 0.

    Examples
    --------
    >>> x, w, y = Value(2.0), Value(1.0), Value(4.0)
    >>> loss = (x * w - y) ** 2
    >>> loss.backward()
    >>> loss
    Value(data=4.0, grad=1.0)
    >>> w
    Value(data=1.0, grad=-8.0)

    A node used twice sums its gradients:

    >>> a = Value(3.0)
    >>> (a + a).backward()
    >>> a.grad
    2.0
    """

    def __init__(self, data: float, name: str = ""):
        check_numbers(data=data)
        self.data = float(data)
        self.grad = 0.0
        self.name = name
        self.op = ""
        self.operands = ()
        self.parents = ()
        self.local_gradients = ()
        self._spent = False

    def __repr__(self) -> str:
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other):
        return self._operation("+", self, other, _sum)

    def __radd__(self, other):
        return self._operation("+", other, self, _sum)

    def __sub__(self, other):
        return self._operation("-", self, other, _difference)

    def __rsub__(self, other):
        return self._operation("-", other, self, _difference)

    def __mul__(self, other):
        return self._operation("*", self, other, _product)

    def __rmul__(self, other):
        return self._operation("*", other, self, _product)

    def __truediv__(self, other):
        return self._operation("/", self, other, _quotient)

    def __rtruediv__(self, other):
        return self._operation("/", other, self, _quotient)

    def __pow__(self, other):
        return self._operation("**", self, other, _power)

    def __rpow__(self, other):
        return self._operation("**", other, self, _power)

    def __neg__(self):
        return _node("-", (self,), -self.data, (-1.0,))

    @staticmethod
    def _operation(op: str, left, right, rule):
        """Node for an operation on two operands, at least one of them a Value."""
        numbers = []
        for operand in (left, right):
            if not isinstance(operand, Value):
                check_numbers(operand=operand)
            numbers.append(
                operand.data if isinstance(operand, Value) else float(operand)
            )
        try:
            data, d_left, d_right = rule(*numbers)
        except OverflowError:
            raise ValueError(
                f"{numbers[0]} {op} {numbers[1]} is too large: give smaller numbers."
            ) from None
        return _node(op, (left, right), data, (d_left, d_right))

    def relu(self):
        """Rectified linear unit: the number itself above 0, else 0.

        Returns
        -------
        Value
            The larger of the number and 0; its local gradient is 1 above 0, else 0.

        Examples
        --------
        >>> Value(-3.0).relu(), Value(3.0).relu()
        (Value(data=0.0, grad=0.0), Value(data=3.0, grad=0.0))
        """
        slope = 1.0 if self.data > 0 else 0.0
        return _node("relu", (self,), max(self.data, 0.0), (slope,))

    def backward(self) -> None:
        """Fill in ``grad`` of every node that this one was computed from.

        The inputs of the graph *add* what they get to the ``grad`` they have, as in
        PyTorch, so set ``w.grad = 0.0`` before the next pass. Also as in PyTorch,
        a second pass through the same graph raises RuntimeError: the numbers that
        products, quotients, powers and relu need are given up after the first. A
        graph of nothing but sums, differences and signs needs none; there a second
        pass runs, and the inputs add their gradients once more. Unlike in PyTorch,
        the nodes between input and output keep the ``grad`` of the last pass for
        you to look at.

        Raises
        ------
        RuntimeError
            If an earlier pass used the graph up; no ``grad`` is changed.

        Examples
        --------
        >>> w = Value(1.0)
        >>> loss = (2.0 * w - 4.0) ** 2
        >>> loss.backward()
        >>> w.grad
        -8.0
        >>> loss.backward()
        Traceback (most recent call last):
        ...
        RuntimeError: this graph was already walked back: compute the loss again, ...
        """
        nodes = walk(self)
        if any(node._spent for node in nodes):
            raise RuntimeError(
                "this graph was already walked back: compute the loss again, "
                "then call backward() on the new one."
            )
        gradients = {id(node): 0.0 for node in nodes}
        gradients[id(self)] = 1.0
        for node in reversed(nodes):
            incoming = gradients[id(node)]
            for parent, local_gradient in zip(node.parents, node.local_gradients):
                gradients[id(parent)] += local_gradient * incoming
        for node in nodes:
            if node.parents:
                node.grad = gradients[id(node)]
                node._spent = node.op not in ("+", "-")
            else:
                node.grad += gradients[id(node)]


# Each rule takes the two numbers and returns the result and the two local gradients.


def _sum(a: float, b: float) -> tuple[float, float, float]:
    return a + b, 1.0, 1.0


def _difference(a: float, b: float) -> tuple[float, float, float]:
    return a - b, 1.0, -1.0


def _product(a: float, b: float) -> tuple[float, float, float]:
    return a * b, b, a


def _quotient(a: float, b: float) -> tuple[float, float, float]:
    if b == 0:
        raise ZeroDivisionError("division by 0: give another divisor.")
    return a / b, 1 / b, -a / b / b


def _power(a: float, b: float) -> tuple[float, float, float]:
    if a == 0 and b < 0:
        raise ZeroDivisionError("0 to a negative power: give another base.")
    if a < 0 and b != int(b):
        raise ValueError(f"{a} ** {b} is not a real number: give a base above 0.")
    if b == 0:
        d_base = 0.0
    elif a == 0 and b < 1:
        d_base = float("inf")
    else:
        d_base = b * a ** (b - 1)
    if a > 0:
        d_exponent = a**b * math.log(a)
    elif a == 0:
        d_exponent = 0.0
    else:
        d_exponent = float("nan")
    return a**b, d_base, d_exponent


def _node(op: str, operands: tuple, data: float, slopes: tuple[float, ...]) -> Value:
    """Node with edges from those operands that are Values."""
    edges = [(v, slope) for v, slope in zip(operands, slopes) if isinstance(v, Value)]
    for _, slope in edges:
        if not abs(slope) < float("inf"):
            raise ValueError(
                f"{op} has no finite slope at {operands}: give other numbers."
            )
    node = Value(data)
    node.op = op
    node.operands = operands
    node.parents = tuple(v for v, _ in edges)
    node.local_gradients = tuple(slope for _, slope in edges)
    return node


def walk(output: Value) -> list[Value]:
    """List the nodes of a graph in forward order: parents before their results.

    Parameters
    ----------
    output : Value
        The last node.

    Returns
    -------
    list of Value
        Every node that `output` was computed from, once each, and `output` at the
        end. Each shows its ``data``, ``parents``, ``local_gradients`` and ``grad``.

    Raises
    ------
    TypeError
        If `output` is not a Value.

    Examples
    --------
    >>> a = Value(3.0)
    >>> [(node.op, node.data) for node in walk(a * a + 1.0)]
    [('', 3.0), ('*', 9.0), ('+', 10.0)]
    """
    if not isinstance(output, Value):
        raise TypeError(f"output is {output!r}: give a Value.")
    # A stack of our own instead of recursion: a chain of 100,000 nodes is fine.
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


def lecture_graph(x: float, y: float, w: float) -> LectureGraph:
    """Graph of the lecture's loss for one sample, ``(x * w - y) ** 2``.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w : float
        Weight.

    Returns
    -------
    LectureGraph
        The named nodes ``x, w, y, y_hat, s, loss``; ``backward()`` is not yet called.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> graph = lecture_graph(x=1.0, y=2.0, w=1.0)
    >>> graph.loss.backward()
    >>> graph.y_hat, graph.s, graph.loss
    (Value(data=1.0, grad=-2.0), Value(data=-1.0, grad=-2.0), Value(data=1.0, grad=1.0))
    >>> graph.x.grad, graph.w.grad, graph.y.grad
    (-2.0, -2.0, 2.0)
    """
    x, w, y = Value(x, "x"), Value(w, "w"), Value(y, "y")
    y_hat = x * w
    s = y_hat - y
    loss = s**2
    y_hat.name, s.name, loss.name = "y_hat", "s", "loss"
    return LectureGraph(x, w, y, y_hat, s, loss)


def gradient(x: float, y: float, w: float) -> float:
    """Slope of one sample's loss with respect to the weight, by back propagation.

    Parameters
    ----------
    x, y : float
        Input and target of the sample.
    w : float
        Weight at which the slope is taken.

    Returns
    -------
    float
        ``d loss / d w``.

    Raises
    ------
    TypeError, ValueError
        If an argument is not a finite number.

    Examples
    --------
    >>> gradient(2.0, 4.0, w=1.0)
    -8.0
    """
    graph = lecture_graph(x, y, w)
    graph.loss.backward()
    return graph.w.grad


def print_graph(output: Value) -> None:
    """Print a graph node by node: forward values, then gradients, last node first.

    Parameters
    ----------
    output : Value
        The last node of a graph whose nodes have names.

    Raises
    ------
    TypeError
        If `output` is not a Value.
    ValueError
        If a node has no name.

    Examples
    --------
    >>> graph = lecture_graph(x=1.0, y=2.0, w=1.0)
    >>> graph.loss.backward()
    >>> print_graph(graph.loss)
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
        print("\t" + _formula(node), "=", node.data)
    print("backward")
    for node in reversed(nodes):
        gradient_text = f"{_chain(node, nodes)}{node.grad}"
        print(f"\td {output.name} / d {node.name} = {gradient_text}")


def _formula(node: Value) -> str:
    """How a node was computed, such as ``y_hat = x * w``; just the name of an input."""
    words = [v.name if isinstance(v, Value) else str(v) for v in node.operands]
    if len(words) == 2:
        return f"{node.name} = {words[0]} {node.op} {words[1]}"
    return f"{node.name} = {node.op}({words[0]})" if words else node.name


def _chain(node: Value, nodes: list[Value]) -> str:
    """Local times incoming gradient, summed over the edges that leave a node."""
    products = [
        f"{slope} * {child.grad}"
        for child in nodes
        for parent, slope in zip(child.parents, child.local_gradients)
        if parent is node
    ]
    return " + ".join(products) + " = " if products else ""
