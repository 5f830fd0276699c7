"""The map of two weights shows lecture_code's numbers, and true contour lines."""

import math
import random

import pytest
from browser import PHONE
from figure import FigureOnPage
from pages import LANGUAGES

from lecture_code.linear_model import x_data, y_data
from lecture_code.two_weights import gradient_w1, gradient_w2, loss, mse

SAMPLES = list(zip(x_data, y_data))
CONSTANTS = [half / 2 for half in range(21)]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def figure(page) -> FigureOnPage:
    return FigureOnPage(page, "weights-map").open()


def walk(b: float, epochs: int, rate: float = 0.01) -> list[dict]:
    """Train two weights; list them at the start and after each epoch."""
    w1 = w2 = 1.0
    records = [{"w1": w1, "w2": w2, "mse": mse(x_data, y_data, w1, w2, b)}]
    for _ in range(epochs):
        for x, y in SAMPLES:
            slope1 = gradient_w1(x, y, w1, w2, b)
            slope2 = gradient_w2(x, y, w1, w2, b)
            w1, w2 = w1 - rate * slope1, w2 - rate * slope2
        printed = loss(x, y, w1, w2, b)
        now = {"w1": w1, "w2": w2, "printed": printed}
        records.append(now | {"mse": mse(x_data, y_data, w1, w2, b)})
    return records


def test_numbers_are_those_of_python(figure):
    draw = random.Random(1)
    settings = [
        [draw.uniform(-10, 10), draw.randint(1, 100), draw.uniform(0.0001, 0.01)]
        for _ in range(60)
    ]
    computed = figure.compute("(it, setting) => it.compute(...setting)", settings)
    for setting, shown in zip(settings, computed, strict=True):
        assert shown == walk(*setting)


def test_best_weights_have_no_gradient_and_the_least_mse(figure):
    computed = figure.compute("(it, b) => it.computeBest(b)", CONSTANTS)
    for b, best in zip(CONSTANTS, computed, strict=True):
        at = best["w1"], best["w2"], b
        for gradient in (gradient_w1, gradient_w2):
            slopes = sum(gradient(x, y, *at) for x, y in SAMPLES)
            assert slopes == pytest.approx(0, abs=1e-9)
        assert mse(x_data, y_data, *at) == pytest.approx(best["floor"], abs=1e-9)


VALUES = """(map, states) => states.map((state) => {
    map.change(state);
    return [...map.querySelectorAll("tbody td:last-child")].map((e) => e.textContent);
})"""


def test_table_shows_the_numbers_as_python_prints_them(figure):
    states = [{"b": b, "epochs": n} for b in CONSTANTS for n in range(1, 101, 9)]
    shown = figure.element.evaluate(VALUES, states)
    for values, state in zip(shown, states, strict=True):
        b, epochs = state.values()
        numbers = [*walk(b, epochs)[-1].values(), b * b / 57]
        assert values == [str(epochs), *map(repr, numbers)]


@pytest.mark.parametrize(
    ("b", "full_mse", "printed"),
    [
        (10, "2.923125561193053", "0.0019490191884949431"),
        (3, "0.22002618845863087", "0.0015529446988470663"),
    ],
)
def test_hundred_epochs_show_what_the_chapter_tells(figure, b, full_mse, printed):
    figure.change(b=b, epochs=100)
    assert [row[-1] for row in figure.rows][3:5] == [printed, full_mse]
    for number in (full_mse, printed, b * b / 57):
        assert f"{float(number):.4g}" in figure.status


# What is drawn: the group that turns the ellipses, their attributes, and the visible
# text beside each.
DRAWN = """map => {
    const lines = [...map.querySelectorAll('ellipse')].map((line, i) => {
        const label = map.labels[i];
        const seen = label.getAttribute('visibility') == 'visible';
        const radii = [line.getAttribute('rx'), line.getAttribute('ry')];
        return [...radii, seen && label.textContent].map(Number);
    });
    return [map.valley.getAttribute('transform'), lines];
}"""


def test_lines_join_points_of_the_mse_on_their_label(figure):
    for b in CONSTANTS:
        figure.change(b=b, epochs=5)
        turn, lines = figure.element.evaluate(DRAWN)
        c, s, t, u, w1, w2 = map(float, turn[len("matrix(") : -1].split(","))
        levels = [level for level in (0.3, 3, 30, 300) if level > b * b / 57]
        assert [level for _, _, level in lines if level] == levels
        for rx, ry, level in lines:
            assert (rx > 0) == (ry > 0) == (level > 0)
            for degrees in range(0, 360, 5) if level else ():
                along = rx * math.cos(math.radians(degrees))
                across = ry * math.sin(math.radians(degrees))
                point = (w1 + c * along + t * across, w2 + s * along + u * across)
                height = mse(x_data, y_data, *point, b)
                assert math.isclose(height, level, rel_tol=1e-9)


# For each state: how many parts stand out of the frame of the map, and how many dots
# the path has.
OUTSIDE_AND_DOTS = """(map, states) => states.map((state) => {
    map.change(state);
    const frame = map.querySelector('svg rect.axis').getBoundingClientRect();
    const seen = [map.path, map.star, ...map.labels].filter(
        shape => shape.getAttribute('visibility') != 'hidden');
    const outside = seen.map(shape => shape.getBoundingClientRect()).filter(box =>
        box.left < frame.left || box.right > frame.right ||
        box.top < frame.top || box.bottom > frame.bottom);
    return [outside.length, map.dots.getAttribute('d').split('M').length - 1];
})"""


def test_path_star_and_labels_lie_on_the_map(figure):
    states = [{"b": b, "epochs": n} for b in CONSTANTS for n in (0, 1, 100)]
    shown = figure.element.evaluate(OUTSIDE_AND_DOTS, states)
    assert shown == [[0, state["epochs"] + 1] for state in states]


@each_language
def test_keys_reach_and_move_the_sliders(figure, language):
    figure.open("b=10&epochs=100", language)
    keyboard = figure.page.keyboard
    figure.find("input").first.focus()
    statuses = {figure.status}
    for key, state in [
        ("ArrowLeft", {"b": 9.5, "epochs": 100}),
        ("Tab", {"b": 9.5, "epochs": 100}),
        ("ArrowLeft", {"b": 9.5, "epochs": 99}),
        ("Home", {"b": 9.5, "epochs": 0}),
    ]:
        keyboard.press(key)
        assert figure.state == state
        statuses.add(figure.status)
    assert len(statuses) == 4
    assert not any("{" in text or "undefined" in text for text in statuses)
    keyboard.press("Tab")
    assert figure.page.evaluate("document.activeElement.className") == "scrolls"
    figure.page.wait_for_url("**#weights-map?b=9.5&epochs=0")


@each_language
def test_table_fits_without_scrolling(figure, language):
    figure.open("b=10&epochs=100", language, PHONE)
    box = figure.find(".scrolls")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") == 0
