"""The MSE explorer shows lecture_code's numbers, for any data that a reader makes."""

import random

import pytest
from figure import FigureOnPage

from lecture_code.linear_model import forward, loss, mse, x_data, y_data

POINTS = "[role=slider]"


@pytest.fixture
def figure(page) -> FigureOnPage:
    return FigureOnPage(page, "mse-explorer").open()


def best_of(y_data: list[float]) -> float:
    """The weight with the least MSE, by the formula of the chapter."""
    xy_sum = xx_sum = 0.0
    for x_val, y_val in zip(x_data, y_data):
        xy_sum += x_val * y_val
        xx_sum += x_val * x_val
    return xy_sum / xx_sum


def test_numbers_are_those_of_python(figure):
    draw = random.Random(1)
    cases = [(draw.uniform(-5, 9), y_data) for _ in range(100)]
    cases += [
        (draw.uniform(0, 4), [draw.uniform(0, 12) for _ in x_data]) for _ in range(200)
    ]
    numbers = figure.compute(
        "(it, [w, ys]) => ({...it.compute(w, ys), ...it.computeBest(ys)})", cases
    )
    for (w, ys), shown in zip(cases, numbers, strict=True):
        assert shown["mse"] == mse(x_data, ys, w)
        assert shown["best"] == best_of(ys)
        assert shown["least"] == mse(x_data, ys, best_of(ys))
        parabola = 14 / 3 * (w - shown["best"]) ** 2 + shown["least"]
        assert parabola == pytest.approx(shown["mse"], rel=1e-12, abs=1e-12)
        for sample, x, y in zip(shown["samples"], x_data, ys, strict=True):
            assert sample["prediction"] == forward(x, w)
            assert sample["loss"] == loss(x, y, w)


def test_words_and_readouts_follow_the_weight(figure):
    slider = figure.find("input[type=range]")
    assert "4.66667. The best weight is larger." in figure.status
    assert figure.readouts == ["1", "4.6667", "", ""]
    for _ in range(10):
        slider.press("ArrowRight")
    assert slider.input_value() == "2"
    assert "meets every point" in figure.status
    figure.page.wait_for_url("**#mse-explorer?w=2&**")
    slider.press("ArrowRight")
    assert "The best weight is smaller." in figure.status
    figure.open("y1=2.1&y2=3.9&y3=6.2&w=2&curve=1")  # as `noisy` in the chapter
    noisy = [2.1, 3.9, 6.2]
    best = best_of(noisy)
    wanted = [2, mse(x_data, noisy, 2.0), best, mse(x_data, noisy, best)]
    assert figure.readouts == [f"{number:.5g}" for number in wanted]


def test_squares_are_squares_on_the_errors(figure):
    figure.change(w=0.5)
    sides = (
        figure.find("svg >> nth=0")
        .locator("rect")
        .evaluate_all(
            "all => all.map(r => [r.width, r.height].map(s => s.baseVal.value))"
        )
    )
    assert len(sides) == len(x_data)
    for (width, height), x in zip(sides, x_data, strict=True):
        assert width == pytest.approx(height)
        assert width == pytest.approx(sides[0][0] * x)


def test_last_square_has_the_mean_area_of_the_others(figure):
    for state in ({"w": 0}, {"w": 3.7, "y2": 12}, {"y1": 0.1, "y3": 12}):
        figure.change(**state)
        picture = figure.find("svg >> nth=1")
        squares = picture.locator("rect")
        *areas, mean = squares.evaluate_all(
            "all => all.map(r => r.width.baseVal.value * r.height.baseVal.value)"
        )
        assert mean == pytest.approx(sum(areas) / 3)
        # They stand side by side, and inside the picture.
        frame = picture.bounding_box()
        boxes = [square.bounding_box() for square in squares.all()]
        edges = [frame["x"]]
        edges += [box["x"] + side for box in boxes for side in (0, box["width"])]
        edges += [frame["x"] + frame["width"]]
        assert edges == sorted(edges)


def test_curve_appears_as_weights_are_tried(figure):
    def tried() -> int:
        return figure.find(".round").get_attribute("d").count("h0")

    slider = figure.find("input[type=range]")
    assert tried() == 11
    slider.press("ArrowRight")
    assert tried() == 12
    slider.press("ArrowLeft")
    assert tried() == 12
    assert figure.find(".mse.thick").get_attribute("d") == ""
    figure.press("Show the curve")
    assert figure.find(".mse.thick").get_attribute("d")
    assert figure.readouts == ["1", "4.6667", "2", "0"]
    assert "The curve is lowest at the weight 2; its MSE is 0." in figure.status
    figure.press("Hide the curve")
    assert figure.readouts[2:] == ["", ""]


@pytest.mark.parametrize("way", ["mouse", "touch"])
def test_points_can_be_dragged_and_the_curve_follows(figure, way):
    unit = figure.element.evaluate("f => f.lineY(0) - f.lineY(1)")
    figure.drag(figure.find(POINTS).nth(2), 0, -2 * unit, way)
    state = figure.state
    assert state["y3"] == pytest.approx(8, abs=0.15)
    assert state["curve"] == 1
    best = best_of([2.0, 4.0, state["y3"]])
    assert float(figure.readouts[2]) == pytest.approx(best, abs=1e-4)
    figure.page.wait_for_url(f"**y3={state['y3']}**")
    figure.press("Reset the data")
    assert figure.state == state | {"y3": 6}


def test_line_and_weight_can_be_dragged(figure):
    unit = figure.element.evaluate("f => f.weightX(1) - f.weightX(0)")
    figure.drag(figure.find(".knob.weight .target"), unit, 0)
    assert figure.state["w"] == 2
    # From beside the third point, where the line is: one unit of the weight is x up.
    x, y, up = figure.element.evaluate(
        "f => [f.lineX(4) - f.lineX(0), f.lineY(8), f.lineY(8) - f.lineY(12)]"
    )
    box = figure.find("svg >> nth=0").bounding_box()
    scale = box["width"] / 340
    place = (box["x"] + (34 + x) * scale, box["y"] + y * scale)
    figure.page.mouse.move(*place)
    figure.page.mouse.down()
    figure.page.mouse.move(place[0], place[1] - up * scale / 2, steps=3)
    figure.page.mouse.up()
    assert figure.state["w"] == pytest.approx(2.5)


def test_points_move_by_keys(figure):
    point = figure.find(POINTS).first
    assert point.get_attribute("aria-label") == "Target y at x = 1"
    for key, value in {
        "ArrowUp": 2.1,
        "ArrowRight": 2.2,
        "ArrowDown": 2.1,
        "ArrowLeft": 2,
        "PageUp": 2.5,
        "PageDown": 2,
        "End": 12,
        "ArrowUp ": 12,
        "Home": 0,
    }.items():
        point.press(key.strip())
        assert figure.state["y1"] == value
        assert point.get_attribute("aria-valuenow") == str(value)


def test_every_state_stays_in_the_picture(figure):
    for w in (0, 4):
        for y in (0, 12):
            figure.change(w=w, y1=y, y2=y, y3=y)
            assert 12 <= float(figure.find("circle.mse").get_attribute("cy")) <= 240
