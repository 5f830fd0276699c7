"""The MSE explorer shows lecture_code's numbers, and squares that are squares."""

import random

import pytest
from figure import FigureOnPage

from lecture_code.linear_model import forward, loss, mse, x_data, y_data


@pytest.fixture
def figure(page) -> FigureOnPage:
    return FigureOnPage(page, "mse-explorer").open()


def test_numbers_are_those_of_python(figure):
    draw = random.Random(1)
    weights = [draw.uniform(-5, 9) for _ in range(300)]
    numbers = figure.compute("(it, w) => it.compute(w)", weights)
    for w, shown in zip(weights, numbers, strict=True):
        assert shown["mse"] == mse(x_data, y_data, w)
        assert shown["formula"] == pytest.approx(shown["mse"], rel=1e-12, abs=1e-12)
        for sample, x, y in zip(shown["samples"], x_data, y_data, strict=True):
            assert sample["prediction"] == forward(x, w)
            assert sample["loss"] == loss(x, y, w)


def test_words_follow_the_weight(figure):
    slider = figure.find("input[type=range]")
    assert "4.66667" in figure.status
    for _ in range(10):
        slider.press("ArrowRight")
    assert slider.input_value() == "2"
    assert "meets every point" in figure.status
    figure.page.wait_for_url("**#mse-explorer?w=2")
    slider.press("ArrowRight")
    assert "above" in figure.status


def test_squares_are_squares_on_the_errors(figure):
    figure.change(w=0.5)
    sides = figure.find("rect").evaluate_all(
        "all => all.map(r => [r.width, r.height].map(s => s.baseVal.value))"
    )
    assert len(sides) == len(x_data)
    for (width, height), x in zip(sides, x_data, strict=True):
        assert width == pytest.approx(height)
        assert width == pytest.approx(sides[0][0] * x)
