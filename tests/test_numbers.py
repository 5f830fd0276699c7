"""The numbers that the book's sentences rest on, computed a second way."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from lecture_code import autograd, gradient_descent, linear_model, two_weights
from lecture_code.linear_model import x_data, y_data


def test_weights_are_those_of_arange():
    assert linear_model.weights() == np.arange(0.0, 4.1, 0.1).tolist()


def test_mse_is_the_parabola():
    for record in linear_model.sweep(x_data, y_data, linear_model.weights()):
        assert record.mse == pytest.approx(14 / 3 * (record.w - 2) ** 2, abs=1e-12)


def test_epoch_factor_and_epochs_needed():
    records = list(gradient_descent.train(x_data, y_data))
    factor = (2 - records[5].w) / (2 - records[4].w)
    assert factor == pytest.approx(0.98 * 0.92 * 0.82)
    assert next(r.epoch + 1 for r in records if abs(r.w - 2) < 1e-6) == 46
    batch = list(gradient_descent.train_full_batch(x_data, y_data, epochs=200))
    assert next(r.epoch + 1 for r in batch if abs(r.w - 2) < 1e-6) == 142


@pytest.mark.parametrize(
    ("train", "limit"),
    [(gradient_descent.train_full_batch, 3 / 14), (gradient_descent.train, 0.20402)],
)
def test_largest_stable_learning_rate(train, limit):
    def distance(learning_rate):
        *_, last = train(x_data, y_data, learning_rate=learning_rate, epochs=50)
        return abs(last.w - 2)

    assert distance(limit * 0.999) < 1 < distance(limit * 1.001)


def test_least_mse_by_exact_least_squares():
    """Solve the normal equations in fractions for the constant 10 and compare."""
    x, y, b = [Fraction(n) for n in (1, 2, 3)], [Fraction(n) for n in (2, 4, 6)], 10
    a11, a12, a22 = (sum(n**k for n in x) for k in (2, 3, 4))
    c1 = sum(n * (t - b) for n, t in zip(x, y, strict=True))
    c2 = sum(n * n * (t - b) for n, t in zip(x, y, strict=True))
    det = a11 * a22 - a12 * a12
    w1, w2 = (c1 * a22 - c2 * a12) / det, (c2 * a11 - c1 * a12) / det
    errors = [n * n * w2 + n * w1 + b - t for n, t in zip(x, y, strict=True)]
    least = sum(e * e for e in errors) / 3
    assert least == Fraction(100, 57)
    assert two_weights.least_mse(10.0) == pytest.approx(float(least))
    assert two_weights.best_weights(10.0) == pytest.approx((float(w1), float(w2)))


def test_autograd_takes_the_path_of_the_formula():
    by_torch = autograd.train(x_data, y_data)
    by_hand = gradient_descent.train(x_data, y_data, epochs=10)
    for ours, theirs in zip(by_hand, by_torch, strict=True):
        assert theirs.w.item() == pytest.approx(ours.w, rel=1e-6)
        assert theirs.last_sample_loss_before_update.item() == pytest.approx(
            ours.last_sample_loss_before_update, rel=1e-4
        )


def test_records_of_autograd_do_not_change_later():
    records = list(autograd.train(x_data, y_data))
    weights = torch.stack([record.w for record in records]).flatten().tolist()
    assert weights == sorted(set(weights))
    assert not any(record.w.requires_grad for record in records)
