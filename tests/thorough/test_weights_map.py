"""The map of two weights shows lecture_code's numbers, and what a print hides."""

import math
import random

import pytest
from browser import PHONE, WIDE
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
        [draw.uniform(-10, 10), draw.randint(1, 1000), draw.uniform(0.0001, 0.01)]
        for _ in range(20)
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


VALUES = """(map, states) => {
    map.querySelector("details").open = true; // it is filled while it is open
    return states.map((state) => {
        map.change(state);
        return [...map.querySelectorAll("tbody td:last-child")]
            .map((e) => e.textContent);
    });
}"""


def test_table_shows_the_numbers_as_python_prints_them(figure):
    epochs = [1, 2, 10, 83, 100, 105, 1000]
    states = [{"b": b, "step": n} for b in CONSTANTS for n in epochs]
    shown = figure.element.evaluate(VALUES, states)
    for values, state in zip(shown, states, strict=True):
        b, step = state.values()
        numbers = [*walk(b, step)[-1].values(), b * b / 57]
        assert values == [str(step), *map(repr, numbers)]


@pytest.mark.parametrize(
    ("b", "full_mse", "printed"),
    [
        (10, "2.923125561193053", "0.0019490191884949431"),
        (3, "0.22002618845863087", "0.0015529446988470663"),
    ],
)
def test_hundred_epochs_show_what_the_chapter_tells(figure, b, full_mse, printed):
    figure.change(b=b, step=100)
    assert [row[-1] for row in figure.rows][3:5] == [printed, full_mse]
    for number in (full_mse, printed, b * b / 57):
        assert f"{float(number):.4g}" in figure.status


def places(figure, selector: str, *names: str) -> list[list[float]]:
    """Numbers in attributes of parts of the pictures."""
    return figure.find(selector).evaluate_all(
        "(all, names) => all.map(e => names.map(n => Number(e.getAttribute(n))))",
        list(names),
    )


@pytest.mark.parametrize(("b", "epoch"), [(10, 105), (3, 83)])
def test_printed_loss_dives_where_the_last_error_crosses_zero(figure, b, epoch):
    """The MSE keeps above its floor there, and the figure says so."""
    records = walk(b, 1000)
    errors = [r["w1"] * 3 + r["w2"] * 9 + b - 6 for r in records]
    assert errors[epoch - 1] * errors[epoch] < 0
    assert f"near epoch {epoch}" in figure.element.evaluate(
        "(map, b) => { map.change({ b }); return map.names.zero.textContent }", b
    )
    # A bar on one side of 0, then on the other; the other two stay where they are.
    sides = []
    for step in (epoch - 1, epoch):
        figure.change(step=step)
        zero = figure.element.evaluate("map => map.errorX(0)")
        bars = places(figure, ".live svg rect:is(.dot, .square)", "x")
        sides.append([x < zero for (x,) in bars])
    assert sides[0][:2] == sides[1][:2]
    assert sides[0][2] != sides[1][2]
    # From here the printed loss rises, while the MSE falls on.
    assert records[1000]["printed"] > 1000 * records[epoch]["printed"]
    assert b * b / 57 < records[1000]["mse"] < records[epoch]["mse"]


def test_bars_show_the_error_of_each_sample_and_its_loss(figure):
    for b, step in [(10, 0), (10, 1), (10, 105), (3, 83), (0, 1000)]:
        figure.change(b=b, step=step)
        weights = walk(b, step)[-1]
        ends, labels = figure.element.evaluate(
            """map => [map.bars.map(({ bar }) =>
                    [0, 1].map(i => Number(bar.getAttribute('x'))
                        + i * Number(bar.getAttribute('width')))
                        .map(map.errorX.back)),
                map.bars.map(({ loss }) => loss.textContent)]"""
        )
        for (x, y), (low, high), label in zip(SAMPLES, ends, labels, strict=True):
            error = x * x * weights["w2"] + x * weights["w1"] + b - y
            assert low == pytest.approx(min(error, 0), abs=1e-9)
            # A bar of no length is still a line.
            assert high == pytest.approx(max(error, 0), abs=0.2)
            assert float(label) == pytest.approx(error * error, rel=1e-3)


def test_curves_pass_through_the_losses_of_each_epoch(figure):
    for b in (10, 3, 0.5):
        figure.change(b=b)
        records = walk(b, 1000)
        curves = figure.element.evaluate(
            """map => map.curves.map(curve =>
                curve.getAttribute('d').slice(1).split('L').map(p => p.split(' ')))"""
        )
        for name, curve in zip(("printed", "mse"), curves, strict=True):
            points = [tuple(map(float, point)) for point in curve]
            for epoch in (1, 2, 10, 83, 100, 105, 500, 1000):
                x = 68 + 254 * math.log10(epoch) / 3
                y = 164 - 156 * (math.log10(records[epoch][name]) + 6) / 8
                assert min(math.dist((x, y), point) for point in points) < 0.01


# What is drawn: the group that turns the ellipses, their attributes from the outermost
# on, and the visible labels.
DRAWN = """map => [
    map.valley.getAttribute('transform'),
    [...map.querySelectorAll('ellipse')].map(
        line => [line.getAttribute('rx'), line.getAttribute('ry')].map(Number)),
    map.labels.filter(l => l.getAttribute('visibility') == 'visible')
        .map(l => Number(l.textContent))]"""
LEVELS = [300, 100, 30, 10, 3, 1, 0.3]


