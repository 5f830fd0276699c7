"""Python in the page prints what the page shows, and no program can hurt the page."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE
from lessons import discover

CHAPTERS = [lesson.name for lesson in discover()]
PRINTED = (
    "e => [...e.querySelectorAll('.cell_output pre')].map(p => p.textContent).join('')"
)


def finish(cell) -> None:
    """Wait until a cell has run."""
    cell.locator(".run-bar:not(.is-busy)").wait_for()


def run(cell) -> str:
    """Press Run, wait for the end, and give the output."""
    cell.locator(".run-bar button").first.click()
    finish(cell)
    return cell.locator(".run-output").evaluate("e => e.textContent")


def replace_code(cell, code: str) -> None:
    """Press Edit and put other code into the cell."""
    if not cell.locator("textarea").count():
        cell.locator(".run-bar button").nth(1).click()
    cell.locator("textarea").fill(code)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_cell_prints_in_the_page_what_the_book_shows(page, address, chapter):
    page.goto(f"{address}/en/chapters/{chapter}.html")
    cells = page.locator("div.cell:not(.tag_local)")
    assert cells.count() > 3
    for i in range(cells.count()):
        cell = cells.nth(i)
        shown = cell.evaluate(PRINTED)
        assert run(cell) == shown, cell.locator(".cell_input").inner_text()


def test_code_can_be_changed_is_kept_and_can_be_reset(page, address):
    page.goto(f"{address}/en/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, "print('changed', 0.1 + 0.2)")
    assert run(cell) == "changed 0.30000000000000004\n"
    page.reload()
    assert cell.locator("textarea").input_value() == "print('changed', 0.1 + 0.2)"
    cell.locator(".run-bar button").nth(2).click()
    assert cell.locator("textarea").count() == 0
    assert cell.locator(".cell_output").is_visible()
    page.reload()
    assert cell.locator("textarea").count() == 0


def test_a_cell_knows_what_the_cells_above_set(page, address):
    page.goto(f"{address}/en/chapters/linear_model.html")
    cells = page.locator("div.cell")
    replace_code(cells.nth(0), "secret = 7")
    replace_code(cells.nth(1), "print(secret)")
    assert run(cells.nth(1)) == "7\n"
    replace_code(cells.nth(0), "secret = ")
    run(cells.nth(1))
    status = cells.nth(1).locator("[role=status]").inner_text()
    assert "Cell 1" in status
    assert "SyntaxError" in status


HARMFUL = {
    "endless loop": "while True:\n    pass",
    "a million lines": "for i in range(1_000_000):\n    print(i)",
    "syntax error": "print(",
    "deep recursion": "def f(n):\n    return f(n + 1) + 1\n\n\nf(0)",
    "memory": "x = []\nwhile True:\n    x.append(' ' * 1_000_000)",
    "operating system": "import os\nprint(os.listdir('/'))",
    "leaving": "import sys\nsys.exit()",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_page_survives(page, address, name):
    page.goto(f"{address}/ko/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, HARMFUL[name])
    cell.locator(".run-bar button").first.click()
    if name == "endless loop":
        page.wait_for_timeout(1000)
        cell.locator(".run-bar button").first.click()
    finish(cell)
    status = cell.locator("[role=status]").inner_text()
    assert re.search("[가-힣]", status), status
    assert len(cell.locator(".run-output").evaluate("e => e.textContent")) < 150_000
    replace_code(cell, "print('still here')")
    assert run(cell) == "still here\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_is_said_in_plain_words_with_its_line(page, address, language):
    page.goto(f"{address}/{language}/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, "a = 1\nprint(b)")
    run(cell)
    status = cell.locator("[role=status]").inner_text()
    assert ("Line 2" if language == "en" else "2번째 줄") in status
    assert "NameError" in status


def test_nothing_is_fetched_before_the_first_run_and_little_by_it(page, address, site):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/en/chapters/linear_model.html", wait_until="networkidle")
    before = len(asked)
    assert not [url for url in asked if re.search(r"micropython|worker|files", url)]
    run(page.locator("div.cell").first)
    fetched = [url for url in asked[before:] if not url.startswith("blob:")]
    assert all(url.startswith(address) for url in asked)
    paths = {
        site / url.removeprefix(f"{address}/").partition("?")[0] for url in fetched
    }
    size = sum(len(gzip.compress(path.read_bytes())) for path in paths)
    assert size <= 240 * 1024
    assert len(paths) <= 4


def test_from_a_folder_the_page_says_what_to_do_instead(page, site):
    page.goto((site / "en" / "chapters" / "linear_model.html").as_uri())
    cell = page.locator("div.cell").first
    cell.locator(".run-bar button").first.click()
    assert "download" in cell.locator("[role=status]").inner_text()
    assert cell.locator(".cell_output").is_visible()


@pytest.mark.parametrize("path", sorted((SITE / "en" / "chapters").glob("*.html")))
def test_without_javascript_there_are_no_dead_buttons(path):
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    assert html.select("div.cell") != []
    assert html.select(".run-bar, .editor, article form") == []


def test_keyboard_runs_and_leaves_the_editor(page, address):
    page.goto(f"{address}/en/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    cell.locator(".run-bar button").nth(1).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\n")
    page.keyboard.press("Tab")
    page.keyboard.type("print('by keyboard')")
    page.keyboard.press("Control+Enter")
    finish(cell)
    assert cell.locator(".run-output").inner_text() == "by keyboard\n"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_while_a_reader_edits(browser, address, language, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{language}/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, "print(1)\nprint(b)")
    run(cell)
    for name in ("half-weight", "squared-error"):
        page.locator(f"#exercise-{name} button").first.click()
        page.locator(f"#exercise-{name} .verdict.is-wrong").wait_for()
    for selector in (".cell", "book-exercise", "book-progress"):
        found = Axe().run(page, context=selector)
        assert found.response["violations"] == [], found.generate_report()
    context.close()
