"""The descent stepper walks lecture_code's updates, and says how the run goes."""

import math
import random

import pytest
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
    figure.change(step=300)
    assert figure.rows[-1][0] == "99"
    assert figure.rows[-1][-1] == "1.9999999999999236"
    assert "Four losses of epoch 99:" in figure.find(".losses-title").inner_text()
    assert figure.find(".losses dd").first.inner_text() == "5.250973729513143e-26"


def test_losses_of_the_last_finished_epoch(figure):
    first, second = walk(1.0, 0.01, "sample")["records"][:2]
    for step, record in [(3, first), (5, first), (6, second)]:
        figure.change(step=step)
        wanted = [repr(number) for number in list(record.values())[2:]]
        assert figure.find(".losses dd").all_inner_texts() == wanted
    figure.change(step=2)
    assert figure.find(".losses dd").all_inner_texts() == ["–"] * 4


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
    usual = figure.state
    for state, words in WORDS:
        figure.change(**usual | state)
        assert words in figure.status


def test_diverging_run_stops_where_python_stops(figure):
    figure.open("learning_rate=0.3&step=300")
    end = len(walk(1.0, 0.3, "sample")["updates"])
    assert figure.state["step"] == end < 300
    figure.press("One step")
    assert figure.state["step"] == end
    # The path and the curve stay inside the picture.
    for part in ("way", "curve", "tangent"):
        assert figure.find(f"[clip-path] .{part}").count() == 1


def test_keyboard_reaches_every_control_in_order_and_moves_it(figure):
    keyboard = figure.page.keyboard
    figure.find("input").first.focus()
    seen = []
    for _ in range(8):
        where = figure.page.locator(":focus")
        part = "e => e.closest('label, fieldset, button, .scrolls').innerText"
        seen.append(where.evaluate(part).split("\n")[0])
        keyboard.press("Tab")
    assert seen[:2] == ["Start weight w", "Learning rate"]
    assert seen[2:7] == ["after each sample", "Play", "One step", "Back", "Reset"]
    assert seen[7].startswith("epoch")
    figure.find("input").first.focus()
    for keys, words, state in [
        ("ArrowRight", "starts at 1.1,", {"w": 1.1}),
        ("Tab ArrowLeft", "learning rate is 0.005", {"learning_rate": 0.005}),
        ("Tab ArrowRight", "No update yet", {"mode": "batch"}),
        ("Tab Tab Enter Space", "Update 2, in epoch 1", {"step": 2}),
        ("Tab Enter", "Update 1, in epoch 0", {"step": 1}),
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
    figure.open("learning_rate=0.3")
    clock.pause_at(3600)  # from here on time goes only where it is told to
    figure.press("Play")
    assert "The run plays" in figure.status
    clock.run_for(300)  # milliseconds; a step takes 60
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


def test_reduced_motion_jumps_to_the_end(figure):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.press("Play")
    assert figure.state["step"] == 300
    assert "Epochs needed: 46." in figure.status


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_the_tasks_show_the_answers(figure, language):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.open(language=language)
    links = figure.page.locator("article a[href^='#descent-stepper?']").all()
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
