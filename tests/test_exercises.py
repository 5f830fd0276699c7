"""Each exercise takes its solution, and knows each of its typical mistakes by name."""

import ast
import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import torch
from browser import open_page
from bs4 import BeautifulSoup
from conftest import ROOT
from docutils.utils import column_width
from micropython import printed_by
from pages import CHAPTERS, LANGUAGES, SITE, text

from docs.book.lessons import discover
from docs.book.practice.cells import ends

# At the end, so that torch is PyTorch and not the small one beside the checker.
sys.path.append(str(ROOT / "docs" / "_static" / "run"))
import check_answer  # noqa: E402  (the path above leads to it)

LESSONS = discover()
# A reader has no lecture_code, and none of our settings.
ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1"}
SYNTAX_ERROR = "def f(:\n    pass\n"


def text_of(language: str, lesson: str) -> str:
    """Text of the file of a chapter."""
    return (SITE / language / "exercises" / f"{lesson}.py").read_text("utf-8")


@cache
def checks_of(language: str, lesson: str) -> dict:
    """What the file of a chapter knows: its words, and the exercises."""
    for node in ast.parse(text_of(language, lesson)).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "CHECKS":
            return ast.literal_eval(node.value)
    raise AssertionError("the file has no CHECKS")


def exercises(kind: str | None = None) -> list:
    if not SITE.exists():
        return []
    return [
        pytest.param(exercise, id=f"{lesson.name}-{exercise['name']}")
        for lesson in LESSONS
        for exercise in checks_of("en", lesson.name)["exercises"]
        if kind in (None, exercise["kind"])
    ]


def verdict(exercise: dict, answer) -> dict:
    if exercise["kind"] == "number":
        return check_answer.check_number(exercise, answer)
    if exercise["kind"] == "choice":
        return check_answer.check_choice(exercise, answer)
    return json.loads(check_answer.check_page(json.dumps(exercise), answer))


def solution(exercise: dict):
    right = exercise["right"]
    return "abcdef"[right] if exercise["kind"] == "choice" else right


def mistakes(exercise: dict) -> dict:
    """Typical wrong answers by the number of their feedback."""
    if exercise["kind"] == "choice":
        options = dict(enumerate("abcdef"[: len(exercise["feedback"])]))
        del options[exercise["right"]]
        return options
    return dict(enumerate(exercise["wrong"]))


@pytest.mark.parametrize("exercise", exercises())
def test_solution_passes(exercise):
    assert verdict(exercise, solution(exercise))["passed"]


@pytest.mark.parametrize("exercise", exercises())
def test_each_mistake_is_told_from_the_others(exercise):
    wrong = mistakes(exercise)
    assert wrong
    for i, answer in wrong.items():
        found = verdict(exercise, answer)
        assert found == {"passed": False, "feedback": i}, (
            f"wrong answer {i + 1}, {answer!r}, is not told from the solution or from "
            "another: add a probe, or choose other numbers"
        )
    assert len(set(exercise["feedback"])) == len(exercise["feedback"])


def plausible_answers() -> dict[str, list[tuple[str, str]]]:
    """Answers with what must be said to them, by exercise; see the file."""
    text = (ROOT / "tests" / "plausible_answers.md").read_text("utf-8")
    found = {}
    for section in text.split("\n## ")[1:]:
        name, rest = section.split("\n", 1)
        numbers = re.findall(r"^- `(.*?)` (.+)$", rest, re.M)
        codes = re.findall(r"^([^\n]+)\n```python\n(.*?)^```$", rest, re.M | re.S)
        found[name] = numbers + [(code, said) for said, code in codes]
    return found


PLAUSIBLE = plausible_answers()
NOT_IN_PAGE = "The page cannot check this answer"


def cases() -> list:
    """Exercise, answer and what is said; named by the first two."""
    return [
        pytest.param(*param.values, answer, said, id=f"{param.id}-{i}-{said[:24]}")
        for param in exercises()
        for i, (answer, said) in enumerate(PLAUSIBLE.get(param.values[0]["name"], []))
    ]


