"""The MSE explorer shows lecture_code's numbers and obeys keyboard and address."""

import random

import pytest

from lecture_code.linear_model import forward, loss, mse, x_data, y_data

CHAPTER = "linear_model"


def test_numbers_are_those_of_python(open_page):
    draw = random.Random(1)
    settings = [draw.uniform(-5, 9) for _ in range(300)]
    numbers = open_page().evaluate(
        "ws => ws.map(w => customElements.get('mse-explorer').compute(w))", settings
    )
    for w, shown in zip(settings, numbers, strict=True):
        assert shown["mse"] == mse(x_data, y_data, w)
        assert shown["formula"] == pytest.approx(shown["mse"], rel=1e-12, abs=1e-12)
        for sample, x, y in zip(shown["samples"], x_data, y_data, strict=True):
            assert sample["prediction"] == forward(x, w)
            assert sample["loss"] == loss(x, y, w)


def test_keyboard_moves_the_weight_and_words_follow(open_page):
    page = open_page()
    slider = page.locator("mse-explorer input[type=range]")
    status = page.locator("mse-explorer [role=status]")
    assert "4.66667" in status.inner_text()
    slider.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    assert slider.input_value() == "2"
    assert "meets every point" in status.inner_text()
    page.wait_for_url("**#mse-explorer?w=2")
    page.keyboard.press("ArrowRight")
    assert "above" in status.inner_text()


def test_squares_are_squares_on_the_errors(open_page):
    page = open_page("#mse-explorer?w=0.5")
    sides = page.eval_on_selector_all(
        "mse-explorer rect",
        "all => all.map(r => [r.width, r.height].map(s => s.baseVal.value))",
    )
    assert len(sides) == len(x_data)
    for (width, height), x in zip(sides, x_data, strict=True):
        assert width == pytest.approx(height)
        assert width == pytest.approx(sides[0][0] * x)


@pytest.mark.parametrize(
    ("fragment", "value"),
    [
        ("?w=3.5", "3.5"),
        ("?w=77", "1"),
        ("?w=abc", "1"),
        ("?v=2", "1"),
        ("?w=%", "1"),
        ("", "1"),
    ],
)
def test_state_comes_from_the_address(open_page, fragment, value):
    page = open_page(f"#mse-explorer{fragment}")
    assert page.locator("mse-explorer input[type=range]").input_value() == value
