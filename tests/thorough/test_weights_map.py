"""The map of two weights: its numbers, contour lines, keys and address."""

import math
import random

import pytest

from lecture_code.linear_model import x_data, y_data
from lecture_code.two_weights import best_weights, least_mse, mse, train

CHAPTER = "two_weights"
CONSTANTS = [half / 2 for half in range(21)]


@pytest.fixture
def open_map(open_page):
    """Open the chapter, at a state of the figure if given."""

    def open_at(query: str = "", language: str = "en"):
        return open_page(f"#weights-map?{query}" if query else "", language)

    return open_at


def state(page) -> dict:
    return page.evaluate("document.querySelector('weights-map').state")


def status(page) -> str:
    return page.locator("weights-map .status").text_content()


def show(page, b: float, epochs: int) -> None:
    page.evaluate(
        "state => document.querySelector('weights-map').change(state)",
        {"b": b, "epochs": epochs},
    )


def table(page) -> list[str]:
    return page.locator("weights-map tbody td:last-child").all_text_contents()


def test_numbers_are_those_of_the_lesson(open_map):
    page = open_map()
    randomly = random.Random(1)
    for _ in range(300):
        b, epochs = randomly.uniform(-10, 10), randomly.randint(1, 100)
        rate = randomly.uniform(0.0001, 0.01)
        shown = page.evaluate(
            "([b, epochs, rate]) => WeightsMap.compute(b, epochs, rate)",
            [b, epochs, rate],
        )
        start = {"w1": 1, "w2": 1, "mse": mse(x_data, y_data, 1.0, 1.0, b)}
        right = [
            {"w1": r.w1, "w2": r.w2, "printed": r.last_sample_loss, "mse": r.mse}
            for r in train(x_data, y_data, b=b, learning_rate=rate, epochs=epochs)
        ]
        assert shown == [start, *right]
        best = page.evaluate("b => WeightsMap.computeBest(b)", b)
        w1, w2 = best_weights(b)
        assert best == {"w1": w1, "w2": w2, "floor": least_mse(b)}


def test_table_shows_the_numbers_as_python_prints_them(open_map):
    page = open_map()
    for b in CONSTANTS:
        for record in list(train(x_data, y_data, b=b))[::9]:
            show(page, b, record.epoch + 1)
            numbers = [record.w1, record.w2, record.last_sample_loss, record.mse]
            numbers = [repr(number) for number in (*numbers, least_mse(b))]
            assert table(page) == [str(record.epoch + 1), *numbers]


@pytest.mark.parametrize(
    ("b", "full_mse", "printed"),
    [
        (10, "2.923125561193053", "0.0019490191884949431"),
        (3, "0.22002618845863087", "0.0015529446988470663"),
    ],
)
def test_hundred_epochs_show_what_the_chapter_tells(open_map, b, full_mse, printed):
    page = open_map(f"b={b}&epochs=100")
    assert table(page)[3:5] == [printed, full_mse]
    for number in (full_mse, printed, str(least_mse(b))):
        assert f"{float(number):.4g}" in status(page)


# What is drawn: the group that turns the ellipses, their attributes, and the visible
# text beside each.
DRAWN = """() => {
    const map = document.querySelector('weights-map');
    const lines = [...map.querySelectorAll('ellipse')].map((line, i) => {
        const label = map.labels[i];
        const seen = label.getAttribute('visibility') == 'visible';
        const radii = [line.getAttribute('rx'), line.getAttribute('ry')];
        return [...radii, seen && label.textContent].map(Number);
    });
    return [map.valley.getAttribute('transform'), lines];
}"""


def test_lines_join_points_of_the_mse_on_their_label(open_map):
    page = open_map()
    for b in CONSTANTS:
        show(page, b, 5)
        turn, lines = page.evaluate(DRAWN)
        c, s, t, u, w1, w2 = map(float, turn[len("matrix(") : -1].split(","))
        levels = [level for level in (0.3, 3, 30, 300) if level > least_mse(b)]
        assert [level for _, _, level in lines if level] == levels
        for rx, ry, level in lines:
            assert (rx > 0) == (ry > 0) == (level > 0)
            for degrees in range(0, 360, 5) if level else ():
                along = rx * math.cos(math.radians(degrees))
                across = ry * math.sin(math.radians(degrees))
                point = (w1 + c * along + t * across, w2 + s * along + u * across)
                height = mse(x_data, y_data, *point, b)
                assert math.isclose(height, level, rel_tol=1e-9)


# Parts that stand out of the frame of the map.
OUTSIDE = """() => {
    const map = document.querySelector('weights-map');
    const frame = map.querySelector('svg rect.axis').getBoundingClientRect();
    const seen = [map.path, map.star, ...map.labels].filter(
        shape => shape.getAttribute('visibility') != 'hidden');
    return seen.map(shape => shape.getBoundingClientRect()).filter(box =>
        box.left < frame.left || box.right > frame.right ||
        box.top < frame.top || box.bottom > frame.bottom).length;
}"""


def test_path_star_and_labels_lie_on_the_map(open_map):
    page = open_map()
    dots = page.locator("weights-map .dots")
    for b in CONSTANTS:
        for epochs in (0, 1, 100):
            show(page, b, epochs)
            assert page.evaluate(OUTSIDE) == 0
            assert dots.get_attribute("d").count("M") == epochs + 1


@pytest.mark.parametrize("language", ["en", "ko"])
def test_keys_reach_and_move_the_sliders(open_map, language):
    page = open_map("b=10&epochs=100", language)
    page.locator("weights-map input").first.focus()
    seen = [status(page)]
    page.keyboard.press("ArrowLeft")
    assert state(page) == {"b": 9.5, "epochs": 100}
    seen.append(status(page))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert state(page) == {"b": 9.5, "epochs": 99}
    seen.append(status(page))
    page.keyboard.press("Home")
    assert state(page) == {"b": 9.5, "epochs": 0}
    seen.append(status(page))
    assert len(set(seen)) == 4
    assert not any("{" in text or "undefined" in text for text in seen)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "scrolls"
    page.wait_for_function("location.hash == '#weights-map?b=9.5&epochs=0'")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("b=3&epochs=7", {"b": 3, "epochs": 7}),
        ("b=0&epochs=0", {"b": 0, "epochs": 0}),
        ("b=11&epochs=7", {"b": 10, "epochs": 7}),
        ("b=-1&epochs=101", {"b": 10, "epochs": 100}),
        ("b=3.3&epochs=7.5", {"b": 10, "epochs": 100}),
        ("b=abc&epochs=-1&other=1", {"b": 10, "epochs": 100}),
        ("b=Infinity&epochs=1e9", {"b": 10, "epochs": 100}),
    ],
)
def test_address_is_restored_and_nonsense_dropped(open_map, query, expected):
    page = open_map(query)
    assert state(page) == expected
    inputs = page.locator("weights-map input")
    values = [float(inputs.nth(i).input_value()) for i in range(2)]
    assert values == [expected["b"], expected["epochs"]]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_table_fits_without_scrolling(open_map, language):
    page = open_map("b=10&epochs=100", language)
    page.set_viewport_size({"width": 390, "height": 900})
    box = page.locator("weights-map .scrolls")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") == 0