def expect_said(exercise: dict, verdict: dict, said: str) -> None:
    """Compare a verdict with what must be said; `Not yet.` alone claims nothing."""
    words = dict(re.findall(r'<i data-word="(\w+)">(.*?)</i>', text(CHAPTERS[0])))
    words |= ends()  # what comes with a run
    heard = check_answer.in_words(verdict, exercise, words)
    assert said in heard
    if said in ("Right.", "Not yet.") and exercise["kind"] != "choice":
        assert heard == said


@pytest.mark.filterwarnings("ignore")  # as in the file
@pytest.mark.parametrize(("exercise", "answer", "said"), cases())
def test_plausible_answer_is_judged_by_what_it_does(exercise, answer, said):
    said = "Right." if said == NOT_IN_PAGE else said
    expect_said(exercise, verdict(exercise, answer), said)


@pytest.fixture(scope="module")
def in_page(tmp_path_factory) -> dict:
    """Verdicts of MicroPython on the code in `PLAUSIBLE`."""
    asked = [
        [json.dumps(param.values[0]), answer]
        for param in exercises("code")
        for answer, _ in PLAUSIBLE.get(param.values[0]["name"], [])
    ]
    code = f"""
from check_answer import check_page
for exercise, answer in {asked!r}:
    print("\x01", check_page(exercise, answer))
"""
    parts = printed_by(code, tmp_path_factory.mktemp("page")).split("\x01")[1:]
    verdicts = [json.loads(part.splitlines()[0]) for part in parts]
    return dict(zip([answer for _, answer in asked], verdicts, strict=True))


@pytest.mark.parametrize(
    ("exercise", "answer", "said"),
    [case for case in cases() if case.values[0]["kind"] == "code"],
)
def test_plausible_answer_is_judged_so_in_the_page(in_page, exercise, answer, said):
    expect_said(exercise, in_page[answer], said)


@pytest.mark.parametrize(
    "exercise", [each for each in exercises() if each.values[0]["name"] in PLAUSIBLE]
)
def test_plausible_answers_have_right_ones_in_other_words(exercise):
    given = PLAUSIBLE[exercise["name"]]
    right = [answer for answer, said in given if said == "Right."]
    assert len(right) >= (1 if exercise["kind"] == "choice" else 5)
    assert exercise["right"] not in right
    answers = [answer for answer, _ in given]
    assert len(set(answers)) == len(answers)


@pytest.mark.parametrize("exercise", exercises("number"))
def test_number_may_be_rounded_and_a_fraction(exercise):
    number = exercise["right"]
    for answer in (f"{number:.3g}", f"{number * 7!r}/7", str(number)):
        assert verdict(exercise, answer)["passed"]
    assert verdict(exercise, None)["word"] == "empty"
    assert verdict(exercise, f"−{-number}" if number < 0 else number)["passed"]
    for answer in (" about 1 ", f"{number}/1/1"):
        assert verdict(exercise, answer)["word"] == "not_a_number"
    far = 3 * max(map(abs, [number, *exercise["wrong"]])) + 1
    assert verdict(exercise, far)["word"] == "wrong"


@pytest.mark.parametrize("exercise", exercises("choice"))
def test_choice_must_be_one_of_the_letters(exercise):
    assert verdict(exercise, solution(exercise).upper())["passed"]
    assert verdict(exercise, "")["word"] == "empty"
    assert verdict(exercise, "z")["word"] == "not_an_option"
    assert verdict(exercise, "ab")["word"] == "not_an_option"


def test_right_options_stand_at_every_letter(site):
    places = [param.values[0]["right"] for param in exercises("choice")]
    assert set(places) == set(range(4))
    assert max(map(places.count, places)) <= len(places) / 2


@pytest.mark.parametrize("exercise", exercises("code"))
def test_code_that_is_missing_or_broken_gets_a_message(exercise):
    starter = exercise["starter"]
    for nothing in ("", "  \n", starter, f"\n{starter}\n"):
        assert verdict(exercise, nothing)["word"] == "empty"
    broken = verdict(exercise, f"{starter}\n{SYNTAX_ERROR}")
    assert (broken["word"], broken["kind"]) == ("broken", "SyntaxError")
    assert broken["line"] == len(starter.splitlines()) + 1
    stopped = verdict(exercise, f"{starter}\n1 / 0")
    assert (stopped["word"], stopped["kind"]) == ("broken", "ZeroDivisionError")
    inside = verdict(exercise, starter.replace("...", "return 1 / 0"))
    assert (inside["word"], inside["kind"]) == ("fails", "ZeroDivisionError")
    lines = [i for i, line in enumerate(starter.splitlines(), 1) if "..." in line]
    assert inside["line"] in lines


