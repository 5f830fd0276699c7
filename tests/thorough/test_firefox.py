"""Firefox shows the pages, moves the figures, searches and changes colours, too."""

import pytest
from firefox import firefox
from pages import LANGUAGES, PAGES, in_language

each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def fox(tmp_path_factory):
    """Firefox, started once."""
    with firefox(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(params=["a server", "a folder"])
def base(request, site, address) -> str:
    """Where a reader opens the site from."""
    return address if request.param == "a server" else site.as_uri()


def test_pages_load_without_complaint(fox, base):
    fox.problems.clear()
    # From a folder the twins of the other language hold nothing new.
    for path in in_language("en") if base.startswith("file:") else PAGES:
        fox.open(f"{base}/{path}")
        assert (path, fox.problems) == (path, [])


@each_language
def test_figure_follows_its_slider(fox, base, language):
    fox.open(f"{base}/{language}/chapters/linear_model.html")
    status = "document.querySelector('mse-explorer .status').textContent"
    before = fox.run(status)
    fox.run(
        """(() => {
            const slider = document.querySelector("mse-explorer input[type=range]");
            slider.value = slider.max;
            slider.dispatchEvent(new Event("input"));
        })()"""
    )
    assert fox.run(status) != before


def test_undo_knows_of_tab_and_of_reset(fox, address):
    fox.open(f"{address}/en/chapters/linear_model.html")
    cell, area = "document.querySelector('div.cell')", "document.activeElement"
    original = fox.run(
        f"{cell}.querySelectorAll('.run-bar button')[1].click(), {area}.value"
    )
    fox.press("\ue004")  # Tab
    indented = fox.run(f"{area}.value")
    assert "    " in indented
    assert indented.replace("    ", "") == original.replace("    ", "")
    fox.run(f"{cell}.querySelectorAll('.run-bar button')[2].click()")
    assert fox.run(f"{area}.value") == original
    fox.press("z", "\ue009")  # with Control
    assert fox.run(f"{area}.value") == indented
    fox.press("z", "\ue009")
    assert fox.run(f"{area}.value") == original
    fox.run("localStorage.clear()")


def test_cell_runs(fox, address):
    fox.open(f"{address}/ko/chapters/linear_model.html")
    fox.run("document.querySelector('.run-bar button').click()")
    fox.wait("!document.querySelector('.run-bar.is-busy')")
    said = fox.run("document.querySelector('.run-bar [role=status]').textContent")
    assert said == "책에 실린 결과와 같습니다."


@each_language
def test_search_finds(fox, base, language):
    word = {"en": "gradient", "ko": "경사하강법은"}[language]
    fox.open(f"{base}/{language}/search.html?q={word}")
    fox.wait("document.querySelector('.search-summary')?.textContent.trim()")
    results = "document.querySelectorAll('ul.search a[href*=chapters]').length"
    assert fox.run(results) > 0


@each_language
def test_colours_change(fox, base, language):
    fox.open(f"{base}/{language}/index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    before = fox.run(ground)
    fox.run("document.querySelector('.content-icon-container .theme-toggle').click()")
    assert fox.run(ground) != before
    fox.run("localStorage.clear()")


@each_language
def test_drawers_open_on_phones(fox, base, language):
    size = {"width": 390, "height": 800}
    fox.send("browsingContext.setViewport", context=fox.tab, viewport=size)
    fox.open(f"{base}/{language}/chapters/linear_model.html")
    width = "document.querySelector('#navigation').getBoundingClientRect().width"
    assert fox.run(width) == 0
    fox.run("document.querySelector('[popovertarget=navigation]').click()")
    assert fox.run(width) > 100
    fox.send("browsingContext.setViewport", context=fox.tab, viewport=None)
