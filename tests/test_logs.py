"""Every program's page shows exactly the expected log, in both languages."""

import pytest
from bs4 import BeautifulSoup
from conftest import LANGUAGES, expected_log
from lessons import discover

LESSONS = discover()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_log_on_page(site, lesson, language):
    page = (site / language / f"{lesson.program}.html").read_text("utf-8")
    outputs = BeautifulSoup(page, "html.parser").select(".sphx-glr-script-out pre")
    shown = "".join(pre.get_text() for pre in outputs)
    assert shown == expected_log(lesson.name).expandtabs()