each_page = pytest.mark.parametrize(
    ("language", "lesson"),
    [(language, lesson.name) for language in LANGUAGES for lesson in LESSONS],
)


@each_page
def test_page_and_file_know_the_same(site, language, lesson):
    html = (site / language / "chapters" / f"{lesson}.html").read_text("utf-8")
    elements = BeautifulSoup(html, "html.parser").select("book-exercise")
    in_file = checks_of(language, lesson)["exercises"]
    for element, exercise in zip(elements, in_file, strict=True):
        data = json.loads(element["data-exercise"])
        assert data == {key: exercise[key] for key in data}
        lines_shown = [
            " ".join(e.get_text().split()) for e in element.select("template")
        ]
        assert lines_shown == exercise["feedback"]
        assert len(element.select("details.solution")) == 1
        if exercise["kind"] == "code":
            [starter] = element.select("div.starter pre")
            assert starter.get_text().strip() == exercise["starter"].strip()
        assert len(element.select("ul.options > li")) == (
            len(lines_shown) if exercise["kind"] == "choice" else 0
        )


@each_page
def test_expression_in_a_solution_gives_what_is_shown(site, language, lesson):
    names: dict[str, object] = {}
    known = [known.name for known in LESSONS]
    for name in known[: known.index(lesson) + 1]:
        names |= vars(import_module(f"lecture_code.{name}"))
    path = site / language / "chapters" / f"{lesson}.html"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for element in html.select(".solution .highlight-pycon pre"):
        text = element.get_text().strip()
        expression, printed = text.removeprefix(">>> ").split("\n")
        assert repr(eval(expression, names)) == printed


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_both_languages_have_the_same_exercises(site, lesson):
    english, korean = (checks_of(language, lesson.name) for language in LANGUAGES)
    for one, other in zip(english["exercises"], korean["exercises"], strict=True):
        for key in one.keys() - {"title", "feedback"}:
            assert one[key] == other[key]
        lines_shown = list(zip(one["feedback"], other["feedback"], strict=True))
        assert all(re.search("[가-힣]", korean) for _, korean in lines_shown)


@each_page
def test_file_is_in_the_language_of_its_page_and_well_formed(site, language, lesson):
    text = text_of(language, lesson)
    assert max(map(column_width, text.splitlines())) <= 88
    assert "lecture_code" not in text
    assert bool(re.search("[가-힣]", text)) == (language == "ko")
    for exercise in checks_of(language, lesson)["exercises"]:
        assert text.count(f"\n# %%\n# {exercise['title']}\n") == 1


def fill_in(text: str, exercise: dict, answer) -> str:
    """Answer an exercise as a reader would, in the file."""
    if exercise["kind"] == "code":
        # The file imports PyTorch once, at its beginning.
        old = exercise["starter"].removeprefix("import torch\n\n\n")
        new = f"{old}\n\n\n{answer}"
    else:
        blank = {"number": "None", "choice": '""'}[exercise["kind"]]
        variable = exercise["name"].replace("-", "_")
        old, new = f"\n{variable} = {blank}\n", f"\n{variable} = {answer!r}\n"
    assert text.count(old) == 1
    return text.replace(old, new)


