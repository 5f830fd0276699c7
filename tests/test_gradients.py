"""Gradients by hand, by the Value engine, by torch and by finite differences agree."""

import math
import operator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from lecture_code import back_propagation, gradient_descent, linear_model, two_weights
from lecture_code.back_propagation import Value, walk
from lecture_code.gradient_descent import finite_difference

numbers = st.floats(-10, 10).map(lambda number: round(number, 3))


def tensor(number: float) -> torch.Tensor:
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


def close(a: float, b: float, tolerance: float = 1e-9) -> bool:
    return math.isclose(a, b, rel_tol=tolerance, abs_tol=tolerance)


@given(numbers, numbers, numbers)
def test_linear_model(x, y, w):
    by_hand = gradient_descent.gradient(x, y, w)
    by_engine = back_propagation.gradient(x, y, w)
    weight = tensor(w)
    ((x * weight - y) ** 2).backward()
    measured = finite_difference(lambda w: linear_model.loss(x, y, w), at=w)
    assert close(by_hand, by_engine)
    assert close(by_hand, weight.grad.item())
    assert close(by_hand, measured, 1e-4)


@given(numbers, numbers, numbers, numbers, numbers)
def test_two_weights(x, y, w1, w2, b):
    grad1 = two_weights.gradient_w1(x, y, w1, w2, b)
    grad2 = two_weights.gradient_w2(x, y, w1, w2, b)
    for kind in (Value, tensor):
        v1, v2 = kind(w1), kind(w2)
        ((x * x * v2 + x * v1 + b - y) ** 2).backward()
        assert close(grad1, float(v1.grad))
        assert close(grad2, float(v2.grad))
    measured1 = finite_difference(lambda w: two_weights.loss(x, y, w, w2, b), at=w1)
    measured2 = finite_difference(lambda w: two_weights.loss(x, y, w1, w, b), at=w2)
    assert close(grad1, measured1, 1e-3)
    assert close(grad2, measured2, 1e-3)


OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / (b * b + 1.0),
    "**": lambda a, b: a**3 - b**2,
    "neg": lambda a, b: -a - 1.5 + (0.5 - b),
    "relu": lambda a, b: a.relu() * 0.5 + 2.0 / (b * b + 1.0),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0), st.integers(0)),
    min_size=1,
    max_size=6,
)


def evaluate(program, leaves):
    """Run random operations on random earlier results; squash to keep numbers small."""
    results = list(leaves)
    for name, i, j in program:
        a, b = results[i % len(results)], results[j % len(results)]
        results.append(OPERATIONS[name](a, b) * 0.1)
    total = results[0]
    for result in results[1:]:
        total = total + result
    return total


small = st.floats(-3, 3).map(lambda number: round(number, 2))


@given(st.lists(small, min_size=2, max_size=3), steps)
def test_random_expressions(data, program):
    values = [Value(number) for number in data]
    tensors = [tensor(number) for number in data]
    ours, theirs = evaluate(program, values), evaluate(program, tensors)
    ours.backward()
    theirs.backward()
    assert close(ours.data, theirs.item())
    for value, other in zip(values, tensors, strict=True):
        assert close(value.grad, other.grad.item())


FORMS = {
    "a + a": lambda a: a + a,
    "a + 1": lambda a: a + 1,
    "1 + a": lambda a: 1 + a,
    "a - 1": lambda a: a - 1,
    "1 - a": lambda a: 1 - a,
    "-a": lambda a: -a,
    "a * a": lambda a: a * a,
    "a * 3": lambda a: a * 3,
    "3 * a": lambda a: 3 * a,
    "a / 2": lambda a: a / 2,
    "2 / a": lambda a: 2 / a,
    "a / a": lambda a: a / a,
    "a ** 2": lambda a: a**2,
    "a ** 0": lambda a: a**0,
    "a.relu()": lambda a: a.relu(),
    "(-a).relu()": lambda a: (-a).relu(),
    "diamond": lambda a: (a + 1) * (a - 1),
    "a": lambda a: a,
}


@pytest.mark.parametrize("name", FORMS)
def test_second_backward_does_what_torch_does(name):
    outcomes = []
    for kind in (Value, tensor):
        a = kind(1.5)
        output = FORMS[name](a)
        output.backward()
        once = float(a.grad)
        try:
            output.backward()
        except RuntimeError:
            assert float(a.grad) == once, "a refused pass must change nothing"
            outcomes.append(("refused", once))
        else:
            outcomes.append((float(a.grad), once))
    assert outcomes[0][0] == outcomes[1][0]
    assert close(outcomes[0][1], outcomes[1][1])


def test_new_graphs_add_to_the_gradient_as_in_torch():
    for kind in (Value, tensor):
        w, seen = kind(1.0), []
        for x, y in ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0)):
            ((x * w - y) ** 2).backward()
            seen.append(float(w.grad))
        assert seen == [-2.0, -10.0, -28.0]


def test_long_chain():
    first = Value(1.0)
    last = first
    for _ in range(100_000):
        last = last + 0.0
    last.backward()
    assert first.grad == 1.0
    assert len(walk(last)) == 100_001


def test_walk_puts_parents_first():
    a = Value(2.0)
    output = (a * a + a) * (a - 1.0)
    nodes = walk(output)
    for place, node in enumerate(nodes):
        assert all(parent in nodes[:place] for parent in node.parents)
        assert len(node.parents) == len(node.local_gradients)
    assert nodes[-1] is output
