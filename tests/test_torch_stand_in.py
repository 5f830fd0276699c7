"""The stand-in for PyTorch does what PyTorch does, to the last digit of float32."""

import random

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lecture_code import torch_stand_in
from lecture_code.linear_model import x_data, y_data

BOTH = (torch, torch_stand_in)


def random_program(t, seed: int) -> tuple:
    """Compute at random from two leaves; give what is printed, and the numbers."""
    draw = random.Random(seed)
    leaves = [
        t.tensor([draw.choice([1.0, draw.uniform(-3, 3)])], requires_grad=True),
        t.tensor(draw.uniform(-3, 3), requires_grad=True),
    ]
    nodes = list(leaves)
    for _ in range(draw.randint(1, 8)):
        a, b = draw.choice(nodes), draw.choice([*nodes, draw.uniform(-3, 3)])
        operations = [
            lambda a=a, b=b: a + b,
            lambda a=a, b=b: a - b,
            lambda a=a, b=b: a * b,
            lambda a=a, b=b: a / (b * b + 0.5),
            lambda a=a: a**2,
            lambda a=a: a**3,
            lambda a=a: -a,
            lambda a=a: a.relu(),
            lambda a=a: 2.5 - a,
            lambda a=a: 1.7 * a + 0.3,
            lambda a=a: a.sum(),
        ]
        nodes.append(draw.choice(operations)())
    output = nodes[-1] + leaves[0]
    shown = [repr(node) for node in nodes]
    output.backward()
    grads = [None if leaf.grad is None else leaf.grad.item() for leaf in leaves]
    return shown, output.item(), grads, [node.is_leaf for node in nodes]


@given(st.integers(0, 10**9))
def test_random_expressions_agree(seed):
    theirs, ours = (random_program(t, seed) for t in BOTH)
    assert ours == theirs


def sgd(t):
    w = t.tensor([1.0], requires_grad=True)
    optimizer = t.optim.SGD([w], lr=0.01)
    for x_val, y_val in zip(x_data, y_data, strict=True):
        loss = (x_val * w - y_val) ** 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield repr(w), w.item(), repr(loss), repr(w.grad)


def old_style(t):
    w = t.tensor([1.0], requires_grad=True)
    for x_val, y_val in zip(x_data, y_data, strict=True):
        loss = (x_val * w - y_val) * (x_val * w - y_val)
        loss.backward()
        yield repr(w.grad.data[0]), repr(loss.data[0])
        w.data = w.data - 0.01 * w.grad.data
        w.grad.data.zero_()


def in_place(t):
    w = t.tensor([1.0], requires_grad=True)
    inner = 3.0 * w
    inner.retain_grad()
    (inner - 6.0).sum().backward()
    with t.no_grad():
        w -= 0.01 * w.grad
    yield repr(w), repr(inner.grad), repr(inner), repr(w.detach().clone()), repr(w[0])


@pytest.mark.parametrize("program", [sgd, old_style, in_place])
def test_programs_agree(program):
    theirs, ours = (list(program(t)) for t in BOTH)
    assert ours == theirs != []


def twice(t):
    loss = (2.0 * t.tensor([1.0], requires_grad=True)) ** 2
    loss.backward()
    loss.backward()


def without_graph(t):
    t.tensor(2.0).backward()


def leaf_in_place(t):
    w = t.tensor([1.0], requires_grad=True)
    w -= 1.0


def index_of_a_number(t):
    return t.tensor([1.0]).sum().data[0]


@pytest.mark.parametrize(
    "mistake", [twice, without_graph, leaf_in_place, index_of_a_number]
)
def test_mistakes_raise_the_same_error(mistake):
    errors = []
    for t in BOTH:
        with pytest.raises((RuntimeError, IndexError)) as caught:
            mistake(t)
        errors.append((type(caught.value), str(caught.value).split(".")[0]))
    assert errors[0] == errors[1]


@pytest.mark.parametrize(
    "lacking",
    [
        lambda t: t.tensor([1.0, 2.0]),
        lambda t: t.tensor(1.0).cos(),
        lambda t: t.tensor(1.0) ** 0.5,
        lambda t: 1.0 / t.tensor(2.0),
        lambda t: t.tensor(3.0) ** t.tensor(2.0),
        lambda t: 3.0 ** t.tensor(2.0),
    ],
)
def test_what_it_lacks_says_so(lacking):
    with pytest.raises(NotImplementedError, match="run this one locally"):
        lacking(torch_stand_in)


@pytest.mark.parametrize("bad", ["1", None, 1j, [[1.0]], {1.0}])
@pytest.mark.parametrize("name", ["tensor", "isfinite"])
def test_bad_input_is_refused(name, bad):
    with pytest.raises(TypeError, match="give"):
        getattr(torch_stand_in, name)(bad)
