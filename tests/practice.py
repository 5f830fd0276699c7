"""Cells and exercises of an open page, used as a reader uses them."""

import json
from dataclasses import dataclass

from bs4 import Tag
from pages import html
from playwright.sync_api import Locator, Page


def printed(cell: Locator) -> str:
    """What the book shows as the output of a cell."""
    return "".join(cell.locator(".cell_output pre").all_text_contents())


def press_run(cell: Locator) -> None:
    """Press Run, or Stop while the cell runs."""
    cell.locator(".run-bar button").first.click()


def finish(cell: Locator) -> str:
    """Wait until a cell has run; give its output."""
    cell.locator(".run-bar:not(.is-busy)").wait_for()
    return cell.locator(".run-output").text_content()


def run(cell: Locator) -> str:
    """Run a cell to its end; give its output."""
    press_run(cell)
    return finish(cell)


def replace_code(cell: Locator, code: str) -> None:
    """Press Edit and put other code into the cell."""
    if not cell.locator("textarea").count():
        cell.locator(".run-bar button").nth(1).click()
    cell.locator("textarea").fill(code)


def status(part: Locator) -> str:
    """What a cell says of its run."""
    said = part.locator("[role=status], [role=alert]").all_inner_texts()
    return " ".join(filter(None, said))


@dataclass
class Exercise:
    """An exercise of a built page."""

    data: dict
    feedback: list[str]

    @property
    def typical(self) -> list[tuple[object, str]]:
        """Wrong answers, each with its feedback."""
        if self.data["kind"] == "choice":
            options = range(len(self.feedback))
            return [(i, self.feedback[i]) for i in options if i != self.data["right"]]
        return list(zip(self.data["wrong"], self.feedback, strict=True))

    def on(self, page: Page) -> Locator:
        """The exercise on an open page."""
        return page.locator(f"#exercise-{self.data['name']}")


def squeeze(text: str) -> str:
    """A text without its spaces, which differ between source and page."""
    return "".join(text.split())


def exercises(path: str) -> list[Exercise]:
    """Exercises of a page of the site."""

    def feedback(element: Tag) -> list[str]:
        templates = element.find_all("template", recursive=False)
        return [squeeze(template.get_text()) for template in templates]

    return [
        Exercise(json.loads(element["data-exercise"]), feedback(element))
        for element in html(path).select("book-exercise")
    ]


def answer(page: Page, exercise: Exercise, given: object) -> tuple[bool, str]:
    """Give an answer; return whether it was right, and the feedback."""
    element = exercise.on(page)
    if exercise.data["kind"] == "choice":
        element.locator("input[type=radio]").nth(given).check()
    elif exercise.data["kind"] == "number":
        element.locator("input[type=text]").fill(str(given))
    else:
        element.locator("textarea").fill(given)
    return check(element)


def check(element: Locator) -> tuple[bool, str]:
    """Press Check; return whether the answer was right, and what was said."""
    element.locator("form button").first.click()
    element.and_(element.page.locator(":not(.is-busy)")).wait_for()
    verdict = element.locator(".verdict")
    feedback = squeeze(verdict.text_content())
    return "is-right" in verdict.get_attribute("class"), feedback
