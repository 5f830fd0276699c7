"""Python in the page prints what the book shows, and no program can hurt the page."""

import ast
import gzip
import io
import json
import re
from contextlib import redirect_stdout

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
    assert cells
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


def first_cell(page, address, code=None):
    """Open the first chapter; give its first cell, with other code in it."""
    open_page(page, f"{address}/{FIRST}")
    cell = page.locator("div.cell").first
    if code is not None:
        replace_code(cell, code)
    return cell


def test_second_press_is_not_meant_to_stop(page, address):
    cell = first_cell(page, address)
    button = cell.locator(".run-bar button").first
    button.dblclick()
    finish(cell)
    assert status(cell) == "Same as in the book."
    button.focus()
    for _ in range(20):  # the key is held
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    finish(cell)
    assert status(cell) == "Same as in the book."
    cell.locator(".run-bar button").nth(1).click()
    for _ in range(3):
        page.keyboard.press("Control+Enter")
    finish(cell)
    assert status(cell) == "Same as in the book."


CANNOT_START = re.compile("Python (could not|cannot) start")
FAULTS = {
    "files.json is missing": ("**/files*.json", {"status": 404}),
    "files.json is a page": ("**/files*.json", {"body": "<!doctype html>"}),
    "the worker is text": (
        "**/worker*.js",
        {"body": "", "headers": {"content-type": "text/plain"}},
    ),
    "MicroPython is missing": ("**/micropython*js", {"status": 404}),
    "MicroPython is of an unknown type": (
        "**/micropython*js",
        {"body": "", "headers": {"content-type": "application/octet-stream"}},
    ),
    "WebAssembly is broken": ("**/*.wasm", {"body": "none"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_start_says_so_and_may_be_tried_again(page, address, fault):
    cell = first_cell(page, address)
    pattern, answer = FAULTS[fault]
    page.route(pattern, lambda route: route.fulfill(**answer))
    run(cell)
    assert CANNOT_START.search(status(cell))
    assert len(status(cell)) > 50
    exercise = page.locator("book-exercise:has(textarea)").first
    exercise.locator("textarea").fill("x = 1")
    exercise.locator("form button").first.click()
    said = exercise.locator(".verdict").filter(has_text=CANNOT_START)
    assert said.get_attribute("class") == "verdict"
    page.unroute(pattern)
    run(cell)
    assert status(cell) == "Same as in the book."
    page.problems.clear()


def test_in_a_closed_frame_the_page_says_where_to_go(page, address):
    frame = f'<iframe sandbox="allow-scripts" src="{address}/{FIRST}"></iframe>'
    page.route("**/frame.html", lambda route: route.fulfill(body=frame))
    page.goto(f"{address}/frame.html")
    cell = page.frame_locator("iframe").locator("div.cell").first
    press_run(cell)
    assert "in a tab of its own" in status(cell)
    page.problems.clear()


REFUSED = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("The operation is insecure.", "SecurityError"); },
})"""


def test_page_works_where_storage_is_refused(page, address):
    page.add_init_script(REFUSED)
    cell = first_cell(page, address, "print('no storage')")
    assert run(cell) == "no storage\n"
    exercise = exercises(FIRST)[0]
    assert answer(page, exercise, exercise.data["right"])[0]
    assert exercise.on(page).locator(".solved-mark").is_visible()
    assert "1 of" in page.locator("book-progress").inner_text()


@pytest.mark.parametrize(
    "code", ["input('? ')", "import sys\nsys.stdin.readline()", "open(0).read()"]
)
def test_nothing_waits_for_a_keyboard(page, address, code):
    cell = first_cell(page, address, code)
    run(cell)
    assert "Nothing can be typed into a program" in status(cell)


PROGRAM = """
print(86.4, 9.3, [8.3, 98.49], 5e-324, f"{86.4} {0.1:.3e} {2:.2f}", 1.0, 1 / 3)
print(round(2.675, 2), round(0.15, 1), round(2.5), round(-1250.0, -2), round(7, 1))
print(sum([1, 2], start=3), format(1.5, ".3f"), 7 // 2, -7 % 3, 2**70, 1e16, 1e-7)
print(["가", "나다"], ("é",)[0], {"값": 1.0}, flush=True)
print(str(0.1 + 0.2), repr(1 / 3), -0.0, "%d %s" % (2, 64.4))
print(1, 2, sep="-", end=" ")
"""


DIGITS = """
print(f"{1.5:.15f} {86.4:.14f} {1/3:.16f}", "%.15f" % 2.5, "{:.13f}".format(0.125))
"""


def test_numbers_and_text_are_as_python_shows_them(page, address):
    cell = first_cell(page, address)
    for program in (PROGRAM, DIGITS):
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(program, {})
        replace_code(cell, program)
        # The page ends a last line that has no end.
        assert run(cell).rstrip() == printed.getvalue().rstrip()


def test_reference_lists_what_the_page_does_otherwise(page, address, site):
    path = "en/reference/python_in_the_page.html"
    listed = html(path).select_one(".highlight-text pre").get_text().splitlines()
    rows = [re.split("  +", line) for line in listed]
    code = "".join(
        f"try:\n    print(repr(eval({code!r})))\n"
        "except Exception as error:\n    print(type(error).__name__)\n"
        for code, _, _ in rows
    )
    in_page = run(first_cell(page, address, code)).splitlines()
    assert in_page == [theirs for *_, theirs in rows]
    for code, ours, theirs in rows:
        assert repr(eval(code)) == ours != theirs


def test_reference_lists_what_the_small_pytorch_has(site):
    template = html(FIRST).select_one("#python")
    source = (site / FIRST).parent / template["data-files"].partition("?")[0]
    code = ast.parse(json.loads(source.read_text("utf-8"))["torch.py"])
    has = next(p.value for p in code.body if isinstance(p, ast.Assign))
    names = {n.strip("_") for v in ast.literal_eval(has).values() for n in v.split()}
    listed = html("ko/reference/python_in_the_page.html").select("li p code")
    assert names <= {name.get_text().strip("_") for name in listed}


MESSAGES = {
    "print(“hi”)": "The character “ is none of Python's: type \" instead.",
    "x = 1\nx =\u30002": "Cell 1, line 2: There is a space",
    "x\xa0= 1": "There is a space that is not the ordinary one",
    "max(1，2)": "The character ， is none of Python's: type , instead.",
    "print（1)": "type ( instead",
    "x = 3 − 2": "type - instead",
    "x = 3 × 2": "type * instead",
    "x = 1 → 2": "The character → is none of Python's.",
    "'a'.ljust(3)": "Python has this, but the small Python of this page has not.",
    "(1.5).is_integer()": "Python has this",
    "import math\nmath.prod([1])": "Python has this",
    "vars()": "Python has this",
    "'a'.lust(3)": "This thing has nothing of that name.",
    "vers()": "This name is not known here",
    "for i in [1]:\nprint(i)": "Cell 1, line 2: After the colon",
    "def f():\n    # later\n\nf()": "line 4: After the colon",
    "x = 1\n  y = 2": "The spaces at the beginning of this line",
    "if 1:\n    x = 1\n  y = 2": "The spaces at the beginning of this line",
    "x = (1": "Python cannot read this line",
}


def test_messages_name_the_fault(page, address):
    cell = first_cell(page, address)
    for code, said in MESSAGES.items():
        replace_code(cell, code)
        run(cell)
        assert said in status(cell), (code, status(cell))


def test_error_is_marked_in_the_cell_that_it_comes_from(page, address):
    open_page(page, f"{address}/{FIRST}")
    first, second = page.locator("div.cell").all()[:2]
    assert first.locator(".cell-number").inner_text() == "Cell 1"
    replace_code(first, "def f():\n    return 1 / 0")
    replace_code(second, "x = 1\nf()")
    run(second)
    assert status(second).startswith("Cell 1, line 2: Something is divided by 0.")
    marked = page.locator(".is-marked")
    assert marked.count() == 1
    assert marked.input_value().startswith("def f")
    assert marked.evaluate("e => e.style.getPropertyValue('--line')") == "2"
    replace_code(first, "def f():\n    return 1")
    assert marked.count() == 0


def test_editing_and_running_move_nothing(page, address):
    open_page(page, f"{address}/{FIRST}")
    places = "[...document.querySelectorAll('h2, div.cell')].map((e) => e.offsetTop)"
    before = page.evaluate(places)
    for cell in page.locator("div.cell").all()[:4]:
        cell.locator(".run-bar button").nth(1).click()
        assert page.evaluate(places) == before
        run(cell)
        assert status(cell) == "Same as in the book."
        assert page.evaluate(places) == before


def test_nothing_typed_is_lost(page, address):
    cell = first_cell(page, address, "a\n\nb\nc")
    area = cell.locator("textarea")
    area.evaluate("e => e.setSelectionRange(0, 5)")
    page.keyboard.press("Tab")
    assert area.input_value() == "    a\n\n    b\nc"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    assert area.input_value() == "a\n\nb\nc"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert area.input_value() == "        a\n\n        b\nc"
    page.keyboard.press("Control+Shift+z")
    assert area.input_value() == "    a\n\n    b\nc"
    original = cell.locator(".cell_input pre").text_content().rstrip()
    cell.locator("button:text('Reset')").click()
    assert area.input_value() == original
    page.keyboard.press("Control+z")
    assert area.input_value() == "    a\n\n    b\nc"
    open_page(page, f"{address}/{FIRST.replace('en/', 'ko/')}")
    assert page.locator("div.cell textarea").input_value() == "    a\n\n    b\nc"


COMPOSE = """(area) => ["Tab", "Escape", "Enter"].map((key) => area.dispatchEvent(
    new KeyboardEvent("keydown",
        { key, ctrlKey: key === "Enter", isComposing: true, cancelable: true })))"""


def test_keys_belong_to_the_input_method_while_hangul_is_composed(page, address):
    cell = first_cell(page, address, "가")
    area = cell.locator("textarea")
    assert area.evaluate(COMPOSE) == [True, True, True]  # none is taken
    assert area.input_value() == "가"
    assert status(cell) == ""
    page.keyboard.press("Tab")  # Escape did not lead out
    assert area.input_value() == "가    "


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
    page.keyboard.press("Tab")
    assert is_focused(page, "textarea")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not is_focused(page, "textarea")


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
