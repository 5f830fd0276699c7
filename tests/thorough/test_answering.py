"""In the page, each exercise accepts its solution and names each typical mistake."""

import pytest
from browser import PHONE, open_page
from pages import CHAPTERS
from practice import answer, check, exercises

FIRST = "en/chapters/linear_model.html"
ENGLISH = [path for path in CHAPTERS if path.startswith("en/")]


@pytest.mark.parametrize("path", [*ENGLISH, "ko/chapters/autograd.html"])
def test_solutions_pass_and_typical_mistakes_are_named(page, address, path):
    open_page(page, f"{address}/{path}")
    found = exercises(path)
    assert found
    for exercise in found:
        assert exercise.typical, f"{exercise.data['name']} has no typical mistake"
        for given, feedback in exercise.typical:
            is_right, shown = answer(page, exercise, given)
            assert not is_right, given
            assert shown.endswith(feedback), given
        is_right, shown = answer(page, exercise, exercise.data["right"])
        assert is_right, shown
    assert page.locator("book-exercise.is-solved").count() == len(found)
    assert page.locator("book-progress").inner_text().count(str(len(found))) >= 2


def test_exercises_are_the_same_in_both_languages(site):
    for path in ENGLISH:
        twin = exercises(path.replace("en/", "ko/", 1))
        for english, korean in zip(exercises(path), twin, strict=True):
            assert english.data["name"] == korean.data["name"]
            assert len(english.feedback) == len(korean.feedback)
            assert english.data["right"] == korean.data["right"]
            assert english.data.get("wrong") == korean.data.get("wrong")


@pytest.mark.parametrize("path", CHAPTERS)
def test_empty_and_broken_answers_get_a_clear_message(page, address, path):
    open_page(page, f"{address}/{path}")
    for exercise in exercises(path):
        if exercise.data["kind"] == "choice":
            exercise.on(page).locator("button").first.click()
            verdict = exercise.on(page).locator(".verdict")
            assert verdict.inner_text().count(" ") > 0
            assert verdict.get_attribute("class") == "verdict"  # it is not wrong
            continue
        is_code = exercise.data["kind"] == "code"
        for given in ("", "def f(:") if is_code else ("", "two", "1/2/3"):
            is_right, shown = answer(page, exercise, given)
            assert not is_right
            assert len(shown) > len("Notyet.")
            assert ("SyntaxError" in shown) == (given == "def f(:")


def test_answer_that_only_pytorch_can_run_is_not_judged(page, address):
    path = "en/chapters/autograd.html"
    open_page(page, f"{address}/{path}")
    exercise = next(e for e in exercises(path) if e.data["name"] == "mse-in-one-line")
    element = exercise.on(page)
    call = "torch.nn.functional.mse_loss(x * w, y)"
    element.locator("textarea").fill(
        f"import torch\n\ndef mse(x, y, w):\n return {call}"
    )
    element.locator("form button").first.click()
    verdict = element.locator(".verdict").filter(has_text="cannot check")
    assert (
        "Line 4: NotImplementedError: the page's small PyTorch has"
        in verdict.inner_text()
    )
    assert verdict.get_attribute("class") == "verdict"
    assert "Not yet." not in verdict.inner_text()


def test_code_is_kept_as_it_is_typed_and_so_is_its_reset(page, address):
    open_page(page, f"{address}/{FIRST}")
    element = page.locator("book-exercise:has(textarea)").first
    area = element.locator("textarea")
    starter = area.input_value()
    area.fill("typed, not checked")
    page.reload()
    assert area.input_value() == "typed, not checked"
    element.locator("form button").nth(1).click()
    page.reload()
    assert area.input_value() == starter


def test_exercise_of_each_kind_by_keyboard(page, address):
    path = "en/chapters/gradient_descent.html"
    open_page(page, f"{address}/{path}")
    found = {exercise.data["kind"]: exercise for exercise in exercises(path)}
    assert set(found) == {"choice", "number", "code"}
    for kind, exercise in found.items():
        exercise.on(page).locator("input, textarea").first.focus()
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
        exercise.on(page).locator(".verdict.is-right").wait_for()
    status = page.locator("book-exercise [role=status]")
    assert status.count() == page.locator("book-exercise").count()


