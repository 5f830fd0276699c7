"""A small PyTorch for the page, where PyTorch itself cannot run.

It is the engine of chapter 4 under PyTorch's names, for a number or a row of numbers.
What it has, it does as PyTorch 2.13 does, to the last digit of float32; whatever else
PyTorch has, it refuses with one sentence. `HAS` is the whole list.

Source: written for this book after PyTorch's documentation; its tests run PyTorch.
"""

import builtins as _builtins
import math as _math
import sys as _sys
from array import array as _array

HAS = {
    "torch": "Size Tensor autograd float32 int64 mean no_grad optim pow square sum "
    "tensor",
    "torch.Tensor": "add_ backward clone data detach dim dtype grad grad_fn is_leaf "
    "item mean ndim numel pow relu requires_grad requires_grad_ retain_grad shape size "
    "square sub_ sum tolist zero_",
    # + - * /, ** with the numbers in `_POWERS`, += -= *= /= **=, == and !=, bool(),
    # len(), t[i] with a whole number i, for, print().
    "operators": "add bool eq format getitem hash iadd imul ipow isub iter itruediv "
    "len mul ne neg pow radd repr rmul rsub rtruediv str sub truediv",
    "torch.autograd": "Variable",
    "torch.optim": "SGD",
    "torch.optim.SGD": "step zero_grad",
}
_REFUSED_OPERATORS = (
    "abs and ceil complex contains copy deepcopy delitem dir divmod float floor "
    "floordiv ge gt iand ifloordiv ilshift imatmul imod index int invert ior irshift "
    "ixor le lshift lt matmul mod or pos rand rdivmod reduce_ex reversed rfloordiv "
    "rlshift rmatmul rmod ror round rpow rrshift rshift rxor setitem trunc xor"
)
_IN_PAGE = _sys.implementation.name == "micropython"
# No name is "*": so `from torch import *` gets the sentence, too.
__all__ = ["*"]  # noqa: F822


def _lacks(what):
    """Error that says what is not here."""
    text = f"the page's small PyTorch has no {what}: run this one with PyTorch."
    return NotImplementedError(text)


def __getattr__(name):
    raise _missing("torch", name)


def _missing(owner, name):
    """Error for a name that a part of torch has not, or for a module to import."""
    if name != "__path__":
        return _lacks(f"{owner}.{name}")
    return _lacks("such module") if _IN_PAGE else AttributeError(name)


class _Part:
    """Part of a library, such as torch.optim."""

    __spec__ = None

    def __init__(self, name, **has):
        self._name = name
        for key in has:
            setattr(self, key, has[key])

    def __repr__(self):
        raise _lacks(f"print of {self._name}")

    def __getattr__(self, name):
        raise _missing(self._name, name)


class _Dtype(_Part):
    """Kind of the numbers of a tensor."""

    def __repr__(self):
        return self._name


float32 = _Dtype("torch.float32")
int64 = _Dtype("torch.int64")
_bool = _Dtype("torch.bool")


class Size(tuple):
    """Shape of a tensor: () for a number, (n,) for a row of n."""

    def __repr__(self):
        return f"torch.Size({list(self)})"

    __str__ = __repr__

    def __getitem__(self, index):
        if not isinstance(index, int):
            raise _lacks("slice of a shape")
        return tuple(self)[index]

    def __add__(self, other):
        raise _lacks("arithmetic with shapes")

    __radd__ = __mul__ = __rmul__ = __add__

    def __getattr__(self, name):
        raise _lacks(f"torch.Size.{name}")


class no_grad:  # noqa: N801  (PyTorch's name)
    """Block or function in which nothing becomes part of a graph."""

    is_on = False

    def __init__(self, *function):
        if function:
            raise _lacks("torch.no_grad without parentheses")

    def __enter__(self):
        self.before, no_grad.is_on = no_grad.is_on, True

    def __exit__(self, *error):
        no_grad.is_on = self.before

    def __call__(self, function):
        if isinstance(function, type):
            raise _lacks("torch.no_grad around a class")

        def decorated(*args, **options):
            with no_grad():
                result = function(*args, **options)
            if type(result) is type(number for number in ()):
                raise _lacks("torch.no_grad around a generator")
            return result

        return decorated