def run(text: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a file alone in an empty folder."""
    (folder / "answers.py").write_text(text, "utf-8")
    return python(["answers.py"], folder)


def python(
    arguments: list[str], folder: Path, given: str = ""
) -> subprocess.CompletedProcess:
    """Run Python in a folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        input=given,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def expect(
    ran: subprocess.CompletedProcess, checks: dict, lines_shown: list, solved: int
):
    titles = [exercise["title"] for exercise in checks["exercises"]]
    lines = [
        f"{title}: {text}" for title, text in zip(titles, lines_shown, strict=True)
    ]
    last = checks["words"]["solved"].format(solved=solved, all=len(titles))
    assert ran.stdout.splitlines() == [*lines, last]
    assert ran.stderr == ""
    assert ran.returncode == (0 if solved == len(titles) else 1)


@each_page
def test_file_without_answers_says_so(site, language, lesson, tmp_path):
    checks = checks_of(language, lesson)
    ran = run(text_of(language, lesson), tmp_path)
    expect(ran, checks, [checks["words"]["empty"]] * len(checks["exercises"]), 0)


@each_page
def test_file_with_the_solutions_is_all_right(site, language, lesson, tmp_path):
    text, checks = text_of(language, lesson), checks_of(language, lesson)
    lines_shown = []
    for exercise in checks["exercises"]:
        text = fill_in(text, exercise, solution(exercise))
        is_choice = exercise["kind"] == "choice"
        more = f" {exercise['feedback'][exercise['right']]}" if is_choice else ""
        lines_shown.append(checks["words"]["right"] + more)
    expect(run(text, tmp_path), checks, lines_shown, len(lines_shown))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_answer_below_what_the_file_begins_with_counts(site, lesson, tmp_path):
    text, checks = text_of("en", lesson.name), checks_of("en", lesson.name)
    codes = [e for e in checks["exercises"] if e["kind"] == "code"]
    for exercise in codes:
        starter = exercise["starter"].removeprefix("import torch\n\n\n")
        both = f"{starter}\n\n\n{exercise['right']}"
        text = text.replace(f"{starter}\n\n\n", f"{both}\n\n\n", 1)
    lines = run(text, tmp_path).stdout.splitlines()
    for exercise in codes:
        assert f"{exercise['title']}: {checks['words']['right']}" in lines


@each_page
@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_file_names_the_mistake(site, language, lesson, place, tmp_path):
    text, checks = text_of(language, lesson), checks_of(language, lesson)
    lines_shown = []
    for exercise in checks["exercises"]:
        i, answer = list(mistakes(exercise).items())[place]
        text = fill_in(text, exercise, answer)
        lines_shown.append(f"{checks['words']['wrong']} {exercise['feedback'][i]}")
    expect(run(text, tmp_path), checks, lines_shown, 0)


with_code = pytest.mark.parametrize(
    ("language", "lesson"),
    [
        (language, lesson.name)
        for language in LANGUAGES
        for lesson in (LESSONS if SITE.exists() else ())
        for kinds in [{e["kind"] for e in checks_of("en", lesson.name)["exercises"]}]
        if "code" in kinds
    ],
)


@with_code
def test_file_says_where_an_answer_stops(site, language, lesson, tmp_path):
    text, checks = text_of(language, lesson), checks_of(language, lesson)
    words = checks["words"]
    exercise = next(e for e in checks["exercises"] if e["kind"] == "code")
    starter = exercise["starter"].removeprefix("import torch\n\n\n")
    text = text.replace(starter, starter.replace("...", "return 1 / 0"))
    line = text[: text.index("1 / 0")].count("\n") + 1
    fails = words["fails"].format(
        probe=exercise["probes"][0], error="ZeroDivisionError: division by zero"
    )
    lines_shown = f"{words['wrong']} {words['at_line'].format(line=line)} {fails}"
    assert (
        f"{exercise['title']}: {lines_shown}" in run(text, tmp_path).stdout.splitlines()
    )


@with_code
def test_python_names_the_line_of_a_syntax_error(site, language, lesson, tmp_path):
    text = text_of(language, lesson)
    exercise = next(
        e for e in checks_of(language, lesson)["exercises"] if e["kind"] == "code"
    )
    starter = exercise["starter"].removeprefix("import torch\n\n\n")
    text = text.replace(starter, SYNTAX_ERROR)
    line = text[: text.index(SYNTAX_ERROR)].count("\n") + 1
    ran = run(text, tmp_path)
    assert ran.returncode != 0
    assert f"line {line}\n" in ran.stderr
    assert "SyntaxError" in ran.stderr


LOSS = "def loss(x, y, w):\n"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (f"{LOSS}    ...\n    return (x * w - y) ** 2", "right"),
        (f"{LOSS}    ...\n\n\n{LOSS}    return (x * w - y) ** 2", "right"),
        (f"{LOSS}    return None\n\n\n{LOSS}    return (x * w - y) ** 2", "right"),
        ("loss = lambda x, y, w: (x * w - y) ** 2", "right"),
        ("def loss(x, y, w): ...", "empty"),
        ("def loss(\n    x,\n    y,\n    w,\n):\n    pass  # later", "empty"),
        (f"{LOSS}    x * w - y", "wrong"),
    ],
)
def test_file_judges_what_the_function_does(site, answer, said, tmp_path):
    text, checks = text_of("en", "linear_model"), checks_of("en", "linear_model")
    starters = {e.get("starter", ""): e["title"] for e in checks["exercises"]}
    [starter] = [starter for starter in starters if starter.startswith(LOSS)]
    lines = run(text.replace(starter, answer), tmp_path).stdout
    assert f"{starters[starter]}: {checks['words'][said]}" in lines


