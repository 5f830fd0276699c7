"""Interactive figures are light and stand still without JavaScript."""

import gzip
import re

import pytest
from browser import overflow
from bs4 import BeautifulSoup
from conftest import LANGUAGES, ROOT, SITE

FIGURES = ROOT / "docs" / "_static" / "figures"


def chapters_with_figures() -> list[str]:
    pages = sorted((SITE / "en").rglob("*.html"))
    return [
        str(page.relative_to(SITE / "en"))
        for page in pages
        if 'class="interactive"' in page.read_text("utf-8")
    ]


CHAPTERS = chapters_with_figures()


def test_there_are_figures():
    assert len(CHAPTERS) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_without_javascript_the_fallback_stands(browser, site, chapter, language):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / language / chapter).as_uri())
    fallback = page.locator(".interactive .fallback").first
    assert fallback.is_visible()
    assert fallback.inner_text().strip()
    assert fallback.locator("img, svg").first.is_visible()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_on_paper_the_fallback_stands(browser, site, chapter, language):
    page = browser.new_page()
    page.goto((site / language / chapter).as_uri())
    assert not page.locator(".interactive .fallback").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".interactive .fallback").first.is_visible()
    assert page.locator(".fallback").locator("img, svg").first.is_visible()
    assert not page.locator(".interactive .live").first.is_visible()
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nothing_overflows_at_the_ends_of_the_sliders(browser, site, chapter, language):
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((site / language / chapter).as_uri())
    sliders = page.locator(".interactive input[type=range]:visible")
    for key in ("Home", "End"):
        for slider in sliders.all():
            slider.press(key)
            assert overflow(page) == 0
    page.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_code_and_style_of_a_page_are_light(site, chapter):
    html = BeautifulSoup((site / "en" / chapter).read_text("utf-8"), "html.parser")
    names = {figure.name for figure in html.select(".interactive")}
    files = ["figure.js", "figures.css", *(f"{name}.js" for name in names)]
    sizes = [len(gzip.compress((FIGURES / file).read_bytes())) for file in files]
    assert sum(sizes) <= 15 * 1024


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_word_that_the_code_asks_for_is_there(site, chapter):
    html = BeautifulSoup((site / "en" / chapter).read_text("utf-8"), "html.parser")
    for figure in html.select(".interactive"):
        words = figure.template.find_all(attrs={"data-word": True})
        given = {word["data-word"] for word in words}
        code = (FIGURES / f"{figure.name}.js").read_text("utf-8")
        assert given
        for key in re.findall(r"""word\(\s*"(\w+)\"""", code):
            assert key in given, key