class _Node:
    """Operation in the graph; the tensor that it made has it as its `grad_fn`.

    An edge is a parent, the shape of its numbers, and a function that makes the
    parent's gradient from this one's: the gradient times the local gradient.
    """

    count = 0

    def __init__(self, name, edges, saved):
        self._name, self._edges = name, edges
        self._saved = [(tensor, tensor._changes[0]) for tensor in saved]
        self._is_freed, self._kept = False, None
        self._order = _Node.count = _Node.count + 1

    def __repr__(self):
        return f"<{self._name} object at 0x{id(self):x}>"

    def __getattr__(self, name):
        raise _lacks(f"grad_fn.{name}")

    def _check(self):
        """Raise an error if the numbers that the edges need are gone or changed."""
        if self._is_freed:
            raise RuntimeError(
                "Trying to backward through the graph a second time (or directly "
                "access saved tensors after they have already been freed). Compute "
                "the loss again, or specify retain_graph=True."
            )
        for tensor, version in self._saved:
            if tensor._changes[0] != version:
                made_by = ""
                if tensor._node:
                    made_by = tensor._node._name.split("Backward")[0]
                    made_by = f", which is output 0 of {made_by},"
                raise RuntimeError(
                    "one of the variables needed for gradient computation has been "
                    "modified by an inplace operation: [torch.FloatTensor "
                    f"{list(tensor._shape)}]{made_by} is at version "
                    f"{tensor._changes[0]}; expected version {version} instead."
                )


def _walk(root):
    """List what `root` was computed from, in the order in which PyTorch takes it.

    What was computed last comes first; a leaf follows the last node that needs it.
    """
    found, turns, stack = {id(root): root}, {id(root): 0}, [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Tensor):
            continue
        turns[id(node)] = node._order
        for parent, _, _ in node._edges:
            if isinstance(parent, Tensor):
                turn = node._order - 0.5
                turns[id(parent)] = min(turn, turns.get(id(parent), turn))
            if id(parent) not in found:
                found[id(parent)] = parent
                stack.append(parent)
    return sorted(found.values(), key=lambda node: -turns[id(node)])


