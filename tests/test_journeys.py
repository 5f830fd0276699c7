"""Each feature of the pages works for a reader who uses it, in both languages."""

import re
from io import BytesIO

import pypdf
import pytest
from accessibility import (
    THIN_OUT,
    assert_tab_reaches_everything,
    axe,
    low_targets,
)
from browser import PHONE, is_focused, kept, open_page, tab_to
from figure import FIGURES, FigureOnPage
from pages import LANGUAGES
from playwright.sync_api import expect
from practice import answer, exercises, printed, replace_code, run, squeeze, status

ANYTHING = re.compile(".")
pytestmark = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def base(address, language) -> str:
    """Where the pages of a language begin."""
    return f"{address}/{language}"


def test_cell_runs_and_keeps_changed_code_until_reset(page, base):
    open_page(page, f"{base}/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    assert run(cell) == printed(cell) != ""
    replace_code(cell, "print('changed', 0.1 + 0.2)")
    assert run(cell) == "changed 0.30000000000000004\n"
    page.reload()
    assert cell.locator("textarea").input_value() == "print('changed', 0.1 + 0.2)"
    reset = cell.locator(".run-bar button").nth(2)
    reset.click()  # the book's code, to be edited; once more, and the editor closes
    book = cell.locator(".cell_input pre").text_content()
    assert cell.locator("textarea").input_value() == book.rstrip()
    reset.click()
    assert cell.locator("textarea").count() == 0
    assert cell.locator(".cell_output").is_visible()
    assert kept(page) == {}


def test_error_in_a_cell_is_said_with_its_line(page, base, language):
    open_page(page, f"{base}/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, "a = 1\nprint(b)")
    run(cell)
    assert {"en": "line 2", "ko": "2번째 줄"}[language] in status(cell)
    assert "NameError" in status(cell)


def test_exercise_of_each_kind_knows_right_and_wrong(page, base, language):
    path = "chapters/gradient_descent.html"
    open_page(page, f"{base}/{path}")
    found = {e.data["kind"]: e for e in exercises(f"{language}/{path}")}
    assert set(found) == {"choice", "number", "code"}
    for exercise in found.values():
        given, feedback = exercise.typical[0]
        is_right, shown = answer(page, exercise, given)
        assert not is_right
        assert shown.endswith(feedback)
        is_right, shown = answer(page, exercise, exercise.data["right"])
        assert is_right, shown
    progress = page.locator("book-progress")
    assert "3" in progress.inner_text()
    page.reload()
    assert page.locator("book-exercise.is-solved").count() == 3
    code = squeeze(found["code"].on(page).locator("textarea").input_value())
    assert code == squeeze(found["code"].data["right"])
    progress.locator("button").click()
    assert page.locator("book-exercise.is-solved").count() == 0


@pytest.mark.parametrize("name", FIGURES)
def test_figure_moves_by_keyboard_and_tells_its_address(page, site, language, name):
    figure = FigureOnPage(page, name).open(language=language)
    before = figure.status
    figure.find("input[type=range]").first.press("ArrowLeft")
    assert figure.status != before
    assert "{" not in figure.status
    page.wait_for_url(f"**#{name}?*")
    moved = figure.status
    address = page.url
    open_page(page, address)
    assert figure.status == moved


def test_search_finds_quotes_and_keeps_nothing(page, base, language):
    word = {"en": "learning rate", "ko": "학습률"}[language]
    open_page(page, f"{base}/chapters/linear_model.html")
    page.fill("input[name=q]", word)
    page.keyboard.press("Enter")
    results = page.locator("ul.search > li")
    quoted = results.locator("p.context").get_by_text(word)
    quoted.first.wait_for()
    summary = page.locator(".search-summary[role=status]")
    expect(summary).to_have_text(ANYTHING)
    assert str(results.count()) in summary.inner_text()
    assert results.count() > 2
    assert kept(page) == {}
    page.click("ul.search a[href*='chapters/gradient_descent']")
    page.wait_for_url("**/chapters/gradient_descent.html*")


def test_search_says_that_it_found_nothing(page, base):
    open_page(page, f"{base}/search.html?q=qwertyuiop")
    expect(page.locator(".search-summary")).to_have_text(ANYTHING)
    assert page.locator("ul.search > li").count() == 0


def test_chosen_colours_stay(page, base):
    ground = "getComputedStyle(document.body).backgroundColor"
    open_page(page, f"{base}/index.html")
    light = page.evaluate(ground)
    page.click(".theme-toggle:visible")
    dark = page.evaluate(ground)
    assert dark != light
    open_page(page, f"{base}/chapters/autograd.html")
    assert page.evaluate(ground) == dark
    assert kept(page) == {"theme": "dark"}


def test_contents_mark_the_section_that_is_read(page, base):
    open_page(page, f"{base}/chapters/linear_model.html", 1440)
    for heading in page.locator("article h2").all()[2:4]:
        heading.evaluate("e => e.scrollIntoView()")
        section = heading.evaluate("e => e.parentElement.id")
        expect(page.locator(".toc-tree .scroll-current > a")).to_have_attribute(
            "href", f"#{section}"
        )


@pytest.mark.parametrize("width", [1280, 1024, PHONE])
def test_language_switch_leads_to_the_twin(page, address, language, width):
    twin = {"en": "ko", "ko": "en"}[language]
    open_page(page, f"{address}/{language}/chapters/autograd.html", width)
    page.click("a.language-switch:visible")
    page.wait_for_url(f"{address}/{twin}/chapters/autograd.html")


@pytest.mark.parametrize("drawer", ["navigation", "contents"])
def test_drawer_opens_and_closes_by_keyboard_on_a_phone(page, base, drawer):
    open_page(page, f"{base}/chapters/linear_model.html", PHONE)
    box = page.locator(f"#{drawer}")
    button = f"[popovertarget={drawer}]"
    assert not box.is_visible()
    tab_to(page, f"{button}, #{drawer} *")
    assert is_focused(page, button)  # a closed drawer is no stop
    page.keyboard.press("Enter")
    assert box.is_visible()
    page.keyboard.press("Tab")
    assert is_focused(page, f"#{drawer} *")
    page.keyboard.press("Escape")
    assert not box.is_visible()
    assert is_focused(page, button)
    page.keyboard.press("Enter")
    tab_to(page, f"#{drawer} *")
    tab_to(page, f":not(#{drawer} *)")
    assert not box.is_visible()  # it does not cover what has the focus now


def test_term_shows_the_other_languages_word(page, base, language):
    open_page(page, f"{base}/chapters/linear_model.html")
    term = "a.glossary-link[href$='#term-model']"
    link = page.locator(term)

    def tooltip(name: str) -> str:
        word = link.locator("[data-other]")
        return word.evaluate("(a, name) => getComputedStyle(a, '::after')[name]", name)

    assert tooltip("display") == "none"
    link.hover()
    assert tooltip("display") == "block"
    assert tooltip("content") == {"en": '"모델"', "ko": '"model"'}[language]
    page.mouse.move(0, 0)
    tab_to(page, term)
    assert tooltip("display") == "block"
    page.keyboard.press("Escape")
    assert tooltip("display") == "none"


def test_chapter_is_accessible_and_read_by_keyboard(page, base):
    open_page(page, f"{base}/chapters/autograd.html", PHONE)
    assert_tab_reaches_everything(page)
    assert low_targets(page) == []
    page.evaluate(THIN_OUT)
    assert axe(page) == []


def test_formula_is_copied_once(page, base):
    open_page(page, f"{base}/chapters/gradient_descent.html")
    copied = page.evaluate(
        """[...document.querySelectorAll("article .katex-html")]
            .filter((seen) => seen.checkVisibility())
            .map((seen) => {
                getSelection().selectAllChildren(seen.parentElement);
                return [String(getSelection()), seen.innerText];
            })"""
    )
    assert len(copied) > 10
    for text, seen in copied:
        assert "".join(text.split()) == "".join(seen.split())


def test_changed_code_is_printed_whole(page, base):
    open_page(page, f"{base}/chapters/linear_model.html")
    page.locator(".run-bar button").nth(1).click()
    area = page.locator("textarea.editor").first
    lines = [f"a{number} = {number}" for number in range(100)]
    area.fill("\n".join([*lines, "total = " + " + ".join(lines)]))
    pages = pypdf.PdfReader(BytesIO(page.pdf())).pages
    printed = "".join("".join(part.extract_text().split()) for part in pages)
    at = -1
    for line in [*lines, *lines]:
        at = printed.index(line.replace(" ", ""), at + 1)
    assert page.locator(".on-paper").count() == 0
