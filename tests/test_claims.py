"""What the sentences of the book claim about numbers, computed a second way."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from lecture_code import autograd, gradient_descent, two_weights
from lecture_code.gradient_descent import gradient
from lecture_code.linear_model import loss, mse, w_list, x_data, y_data

SAMPLES = list(zip(x_data, y_data, strict=True))


def per_sample(learning_rate: float, epochs: int, w: float = 1.0) -> list[float]:
    """Weights after each epoch of updates per sample."""
    weights = []
    for _ in range(epochs):
        for x, y in SAMPLES:
            w -= learning_rate * gradient(x, y, w)
        weights.append(w)
    return weights


def full_batch(learning_rate: float, epochs: int, w: float = 1.0) -> list[float]:
    """Weights after each epoch of full batch."""
    weights = []
    for _ in range(epochs):
        w -= learning_rate * np.mean([gradient(x, y, w) for x, y in SAMPLES])
        weights.append(w)
    return weights


def epochs_needed(weights: list[float]) -> int:
    """Epochs until the weight is within a millionth of 2."""
    return next(i for i, w in enumerate(weights, 1) if abs(w - 2) < 1e-6)


def two_weight_path(b: float, epochs: int) -> list[tuple[float, float]]:
    """Both weights after each epoch, by the module's partial derivatives."""
    w1, w2, path = 1.0, 1.0, []
    for _ in range(epochs):
        for x, y in SAMPLES:
            grad1 = two_weights.gradient_w1(x, y, w1, w2, b)
            grad2 = two_weights.gradient_w2(x, y, w1, w2, b)
            w1, w2 = w1 - 0.01 * grad1, w2 - 0.01 * grad2
        path.append((w1, w2))
    return path


def test_weights_of_the_sweep_are_those_of_arange():
    assert w_list == np.arange(0.0, 4.1, 0.1).tolist()


def test_mse_is_the_parabola():
    for w in w_list:
        assert mse(x_data, y_data, w) == pytest.approx(14 / 3 * (w - 2) ** 2, abs=1e-12)


def test_closed_form_is_the_best_weight():
    noisy = [2.1, 3.9, 6.2]
    xy, xx = np.dot(x_data, noisy), np.dot(x_data, x_data)
    best, *_ = np.linalg.lstsq(np.c_[x_data], noisy, rcond=None)
    assert xy / xx == pytest.approx(best[0])
    assert round(xy / xx, 4) == 2.0357
    assert round(mse(x_data, noisy, xy / xx), 4) == 0.0140
    of_list = min(w_list, key=lambda w: mse(x_data, noisy, w))
    assert (of_list, round(mse(x_data, noisy, of_list), 4)) == (2.0, 0.02)


def test_printed_loss_is_27_14_of_the_mse_in_every_epoch():
    for w in per_sample(0.01, 40):
        ratio = loss(3.0, 6.0, w) / mse(x_data, y_data, w)
        assert ratio == pytest.approx(27 / 14)


def test_epoch_factor_and_epochs_needed():
    weights = per_sample(0.01, 100)
    factor = (2 - weights[5]) / (2 - weights[4])
    assert factor == pytest.approx(0.98 * 0.92 * 0.82)
    assert epochs_needed(weights) == 46
    assert epochs_needed(full_batch(0.01, 200)) == 142


@pytest.mark.parametrize(
    ("descend", "limit"), [(full_batch, 3 / 14), (per_sample, 0.20402)]
)
def test_rate_above_which_training_diverges(descend, limit):
    below, above = (abs(descend(limit * f, 50)[-1] - 2) for f in (0.999, 1.001))
    assert below < 1 < above


def test_larger_rate_is_faster_up_to_3_28_for_full_batch():
    rates = (0.01, 0.05, 0.1, 3 / 28)
    needed = [epochs_needed(full_batch(rate, 200)) for rate in rates]
    assert needed == sorted(needed, reverse=True)
    assert needed[-1] == 1
    assert epochs_needed(full_batch(0.2, 200)) > needed[1]


def test_updates_per_sample_have_no_such_rule():
    needed = {
        a: epochs_needed(per_sample(a, 300)) for a in (0.05, 1 / 18, 0.1, 0.2, 0.5)
    }
    assert list(needed.values()) == [5, 1, 7, 209, 1]
    assert abs(per_sample(0.3, 50)[-1] - 2) > 1e6