class Tensor:
    """Number, or row of numbers, that may ask for its gradient."""

    def __init__(self, *data, **options):
        if len(data) != 3:
            if options or len(data) != 1 or not isinstance(data[0], (list, tuple)):
                raise _lacks("torch.Tensor but of a list of numbers")
            data = tensor(data[0], dtype=float32)._numbers(), (len(data[0]),), float32
        self._store, self._shape, self._dtype = data
        # Views share the list, and the count of the changes made in it.
        self._start, self._changes = 0, [0]
        self._requires_grad, self._gradient, self._node = False, None, None
        self._whole, self._has_views = None, False

    def _numbers(self):
        size = self._shape[0] if self._shape else 1
        return self._store[self._start : self._start + size]

    def _alias(self):
        """Tensor with the same numbers, in the same place, without a graph."""
        other = Tensor(self._store, self._shape, self._dtype)
        other._start, other._changes = self._start, self._changes
        return other

    def _write(self, numbers):
        """Change the numbers in place."""
        for i in range(len(numbers)):
            self._store[self._start + i] = numbers[i]
        self._changes[0] += 1

    def __getattr__(self, name):
        raise _lacks(f"Tensor.{name}")

    def __setattr__(self, name, value):
        if name[0] != "_" and name not in ("data", "grad", "requires_grad"):
            raise _lacks(f"way to set Tensor.{name}")
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        raise _lacks(f"del for Tensor.{name}")

    def __repr__(self):
        more = ""
        if self._node:
            more = f"grad_fn=<{self._node._name}>"
        elif self._requires_grad:
            more = "requires_grad=True"
        text = "tensor(" + _text(self)
        if more:
            last_line = len(text) - text.rfind("\n") + 1
            text += ", " if last_line + len(more) <= 78 else ",\n       "
        return f"{text}{more})"

    def __str__(self):
        # In PyTorch f"{t}" is a plain number where str(t) is not; MicroPython has
        # one way for both.
        if _IN_PAGE and not self._shape:
            raise _lacks(
                "text of a tensor without dimensions, but print(); use .item()"
            )
        return repr(self)

    def __format__(self, specification):
        if specification or not self._shape:
            raise _lacks("tensor in an f-string but as a row; use .item()")
        return repr(self)

    def __bool__(self):
        if len(self._numbers()) > 1:
            raise RuntimeError(
                "Boolean value of Tensor with more than one value is ambiguous"
            )
        return self._store[self._start] != 0

    def __hash__(self):
        return id(self)

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of a 0-d tensor")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("iteration over a 0-d tensor")
        if self._requires_grad and not no_grad.is_on:
            raise _lacks("for over a tensor that requires grad")
        return iter([self[i] for i in range(len(self))])

    def __getitem__(self, index):
        if type(index) is not int:
            raise _lacks("index but a whole number")
        if not self._shape:
            raise IndexError(
                "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or "
                "`tensor.item<T>()` in C++ to convert a 0-dim tensor to a number"
            )
        size = self._shape[0]
        if not -size <= index < size:
            raise IndexError(
                f"index {index} is out of bounds for dimension 0 with size {size}"
            )
        view, place = self._alias(), index % size
        view._start, view._shape = self._start + place, ()
        view._whole, self._has_views = self, True

        def hand_back(g):
            numbers = [0.0] * size
            numbers[place] = g.item()
            return Tensor(numbers, (size,), float32)

        return _record("SelectBackward0", view, (self, hand_back))

    def __eq__(self, other):
        return _compare(self, other, lambda a, b: a == b, False)

    def __ne__(self, other):
        return _compare(self, other, lambda a, b: a != b, True)

    def sum(self):
        """Sum of all numbers."""
        result = Tensor([_total(_floats(self))], (), float32)
        return _record("SumBackward0", result, (self, lambda g: _spread(g, self)))

    def mean(self):
        """Mean of all numbers."""
        numbers = _floats(self)
        result = Tensor([_float32(_total(numbers) / len(numbers))], (), float32)
        rule = lambda g: _spread(g, self) / len(numbers)  # noqa: E731
        return _record("MeanBackward0", result, (self, rule))

    def relu(self):
        """Each number above 0 itself, else 0."""
        result = _each(lambda a: 0.0 if a < 0 else a, self)
        kept = result._alias()
        rule = lambda g: _each(lambda h, a: 0.0 if a <= 0 else h, g, kept)  # noqa: E731
        _record("ReluBackward0", result, (self, rule, kept))
        kept._node = result._node
        return result

    def clone(self):
        """Copy of the numbers, part of the graph."""
        result = Tensor(self._numbers(), self._shape, self._dtype)
        return _record("CloneBackward0", result, (self, lambda g: g))

    def item(self):
        """Plain number, without a graph."""
        if len(self._numbers()) > 1:
            count = len(self._numbers())
            raise RuntimeError(
                f"a Tensor with {count} elements cannot be converted to Scalar"
            )
        return self._store[self._start]

    def tolist(self):
        """Plain numbers, without a graph."""
        return self._numbers() if self._shape else self.item()

    def detach(self):
        """Same numbers, without a graph."""
        return self._alias()

    def numel(self):
        """How many numbers there are."""
        return len(self._numbers())

    def dim(self):
        """Length of the shape."""
        return len(self._shape)

    def size(self, *dim, **options):
        """Shape, or one number of it."""
        if options or dim not in ((), (0,), (-1,)) or dim and not self._shape:
            raise _lacks("argument of Tensor.size() but the 0 of a row")
        return self._shape[0] if dim else Size(self._shape)

    def zero_(self):
        """Set the numbers to 0 in place."""
        _floats(self)
        if _is_recorded(self):
            raise _lacks("Tensor.zero_ for a result of a graph")
        self._write([0.0] * self.numel())
        return self

    def square(self):
        """Square of each number."""
        return self**2

    def add_(self, other, alpha=1):
        """Add alpha times a number or tensor in place."""
        if type(alpha) not in (int, float):
            raise _lacks("alpha but a number")
        operation = _add if alpha == 1 else _adding(_float32(alpha))
        return _change(self, operation, _operand(other, "+="))

    def sub_(self, other, alpha=1):
        """Subtract alpha times a number or tensor in place."""
        if alpha != 1:
            raise _lacks("alpha in Tensor.sub_()")
        return _change(self, _sub, _operand(other, "-="))

    def requires_grad_(self, requires_grad=True, *args, **options):
        """Say whether a gradient is wanted."""
        if args or options or type(requires_grad) is not bool:
            raise _lacks("argument of Tensor.requires_grad_() but True or False")
        if requires_grad and self._dtype is not float32:
            raise RuntimeError(
                "only Tensors of floating point dtype can require gradients"
            )
        if not (requires_grad and self._node):
            self.requires_grad = requires_grad
        return self

    def retain_grad(self):
        """Keep the gradient of a result, too."""
        if not self._requires_grad:
            raise RuntimeError(
                "can't retain_grad on Tensor that has requires_grad=False"
            )
        if self._node:
            self._node._kept = self

    def backward(self, *gradient, retain_graph=False, **options):
        """Fill in the gradients of the leaves, as `Value.backward` does."""
        if gradient or options or retain_graph not in (False, True):
            raise _lacks("backward() but with retain_graph")
        if not self._requires_grad:
            raise RuntimeError(
                "element 0 of tensors does not require grad and does not have a grad_fn"
            )
        if self.numel() > 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        root = self._node or self
        gradients = {id(root): Tensor([1.0], self._shape, float32)}
        with no_grad():
            for node in _walk(root):
                incoming = gradients[id(node)]
                if isinstance(node, Tensor):
                    _fill_in(node, incoming)
                    continue
                if node._kept is not None:
                    _fill_in(node._kept, incoming)
                node._check()
                for parent, shape, hand_back in node._edges:
                    passed = _shrink(hand_back(incoming), shape)
                    if id(parent) in gradients:
                        passed = gradients[id(parent)] + passed
                    gradients[id(parent)] = passed
                node._is_freed = bool(node._saved) and not retain_graph

    def _get_data(self):
        other = self._alias()
        other._changes = [0]  # changes made through .data are not counted
        return other

    def _set_data(self, other):
        if not isinstance(other, Tensor):
            kind = type(other).__name__
            raise TypeError(f"Variable data has to be a tensor, but got {kind}")
        if other._dtype is not self._dtype or other._shape != self._shape:
            raise _lacks(".data of another shape or dtype")
        self._store, self._start = other._store, other._start

    def _set_grad(self, other):
        if other is None:
            self._gradient = None
            return
        if not isinstance(other, Tensor):
            raise TypeError(
                "assigned grad expected to be a Tensor or None but got grad of type "
                + type(other).__name__
            )
        if other is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if other._dtype is not self._dtype or other._requires_grad:
            raise _lacks("gradient of another dtype or with a graph")
        if other._shape != self._shape:
            raise RuntimeError(
                f"attempting to assign a gradient of size '{list(other._shape)}' to a "
                f"tensor of size '{list(self._shape)}'. Please ensure that the "
                "gradient and the tensor are the same size"
            )
        self._gradient = other

    def _set_requires_grad(self, value):
        if value is not True and value is not False:
            raise RuntimeError("requires_grad must be a bool")
        if value and self._dtype is not float32:
            raise RuntimeError(
                "only Tensors of floating point and complex dtype can require gradients"
            )
        if self._node:
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables."
            )
        self._requires_grad = value

    def _refuse_change(self, *value):
        raise _lacks("such change of an attribute")

    data = property(_get_data, _set_data, _refuse_change)
    grad = property(lambda self: self._gradient, _set_grad, _refuse_change)
    requires_grad = property(
        lambda self: self._requires_grad, _set_requires_grad, _refuse_change
    )
    grad_fn = property(lambda self: self._node, _refuse_change, _refuse_change)
    is_leaf = property(lambda self: not self._node, _refuse_change, _refuse_change)
    shape = property(lambda self: Size(self._shape), _refuse_change, _refuse_change)
    dtype = property(lambda self: self._dtype, _refuse_change, _refuse_change)
    ndim = property(lambda self: len(self._shape), _refuse_change, _refuse_change)


