"""Every program's page shows exactly the expected log, in both languages."""

from difflib import unified_diff
from pathlib import Path

import pages
import pytest

from docs.book.lessons import discover

EXPECTED = Path(__file__).parent / "expected"


def expected_log(name: str) -> str:
    """Log that the program of a lesson must print."""
    path = EXPECTED / f"{name}.log"
    assert path.exists(), f"{path} is missing: run nox -s log -- {name}"
    return path.read_text("utf-8")


@pytest.mark.parametrize("language", pages.LANGUAGES)
@pytest.mark.parametrize("lesson", discover(), ids=lambda lesson: lesson.name)
def test_log_on_page(site, lesson, language):
    html = pages.html(f"{language}/{lesson.program}.html")
    outputs = html.select(".sphx-glr-script-out pre")
    shown = "".join(output.get_text() for output in outputs)
    expected = expected_log(lesson.name).expandtabs()
    names = f"tests/expected/{lesson.name}.log", f"{lesson.program}.py prints"
    sides = expected.splitlines(), shown.splitlines()
    difference = "\n".join(unified_diff(*sides, *names, lineterm=""))
    assert shown == expected, f"run nox -s log if this is meant:\n{difference}"
