"""The descent stepper walks lecture_code's updates, and says how the run goes."""

import math
import random

import pytest
from browser import PHONE, WIDE
from figure import FigureOnPage
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import LANGUAGES

from lecture_code.gradient_descent import gradient
from lecture_code.linear_model import loss, mse, x_data, y_data

SAMPLES = list(zip(x_data, y_data))


@pytest.fixture
def figure(page) -> FigureOnPage:
    return FigureOnPage(page, "descent-stepper").open()


def total(numbers: list[float]) -> float:
    """Add one by one, as the figure does; sum() rounds otherwise since Python 3.12."""
    result = 0.0
    for number in numbers:
        result += number
    return result


def sample(w: float, rate: float) -> tuple[list[dict], list[float]]:
    """Updates of an epoch with one a sample, and the loss before each."""
    updates, before = [], []
    for x, y in SAMPLES:
        before.append(loss(x, y, w))
        slope = gradient(x, y, w)
        w = w - rate * slope
        watched = loss(x, y, w)
        updates.append({"x": x, "y": y, "gradient": slope, "w": w, "watched": watched})
    return updates, before


def batch(w: float, rate: float) -> tuple[list[dict], list[float]]:
    """The one update of an epoch along the mean gradient, and the losses before it."""
    before = [loss(x, y, w) for x, y in SAMPLES]
    slope = total([gradient(x, y, w) for x, y in SAMPLES])
    w = w - rate * slope / 3
    return [{"gradient": slope / 3, "w": w, "watched": mse(x_data, y_data, w)}], before


def walk(w: float, learning_rate: float, mode: str) -> dict:
    """A hundred epochs, or as many as there are until a loss says that they diverge."""
    limit = 1e6 * (mse(x_data, y_data, w) + 1)
    run = {"updates": [], "records": [], "diverges": None}
    for epoch in range(100):
        updates, before = {"sample": sample, "batch": batch}[mode](w, learning_rate)
        for update in updates:
            run["updates"].append({"epoch": epoch, **update})
            if update["watched"] > limit:
                run["diverges"] = {"epoch": epoch, "loss": update["watched"]}
                return run
        w = updates[-1]["w"]
        run["records"].append(
            {
                "epoch": epoch,
                "w": w,
                "last_after": loss(*SAMPLES[-1], w),
                "last_before": before[-1],
                "mean_before": total(before) / 3,
                "mse_end": mse(x_data, y_data, w),
            }
        )
    return run


# The run of some settings, its first 100 epochs.
COMPUTE = """(it, chosen) => {
    const run = it.compute(chosen);
    for (const list of ["updates", "records"]) {
        run[list] = run[list].filter((item) => item.epoch < 100);
    }
    if (run.diverges?.epoch >= 100) run.diverges = null;
    return run;
}"""


def is_close(shown: dict[str, float], right: dict[str, float]) -> bool:
    """Whether two records hold the same numbers, to twelve digits."""
    return shown.keys() == right.keys() and all(
        math.isclose(shown[name], right[name], rel_tol=1e-12, abs_tol=1e-15)
        for name in right
    )


def test_numbers_are_those_of_python(figure):
    draw = random.Random(2)
    all_settings = [
        {
            "w": draw.uniform(-1, 5),
            "learning_rate": draw.uniform(0.005, 0.3),
            "mode": draw.choice(["sample", "batch"]),
        }
        for _ in range(60)
    ]
    expected = [walk(**chosen) for chosen in all_settings]
    runs = figure.compute(COMPUTE, all_settings)
    for run, wanted in zip(runs, expected, strict=True):
        assert (run["diverges"] is None) == (wanted["diverges"] is None)
        if run["diverges"]:
            assert is_close(run["diverges"], wanted["diverges"])
        for part in ("updates", "records"):
            for shown, right in zip(run[part], wanted[part], strict=True):
                assert is_close(shown, right), (shown, right)
    assert 10 < sum(bool(run["diverges"]) for run in runs) < 50


