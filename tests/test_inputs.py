"""Data and settings that cannot be used are refused with a sentence on what to mend."""

import math

import pytest

from lecture_code import autograd, gradient_descent, linear_model, two_weights
from lecture_code._checks import DivergenceError
from lecture_code.back_propagation import Value, print_graph

X, Y = [1.0, 2.0, 3.0], [2.0, 4.0, 6.0]
TRAIN = (
    gradient_descent.train,
    gradient_descent.train_full_batch,
    two_weights.train,
    autograd.train,
)
TAKE_DATA = (
    *TRAIN,
    lambda x, y: linear_model.mse(x, y, 1.0),
    lambda x, y: linear_model.sweep(x, y, [1.0]),
    lambda x, y: gradient_descent.mean_gradient(x, y, 1.0),
    lambda x, y: two_weights.mse(x, y, 1.0, 1.0, 0.0),
)
each_training = pytest.mark.parametrize(
    "train", TRAIN, ids=lambda train: f"{train.__module__}.{train.__name__}"
)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ({1.0, 2.0}, [2.0, 4.0], "x_data is a set: give a list"),
        (1.0, [2.0], "x_data is a float: give a list"),
        ([1.0], None, "y_data is a NoneType: give a list"),
        ([], [], "x_data is empty: give at least one number"),
        (X, [2.0, 4.0], "x_data has 3 numbers and y_data has 2: give one y"),
    ],
)
@pytest.mark.parametrize("function", TAKE_DATA)
def test_data_that_cannot_be_paired(function, x, y, message):
    with pytest.raises((TypeError, ValueError), match=message):
        function(x, y)


@pytest.mark.parametrize("w_list", [[], 1.0, {1.0}])
def test_list_of_weights(w_list):
    with pytest.raises((TypeError, ValueError), match="w_list is .*: give"):
        linear_model.sweep(X, Y, w_list)


@each_training
@pytest.mark.parametrize("rate", [0.0, -0.1, math.nan, math.inf, 10**400, "1", None])
def test_learning_rate(train, rate):
    with pytest.raises(ValueError, match="learning_rate is .*: give a number above 0"):
        train(X, Y, learning_rate=rate)


@each_training
@pytest.mark.parametrize("epochs", [0, -1, 2.5, math.nan, "1", None])
def test_epochs(train, epochs):
    with pytest.raises(ValueError, match="epochs is .*: give a whole number above 0"):
        train(X, Y, epochs=epochs)


@each_training
@pytest.mark.parametrize(
    ("x", "y", "rate"),
    [
        (X, Y, 0.3),
        (X, Y, 2.0),
        (X, Y, 1e6),
        (X, Y, 1e300),
        ([1e200], [1.0], 0.01),
        ([math.nan], [1.0], 0.01),
        ([1.0], [math.inf], 0.01),
    ],
)
def test_exploding_run(train, x, y, rate, capsys):
    with pytest.raises(DivergenceError, match="epoch .* (loss|MSE) is .*Give"):
        train(x, y, learning_rate=rate, epochs=100)
    printed = capsys.readouterr().out
    assert "nan" not in printed
    assert "inf" not in printed


def test_graph_without_names():
    with pytest.raises(ValueError, match="give it one"):
        print_graph(Value(1.0) + 1.0)
