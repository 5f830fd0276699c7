"""A stand-in for PyTorch where PyTorch cannot run: in the pages of this book.

It is chapter 4's `Value` under PyTorch's names. A tensor of it holds one float32
number, as a list of one (shape ``(1,)``) or alone (shape ``()``). What it can do, it
does to the last digit as PyTorch does; what it lacks raises NotImplementedError.

Source: written for this book after PyTorch's documentation; torch 2.13 is its test.
"""

from array import array

from lecture_code.back_propagation import Value, walk

LACKING = "this stand-in for PyTorch has no {}: run this one locally, with PyTorch."
NEEDS_ITS_NUMBERS = ("MulBackward0", "DivBackward0", "PowBackward0", "ReluBackward0")


class no_grad:  # noqa: N801  (PyTorch's name)
    """Block in which nothing becomes part of a graph."""

    is_on = False

    def __enter__(self):
        self.before, no_grad.is_on = no_grad.is_on, True

    def __exit__(self, *error):
        no_grad.is_on = self.before


class Tensor(Value):
    """Number that may ask for its gradient; made by `tensor` and by operations.

    Attributes
    ----------
    grad : Tensor or None
        What ``backward()`` brought back; kept for leaves and after ``retain_grad()``.
    requires_grad : bool
        Whether a gradient is wanted for it or for what it was computed from.
    shape : tuple
        ``(1,)`` or ``()``.

    Raises
    ------
    RuntimeError
        As PyTorch does: at a second way back through the same graph, without a graph,
        or when a leaf of a graph is changed in place.
    """

    count = 0

    def __init__(self, store: list, shape: tuple, requires_grad: bool = False):
        self._store = store  # shared with the views that .data, .detach() and [0] give
        self.shape = shape
        self.requires_grad = requires_grad
        self.grad = None
        self.grad_fn = ""
        self.parents = self.local_gradients = ()
        self._spent = self._is_kept = False
        self._order = Tensor.count = Tensor.count + 1

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError(LACKING.format("Tensor." + name))

    def __repr__(self):
        more = ", requires_grad=True" if self.requires_grad else ""
        more = f", grad_fn=<{self.grad_fn}>" if self.grad_fn else more
        digits = _digits(self.item())
        return f"tensor([{digits}]{more})" if self.shape else f"tensor({digits}{more})"

    def __bool__(self):
        return self.item() != 0

    @staticmethod
    def _operation(op, left, right, rule):
        """What `Value` does for + - * / and **, in float32."""
        name = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "**": "Pow"}[op]
        is_plain = not isinstance(left, Tensor)
        if is_plain and name == "Div" or name == "Pow" and isinstance(right, Tensor):
            raise NotImplementedError(LACKING.format(f"{left} {op} {right}"))
        if is_plain:
            name = name.replace("Sub", "Rsub")
        rule = {"Div": _quotient, "Pow": _power}.get(name, rule)
        number, *slopes = rule(_float32_of(left), _float32_of(right))
        name += "Backward1" if name == "Rsub" else "Backward0"
        return _result(name, (left, right), number, slopes)

    def __neg__(self):
        return _result("NegBackward0", (self,), -self.item(), (-1.0,))

    def __isub__(self, other):
        if self.requires_grad and not no_grad.is_on:
            raise RuntimeError(
                "a leaf Variable that requires grad is being used in an in-place "
                "operation."
            )
        self._store[0] = _float32(self.item() - _float32_of(other))
        return self

    def __getitem__(self, index):
        if not self.shape:
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
                "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
            )
        if index not in (0, -1):
            raise IndexError(
                f"index {index} is out of bounds for dimension 0 with size 1"
            )
        return self._alone("SelectBackward0", self._store)

    def sum(self):
        """Sum of the one number."""
        return self._alone("SumBackward0")

    def mean(self):
        """Mean of the one number."""
        return self._alone("MeanBackward0")

    def _alone(self, name, store=None):
        """Same number without dimensions; a sum begins at 0.0, which -0.0 shows."""
        return _result(name, (self,), 0.0 + self.item(), (1.0,), (), store)

    def relu(self):
        """The number above 0, else 0."""
        slope = 1.0 if self.item() > 0 else 0.0
        return _result("ReluBackward0", (self,), max(self.item(), 0.0), (slope,))

    def clone(self):
        """Copy of the number."""
        return _result("CloneBackward0", (self,), self.item(), (1.0,))

    def item(self):
        """Plain number, without a graph."""
        return self._store[0]

    def detach(self):
        """Same number, without a graph."""
        return Tensor(self._store, self.shape)

    @property
    def data(self):
        """Same number, without a graph; older programs read and set it."""
        return self.detach()

    @data.setter
    def data(self, other):
        self._store[0] = other.item()

    def zero_(self):
        """Set the number to 0 in place."""
        self._store[0] = 0.0
        return self

    def all(self):
        """Whether the number is not 0."""
        return bool(self)

    def is_floating_point(self):
        """Always true here."""
        return True

    @property
    def is_leaf(self):
        """Whether it was made by hand and not by an operation on the graph."""
        return not self.grad_fn

    def retain_grad(self):
        """Keep the gradient of a result, too."""
        self._is_kept = True

    def backward(self):
        """Fill in the gradients of the leaves, as `Value.backward` does."""
        if not self.requires_grad:
            raise RuntimeError(
                "element 0 of tensors does not require grad and does not have a grad_fn"
            )
        nodes = walk(self)
        if any(node._spent for node in nodes):
            raise RuntimeError(
                "Trying to backward through the graph a second time (or directly "
                "access saved tensors after they have already been freed)."
            )
        gradients = {id(node): 0.0 for node in nodes}
        gradients[id(self)] = 1.0
        # As in PyTorch, the result that was computed last has its turn first: float32
        # sums depend on their order.
        for node in sorted(nodes, key=lambda node: node._order, reverse=True):
            incoming = gradients[id(node)]
            for parent, local_gradient in zip(node.parents, node.local_gradients):
                passed_on = _float32(local_gradient * incoming)
                gradients[id(parent)] = _float32(gradients[id(parent)] + passed_on)
            if node.is_leaf or node._is_kept:
                before = node.grad.item() if node.grad is not None else 0.0
                node.grad = Tensor([_float32(before + incoming)], node.shape)
            node._spent = node.grad_fn in NEEDS_ITS_NUMBERS


