"""The built pages are alike in both languages, whole, and free of leftover markup."""

import re
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pages
import pytest
from pages import LANGUAGES, PAGES, SITE

from docs.book.lessons import discover

LESSONS = discover()
each_page = pytest.mark.parametrize("path", PAGES)


@cache
def anchors(path: str) -> set[str]:
    """What an address may lead to on a page: elements, and figures by their names."""
    html = pages.html(path)
    figures = {element.name for element in html.select(".interactive")}
    return {element["id"] for element in html.select("[id]")} | figures


def test_both_languages_have_the_same_pages(site):
    english, korean = (
        [path.removeprefix(f"{language}/") for path in pages.in_language(language)]
        for language in LANGUAGES
    )
    assert english == korean != []


def test_root_page_offers_both_languages_and_guesses_none(site):
    html = pages.html("index.html")
    assert [a["href"] for a in html.select("a")] == ["en/index.html", "ko/index.html"]
    assert html.select("script, meta[http-equiv=refresh]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_switch_leads_to_the_twin(site, language):
    [other] = {*LANGUAGES} - {language}
    for path in pages.in_language(language):
        html = pages.html(path)
        assert html.html["lang"] == language, path
        switches = html.select("a.language-switch")
        assert switches, path
        for switch in switches:
            assert switch["hreflang"] == other, path
            target = (SITE / path).parent / switch["href"]
            twin = SITE / other / path.removeprefix(f"{language}/")
            assert target.resolve() == twin, path
            assert twin.exists()


def test_formulas_are_the_same_in_both_languages(site):
    for path in pages.in_language("en"):
        twin = f"ko/{path.removeprefix('en/')}"
        english, korean = (
            sorted(drawn.get_text() for drawn in html.select(".math annotation"))
            for html in (pages.html(path), pages.html(twin))
        )
        assert english == korean, path


@each_page
def test_no_markup_is_left_over(site, path):
    html = pages.html_copy(path)
    for element in html.select("pre, code, script, style, svg, .katex, .math"):
        element.decompose()
    leftover = r"\*\*|``|`|\$|\{[a-z:]+\}|:[a-z]+:`|\\ |:::"
    assert re.findall(leftover, html.get_text(" ")) == []


@each_page
def test_links_lead_somewhere_and_open_in_place(site, path):
    html = pages.html(path)
    assert html.select("[target]") == []
    for element in html.select("[href], [src]"):
        address = urlsplit(element.get("href") or element.get("src"))
        is_elsewhere = address.scheme in ("http", "https", "data")
        if is_elsewhere or element.get("rel") == ["search"]:
            continue
        target = SITE / path
        if address.path:
            target = (target.parent / unquote(address.path)).resolve()
        assert target.exists(), address.path
        if address.fragment and target.suffix == ".html" and element.name == "a":
            # A figure may have a state: #descent-stepper?w=0.5
            anchor = unquote(address.fragment).partition("?")[0]
            assert anchor in anchors(target.relative_to(SITE).as_posix()), address


@each_page
def test_nothing_is_loaded_from_elsewhere(site, path):
    html = pages.html(path)
    for element in html.select("script[src], img[src], link[rel=stylesheet], iframe"):
        assert not urlsplit(element.get("src") or element.get("href")).netloc, element


@each_page
def test_images_say_what_they_show(site, path):
    for image in pages.html(path).select("article img"):
        beside_its_title = image.find_parent(class_="lesson-cards")
        assert beside_its_title or image["alt"].strip(), image["src"]
        assert "sphx_glr" not in image["alt"]


@each_page
def test_formulas_are_drawn(site, path):
    html = pages.html(path)
    assert html.select(".katex-error") == []
    styles = html.select("link[rel=stylesheet]")
    texts = [
        (site / path).parent.joinpath(s["href"]).read_text("utf-8") for s in styles
    ]
    has_fonts = any(re.search("@font-face{[^}]*KaTeX_Main", text) for text in texts)
    assert bool(html.select(".katex")) == has_fonts


@each_page
def test_headings_are_in_order(site, path):
    html = pages.html(path)
    headings = html.select("main h1, main h2, main h3, main h4, main h5, main h6")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False))
    assert all(heading["aria-level"] for heading in html.select("[role=heading]"))


@each_page
def test_landmarks_are_named(site, path):
    html = pages.html(path)
    regions = html.select("nav, [role=region]")
    names = [region.get("aria-label") for region in regions]
    assert all(names)
    assert len(names) == len(set(names))
    assert len(html.select("main")) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_plot_is_svg_whose_text_is_text(site, lesson, language):
    name = f"sphx_glr_{PurePosixPath(lesson.program).name}_001.svg"
    svg = (SITE / language / "_images" / name).read_text("utf-8")
    assert svg.count("<text") > 5
    assert svg == (SITE / "en" / "_images" / name).read_text("utf-8")
    for docname in (lesson.program, lesson.chapter):
        assert name in pages.text(f"{language}/{docname}.html")