def test_lines_join_points_of_the_mse_on_their_label(figure):
    for b in CONSTANTS:
        figure.change(b=b, step=5)
        turn, lines, labels = figure.element.evaluate(DRAWN)
        c, s, t, u, left, top = map(float, turn[len("matrix(") : -1].split(","))
        assert labels == [level for level in (0.3, 3, 30, 300) if level > b * b / 57]
        for (rx, ry), level in zip(lines, LEVELS, strict=True):
            assert (rx > 0) == (ry > 0) == (level > b * b / 57)
            for degrees in range(0, 360, 5) if rx else ():
                along = rx * math.cos(math.radians(degrees))
                across = ry * math.sin(math.radians(degrees))
                # A place on the map, and the weights that are there.
                right, down = (
                    left + c * along + t * across,
                    top + s * along + u * across,
                )
                w1 = -12 + 18.5 * (right - 26) / 308
                w2 = -4 + 9.5 * (270 - down) / 262
                height = mse(x_data, y_data, w1, w2, b)
                assert math.isclose(height, level, rel_tol=1e-9)


# For each state: how many parts stand out of the frame of the map, and the dots.
OUTSIDE_AND_DOTS = """(map, states) => states.map((state) => {
    map.change(state);
    const frame = map.querySelector('.live svg > rect.axis').getBoundingClientRect();
    const seen = [map.path, map.star, ...map.labels].filter(
        shape => shape.getAttribute('visibility') != 'hidden');
    const outside = seen.map(shape => shape.getBoundingClientRect()).filter(box =>
        box.left < frame.left || box.right > frame.right ||
        box.top < frame.top || box.bottom > frame.bottom);
    const dots = map.marks.getAttribute('d').slice(1).split('M')
        .map(dot => dot.replace('h0', '').split(' ').map(Number));
    return [outside.length, dots.map(([x, y]) => [map.mapX.back(x), map.mapY.back(y)])];
})"""


def test_path_star_and_labels_lie_on_the_map(figure):
    states = [{"b": b, "step": n} for b in CONSTANTS for n in (0, 1, 30, 1000)]
    shown = figure.element.evaluate(OUTSIDE_AND_DOTS, states)
    for (outside, dots), state in zip(shown, states, strict=True):
        assert outside == 0
        for record in walk(state["b"], state["step"]):
            place = record["w1"], record["w2"]
            # A dot an epoch, but for those that would lie on the one before.
            assert min(math.dist(place, dot) for dot in dots) < 0.05


# Texts that stand out of their picture or meet another text.
CLASHES = """figure => [...figure.querySelectorAll(".live svg")].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    const seen = (text) =>
        text.textContent && text.getAttribute("visibility") != "hidden";
    const texts = [...svg.querySelectorAll("text")].filter(seen)
        .map((text) => ({ name: text.textContent, box: text.getBoundingClientRect() }));
    const out = texts.filter(({ box }) => box.left < frame.left - 1 ||
        box.right > frame.right + 1 || box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1);
    const meet = ({ box: a }, { box: b }) => a.left < b.right && b.left < a.right &&
        a.top + 4 < b.bottom && b.top + 4 < a.bottom;
    const pairs = texts.flatMap((text, i) => texts.slice(i + 1)
        .filter((other) => meet(text, other))
        .map((other) => `${text.name} | ${other.name}`));
    return [...out.map(({ name }) => name), ...pairs];
})"""


@each_language
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_labels_are_inside_their_pictures_and_apart(figure, language, width):
    figure.open("", language, width)
    for b in (0, 1, 2, 3, 7, 10):
        for step in (0, 10, 105, 1000):
            figure.change(b=b, step=step)
            assert figure.element.evaluate(CLASHES) == [], (b, step)


@each_language
def test_keys_reach_and_move_the_sliders(figure, language):
    """The slider of the epochs is stretched, and its arrows still go one by one."""
    figure.open("b=10&step=100", language)
    keyboard = figure.page.keyboard
    figure.find("input").first.focus()
    statuses = {figure.status}
    for key, state in [
        ("ArrowLeft", {"b": 9.5, "step": 100}),
        ("Tab", {"b": 9.5, "step": 100}),
        ("ArrowLeft", {"b": 9.5, "step": 99}),
        ("ArrowUp", {"b": 9.5, "step": 100}),
        ("End", {"b": 9.5, "step": 1000}),
        ("ArrowRight", {"b": 9.5, "step": 1000}),
        ("Home", {"b": 9.5, "step": 0}),
        ("ArrowLeft", {"b": 9.5, "step": 0}),
    ]:
        keyboard.press(key)
        assert figure.state == state
        statuses.add(figure.status)
    assert len(statuses) == 5
    assert not any("{" in text or "undefined" in text for text in statuses)
    figure.page.wait_for_url("**#weights-map?b=9.5&step=0")


def test_epoch_can_be_dragged_on_the_curves(figure):
    figure.open("step=10")
    knob = figure.find(".knob").last
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    mouse = figure.page.mouse
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 100, y)
    mouse.up()
    assert 50 < figure.state["step"] < 200


def test_play_takes_about_six_seconds(figure):
    clock = figure.page.clock
    clock.install(time=0)
    figure.open()
    clock.pause_at(3600)  # from here on time goes only where it is told to
    figure.press("Play")
    clock.run_for(3000)
    assert 20 < figure.state["step"] < 500
    clock.run_for(4000)
    assert figure.state["step"] == 1000


def test_play_jumps_to_the_end_where_motion_is_unwanted(figure):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.press("Play")
    assert figure.state["step"] == 1000


@each_language
def test_height_stays_and_the_table_fits(figure, language):
    figure.open("", language, PHONE)
    heights = set()
    for step in (0, 1, 105, 1000):
        figure.change(step=step)
        heights.add(figure.element.bounding_box()["height"])
    assert len(heights) == 1
    figure.find("summary").click()
    box = figure.find(".scrolls")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") == 0