PRINTS = """
import sys
print("{", end=" ")
sys.stdout.write("[1,\\n" * 3)
"""


def test_what_an_answer_prints_does_not_touch_its_verdict(page, address):
    open_page(page, f"{address}/{FIRST}")
    exercise = next(e for e in exercises(FIRST) if e.data["kind"] == "code")
    assert answer(page, exercise, exercise.data["right"] + PRINTS)[0]
    is_right, said = answer(page, exercise, exercise.typical[0][0] + PRINTS)
    assert not is_right
    assert said.endswith(exercise.typical[0][1])
    _, said = answer(page, exercise, "input()")
    assert "Nothingcanbetyped" in said
    _, said = answer(page, exercise, exercise.data["right"] + "\nraise SystemExit")
    assert "SystemExit" in said


def test_no_answer_is_neither_right_nor_wrong(page, address):
    open_page(page, f"{address}/{FIRST}")
    for exercise in exercises(FIRST):
        _, said = check(exercise.on(page))
        assert said
        assert exercise.on(page).locator(".verdict.is-wrong, strong").count() == 0


def test_answers_and_progress_stay_in_both_languages(page, address):
    open_page(page, f"{address}/{FIRST}")
    found = exercises(FIRST)
    for exercise in found:
        answer(page, exercise, exercise.data["right"])
    code = page.locator("book-exercise textarea").first.input_value()
    open_page(page, f"{address}/{FIRST.replace('en/', 'ko/')}")
    assert page.locator("book-exercise.is-solved").count() == len(found)
    assert page.locator(".solved-mark:visible").count() == len(found)
    for exercise in found:
        element, right = exercise.on(page), exercise.data["right"]
        if exercise.data["kind"] == "choice":
            assert element.locator("input").nth(right).is_checked()
        elif exercise.data["kind"] == "number":
            assert element.locator("input").input_value() == str(right)
        else:
            assert element.locator("textarea").input_value() == right
    page.locator("book-exercise textarea").nth(1).fill("unfinished")
    page.locator("book-progress button").click()
    page.reload()
    assert page.locator("book-exercise.is-solved").count() == 0
    assert page.locator("book-exercise input:checked").count() == 0
    typed = page.locator("book-exercise textarea")
    assert [typed.nth(place).input_value() for place in (0, 1)] == [code, "unfinished"]


def test_right_answer_is_explained_and_leads_on(page, address):
    open_page(page, f"{address}/{FIRST}")
    first, second = exercises(FIRST)[:2]
    _, said = answer(page, first, first.data["right"])
    solution = first.on(page).locator(".solution > p:not(.admonition-title)").first
    assert "".join(solution.text_content().split()) in said
    first.on(page).locator("a.next-exercise").click()
    assert second.on(page).evaluate("e => e.getBoundingClientRect().top >= 0")
    assert page.url.endswith(
        f"#{second.on(page).evaluate('e => e.closest(`section`).id')}"
    )


def test_hints_come_one_after_the_other(page, address):
    open_page(page, f"{address}/{FIRST}")
    hints = page.locator("book-exercise").first.locator("details.hint")
    assert [hint.is_visible() for hint in hints.all()] == [True, False]
    hints.first.locator("summary").click()
    assert hints.nth(1).locator("summary").inner_text() == "Hint 2 of 2"


def test_on_phones_a_thumb_hits_and_nothing_grows(page, address):
    open_page(page, f"{address}/{FIRST}", PHONE)
    for part in page.locator(
        "book-exercise label:has([type=radio]), .run-bar button"
    ).all():
        assert not part.is_visible() or part.bounding_box()["height"] >= 44
    page.locator(".run-bar button").nth(1).click()
    for part in page.locator(".editor, book-exercise [type=text]").all():
        assert part.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 16