def _float32(number):
    """Round a number to the nearest float32."""
    if abs(number) > 2**53 and isinstance(number, int):
        raise _lacks("integer beyond 2**53")
    return _array("f", [number])[0]


def _floats(operand):
    """Numbers of a tensor of floats; the others have no arithmetic here."""
    if operand._dtype is not float32:
        raise _lacks(f"arithmetic with {operand._dtype}")
    return operand._numbers()


def _operand(other, symbol, is_left=False):
    """Operand as a tensor."""
    if isinstance(other, Tensor):
        return other
    if isinstance(other, (bool, int, float)):
        return Tensor([_float32(other)], (), float32)
    kind = type(other).__name__
    if other is None:
        kinds = f"'{kind}' and 'Tensor'" if is_left else f"'Tensor' and '{kind}'"
        raise TypeError(f"unsupported operand type(s) for {symbol}: {kinds}")
    raise _lacks(f"{symbol} of a tensor and a {kind}")


def _each(rule, *operands):
    """Apply a rule to the numbers of the operands, one place after the other."""
    columns = [_floats(operand) for operand in operands]
    shape = _common_shape([operand._shape for operand in operands])
    size = shape[0] if shape else 1
    columns = [column * (size // len(column)) for column in columns]
    return Tensor([_float32(rule(*row)) for row in zip(*columns)], shape, float32)


def _common_shape(shapes):
    """Shape of a result; a single number goes with every shape."""
    a, b = shapes[0], shapes[-1]
    if a and b and a != b and a != (1,) and b != (1,):
        raise RuntimeError(
            f"The size of tensor a ({a[0]}) must match the size of tensor b ({b[0]}) "
            "at non-singleton dimension 0"
        )
    return max(a, b)


def _total(numbers):
    """Sum of numbers, in PyTorch's order of adding."""
    if len(numbers) > 7:
        raise _lacks(
            "sum of more than 7 numbers (its last digit depends on the machine)"
        )
    total = 0.0
    for number in numbers[:1] + numbers[4:] + numbers[1:4]:
        total = _float32(total + number)
    return total


def _spread(g, like):
    """Give the one number of g to every place of another tensor."""
    return Tensor(g._numbers() * like.numel(), like._shape, float32)


def _shrink(g, shape):
    """Add up the gradients of a number that was used in every place."""
    if g._shape == shape:
        return g
    return Tensor([_total(g._numbers())], shape, float32)


def _fill_in(target, gradient):
    """Add to the gradient of a leaf, or of a result that keeps it."""
    if not target._requires_grad:
        return
    if target._gradient is None:
        target._gradient = Tensor(gradient._numbers(), gradient._shape, float32)
    elif target._node:
        target._gradient = target._gradient + gradient
    else:
        target._gradient._write((target._gradient + gradient)._numbers())


def _record(name, result, *edges):
    """Make a result part of the graph where one is wanted.

    An edge here is an operand, what hands its gradient back, and what that reads.
    """
    edges = [edge for edge in edges if edge[0]._requires_grad]
    if edges and not no_grad.is_on:
        saved = [tensor for edge in edges for tensor in edge[2:]]
        edges = [(edge[0]._node or edge[0], edge[0]._shape, edge[1]) for edge in edges]
        result._node, result._requires_grad = _Node(name, edges, saved), True
    return result


def _add(a, b):
    result = _each(lambda x, y: x + y, a, b)
    return _record("AddBackward0", result, (a, lambda g: g), (b, lambda g: g))


def _sub(a, b, name="SubBackward0"):
    result = _each(lambda x, y: x - y, a, b)
    return _record(name, result, (a, lambda g: g), (b, lambda g: -g))


def _adding(alpha):
    """Sum with alpha times the second operand, rounded once, as in PyTorch."""

    def operation(a, b):
        result = _each(lambda x, y: x + alpha * y, a, b)
        by_b = (b, lambda g: g * alpha)
        return _record("AddBackward0", result, (a, lambda g: g), by_b)

    return operation


def _mul(a, b):
    result = _each(lambda x, y: x * y, a, b)
    return _record(
        "MulBackward0", result, (a, lambda g: g * b, b), (b, lambda g: g * a, a)
    )


def _div(a, b):
    by_b = (b, lambda g: -g * ((a / b) / b), a, b)
    return _record(
        "DivBackward0", _each(_quotient, a, b), (a, lambda g: g / b, b), by_b
    )


def _reciprocal(a):
    result = _each(lambda x: _quotient(1.0, x), a)
    kept = result._alias()
    _record("ReciprocalBackward0", result, (a, lambda g: -g * (kept * kept), kept))
    kept._node = result._node
    return result


def _quotient(a, b):
    """Quotient of two numbers; division by 0 gives infinity or nan, as in float32."""
    if b:
        return a / b
    sign = _math.copysign(1.0, a) * _math.copysign(1.0, b)
    return sign * float("inf") if abs(a) > 0 else float("nan")


_POWERS = {
    0: lambda a: 1.0,
    1: lambda a: a,
    2: lambda a: a * a,
    3: lambda a: _float32(a * a) * a,
}


def _pow(a, exponent):
    if type(exponent) not in (int, float) or exponent not in _POWERS:
        raise _lacks("** but with the exponents 0, 1, 2, 3")

    def hand_back(g):
        if exponent == 0:
            return _each(lambda h: 0.0, g)
        return g * (exponent * _each(_POWERS[exponent - 1], a))

    return _record("PowBackward0", _each(_POWERS[exponent], a), (a, hand_back, a))


def _compare(self, other, rule, otherwise):
    """Compare number by number; what is no number is never equal."""
    if not isinstance(other, (Tensor, bool, int, float)):
        return otherwise
    result = _each(rule, self, _operand(other, "=="))
    return Tensor([number == 1 for number in result._numbers()], result._shape, _bool)


def _is_recorded(*tensors):
    """Whether a change in place of the first tensor would be part of a graph."""
    first, is_on = tensors[0], not no_grad.is_on
    if is_on and first._requires_grad and not first._node:
        raise RuntimeError(
            "a leaf Variable that requires grad is being used in an in-place operation."
        )
    if is_on and first._whole is not None and first._whole._requires_grad:
        raise _lacks("change in place of an entry that belongs to a graph")
    return is_on and any(tensor._requires_grad for tensor in tensors)


def _change(self, operation, other):
    """Do an operation in place: the tensor gets new numbers, and a new node."""
    is_recorded = _is_recorded(self, *[t for t in [other] if isinstance(t, Tensor)])
    if is_recorded and (self._whole is not None or self._has_views):
        raise _lacks("change in place beside entries of the tensor")
    if is_recorded and self._node and self._node._kept is not None:
        raise _lacks("change in place after retain_grad()")
    before = Tensor(self._numbers(), self._shape, self._dtype)
    before._requires_grad, before._node = self._requires_grad, self._node
    result = operation(before, other)
    if result._shape != self._shape:
        raise RuntimeError(
            f"output with shape {list(self._shape)} doesn't match the broadcast shape "
            f"{list(result._shape)}"
        )
    self._write(result._numbers())
    if is_recorded:
        self._node, self._requires_grad = result._node, result._requires_grad
    return self


def _give_operators(name, symbol, operation, turned_round):
    """Give tensors an operator: a + b, number + a, and a += b."""

    def forward(self, other):
        return operation(self, _operand(other, symbol))

    def reverse(self, other):
        return turned_round(self, _operand(other, symbol, is_left=True))

    def in_place(self, other):
        return _change(self, operation, _operand(other, symbol + "="))

    setattr(Tensor, f"__{name}__", forward)
    setattr(Tensor, f"__r{name}__", reverse)
    setattr(Tensor, f"__i{name}__", in_place)


def _refusing(what):
    def refuse(*args, **options):
        raise _lacks(what)

    return refuse


def _without_arguments(name, method):
    def call(self, *args, **options):
        if args or options:
            raise _lacks(f"argument of Tensor.{name}()")
        return method(self)

    return call


_give_operators("add", "+", _add, _add)
_give_operators("sub", "-", _sub, lambda a, b: _sub(b, a, "RsubBackward1"))
_give_operators("mul", "*", _mul, _mul)
_give_operators("truediv", "/", _div, lambda a, b: _reciprocal(a) * b)
Tensor.pow = Tensor.__pow__ = _pow
Tensor.__ipow__ = lambda self, exponent: _change(self, _pow, exponent)
Tensor.__neg__ = lambda self: _record(
    "NegBackward0", _each(lambda a: -a, self), (self, lambda g: -g)
)
_WITHOUT_ARGUMENTS = (
    "clone detach dim item mean numel relu retain_grad square sum tolist zero_"
)
for _name in _WITHOUT_ARGUMENTS.split():
    setattr(Tensor, _name, _without_arguments(_name, getattr(Tensor, _name)))
for _name in _REFUSED_OPERATORS.split():
    setattr(Tensor, f"__{_name}__", _refusing(f"Tensor.__{_name}__"))
if _IN_PAGE:
    # MicroPython would ask it for the tensor in 2.0 * t, and lose the tensor there.
    del Tensor.__float__


def _text(tensor):
    """Write the numbers of a tensor as PyTorch does."""
    numbers = tensor._numbers()
    write = str
    if tensor._dtype is float32:
        write = _style([abs(n) for n in numbers if n and abs(n) < float("inf")])
    texts = [write(number) for number in numbers]
    counted = [
        len(text)
        for text, n in zip(texts, numbers)
        if tensor._dtype is not float32 or n and abs(n) < float("inf")
    ]
    width = max(counted + [1])
    texts = [" " * (width - len(text)) + text for text in texts]
    if not tensor._shape:
        return texts[0]
    if len(texts) > 1000:
        raise _lacks("print of more than 1000 numbers")
    step = max(1, 73 // (width + 2))  # as many as go into a line
    lines = [", ".join(texts[i : i + step]) for i in range(0, len(texts), step)]
    return "[" + ",\n        ".join(lines) + "]"


def _style(sizes):
    """Choose how to write numbers: whole, with four decimals, or with an exponent."""
    if sizes and (
        max(sizes) / min(sizes) > 1000 or max(sizes) > 1e8 or min(sizes) < 1e-4
    ):
        return _scientific
    if all(size == _math.floor(size) for size in sizes):
        return lambda number: _fixed(number, 0)
    return lambda number: _fixed(number, 4)


def _fixed(number, decimals):
    """Write a number with decimals, or as whole with a point."""
    if number != number or abs(number) == float("inf"):
        return str(number)
    digits = str(_scaled(abs(number), decimals))
    digits = "0" * (decimals + 1 - len(digits)) + digits
    place = len(digits) - decimals
    sign = "-" if _math.copysign(1.0, number) < 0 else ""
    return f"{sign}{digits[:place]}.{digits[place:]}"


def _scientific(number):
    """Write a number as a digit, four decimals and an exponent."""
    if number != number or abs(number) == float("inf"):
        return str(number)
    size = abs(number)
    exponent = _math.floor(_math.log10(size)) if size else 0
    digits = _scaled(size, 4 - exponent)
    if size and not 10**4 <= digits < 10**5:  # the logarithm, or rounding up
        exponent += 1 if digits >= 10**5 else -1
        digits = _scaled(size, 4 - exponent)
    sign = "-" if _math.copysign(1.0, number) < 0 else ""
    text = ("0000" + str(digits))[-5:]
    direction = "-" if exponent < 0 else "+"
    return f"{sign}{text[0]}.{text[1:]}e{direction}{abs(exponent):02d}"


def _scaled(number, power):
    """Round number * 10**power to a whole number, exactly: MicroPython's is not."""
    fraction, exponent = _math.frexp(number)
    above, below = int(fraction * 2**53), 2**53
    if exponent > 0:
        above *= 2**exponent
    else:
        below *= 2**-exponent
    if power > 0:
        above *= 10**power
    else:
        below *= 10**-power
    whole, rest = divmod(above, below)
    return whole + (2 * rest > below or 2 * rest == below and whole % 2)


def tensor(data, *args, dtype=None, requires_grad=False, **options):
    """Make a tensor of a number or of a list of numbers.

    >>> w = tensor([1.0], requires_grad=True)
    >>> loss = (2.0 * w - 4.0) ** 2
    >>> loss
    tensor([4.], grad_fn=<PowBackward0>)
    >>> loss.backward()
    >>> w.grad
    tensor([-8.])
    """
    if args or options or dtype not in (None, float32):
        raise _lacks("argument of torch.tensor but dtype=torch.float32, requires_grad")
    is_row = isinstance(data, (list, tuple))
    numbers = list(data) if is_row else [data]
    kinds = [type(number) for number in numbers]
    if not kinds or any(kind not in (bool, int, float) for kind in kinds):
        raise _lacks("tensor but of a number or a list of numbers")
    if dtype or float in kinds:
        dtype, numbers = float32, [_float32(number) for number in numbers]
    elif int in kinds:
        dtype, numbers = int64, [int(number) for number in numbers]
    else:
        dtype = _bool
    if any(abs(number) >= 2**63 for number in numbers) and dtype is int64:
        raise _lacks("integer beyond 2**63")
    if type(requires_grad) is not bool:
        raise _lacks("requires_grad but True or False")
    if requires_grad and dtype is not float32:
        raise RuntimeError(
            "Only Tensors of floating point and complex dtype can require gradients"
        )
    result = Tensor(numbers, (len(numbers),) if is_row else (), dtype)
    result._requires_grad = requires_grad
    return result


def _of_tensor(name):
    """Function of torch that is a method of its tensor."""

    def call(operand, *args, **options):
        if not isinstance(operand, Tensor):
            raise _lacks(f"torch.{name} but of a tensor")
        return getattr(operand, name)(*args, **options)

    return call


for _name in "mean pow square sum".split():
    globals()[_name] = _of_tensor(_name)


def _variable(data, *args, requires_grad=False, **options):
    """Tensor as older programs made it."""
    if args or options or not isinstance(data, Tensor):
        raise _lacks("Variable but of a tensor")
    result = data.detach()
    result.requires_grad = requires_grad
    return result


class _SGD:
    """Optimizer that steps against the gradient."""

    def __init__(self, params, lr=1e-3, *args, **options):
        if (
            args
            or options
            or type(lr) not in (int, float)
            or isinstance(params, Tensor)
        ):
            raise _lacks("torch.optim.SGD but of a list of tensors and lr")
        if lr < 0:
            raise ValueError(f"Invalid learning rate: {lr}")
        self._weights, self._lr = list(params), _float32(lr)
        if not self._weights:
            raise ValueError("optimizer got an empty parameter list")
        kinds = [getattr(w, "_dtype", None) for w in self._weights]
        if any(kind is not float32 for kind in kinds):
            raise _lacks("optimizer but of tensors of floats")
        if any(w._node for w in self._weights):
            raise ValueError("can't optimize a non-leaf Tensor")
        if len({id(w) for w in self._weights}) < len(self._weights):
            raise _lacks("optimizer of the same weight twice")

    def __repr__(self):
        raise _lacks("print of an optimizer")

    def __getattr__(self, name):
        raise _lacks(f"optimizer.{name}")

    def __setattr__(self, name, value):
        if name[0] != "_":
            raise _lacks(f"optimizer.{name} to set")
        object.__setattr__(self, name, value)

    def zero_grad(self, *args, **options):
        """Clear the gradients."""
        if args or options:
            raise _lacks("argument of optimizer.zero_grad()")
        for w in self._weights:
            w.grad = None

    def step(self, *args, **options):
        """Move the weights that have a gradient."""
        if args or options:
            raise _lacks("argument of optimizer.step()")
        for w in self._weights:
            if w._gradient is not None:
                # One rounding for product and difference together, as in PyTorch.
                pairs = zip(w._numbers(), w._gradient._numbers())
                w._write([_float32(a - self._lr * g) for a, g in pairs])


optim = _sys.modules["torch.optim"] = _Part("torch.optim", SGD=_SGD)
autograd = _sys.modules["torch.autograd"] = _Part("torch.autograd", Variable=_variable)
if _IN_PAGE:
    Tensor = type("torch.Tensor", (Tensor,), {})  # its name as PyTorch prints it
    _print = print

    def _print_tensors(*values, **options):
        """Print tensors by `repr`; see `Tensor.__str__`."""
        texts = [repr(v) if isinstance(v, Tensor) else v for v in values]
        _print(*texts, **options)

    _builtins.print = _print_tensors
