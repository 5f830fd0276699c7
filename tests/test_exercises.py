"""Each exercise takes its solution, and knows each of its typical mistakes by name."""

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from docutils.utils import column_width
from pages import LANGUAGES, SITE

from docs.book.lessons import discover

sys.path.insert(0, str(ROOT / "docs" / "_static" / "run"))
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


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_chapter_has_a_handful_of_exercises_of_every_kind(site, lesson):
    found = checks_of("en", lesson.name)["exercises"]
    assert 4 <= len(found) <= 6
    assert {e["kind"] for e in found} == {"choice", "number", "code"}


@pytest.mark.parametrize("exercise", exercises())
def test_solution_passes(exercise):
    assert verdict(exercise, solution(exercise))["passed"]


@pytest.mark.parametrize("exercise", exercises())
def test_each_mistake_is_told_from_the_others(exercise):
    wrong = mistakes(exercise)
    assert wrong
    found = {i: verdict(exercise, answer) for i, answer in wrong.items()}
    assert found == {i: {"passed": False, "feedback": i} for i in wrong}
    assert len(set(exercise["feedback"])) == len(exercise["feedback"])


@pytest.mark.parametrize("exercise", exercises("number"))
def test_number_may_be_rounded_and_a_fraction(exercise):
    number = exercise["right"]
    for answer in (f"{number:.3g}", f"{number * 7!r}/7", str(number)):
        assert verdict(exercise, answer)["passed"]
    assert verdict(exercise, None)["word"] == "empty"
    assert verdict(exercise, f"−{-number}" if number < 0 else number)["passed"]
    for answer in (" about 1 ", f"{number}/1/1"):
        assert verdict(exercise, answer)["word"] == "not_a_number"
    assert verdict(exercise, number * 1.4142)["word"] == "wrong"


@pytest.mark.parametrize("exercise", exercises("choice"))
def test_choice_must_be_one_of_the_letters(exercise):
    assert verdict(exercise, solution(exercise).upper())["passed"]
    assert verdict(exercise, "")["word"] == "empty"
    assert verdict(exercise, "z")["word"] == "not_an_option"
    assert verdict(exercise, "ab")["word"] == "not_an_option"


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
        said = [" ".join(e.get_text().split()) for e in element.select("template")]
        assert said == exercise["feedback"]
        assert element.select("details.hint")
        assert len(element.select("details.solution")) == 1
        if exercise["kind"] == "code":
            [starter] = element.select("div.starter pre")
            assert starter.get_text().strip() == exercise["starter"].strip()
        assert len(element.select("ul.options > li")) == (
            len(said) if exercise["kind"] == "choice" else 0
        )


@each_page
def test_expression_in_a_solution_gives_what_is_shown(site, language, lesson):
    names: dict[str, object] = {}
    known = [known.name for known in LESSONS]
    for name in known[: known.index(lesson) + 1]:
        names |= vars(import_module(f"lecture_code.{name}"))
    path = site / language / "chapters" / f"{lesson}.html"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    shown = html.select(".solution .highlight-pycon pre")
    assert shown
    for element in shown:
        text = element.get_text().strip()
        expression, printed = text.removeprefix(">>> ").split("\n")
        assert repr(eval(expression, names)) == printed


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_both_languages_have_the_same_exercises(site, lesson):
    english, korean = (checks_of(language, lesson.name) for language in LANGUAGES)
    for one, other in zip(english["exercises"], korean["exercises"], strict=True):
        for key in one.keys() - {"title", "feedback"}:
            assert one[key] == other[key]
        said = list(zip(one["feedback"], other["feedback"], strict=True))
        assert all(re.search("[가-힣]", korean) for _, korean in said)


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
        begun = exercise["starter"].replace("...", "pass")
        old, new = exercise["starter"], f"{begun}\n\n\n{answer}"
    else:
        blank = {"number": "None", "choice": '""'}[exercise["kind"]]
        variable = exercise["name"].replace("-", "_")
        old, new = f"\n{variable} = {blank}\n", f"\n{variable} = {answer!r}\n"
    assert text.count(old) == 1
    return text.replace(old, new)


def run(text: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a file alone in an empty folder."""
    (folder / "answers.py").write_text(text, "utf-8")
    return subprocess.run(
        [sys.executable, "answers.py"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=300,
    )


def expect(ran: subprocess.CompletedProcess, checks: dict, said: list, solved: int):
    titles = [exercise["title"] for exercise in checks["exercises"]]
    lines = [f"{title}: {text}" for title, text in zip(titles, said, strict=True)]
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
    said = []
    for exercise in checks["exercises"]:
        text = fill_in(text, exercise, solution(exercise))
        is_choice = exercise["kind"] == "choice"
        more = f" {exercise['feedback'][exercise['right']]}" if is_choice else ""
        said.append(checks["words"]["right"] + more)
    expect(run(text, tmp_path), checks, said, len(said))


@each_page
@pytest.mark.parametrize("place", [0, -1], ids=["first", "last"])
def test_file_names_the_mistake(site, language, lesson, place, tmp_path):
    text, checks = text_of(language, lesson), checks_of(language, lesson)
    said = []
    for exercise in checks["exercises"]:
        i, answer = list(mistakes(exercise).items())[place]
        text = fill_in(text, exercise, answer)
        said.append(f"{checks['words']['wrong']} {exercise['feedback'][i]}")
    expect(run(text, tmp_path), checks, said, 0)


@each_page
def test_file_says_where_an_answer_stops(site, language, lesson, tmp_path):
    text, checks = text_of(language, lesson), checks_of(language, lesson)
    words = checks["words"]
    exercise = next(e for e in checks["exercises"] if e["kind"] == "code")
    stopping = exercise["starter"].replace("...", "return 1 / 0")
    text = text.replace(exercise["starter"], stopping)
    line = text[: text.index("1 / 0")].count("\n") + 1
    fails = words["fails"].format(
        probe=exercise["probes"][0], error="ZeroDivisionError: division by zero"
    )
    said = f"{words['wrong']} {words['at_line'].format(line=line)} {fails}"
    assert f"{exercise['title']}: {said}" in run(text, tmp_path).stdout.splitlines()


@each_page
def test_python_names_the_line_of_a_syntax_error(site, language, lesson, tmp_path):
    text = text_of(language, lesson)
    exercise = next(
        e for e in checks_of(language, lesson)["exercises"] if e["kind"] == "code"
    )
    text = text.replace(exercise["starter"], SYNTAX_ERROR)
    line = text[: text.index(SYNTAX_ERROR)].count("\n") + 1
    ran = run(text, tmp_path)
    assert ran.returncode != 0
    assert f"line {line}\n" in ran.stderr
    assert "SyntaxError" in ran.stderr
