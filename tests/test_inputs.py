"""Public functions refuse bad input with a sentence that says what to mend."""

import inspect
import math
from importlib import import_module
from types import ModuleType

import pytest
import torch
from lessons import discover

from lecture_code import autograd, gradient_descent, linear_model, two_weights
from lecture_code.back_propagation import Value, lecture_graph, print_graph

MODULES = [import_module(f"lecture_code.{lesson.name}") for lesson in discover()]
X, Y = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]

# A good value for each argument by its name; the tests put a bad one in its place.
GOOD = {
    **dict.fromkeys(["x", "y", "w", "w1", "w2", "b", "at", "h", "data"], 1.0),
    **{"x_data": X, "y_data": Y, "w_list": [1.0], "learning_rate": 0.01, "epochs": 2},
    **{"start": 0.0, "stop": 1.0, "step": 0.1, "f": abs},
    "output": lecture_graph(1.0, 2.0, 1.0).loss,
}
BAD_NUMBERS = [math.nan, math.inf, -math.inf, 10**400, "1", None, [1.0], True, 1j]
BAD_LISTS = [[], (), {1.0, 2.0, 3.0}, "123", None, 1.0, [1.0, math.nan], [1.0, "2"]]
BAD = {
    "x_data": [*BAD_LISTS, [1.0, 2.0]],
    "y_data": [*BAD_LISTS, [1.0, 2.0, 3.0, 4.0]],
    "w_list": BAD_LISTS,
    "learning_rate": [*BAD_NUMBERS, 0.0, -0.1],
    "epochs": [*BAD_NUMBERS, 0, -1, 2.5],
    "step": [*BAD_NUMBERS, 0.0, -0.1],
    "h": [*BAD_NUMBERS, 0.0, -0.1],
    "stop": [*BAD_NUMBERS, 0.0, -1.0],
    "f": [None, 1.0],
    "output": [None, 1.0],
    "record": [None, 1.0, (1, 2, 3)],
}


def public_functions(module: ModuleType):
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            yield function


def good(module: ModuleType, name: str):
    if name == "record":
        return next(iter(module.train(X, Y)))
    if module is autograd and name == "w":
        return torch.tensor([1.0])
    return GOOD[name]


def cases():
    for module in MODULES:
        for function in public_functions(module):
            for name in inspect.signature(function).parameters:
                if (module, name) == (autograd, "w") and function.__name__ != "train":
                    bad = [1.0, None, torch.tensor([1]), torch.tensor([math.nan])]
                else:
                    bad = BAD.get(name, BAD_NUMBERS)
                for value in bad:
                    case = f"{module.__name__}.{function.__name__}-{name}={value!r}"
                    yield pytest.param(module, function, name, value, id=case)


@pytest.mark.parametrize(("module", "function", "name", "value"), list(cases()))
def test_refused(module, function, name, value):
    arguments = {}
    for parameter in inspect.signature(function).parameters:
        if parameter == "record" and module is linear_model:
            arguments[parameter] = next(linear_model.sweep(X, Y, [1.0]))
        elif (parameter, function.__name__) == ("w", "train"):
            arguments[parameter] = 1.0
        elif parameter != name:
            arguments[parameter] = good(module, parameter)
    arguments[name] = value
    with pytest.raises((TypeError, ValueError), match=r"\w.*: give .*\."):
        result = function(**arguments)
        if inspect.isgenerator(result):
            next(result)


@pytest.mark.parametrize("value", BAD_NUMBERS)
def test_value_refuses(value):
    with pytest.raises((TypeError, ValueError), match="give"):
        Value(value)
    if value is not None:
        with pytest.raises((TypeError, ValueError), match="give"):
            Value(1.0) + value


def test_value_refuses_what_has_no_finite_answer():
    for compute in (
        lambda: Value(1.0) / 0,
        lambda: 1 / Value(0.0),
        lambda: 0 ** Value(-1),
    ):
        with pytest.raises(ZeroDivisionError, match="give"):
            compute()
    for compute in (
        lambda: Value(-8.0) ** (1 / 3),
        lambda: Value(1e200) * 1e200,
        lambda: Value(1e200) ** 2,
        lambda: Value(0.0) ** 0.5,
        lambda: Value(-2.0) ** Value(2.0),
    ):
        with pytest.raises(ValueError, match="give"):
            compute()


def test_print_graph_wants_names():
    with pytest.raises(ValueError, match="give it one"):
        print_graph(Value(1.0) + 1.0)


@pytest.mark.parametrize("learning_rate", [0.3, 2.0, 1e6, 1e300])
@pytest.mark.parametrize(
    "train",
    [
        gradient_descent.train,
        gradient_descent.train_full_batch,
        two_weights.train,
        autograd.train,
    ],
    ids=lambda train: f"{train.__module__}.{train.__name__}",
)
def test_diverging_run_stops_with_a_message(train, learning_rate):
    seen = []
    with pytest.raises((ArithmeticError, ValueError), match="give"):
        for record in train(X, Y, learning_rate=learning_rate, epochs=100):
            seen.append(repr(record))
    assert not any("nan" in text or "inf" in text for text in seen)