def test_last_line_of_the_lecture(figure):
    figure.change(learning_rate=0.01, step=300)
    assert figure.rows[-1][0] == "99"
    assert figure.rows[-1][-1] == "1.9999999999999236"
    assert "Epoch 99 is over." in figure.find(".losses-title").inner_text()
    assert figure.find(".losses dd").first.inner_text() == "5.251e-26"


def test_losses_of_the_last_finished_epoch(figure):
    figure.change(learning_rate=0.01)
    first, second = walk(1.0, 0.01, "sample")["records"][:2]
    for step, record in [(3, first), (5, first), (6, second)]:
        figure.change(step=step)
        wanted = list(record.values())[2:]
        shown = map(float, figure.find(".losses dd").all_inner_texts())
        assert list(shown) == pytest.approx(wanted, rel=1e-3)
        lengths = figure.find(".losses i").evaluate_all(
            "all => all.map(bar => parseFloat(bar.style.scale))"
        )
        assert lengths == pytest.approx([loss / max(wanted) for loss in wanted])
    figure.change(step=2)
    assert figure.find(".losses dd").all_inner_texts() == [""] * 4


BATCH = {"mode": "batch"}
WORDS = [
    ({"step": 0}, "starts at 1, the learning rate is 0.01. No update yet."),
    ({"step": 137}, "closer to 2"),
    ({"step": 138}, "has settled: the weight is 2, within a millionth of 2. "),
    ({"step": 138}, "Epochs needed: 46."),
    ({"step": 100} | BATCH, "not yet within a millionth of 2. Epochs needed: 142."),
    ({"step": 4, "learning_rate": 0.11} | BATCH, "Epochs needed: 4."),
    ({"step": 2, "learning_rate": 0.25}, "no closer to 2 than before"),
    ({"step": 300, "learning_rate": 0.3}, "diverges: in epoch 7 a loss is"),
    ({"step": 300, "learning_rate": 0.205}, "diverges slowly"),
    ({"step": 300, "learning_rate": 0.204}, "A thousand epochs would not do"),
    ({"step": 1, "w": 2}, "Epochs needed: 0."),
]


def test_words_say_how_the_run_goes(figure):
    usual = figure.state | {"learning_rate": 0.01, "step": 0}
    for state, words in WORDS:
        figure.change(**usual | state)
        assert words in figure.status


def test_diverging_run_stops_where_python_stops(figure):
    figure.open("learning_rate=0.3&step=300")
    end = len(walk(1.0, 0.3, "sample")["updates"])
    assert figure.state["step"] == end < 300
    figure.press("One step")
    assert figure.state["step"] == end


# Where things are in the picture, as numbers of its axes.
PLACES = r"""figure => {
    const at = (part, x) => part[x].baseVal.value;
    const numbers = (part) => part.getAttribute("d").match(/[-\d.]+/g).map(Number);
    const [x1, y1, x2, y2] = numbers(figure.tangent);
    const tips = figure.arrows.map(({ arrow }) => numbers(arrow)[4]);
    const [w, loss] = [figure.weightX.back, figure.height.back];
    return {
        factor: figure.factor,
        weight: w(at(figure.weight, "cx")),
        mse: loss(at(figure.point, "cy")),
        loss: loss(at(figure.onHill, "cy")),
        landing: w(at(figure.landing, "cx")),
        slope: (loss(y2) - loss(y1)) / (w(x2) - w(x1)),
        tips: tips.map(w),
        present: figure.hills.map((hill) => hill.classList.contains("is-present")),
    };
}"""


def close(number: float):
    """A number as near as places in a picture, which have two digits, can be."""
    return pytest.approx(number, rel=0.01, abs=0.01)


