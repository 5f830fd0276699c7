"""Python in the page prints what the book shows, and no program can hurt the page."""

import gzip
import re

import pytest
from accessibility import axe
from browser import is_focused, open_page
from pages import CHAPTERS, LANGUAGES, html
from practice import (
    answer,
    exercises,
    finish,
    press_run,
    printed,
    replace_code,
    run,
    status,
)

FIRST = "en/chapters/linear_model.html"


@pytest.mark.parametrize("path", [path for path in CHAPTERS if path[:2] == "en"])
def test_every_cell_prints_what_the_book_shows(page, address, path):
    open_page(page, f"{address}/{path}")
    cells = page.locator("div.cell:not(.tag_local)").all()
    assert len(cells) > 3
    for cell in cells:
        assert run(cell) == printed(cell), cell.locator(".cell_input").inner_text()


def test_cell_knows_what_the_cells_above_set(page, address):
    open_page(page, f"{address}/{FIRST}")
    first, second = page.locator("div.cell").all()[:2]
    replace_code(first, "secret = 7")
    replace_code(second, "print(secret)")
    assert run(second) == "7\n"
    replace_code(first, "secret = ")
    run(second)
    assert "Cell 1" in status(second)
    assert "SyntaxError" in status(second)


def test_error_keeps_its_spaces(page, address):
    # Making scripts small once took the space after the colon.
    open_page(page, f"{address}/{FIRST}")
    cell = page.locator("div.cell").first
    replace_code(cell, "print(b)")
    run(cell)
    assert "NameError: name 'b'" in status(cell)


HARMFUL = {
    "a million lines": "for i in range(1_000_000):\n    print(i)",
    "syntax error": "print(",
    "deep recursion": "def f(n):\n    return f(n + 1) + 1\n\n\nf(0)",
    "memory": "x = []\nwhile True:\n    x.append(' ' * 1_000_000)",
    "operating system": "import os\nprint(os.listdir('/'))",
    "leaving": "import sys\nsys.exit()",
    # The page shows the first lines once there are many.
    "endless loop": "for i in range(1_000):\n    print(i)\nwhile True:\n    pass",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_page_survives(page, address, name):
    open_page(page, f"{address}/ko/chapters/linear_model.html")
    cell = page.locator("div.cell").first
    replace_code(cell, HARMFUL[name])
    press_run(cell)
    if name == "endless loop":
        cell.locator(".run-output").filter(has_text="999").wait_for()
        cell.locator("button:text('멈춤')").click()
    assert len(finish(cell)) < 150_000
    assert re.search("[가-힣]", status(cell)), status(cell)
    replace_code(cell, "print('still here')")
    assert run(cell) == "still here\n"
    if name == "memory":
        assert "memory limit" in page.problems[0]
        page.problems.clear()


def test_nothing_is_fetched_before_the_first_run_and_little_by_it(page, address, site):
    open_page(page, f"{address}/{FIRST}")
    before = len(page.requests)
    assert not re.search("micropython|worker|files", " ".join(page.requests))
    run(page.locator("div.cell").first)
    fetched = {url for url in page.requests[before:] if not url.startswith("blob:")}
    paths = [
        site / url.removeprefix(f"{address}/").partition("?")[0] for url in fetched
    ]
    assert sum(len(gzip.compress(path.read_bytes())) for path in paths) <= 240 * 1024
    assert 0 < len(paths) <= 4


def test_from_a_folder_the_page_says_what_to_do_instead(page, site):
    open_page(page, (site / FIRST).as_uri())
    cell = page.locator("div.cell").first
    press_run(cell)
    assert "download" in status(cell)
    assert cell.locator(".cell_output").is_visible()
    exercise = page.locator("book-exercise:has(textarea)").first
    exercise.locator("button").first.click()
    verdict = exercise.locator(".verdict")
    assert "download" in verdict.inner_text()
    assert verdict.get_attribute("class") == "verdict"  # not checked is not wrong


def test_without_javascript_there_are_no_dead_buttons(site):
    for path in CHAPTERS:
        assert html(path).select("div.cell") != [], path
        assert html(path).select(".run-bar, .editor, article form") == [], path


def test_keyboard_runs_and_leaves_the_editor(page, address):
    open_page(page, f"{address}/{FIRST}")
    cell = page.locator("div.cell").first
    cell.locator(".run-bar button").nth(1).press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.type("if True:\n")
    page.keyboard.press("Tab")
    page.keyboard.type("print('by keyboard')")
    page.keyboard.press("Control+Enter")
    assert finish(cell) == "by keyboard\n"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert is_focused(page, "button")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_while_a_reader_edits(page, address, language, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    path = f"{language}/chapters/linear_model.html"
    open_page(page, f"{address}/{path}")
    cell = page.locator("div.cell").first
    replace_code(cell, "print(1)\nprint(b)")
    run(cell)
    for kind in ("number", "code"):
        exercise = next(e for e in exercises(path) if e.data["kind"] == kind)
        answer(page, exercise, exercise.typical[0][0])
    for part in ("div.cell:has(textarea)", "book-exercise", "book-progress"):
        assert axe(page, part) == []
