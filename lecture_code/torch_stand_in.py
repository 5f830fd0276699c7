"""A stand-in for PyTorch where PyTorch cannot run: in the pages of this book.

It is chapter 4's `Value` under PyTorch's names. A tensor of it holds one float32
number, as a list of one (shape ``(1,)``) or alone (shape ``()``). What it can do, it
does to the last digit as PyTorch does; what it lacks raises NotImplementedError.

Source: written for this book after PyTorch's documentation; torch 2.13 is its test.
"""

from array import array

from lecture_code.back_propagation import Value, walk

LACKING = "this stand-in for PyTorch has no {}: run this one locally, with PyTorch."


def float32(number: float) -> float:
    """Round a number to the nearest float32.

    Parameters
    ----------
    number : float
        Any number.

    Returns
    -------
    float
        The float32 number, infinite if there is none so large.

    Raises
    ------
    TypeError
        If it is not a number.

    Examples
    --------
    >>> float32(0.1)
    0.10000000149011612
    """
    if not isinstance(number, (int, float)):
        raise TypeError(f"{number!r} is no number: give a float such as 1.0.")
    return array("f", [number])[0]


NEEDS_ITS_NUMBERS = ("MulBackward0", "DivBackward0", "PowBackward0", "ReluBackward0")


class _Engine:
    """Whether results keep their graph, and how many tensors there are."""

    enabled = True
    born = 0


class no_grad:  # noqa: N801  (PyTorch's name)
    """Block in which nothing becomes part of a graph."""

    def __enter__(self):
        self.before = _Engine.enabled
        _Engine.enabled = False

    def __exit__(self, *error):
        _Engine.enabled = self.before


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

    def __init__(self, store: list, shape: tuple, requires_grad: bool = False):
        self._store = store  # shared with the views that .data, .detach() and [0] give
        self.shape = shape
        self.requires_grad = requires_grad
        self.grad = None
        self.grad_fn = ""
        self.parents = ()
        self._way_back = ()  # for each parent, what becomes of an incoming gradient
        self._spent = self._is_kept = False
        _Engine.born += 1
        self._born = _Engine.born

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise NotImplementedError(LACKING.format("Tensor." + name))

    def __repr__(self):
        number = _digits(self._store[0])
        more = f", grad_fn=<{self.grad_fn}>" if self.grad_fn else ""
        if self.requires_grad and not more:
            more = ", requires_grad=True"
        return f"tensor([{number}]{more})" if self.shape else f"tensor({number}{more})"

    def __bool__(self):
        return self._store[0] != 0

    def __add__(self, other):
        return _result("AddBackward0", _sum(self, other), (self, other), (_same, _same))

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        ways = (_same, _negative)
        return _result("SubBackward0", _sum(self, other, -1.0), (self, other), ways)

    def __rsub__(self, other):
        ways = (_negative, _same)
        return _result("RsubBackward1", _sum(other, self, -1.0), (self, other), ways)

    def __mul__(self, other):
        a, b = _number(self), _number(other)
        return _result(
            "MulBackward0", a * b, (self, other), (lambda g: g * b, lambda g: g * a)
        )

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        a, b = _number(self), _number(other)
        if not b:
            raise NotImplementedError(LACKING.format("division by 0"))

        def to_divisor(g):
            return -g * float32(float32(a / b) / b)

        return _result(
            "DivBackward0", a / b, (self, other), (lambda g: g / b, to_divisor)
        )

    def __rtruediv__(self, other):
        one = Tensor([float32(1.0)], self.shape)
        return (one / self) * other

    def __pow__(self, exponent):
        if exponent not in (1, 2, 3):
            raise NotImplementedError(LACKING.format(f"power {exponent}"))
        a = _number(self)
        square = float32(a * a)
        powers = (1.0, a, square, square * a)
        slope = float32(exponent * powers[exponent - 1])
        return _result(
            "PowBackward0", powers[exponent], (self,), (lambda g: g * slope,)
        )

    def __neg__(self):
        return _result("NegBackward0", -_number(self), (self,), (_negative,))

    def __isub__(self, other):
        if self.requires_grad and _Engine.enabled:
            raise RuntimeError(
                "a leaf Variable that requires grad is being used in an in-place "
                "operation."
            )
        self._store[0] = float32(_sum(self, other, -1.0))
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
        return _result(
            "SelectBackward0", _number(self), (self,), (_same,), (), self._store
        )

    def sum(self):
        """Sum of the one number."""
        return _result("SumBackward0", 0.0 + _number(self), (self,), (_same,), ())

    def mean(self):
        """Mean of the one number."""
        return _result("MeanBackward0", 0.0 + _number(self), (self,), (_same,), ())

    def relu(self):
        """The number above 0, else 0."""
        is_open = _number(self) > 0
        ways = (lambda g: g if is_open else 0.0,)
        return _result("ReluBackward0", max(_number(self), 0.0), (self,), ways)

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
        self._store[0] = other._store[0]

    def clone(self):
        """Copy of the number."""
        return _result("CloneBackward0", _number(self), (self,), (_same,))

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
        incoming = {id(self): 1.0}
        # As in PyTorch, the result that was computed last has its turn first: float32
        # sums depend on their order.
        for node in sorted(nodes, key=lambda node: node._born, reverse=True):
            gradient = incoming[id(node)]
            for parent, way in zip(node.parents, node._way_back):
                passed_on = float32(way(gradient))
                if id(parent) in incoming:
                    passed_on = float32(incoming[id(parent)] + passed_on)
                incoming[id(parent)] = passed_on
            if node.is_leaf or node._is_kept:
                if node.grad is not None:
                    gradient = float32(_number(node.grad) + gradient)
                node.grad = Tensor([gradient], node.shape)
            node._spent = node.grad_fn in NEEDS_ITS_NUMBERS


def _number(operand) -> float:
    """Float32 number of an operand."""
    return operand._store[0] if isinstance(operand, Tensor) else float32(operand)


def _sum(left, right, factor: float = 1.0) -> float:
    return _number(left) + factor * _number(right)


def _same(g: float) -> float:
    return g


def _negative(g: float) -> float:
    return -g


def _result(grad_fn, number, operands, ways, shape=None, store=None) -> Tensor:
    """Tensor made by an operation, with its graph where one is wanted."""
    tensors = [operand for operand in operands if isinstance(operand, Tensor)]
    if shape is None:
        shape = max((t.shape for t in tensors), key=len)
    result = Tensor(store or [float32(number)], shape)
    if _Engine.enabled and any(t.requires_grad for t in tensors):
        edges = [
            (operand, way)
            for operand, way in zip(operands, ways)
            if isinstance(operand, Tensor) and operand.requires_grad
        ]
        result.requires_grad = True
        result.grad_fn = grad_fn
        result.parents = tuple(operand for operand, _ in edges)
        result._way_back = tuple(way for _, way in edges)
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
    return Tensor([float32(numbers[0])], shape, requires_grad)


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
    return Tensor([1.0 if abs(_number(x)) < float("inf") else 0.0], x.shape)


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
        self.lr = float32(lr)

    def zero_grad(self):
        """Clear the gradients."""
        for w in self.params:
            w.grad = None

    def step(self):
        """Move the weights that have a gradient."""
        for w in self.params:
            if w.grad is not None:
                # One rounding for product and sum together, as in PyTorch.
                w._store[0] = float32(_number(w) - self.lr * _number(w.grad))


class optim:  # noqa: N801  (PyTorch's name)
    """Where PyTorch keeps its optimizers."""

    SGD = SGD
