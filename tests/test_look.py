"""What a reader sees: letters, lines, formulas, plots, cards, the way on."""

import json
import re

import pytest
from browser import PHONE, WIDE, open_page
from pages import CHAPTERS, LANGUAGES, html, in_language, text

from docs.book.build import ROOT
from docs.book.lessons import discover
from docs.book.programs.plots import PALETTE

FIRST, SECOND = discover()[:2]
each_language = pytest.mark.parametrize("language", LANGUAGES)
each_chapter = pytest.mark.parametrize("path", CHAPTERS)

# Sizes of the letters that a reader reads. Figures and buttons have their own rules.
LETTERS = """() => {
    const own = "svg, .katex, sup, .live, .run-bar, .answer, .progress";
    const walk = document.createTreeWalker(
        document.querySelector("article"), NodeFilter.SHOW_TEXT);
    const sizes = {};
    while (walk.nextNode()) {
        const element = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || element.closest(own)) continue;
        if (!element.checkVisibility()) continue;
        sizes[parseFloat(getComputedStyle(element).fontSize)] = element.outerHTML;
    }
    return Object.entries(sizes).map(([size, where]) => [Number(size), where]);
}"""
LONGEST_LINE = """em => Math.max(...[...document.querySelectorAll("section > p")]
    .filter((p) => !p.matches("h1 + p"))
    .map((p) => p.clientWidth / parseFloat(getComputedStyle(p).fontSize)))"""
BROKEN_FORMULAS = """() => [...document.querySelectorAll("article span.math")]
    .filter((math) => math.checkVisibility())
    .filter((math) => math.querySelector(".katex-html").getClientRects().length > 1)
    .map((math) => math.textContent)"""


@pytest.mark.parametrize("width", [WIDE, PHONE])
@each_language
def test_letters_are_large_enough(page, site, language, width):
    for name in (
        FIRST.chapter,
        FIRST.program,
        FIRST.api,
        "index",
        "reference/glossary",
    ):
        open_page(page, (site / language / f"{name}.html").as_uri(), width)
        letters = page.evaluate(LETTERS)
        assert letters
        assert [where for size, where in letters if size < 14] == []


@pytest.mark.parametrize("language, longest", [("en", 38), ("ko", 36)])
def test_lines_have_their_measure(page, site, language, longest):
    open_page(page, (site / language / f"{FIRST.chapter}.html").as_uri())
    assert page.evaluate(LONGEST_LINE) <= longest + 0.1


@pytest.mark.parametrize("width", [WIDE, PHONE])
@each_chapter
def test_formula_in_a_line_stays_in_one_piece(page, site, path, width):
    open_page(page, (site / path).as_uri(), width)
    assert page.evaluate(BROKEN_FORMULAS) == []


def test_formulas_have_their_colours_and_keep_their_source():
    coloured = set()
    for lesson in discover():
        page = html(f"en/{lesson.chapter}.html")
        source = (ROOT / "docs" / f"{lesson.chapter}.md").read_text("utf-8")
        for part in page.select(".katex .enclosing"):
            coloured.add(part["class"][1].removesuffix("-colour"))
        for annotation in page.select(".katex annotation"):
            latex = annotation.get_text()
            assert " ".join(latex.split()) in " ".join(source.split())
    assert coloured == PALETTE.keys() - {"data"}


def test_korean_particle_stays_with_its_word():
    for path in in_language("ko"):
        if "/chapters/" not in path:
            continue
        for found in html(path).select("article p, article li"):
            for said in found.find_all(string=re.compile(r"\)[가-힣]")):
                assert said.find_parent(["code", "template", "pre", "annotation"]), said


@each_chapter
def test_plot_has_a_twin_for_dark_pages(site, path):
    for image in html(path).select("img.only-light"):
        twin = image.find_next_sibling("img", class_="only-dark")
        assert twin["alt"] == image["alt"]
        assert image["loading"] == twin["loading"] == "lazy"
        light, dark = (
            ((site / path).parent / each["src"]).read_text("utf-8")
            for each in (image, twin)
        )
        for colours in PALETTE.values():
            assert (colours[0] in light) == (colours[1] in dark)
            assert colours[0] not in dark


@each_language
def test_card_says_how_long_its_chapter_is(language):
    cards = html(f"{language}/index.html").select(".lesson-cards > li")
    for card, lesson in zip(cards, discover(), strict=True):
        size = card.select_one(".size").get_text()
        numbers = [int(number) for number in re.findall(r"\d+", size)]
        chapter = html(f"{language}/{lesson.chapter}.html")
        minutes = [lesson.minutes] if lesson.minutes else []  # as the chapter says
        assert numbers == [*minutes, len(chapter.select("book-exercise"))]
        for number in minutes:
            assert f"{number}" in chapter.select_one(".admonition").get_text()


@each_language
def test_all_of_a_card_is_its_link(page, site, language):
    open_page(page, (site / language / "index.html").as_uri())
    page.locator(".lesson-cards svg").first.click(force=True)
    page.wait_for_url(f"**/{FIRST.chapter}.html")


@each_language
def test_chapter_leads_to_the_next(language):
    card = html(f"{language}/{FIRST.chapter}.html").select_one(".next-page")
    chapter = html(f"{language}/{SECOND.chapter}.html")
    opening = chapter.select_one("article p").get_text()
    said = card.get_text().replace("\n", " ")
    assert " ".join(opening.split()) in " ".join(said.split())
    assert f"{SECOND.minutes}" in card.select_one(".size").get_text()


@each_language
def test_progress_of_either_language_is_seen(page, site, language):
    front = (site / language / "index.html").as_uri()
    open_page(page, front)
    assert page.locator(".continue:visible, .solved").count() == 0
    solved = json.dumps({"one": {"solved": True}, "two": {"code": "x"}})
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)",
        [f"exercises {SECOND.chapter}.html", solved],
    )
    open_page(page, front)
    assert page.locator(".solved").inner_text() == f"1/{SECOND.exercises}"
    title = page.locator(".sidebar-tree a[data-exercises]").nth(1).text_content()
    assert title.removesuffix(f"1/{SECOND.exercises}") in page.inner_text(".continue")
    page.click(".continue")
    page.wait_for_url(f"**/{SECOND.chapter}.html")


def test_sections_have_the_same_names_in_both_languages():
    for path in in_language("en"):
        twins = (html(path), html(path.replace("en/", "ko/", 1)))
        names = [[s["id"] for s in twin.select("article section")] for twin in twins]
        assert names[0] == names[1], path


def test_language_switch_keeps_the_section(page, site):
    open_page(page, (site / "en" / f"{SECOND.chapter}.html").as_uri(), PHONE)
    section = page.locator("article section section").nth(3)
    section.evaluate("section => section.scrollIntoView({ behavior: 'instant' })")
    page.locator(".language-switch:visible").click()
    page.wait_for_url(f"**/ko/{SECOND.chapter}.html#{section_name()}")


def section_name() -> str:
    """Name of the section that the test above reads."""
    return html(f"en/{SECOND.chapter}.html").select("article section section")[3]["id"]


@each_chapter
def test_closed_boxes_are_not_printed(page, site, path):
    page.emulate_media(media="print")
    open_page(page, (site / path).as_uri())
    assert page.locator("article details").count() > 0
    assert page.locator("article details:not([open]):visible").count() == 0


@each_language
def test_nothing_is_offered_that_is_not_there(language):
    assert "takeaway/" not in text(f"{language}/index.html")
