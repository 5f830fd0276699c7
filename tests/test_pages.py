"""The built pages are alike in both languages, whole, and free of leftover markup."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE
from lessons import discover

PAGES = sorted(path.relative_to(SITE) for path in SITE.rglob("*.html"))
LESSONS = discover()


def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup((SITE / path).read_text("utf-8"), "html.parser")


@cache
def anchors(path: Path) -> set[str]:
    """What an address may lead to on a page: elements, and figures by their names."""
    html = parse(path)
    figures = {element.name for element in html.select(".interactive")}
    return {element["id"] for element in html.select("[id]")} | figures


@pytest.fixture(scope="module", params=PAGES, ids=str)  # each is parsed once
def page(request) -> tuple[Path, BeautifulSoup]:
    """Path of a page below build/site, and its parsed HTML."""
    return request.param, parse(request.param)


def in_a_language(path: Path) -> bool:
    return path.parts[0] in LANGUAGES


def test_both_languages_have_the_same_pages(site):
    trees = [
        {path.relative_to(language) for path in PAGES if path.parts[0] == language}
        for language in LANGUAGES
    ]
    assert trees[0] == trees[1] != set()


def test_root_page_offers_both_languages(site):
    html = parse(site / "index.html")
    assert [a["href"] for a in html.select("a")] == ["en/index.html", "ko/index.html"]
    assert html.select("script") == []


def test_language_is_declared_and_switch_leads_to_the_twin(page):
    path, html = page
    if not in_a_language(path):
        pytest.skip("the page that offers the languages has none of its own")
    language, other = path.parts[0], "en" if path.parts[0] == "ko" else "ko"
    assert html.html["lang"] == language
    switches = html.select("a.language-switch")
    assert switches
    for switch in switches:
        assert switch["hreflang"] == other
        target = (SITE / path.parent / switch["href"]).resolve()
        assert target == SITE / other / path.relative_to(language)
        assert target.exists()


@pytest.mark.parametrize("path", [p for p in PAGES if p.parts[0] == "en"], ids=str)
def test_formulas_are_the_same_in_both_languages(path):
    formulas = []
    for language in LANGUAGES:
        html = parse(Path(language, *path.parts[1:]))
        drawn = html.select(".math annotation")
        formulas.append(sorted(formula.get_text() for formula in drawn))
    assert formulas[0] == formulas[1]


def test_no_markup_is_left_over(page):
    html = parse(page[0])  # anew, for this takes it apart
    for element in html.select("pre, code, script, style, svg, .katex, .math"):
        element.decompose()
    text = html.get_text(" ")
    leftover = re.findall(r"\*\*|``|`|\$|\{[a-z:]+\}|:[a-z]+:`|\\ ", text)
    assert leftover == []


def test_links_lead_somewhere(page):
    path, html = page
    for element in html.select("[href], [src]"):
        address = urlsplit(element.get("href") or element.get("src"))
        if address.scheme in ("http", "https", "data") or element.get("rel") == [
            "search"
        ]:
            continue
        target = SITE / path
        if address.path:
            target = (SITE / path.parent / unquote(address.path)).resolve()
        assert target.exists(), f"{address.path} does not exist"
        if address.fragment and target.suffix == ".html" and element.name == "a":
            # A figure may have a state: #descent-stepper?w=0.5
            anchor = unquote(address.fragment).partition("?")[0]
            assert anchor in anchors(target), f"{address.path} has no #{anchor}"


def test_links_open_plainly(page):
    _, html = page
    assert html.select("[target]") == []


def test_nothing_is_loaded_from_elsewhere(page):
    _, html = page
    for element in html.select("script[src], img[src], link[rel=stylesheet], iframe"):
        address = element.get("src") or element.get("href")
        assert not urlsplit(address).netloc, address


def test_images_have_a_source_and_say_what_they_show(page):
    path, html = page
    for image in html.select("article img"):
        assert image.get("alt") is not None
        if not image.find_parent(
            class_="lesson-cards"
        ):  # there the title stands beside
            assert image["alt"].strip(), image["src"]
            assert "sphx_glr" not in image["alt"]


def test_formulas_are_drawn(page):
    path, html = page
    assert html.select(".katex-error") == []
    has_formulas = bool(html.select(".katex"))
    assert has_formulas == any(
        "katex" in css["href"] for css in html.select("link[href]")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_plot_is_svg_whose_text_is_text(site, lesson, language):
    name = f"sphx_glr_{Path(lesson.program).name}_001.svg"
    svg = (site / language / "_images" / name).read_text("utf-8")
    assert svg.count("<text") > 5
    assert svg == (site / "en" / "_images" / name).read_text("utf-8")
    for docname in (lesson.program, lesson.chapter, "index"):
        assert name in (site / language / f"{docname}.html").read_text("utf-8")
