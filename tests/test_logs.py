"""Every program's page shows exactly the expected log, in both languages."""

from pathlib import Path

import pages
import pytest

from docs.book.lessons import discover

EXPECTED = Path(__file__).parent / "expected"


def expected_log(name: str) -> str:
    """Log that the program of a lesson must print."""
    path = EXPECTED / f"{name}.log"
    assert path.exists(), f"write the log that the program must print to {path}"
    return path.read_text("utf-8")


@pytest.mark.parametrize("language", pages.LANGUAGES)
@pytest.mark.parametrize("lesson", discover(), ids=lambda lesson: lesson.name)
def test_log_on_page(site, lesson, language):
    html = pages.html(f"{language}/{lesson.program}.html")
    outputs = html.select(".sphx-glr-script-out pre")
    shown = "".join(output.get_text() for output in outputs)
    assert shown == expected_log(lesson.name).expandtabs()