def test_inputs_ten_times_as_large_want_a_rate_a_hundred_times_smaller():
    def factor(rate: float, x: float) -> float:
        return 1 - 2 * rate * x * x

    for x in x_data:
        assert factor(0.01, x) == pytest.approx(factor(0.01 / 100, 10 * x))


def test_the_module_trains_as_the_loops_of_the_chapters(capsys):
    assert gradient_descent.train(x_data, y_data) == per_sample(0.01, 100)
    ours = gradient_descent.train_full_batch(x_data, y_data)
    assert ours == pytest.approx(full_batch(0.01, 100))
    assert two_weights.train(x_data, y_data, b=3.0) == two_weight_path(3.0, 100)


@pytest.mark.parametrize(("b", "crossing"), [(10.0, 105), (3.0, 83)])
def test_error_of_the_last_sample_changes_sign(b, crossing):
    path = two_weight_path(b, 1000)
    errors = [two_weights.forward(3.0, w1, w2, b) - 6.0 for w1, w2 in path]
    smallest = min(range(1000), key=lambda i: abs(errors[i])) + 1
    assert abs(smallest - crossing) <= 1
    assert errors[crossing - 5] > 0 > errors[crossing + 5]


def test_printed_loss_rises_while_the_mse_falls():
    path = two_weight_path(10.0, 1000)
    at_100, at_1000 = path[99], path[999]
    printed = [two_weights.loss(3.0, 6.0, *w, 10.0) for w in (at_100, at_1000)]
    mses = [two_weights.mse(x_data, y_data, *w, 10.0) for w in (at_100, at_1000)]
    assert round(printed[1] / printed[0]) == 126
    assert [round(m, 2) for m in mses] == [2.92, 2.13]
    other = two_weights.mse(x_data, y_data, *two_weight_path(3.0, 1000)[-1], 3.0)
    assert round(mses[1] / other, 1) == 11.1


def test_floor_by_exact_least_squares():
    """Solve for the constant 10 in fractions: both mean slopes are 0."""
    x, b = [Fraction(n) for n in (1, 2, 3)], 10
    u, v = Fraction(-21 * b, 19), Fraction(5 * b, 19)
    errors = [n * u + n * n * v + b for n in x]
    assert sum(n * e for n, e in zip(x, errors, strict=True)) == 0
    assert sum(n * n * e for n, e in zip(x, errors, strict=True)) == 0
    least = sum(e * e for e in errors) / 3
    assert least == Fraction(b * b, 57)
    assert two_weights.least_mse(b) == pytest.approx(float(least))
    assert two_weights.best_weights(b) == pytest.approx((2 + float(u), float(v)))


def test_floor_with_one_weight():
    errors = [n * Fraction(-6, 7) + 2 for n in (1, 2, 3)]
    assert sum(n * e for n, e in zip((1, 2, 3), errors, strict=True)) == 0
    assert sum(e * e for e in errors) / 3 == Fraction(4, 7)


def test_autograd_takes_the_path_of_the_formula(capsys):
    by_torch = autograd.train(x_data, y_data)
    assert by_torch == pytest.approx(per_sample(0.01, 10), rel=1e-6)


def test_four_programs_take_the_same_step():
    """By hand, by the engine, by tensors, by Linear and SGD: one step of full batch."""
    from lecture_code.back_propagation import Value

    [by_hand] = full_batch(0.01, 1)
    w = Value(1.0)
    total = 0.0
    for x, y in SAMPLES:
        total = total + (x * w - y) ** 2
    (total / 3).backward()
    assert w.data - 0.01 * w.grad == pytest.approx(by_hand)

    x, y = torch.tensor([x_data]).T, torch.tensor([y_data]).T
    w = torch.tensor([1.0], requires_grad=True)
    ((x * w - y) ** 2).mean().backward()
    assert (w - 0.01 * w.grad).item() == pytest.approx(by_hand)

    model = torch.nn.Linear(1, 1, bias=False)
    torch.nn.init.ones_(model.weight)
    torch.nn.functional.mse_loss(model(x), y).backward()
    torch.optim.SGD(model.parameters(), lr=0.01).step()
    assert model.weight.item() == pytest.approx(by_hand)
    assert round(by_hand, 7) == 1.0933333
