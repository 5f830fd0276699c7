"""Interactive figures obey keyboard and address, and stand still without JavaScript."""

import pytest
from browser import PHONE, overflow, watched
from figure import FIGURES, FigureOnPage
from pages import LANGUAGES

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_figure = pytest.mark.parametrize("name", FIGURES)
NEAR_THE_TOP = "element => Math.abs(element.getBoundingClientRect().top) < 100"


@each_language
def test_without_javascript_the_fallbacks_stand(browser, site, language):
    with watched(browser, java_script_enabled=False) as page:
        for name, chapter in FIGURES.items():
            page.goto((site / language / "chapters" / f"{chapter}.html").as_uri())
            fallback = page.locator(f"{name} .fallback")
            assert fallback.is_visible()
            assert fallback.inner_text().strip()
            assert fallback.locator("img, svg").first.is_visible()
        assert page.problems == []


@each_language
@each_figure
def test_on_paper_the_fallback_stands(page, language, name):
    figure = FigureOnPage(page, name).open(language=language)
    assert not figure.find(".fallback").is_visible()
    page.emulate_media(media="print")
    assert figure.find(".fallback").is_visible()
    picture = figure.find(".fallback :is(img, svg)").first
    picture.evaluate("picture => { picture.loading = 'eager'; }")  # as printing does
    picture.wait_for(state="visible")
    assert not figure.find(".live").is_visible()


@each_language
@each_figure
def test_nothing_overflows_at_the_ends_of_the_sliders(page, language, name):
    figure = FigureOnPage(page, name).open(language=language, width=PHONE)
    for key in ("Home", "End"):
        for slider in figure.find("input[type=range]:visible").all():
            slider.press(key)
            assert overflow(page) == 0


TOUCHED = "button, input[type=range], fieldset label, summary, .target"
TEXTS = """figure => [...figure.querySelectorAll("text, dt, dd, p, td, label")]
    .filter((part) => part.checkVisibility() && part.textContent)
    .map((part) => {
        const scale = part.getScreenCTM?.().a ?? 1;
        return scale * parseFloat(getComputedStyle(part).fontSize);
    })"""


@each_language
@each_figure
def test_on_a_phone_fingers_and_eyes_have_enough(page, language, name):
    figure = FigureOnPage(page, name).open(language=language, width=PHONE)
    for part in figure.find(TOUCHED).all():
        if part.is_visible():
            assert part.bounding_box()["height"] >= 44
    assert min(figure.element.evaluate(TEXTS)) >= 12
    assert overflow(page) == 0


@each_figure
def test_address_opens_at_the_figure(page, name):
    query = {"mse-explorer": "w=2", "weights-map": "b=3"}.get(name, "step=3")
    figure = FigureOnPage(page, name).open(query)
    assert figure.element.evaluate(NEAR_THE_TOP)


# What is in the address, and what the state then has besides its usual values.
ADDRESSES = {
    "mse-explorer": {
        "": {},
        "w=3.5": {"w": 3.5},
        "w=77": {},
        "w=abc": {},
        "v=2": {},
        "w=%": {},
        "w=2&y1=2.1&y3=12&curve=1": {"w": 2, "y1": 2.1, "y3": 12, "curve": 1},
        "y1=-1&y2=12.1&curve=2": {},
    },
    "descent-stepper": {
        "w=0.5&learning_rate=0.22&mode=batch&step=12": {
            "w": 0.5,
            "learning_rate": 0.22,
            "mode": "batch",
            "step": 12,
        },
        "w=5.1&step=3": {"step": 3},
        "w=abc&learning_rate=0.4&mode=none": {},
        "step=1.5&learning_rate=0": {},
        "step=-1&v=3": {},
        "step=9999": {"step": 300},
        "mode=batch&step=300": {"mode": "batch", "step": 100},
    },
    "weights-map": {
        "b=3&step=83": {"b": 3, "step": 83},
        "b=0&step=1000": {"b": 0, "step": 1000},
        "b=11&step=7": {"step": 7},
        "b=-1&step=1001": {},
        "b=3.3&step=7.5": {},
        "b=abc&step=-1&other=1": {},
        "b=Infinity&step=1e9": {},
    },
    "graph-stepper": {
        "": {},
        "graph=relu&step=9&b=-3.5": {"graph": "relu", "step": 9, "b": -3.5},
        "graph=twice&step=6": {"graph": "twice", "step": 6},
        "graph=twice&step=7": {},
        "graph=nothing": {},
        "graph=constructor": {},
        "step=-1": {},
        "step=1.5": {},
        "w=0.3": {},
        "x=5": {},
        "w=abc&v=1": {},
    },
}
USUAL = {
    "mse-explorer": {"w": 1, "y1": 2, "y2": 4, "y3": 6, "curve": 0},
    "descent-stepper": {"w": 1, "learning_rate": 0.02, "mode": "sample", "step": 5},
    "weights-map": {"b": 10, "step": 0},
    "graph-stepper": {"graph": "lecture", "step": 0, "x": 2, "w": 1, "y": 4}
    | {"w1": 1, "w2": 1, "a": 3, "b": -1},
}


@each_figure
def test_state_comes_from_the_address_and_nonsense_is_dropped(page, name):
    for query, changed in ADDRESSES[name].items():
        figure = FigureOnPage(page, name).open(query)
        state = USUAL[name] | changed
        assert figure.state == state, query
        # The sliders tell the state.
        for slider in figure.find("input[type=range]:visible").all():
            number = slider.locator("xpath=../output").inner_text()
            assert float(number) in state.values(), query