@pytest.mark.parametrize("mode", ["sample", "batch"])
def test_hill_tangent_and_arrows_are_those_of_the_next_update(figure, mode):
    updates = walk(1.0, 0.03, mode)["updates"]
    for step in range(4):
        figure.change(mode=mode, learning_rate=0.03, step=step)
        shown = figure.element.evaluate(PLACES)
        w = updates[step - 1]["w"] if step else 1.0
        grad, new_w = updates[step]["gradient"], updates[step]["w"]
        assert [shown["weight"], shown["mse"]] == close([w, mse(x_data, y_data, w)])
        assert shown["slope"] == close(grad)
        assert [*shown["tips"], shown["landing"]] == close(
            [w + grad / 18, new_w, new_w]
        )
        if mode == "sample":
            assert shown["loss"] == close(loss(*SAMPLES[step % 3], w))
        hills = [mode == "sample" and i == step % 3 for i in range(3)]
        assert shown["present"] == hills
        # The same in numbers: beside the picture, and in the last line of the table.
        readouts = [float(text) for text in figure.readouts]
        numbers = [w, grad, new_w - w, new_w]
        assert readouts == pytest.approx(numbers, rel=1e-3, abs=1e-9)
        assert figure.rows[-1][-1] == repr(new_w)


FAR = [
    {"mode": "batch", "learning_rate": 0.22, "step": 10},
    {"learning_rate": 0.21, "step": 300},
    {"learning_rate": 0.3, "step": 300},
    {"learning_rate": 0.3, "step": 2},
    {"w": -1, "step": 0},
    {"w": 5, "learning_rate": 0.2, "mode": "batch", "step": 1},
]


@pytest.mark.parametrize("state", FAR, ids=str)
def test_view_follows_the_point(figure, state):
    figure.change(**state)
    box = figure.find("svg").bounding_box()
    for part in (
        "circle.weight",
        "circle.mse:not(marker *)",
        "circle.loss",
        "circle.rate",
    ):
        for circle in figure.find(part).all():
            if circle.get_attribute("cx") == "-99":
                continue
            place = circle.bounding_box()
            assert box["x"] <= place["x"] < box["x"] + box["width"] - 5, part
            assert box["y"] <= place["y"] < box["y"] + box["height"] - 5, part
    factor = figure.element.evaluate("figure => figure.factor")
    note = f"zoomed out {factor} times" if factor > 1 else ""
    assert note in figure.find("svg").text_content()


def test_start_can_be_dragged_while_the_view_stays(figure):
    figure.change(step=0)
    unit = figure.element.evaluate("f => f.weightX(1) - f.weightX(0)")
    start = figure.find(".ring .target")
    figure.drag(start, unit / 2, 0)
    assert figure.state["w"] == 1.5
    assert "starts at 1.5" in figure.status
    figure.drag(start, 2 * unit, 0, "touch")
    assert figure.state["w"] == 3.5
    assert figure.element.evaluate("f => f.factor") == 2


def test_full_batch_lands_at_the_mark(figure):
    figure.change(mode="batch", learning_rate=0.1, step=0)
    rate = figure.find("input[type=range]").nth(1)
    rate.press("ArrowRight")
    assert figure.state["learning_rate"] == 3 / 28
    figure.press("One step")
    assert "Epochs needed: 1." in figure.status
    rate.press("ArrowRight")
    assert figure.state["learning_rate"] == 0.11


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("language", LANGUAGES)
def test_stepping_does_not_move_the_page(figure, language, width):
    figure.open("step=0", language=language, width=width)
    heights = set()
    for state in [{}, *FAR, *({"step": step} for step in range(7))]:
        figure.change(**state)
        heights.add(figure.element.bounding_box()["height"])
    assert len(heights) == 1
    assert width == PHONE or heights.pop() <= 540


