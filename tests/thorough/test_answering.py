"""In the page, each exercise accepts its solution and names each typical mistake."""

import json
from dataclasses import dataclass

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import LANGUAGES, SITE

PAGES = [
    (language, path.stem)
    for language in LANGUAGES
    for path in sorted((SITE / language / "chapters").glob("*.html"))
    if "<book-exercise" in path.read_text("utf-8")
]
each_page = pytest.mark.parametrize(("language", "chapter"), PAGES)


@dataclass
class Exercise:
    """An exercise of a built page."""

    data: dict
    feedback: list[str]

    @property
    def typical(self) -> list[tuple[object, str]]:
        """Wrong answers, each with what must be said to it."""
        if self.data["kind"] == "choice":
            options = range(len(self.feedback))
            return [(i, self.feedback[i]) for i in options if i != self.data["right"]]
        return list(zip(self.data["wrong"], self.feedback, strict=True))


def words(element: Tag) -> str:
    return "".join(element.get_text().split())


def exercises(language: str, chapter: str) -> list[Exercise]:
    path = SITE / language / "chapters" / f"{chapter}.html"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    return [
        Exercise(
            json.loads(element["data-exercise"]),
            [
                words(template)
                for template in element.find_all("template", recursive=False)
            ],
        )
        for element in html.select("book-exercise")
    ]


def answer(page, exercise: Exercise, given: object) -> tuple[bool, str]:
    """Give an answer; return whether it was right, and what was said."""
    element = page.locator(f"#exercise-{exercise.data['name']}")
    if exercise.data["kind"] == "choice":
        element.locator("input[type=radio]").nth(given).check()
    elif exercise.data["kind"] == "number":
        element.locator("input[type=text]").fill(str(given))
    else:
        element.locator("textarea").fill(given)
    element.locator(".verdict").evaluate("e => e.className = 'verdict'")
    element.locator("button").first.click()
    verdict = element.locator(".verdict.is-right, .verdict.is-wrong")
    verdict.wait_for()
    said = verdict.evaluate("e => e.textContent")
    return "is-right" in verdict.get_attribute("class"), "".join(said.split())


@each_page
def test_solutions_pass_and_typical_mistakes_are_named(
    page, address, language, chapter
):
    page.goto(f"{address}/{language}/chapters/{chapter}.html")
    found = exercises(language, chapter)
    for exercise in found:
        assert exercise.typical, f"{exercise.data['name']} has no typical mistake"
        for given, feedback in exercise.typical:
            is_right, said = answer(page, exercise, given)
            assert not is_right, given
            assert said.endswith(feedback), given
        is_right, said = answer(page, exercise, exercise.data["right"])
        assert is_right, said
    progress = page.locator("book-progress").inner_text()
    assert progress.count(str(len(found))) >= 2
    page.reload()
    assert page.locator("book-exercise.is-solved").count() == len(found)
    page.locator("book-progress button").click()
    assert page.locator("book-exercise.is-solved").count() == 0
    assert (
        page.evaluate(
            "Object.keys(localStorage).filter(k => k.startsWith('exercises'))"
        )
        == []
    )


@each_page
def test_empty_and_broken_answers_get_a_clear_message(page, address, language, chapter):
    page.goto(f"{address}/{language}/chapters/{chapter}.html")
    for exercise in exercises(language, chapter):
        if exercise.data["kind"] == "choice":
            element = page.locator(f"#exercise-{exercise.data['name']}")
            element.locator("button").first.click()
            assert element.locator(".verdict.is-wrong").inner_text().count(" ") > 0
            continue
        is_code = exercise.data["kind"] == "code"
        for given in ("", "def f(:") if is_code else ("", "two", "1/2/3"):
            is_right, said = answer(page, exercise, given)
            assert not is_right
            assert len(said) > len("Notyet.")
            assert ("SyntaxError" in said) == (given == "def f(:")


def test_what_was_not_checked_is_not_called_wrong(page, site):
    page.goto((site / "en" / "chapters" / "linear_model.html").as_uri())
    element = page.locator("book-exercise:has(textarea)").first
    element.locator("button").first.click()
    verdict = element.locator(".verdict")
    assert "download" in verdict.inner_text()
    assert verdict.get_attribute("class") == "verdict"


def test_code_is_kept_as_it_is_typed_and_so_is_its_reset(page, address):
    page.goto(f"{address}/en/chapters/linear_model.html")
    element = page.locator("book-exercise:has(textarea)").first
    starter = element.locator("textarea").input_value()
    element.locator("textarea").fill("typed, not checked")
    page.reload()
    assert element.locator("textarea").input_value() == "typed, not checked"
    element.locator("form button").nth(1).click()
    page.reload()
    assert element.locator("textarea").input_value() == starter


def test_one_exercise_of_each_kind_by_keyboard(page, address):
    language, chapter = PAGES[0]
    page.goto(f"{address}/{language}/chapters/{chapter}.html")
    kinds = {
        exercise.data["kind"]: exercise for exercise in exercises(language, chapter)
    }
    for kind, exercise in kinds.items():
        page.locator(f"#exercise-{exercise.data['name']}").locator(
            "input, textarea"
        ).first.focus()
        if kind == "choice":
            page.keyboard.press("Space")
            for _ in range(exercise.data["right"]):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        elif kind == "number":
            page.keyboard.type(str(exercise.data["right"]))
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("Control+a")
            page.keyboard.insert_text(exercise.data["right"])
            page.keyboard.press("Control+Enter")
        page.locator(f"#exercise-{exercise.data['name']} .verdict.is-right").wait_for()
    status = page.locator("book-exercise [role=status]")
    assert status.count() == page.locator("book-exercise").count()