def _float32(number: float) -> float:
    """Round a number to the nearest float32."""
    if not isinstance(number, (int, float)):
        raise TypeError(f"{number!r} is no number: give a float such as 1.0.")
    return array("f", [number])[0]


def _float32_of(operand) -> float:
    """Float32 number of an operand, a tensor or a plain number."""
    return operand.item() if isinstance(operand, Tensor) else _float32(operand)


def _quotient(a: float, b: float) -> tuple[float, float, float]:
    if not b:
        raise NotImplementedError(LACKING.format("division by 0"))
    return a / b, 1 / b, -_float32(_float32(a / b) / b)


def _power(a: float, exponent: float) -> tuple[float, float]:
    if exponent not in (1, 2, 3):
        raise NotImplementedError(LACKING.format(f"power {exponent}"))
    powers = (1.0, a, _float32(a * a), _float32(a * a) * a)
    return powers[int(exponent)], _float32(exponent * powers[int(exponent) - 1])


def _result(grad_fn, operands, number, slopes, shape=None, store=None) -> Tensor:
    """Tensor made by an operation, with its graph where one is wanted."""
    tensors = [operand for operand in operands if isinstance(operand, Tensor)]
    if shape is None:
        shape = max((t.shape for t in tensors), key=len)
    result = Tensor(store or [_float32(number)], shape)
    edges = [
        (operand, slope)
        for operand, slope in zip(operands, slopes)
        if isinstance(operand, Tensor) and operand.requires_grad
    ]
    if edges and not no_grad.is_on:
        result.requires_grad = True
        result.grad_fn = grad_fn
        result.parents = tuple(operand for operand, _ in edges)
        result.local_gradients = tuple(slope for _, slope in edges)
    return result


def _digits(number: float) -> str:
    """Write a number as PyTorch prints it: four decimals, none if it is whole."""
    size = abs(number)
    if number != number or size == float("inf"):
        return str(number)
    is_whole = number == int(number)
    if size > 1e8 or (size < 1e-4 and not is_whole):
        return f"{number:.4e}"
    return f"{number:.0f}." if is_whole else f"{number:.4f}"


def tensor(data, requires_grad: bool = False) -> Tensor:
    """Make a tensor.

    Parameters
    ----------
    data : float or list of float, length 1
        The number, alone or in a list.
    requires_grad : bool
        Whether its gradient is wanted.

    Returns
    -------
    Tensor
        Of shape ``()`` for a number, ``(1,)`` for a list.

    Raises
    ------
    TypeError
        If it is no float.
    NotImplementedError
        For a list of several numbers.

    Examples
    --------
    >>> w = tensor([1.0], requires_grad=True)
    >>> loss = (2.0 * w - 4.0) ** 2
    >>> loss
    tensor([4.], grad_fn=<PowBackward0>)
    >>> loss.backward()
    >>> w.grad
    tensor([-8.])
    """
    numbers = data if isinstance(data, (list, tuple)) else [data]
    if len(numbers) != 1:
        raise NotImplementedError(LACKING.format("tensor but of one float"))
    if not isinstance(numbers[0], float):
        raise TypeError(
            f"data is {data!r}: give a float such as 1.0, or a list of one."
        )
    shape = (1,) if isinstance(data, (list, tuple)) else ()
    return Tensor([_float32(numbers[0])], shape, requires_grad)


def isfinite(x: Tensor) -> Tensor:
    """Whether a tensor is finite, as a tensor of 1 or 0.

    Parameters
    ----------
    x : Tensor
        The tensor.

    Returns
    -------
    Tensor
        1 if it is finite, else 0.
    """
    return Tensor([float(abs(_float32_of(x)) < float("inf"))], x.shape)


class SGD:
    """Optimizer that steps against the gradient.

    Parameters
    ----------
    params : list of Tensor
        The weights.
    lr : float
        Learning rate.
    """

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = _float32(lr)

    def zero_grad(self):
        """Clear the gradients."""
        for w in self.params:
            w.grad = None

    def step(self):
        """Move the weights that have a gradient."""
        for w in self.params:
            if w.grad is not None:
                # One rounding for product and sum together, as in PyTorch.
                w._store[0] = _float32(w.item() - self.lr * w.grad.item())


class optim:  # noqa: N801  (PyTorch's name)
    """Where PyTorch keeps its optimizers."""

    SGD = SGD
