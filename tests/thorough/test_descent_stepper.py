"""The descent stepper walks lecture_code's runs; keyboard, links, address move it."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_code._checks import DivergenceError
from lecture_code.gradient_descent import train, train_full_batch
from lecture_code.linear_model import x_data, y_data

CHAPTER = "gradient_descent"
TRAIN = {"sample": train, "batch": train_full_batch}
LOSSES = {
    "last_after": "last_sample_loss",
    "last_before": "last_sample_loss_before_update",
    "mean_before": "mean_loss_before_updates",
    "mse_end": "mse",
}


def status(page) -> str:
    return page.locator("descent-stepper [role=status]").inner_text()


def state(page) -> dict:
    return page.evaluate("document.querySelector('descent-stepper').state")


def cells(page) -> list[list[str]]:
    return page.eval_on_selector_all(
        "descent-stepper tbody tr",
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))",
    )


def compute(page, all_settings: list[dict]) -> list[dict]:
    """Runs of the figure, their first 100 epochs."""
    code = """all => all.map((chosen) => {
        const run = customElements.get('descent-stepper').compute(chosen);
        for (const list of ["updates", "records"]) {
            run[list] = run[list].filter((item) => item.epoch < 100);
        }
        return run;
    })"""
    return page.evaluate(code, all_settings)


def walk(w: float, learning_rate: float, mode: str) -> tuple[list, str]:
    """Epochs of lecture_code, and how it says that the run diverges, if it does."""
    epochs = []
    try:
        for epoch in TRAIN[mode](x_data, y_data, w, learning_rate, 100):
            epochs.append(epoch)
    except DivergenceError as error:
        return epochs, str(error)
    return epochs, ""


def close(number: float):
    return pytest.approx(number, rel=1e-12, abs=1e-15)


def test_numbers_are_those_of_python(open_page):
    choose = random.Random(2)
    all_settings = [
        {
            "w": choose.uniform(-1, 5),
            "learning_rate": choose.uniform(0.005, 0.3),
            "mode": choose.choice(["sample", "batch"]),
        }
        for _ in range(200)
    ]
    diverged = 0
    runs = compute(open_page(), all_settings)
    for chosen, run in zip(all_settings, runs, strict=True):
        epochs, error = walk(**chosen)
        if error:
            diverged += 1
            assert len(run["records"]) == len(epochs)
            assert f"in epoch {run['diverges']['epoch']} a loss" in error
            assert f"{run['diverges']['loss']:g}," in error
        else:
            assert run["diverges"] is None or run["diverges"]["epoch"] >= 100
        for shown, epoch in zip(run["records"], epochs, strict=False):
            assert shown["epoch"] == epoch.epoch
            assert shown["w"] == close(epoch.w)
            for name, field in LOSSES.items():
                assert shown[name] == close(getattr(epoch, field))
        steps = [step for epoch in epochs for step in epoch.steps]
        if chosen["mode"] == "sample":
            for update, step in zip(run["updates"], steps, strict=False):
                assert (update["x"], update["y"]) == (step.x_val, step.y_val)
                assert update["gradient"] == close(step.grad)
                assert update["w"] == close(step.w)
        else:
            for update, epoch in zip(run["updates"], epochs, strict=False):
                mean = sum(step.grad for step in epoch.steps) / len(epoch.steps)
                assert update["gradient"] == close(mean)
                assert update["w"] == close(epoch.w)
    assert 40 < diverged < 160


def test_last_line_of_the_lecture(open_page):
    page = open_page("#descent-stepper?step=300")
    assert cells(page)[-1][0] == "99"
    assert cells(page)[-1][-1] == "1.9999999999999236"
    assert "Four losses of epoch 99:" in page.locator(".losses-title").inner_text()
    printed = page.locator(".losses dd").first.inner_text()
    assert printed == "5.250973729513143e-26"


def test_losses_of_the_last_finished_epoch(open_page):
    shown = ".losses dd"
    first, second = list(train(x_data, y_data, epochs=2))
    for step, epoch in [(2, None), (3, first), (5, first), (6, second)]:
        page = open_page(f"#descent-stepper?step={step}")
        wanted = [
            str(getattr(epoch, field)) if epoch else "–" for field in LOSSES.values()
        ]
        assert page.locator(shown).all_inner_texts() == wanted


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        ("step=0", "starts at 1, the learning rate is 0.01. No update yet."),
        ("step=137", "closer to 2"),
        ("step=138", "has settled: the weight is 2, within a millionth of 2. "),
        ("step=138", "Epochs needed: 46."),
        ("mode=batch&step=100", "not yet within a millionth of 2. Epochs needed: 142."),
        ("mode=batch&learning_rate=0.11&step=4", "Epochs needed: 4."),
        ("learning_rate=0.25&step=2", "no closer to 2 than before"),
        ("learning_rate=0.3&step=300", "diverges: in epoch 7 a loss is"),
        ("learning_rate=0.205&step=300", "diverges slowly"),
        ("learning_rate=0.204&step=300", "A thousand epochs would not do"),
        ("w=2&step=1", "Epochs needed: 0."),
    ],
)
def test_words_say_how_the_run_goes(open_page, fragment, words):
    assert words in status(open_page(f"#descent-stepper?{fragment}"))


def test_diverging_run_stops_where_lecture_code_stops(open_page):
    page = open_page("#descent-stepper?learning_rate=0.3&step=300")
    epochs, error = walk(1.0, 0.3, "sample")
    assert f"in epoch {len(epochs)} " in error
    assert cells(page)[-1][0] == str(len(epochs))
    at_the_stop = state(page)["step"]
    assert at_the_stop < 300
    page.get_by_role("button", name="One step").click()
    assert state(page)["step"] == at_the_stop
    # The path and the curve stay inside the picture.
    for part in ("way", "curve", "tangent"):
        assert page.locator(f"descent-stepper [clip-path] .{part}").count() == 1


def test_keyboard_reaches_every_control_in_order(open_page):
    page = open_page()
    page.locator("descent-stepper input").first.focus()
    seen = []
    for _ in range(8):
        seen.append(
            page.evaluate(
                """() => {
                    const e = document.activeElement;
                    return e.closest("label, fieldset, button, .scrolls").innerText
                        .split("\\n")[0];
                }"""
            )
        )
        page.keyboard.press("Tab")
    assert seen[:2] == ["Start weight w", "Learning rate"]
    assert seen[2:7] == ["after each sample", "Play", "One step", "Back", "Reset"]
    assert seen[7].startswith("epoch")


def test_keyboard_changes_state_and_words(open_page):
    page = open_page()
    sliders = page.locator("descent-stepper input[type=range]")
    sliders.first.focus()
    page.keyboard.press("ArrowRight")
    assert state(page)["w"] == 1.1
    assert "starts at 1.1," in status(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    assert state(page)["learning_rate"] == 0.005
    assert "learning rate is 0.005" in status(page)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert state(page)["mode"] == "batch"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert "Update 2, in epoch 1" in status(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "Update 1, in epoch 0" in status(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "No update yet" in status(page)
    page.wait_for_url("**#descent-stepper?w=1.1&learning_rate=0.005&mode=batch&step=0")


def test_play_moves_pause_stops_and_the_end_speaks(open_page):
    page = open_page("#descent-stepper?learning_rate=0.3")
    page.get_by_role("button", name="Play").click()
    assert "The run plays" in status(page)
    page.wait_for_function("document.querySelector('descent-stepper').state.step > 3")
    page.get_by_role("button", name="Pause").click()
    assert "Update" in status(page)
    at_pause = state(page)["step"]
    page.wait_for_timeout(200)
    assert state(page)["step"] == at_pause
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Play").wait_for(timeout=20_000)
    assert "diverges" in status(page)
    at_end = state(page)["step"]
    # Play at the end begins anew, and any other control stops the run.
    page.get_by_role("button", name="Play").click()
    assert state(page)["step"] < at_end
    page.get_by_role("button", name="Back").click()
    assert page.get_by_role("button", name="Play").is_visible()


def test_reduced_motion_jumps_to_the_end(open_page):
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Play").click()
    assert state(page)["step"] == 300
    assert "Epochs needed: 46." in status(page)


@pytest.mark.parametrize(
    ("query", "changed"),
    [
        (
            "w=0.5&learning_rate=0.22&mode=batch&step=12",
            {"w": 0.5, "learning_rate": 0.22, "mode": "batch", "step": 12},
        ),
        ("w=5.1&step=3", {"step": 3}),
        ("w=abc&learning_rate=0.4&mode=none", {}),
        ("step=1.5&learning_rate=0", {}),
        ("step=-1&v=3", {}),
        ("step=9999", {"step": 300}),
        ("mode=batch&step=300", {"mode": "batch", "step": 100}),
    ],
)
def test_state_comes_from_the_address(open_page, query, changed):
    usual = {"w": 1, "learning_rate": 0.01, "mode": "sample", "step": 0}
    assert state(open_page(f"#descent-stepper?{query}")) == {**usual, **changed}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_links_of_the_tasks_show_the_answers(open_page, language):
    page = open_page(language=language)
    links = page.locator("article a[href^='#descent-stepper?']")
    assert links.count() == 4
    for link, answer in zip(links.all(), ["0.318", "50.", "339.", "72"], strict=True):
        link.click()
        # The page hears of its new address a moment after the click.
        page.locator("descent-stepper [role=status]", has_text=answer).wait_for()
    top = "document.querySelector('descent-stepper').getBoundingClientRect().top"
    page.wait_for_function(f"Math.abs({top}) < 100")


def test_a_shared_address_opens_at_the_figure(open_page):
    page = open_page("#descent-stepper?step=3")
    top = "document.querySelector('descent-stepper').getBoundingClientRect().top"
    page.wait_for_function(f"Math.abs({top}) < 100")


def test_numbers_are_written_as_python_writes_them(open_page):
    page = open_page()

    @settings(max_examples=300)
    @given(st.floats(allow_nan=False, allow_infinity=False))
    def check(number):
        # JavaScript has no -0.0 in text, and no figure shows it.
        if number:
            assert page.evaluate("n => python(n)", number) == repr(number)

    check()
    for number in (1.234e-05, 0.0001, 1e-05, 1e16, 123456789012345.6):
        assert page.evaluate("n => python(n)", number) == repr(number)