def test_keyboard_reaches_every_control_in_order_and_moves_it(figure):
    figure.open("learning_rate=0.01&step=0")
    keyboard = figure.page.keyboard
    figure.find("input").first.focus()
    seen = []
    for _ in range(8):
        where = figure.page.locator(":focus")
        part = "e => e.closest('label, fieldset, button, summary').innerText"
        seen.append(where.evaluate(part).split("\n")[0])
        keyboard.press("Tab")
    assert seen[:2] == ["Start weight w", "Learning rate"]
    assert seen[2:7] == ["after each sample", "Play", "One step", "Back", "Reset"]
    assert seen[7] == "The last updates and the next"
    figure.find("input").first.focus()
    for keys, words, state in [
        ("ArrowRight", "starts at 1.1,", {"w": 1.1}),
        ("Tab ArrowLeft", "learning rate is 0.005", {"learning_rate": 0.005}),
        ("Tab ArrowRight", "Next: the mean gradient", {"mode": "batch"}),
        ("Tab Tab Enter Space", "Update 2: the weight", {"step": 2}),
        ("Tab Enter", "Update 1: the weight", {"step": 1}),
        ("Tab Enter", "No update yet", {"step": 0}),
    ]:
        for key in keys.split():
            keyboard.press(key)
        assert words in figure.status
        assert figure.state | state == figure.state
    address = "w=1.1&learning_rate=0.005&mode=batch&step=0"
    figure.page.wait_for_url(f"**#descent-stepper?{address}")


def test_play_moves_pause_stops_and_the_end_is_said(figure):
    clock = figure.page.clock
    clock.install(time=0)
    figure.open("learning_rate=0.3&step=0")
    clock.pause_at(3600)  # from here on time goes only where it is told to
    pace = figure.element.evaluate("figure => figure.pace")
    figure.press("Play")
    assert "The run plays" in figure.status
    clock.run_for(5.5 * pace)
    assert figure.state["step"] == 5
    figure.press("Pause")
    assert "Update 5" in figure.status
    clock.run_for(1000)
    assert figure.state["step"] == 5
    figure.press("Play")
    clock.run_for(20_000)
    assert "diverges" in figure.status
    end = figure.state["step"]
    # Play at the end begins anew, and any other control stops the run.
    figure.press("Play")
    assert figure.state["step"] < end
    figure.press("Back")
    assert figure.find("button").first.inner_text() == "Play"


def test_play_ends_when_the_run_has_settled(figure):
    clock = figure.page.clock
    clock.install(time=0)
    figure.open("learning_rate=0.01&step=0")
    clock.pause_at(3600)
    figure.press("Play")
    clock.run_for(8000)
    assert figure.state["step"] == 138
    assert "has settled" in figure.status
    assert figure.find("button").first.inner_text() == "Play"


def test_reduced_motion_jumps_to_the_end(figure):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.change(learning_rate=0.01)
    figure.press("Play")
    assert figure.state["step"] == 138
    assert "Epochs needed: 46." in figure.status


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_tasks_show_the_answers(figure, language):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.open(language=language)
    links = figure.page.locator("article a[href*='&step=']").all()
    for link, answer in zip(links, ["0.318", "50.", "339.", "72"], strict=True):
        link.click()
        # The page hears of its new address a moment after the click.
        figure.find("[role=status]").filter(has_text=answer).wait_for()
        top = figure.element.evaluate("figure => figure.getBoundingClientRect().top")
        assert abs(top) < 100


def test_link_followed_while_the_figure_writes_its_address(figure):
    figure.open()
    figure.element.evaluate(
        """figure => {
            location.hash = "#descent-stepper?w=5&step=1";
            figure.share(); // before the page hears of the new address
        }"""
    )
    figure.page.wait_for_url("**w=5**")


def test_numbers_are_written_as_python_writes_them(figure):
    @settings(max_examples=300)
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def check(number):
        # JavaScript has no -0.0 in text, and no figure shows it.
        if number:
            assert figure.page.evaluate("n => book.repr(n)", number) == repr(number)

    check()
    for number in (1.234e-05, 0.0001, 1e-05, 1e16, 123456789012345.6):
        assert figure.page.evaluate("n => book.repr(n)", number) == repr(number)