def test_file_runs_from_standard_input(site, tmp_path):
    ran = python(["-"], tmp_path, text_of("en", "linear_model"))
    checks = checks_of("en", "linear_model")
    expect(ran, checks, [checks["words"]["empty"]] * len(checks["exercises"]), 0)


def test_file_runs_as_a_cell_of_a_notebook(site, tmp_path):
    text = text_of("en", "linear_model").replace("    ...", "    return 1 / 0", 1)
    line = text[: text.index("1 / 0")].count("\n") + 1
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        f"result = InteractiveShell().run_cell({text!r})\n"
        "print(repr(result.error_in_exec))"
    )
    *_, solved, error = python(["-"], tmp_path, code).stdout.splitlines()
    assert re.fullmatch(r"Solved: 0 of \d+\.", solved)
    assert error == "None"
    assert f"Line {line}:" in "".join(_)


def test_file_checks_what_needs_no_pytorch_without_it(site, tmp_path):
    (tmp_path / "torch.py").write_text("raise ImportError('none here')", "utf-8")
    text, checks = text_of("ko", "autograd"), checks_of("ko", "autograd")
    said = []
    for exercise in checks["exercises"]:
        if exercise["kind"] == "number":
            text = fill_in(text, exercise, solution(exercise))
        key = {"number": "right", "choice": "empty", "code": "needs"}[exercise["kind"]]
        said.append(checks["words"][key])
    assert "PyTorch" in checks["words"]["needs"]
    expect(run(text, tmp_path), checks, said, said.count(checks["words"]["right"]))


NUMBERS = {
    "0.5": 0.5,
    " 1/3 ": 1 / 3,
    "１／３": 1 / 3,
    "½": 0.5,
    "\u22128": -8.0,
    "－８．５": -8.5,
    "\u20138": -8.0,
    "- 8": -8.0,
    "+8": 8.0,
    "1,681": 1681.0,
    "1 681.25": 1681.25,
    "1\u202f681\u00a0000": 1681000.0,
    "１，６８１": 1681.0,
    "-1/-4": 0.25,
    ".5": 0.5,
    "5.": 5.0,
    "1e-3": 0.001,
    "1E3": 1000.0,
    "1e－3": 0.001,
}
NO_NUMBERS = "two|1,5|1,68|1 2|12,34,567|1/2/3|1/|/2|1/0|0x10|1_000|nan|inf|1e999|--1"
NO_NUMBERS = [*NO_NUMBERS.split("|"), "", " ", ".", "e5", "1,681,", "٣", "3 apples"]


def test_page_and_file_read_numbers_alike(page, address):
    expected = NUMBERS | dict.fromkeys(NO_NUMBERS)
    open_page(page, f"{address}/en/chapters/linear_model.html")
    read = "(texts) => texts.map((text) => book.readNumber(text))"
    in_page = page.evaluate(read, list(expected))
    in_page = [None if number != number else number for number in in_page]
    assert dict(zip(expected, in_page, strict=True)) == expected
    assert {text: check_answer.read_number(text) for text in expected} == expected


def test_file_takes_whatever_is_a_number():
    numbers = [3, 3.0, Fraction(1, 2), torch.tensor(2.5)]
    assert list(map(check_answer.read_number, numbers)) == [3.0, 3.0, 0.5, 2.5]
    for other in (
        True,
        [1.0],
        (1, 681),
        1j,
        float("nan"),
        {},
        torch.tensor([1.0, 2.0]),
    ):
        assert check_answer.read_number(other) is None
