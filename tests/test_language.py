"""No page says a sentence in the other language, to the eye or to a screen reader."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment, Doctype
from conftest import SITE

HANGUL = re.compile("[가-힣]")
# Two neighbouring English words make a phrase that a Korean reader would have to read.
ENGLISH = re.compile(r"\b[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
SPOKEN = ("title", "aria-label", "alt", "placeholder", "data-other", "content")
# Code, logs and formulas are the same in both languages.
SAME = (
    "pre, code, script, style, .katex, svg.computational-graph, "
    "dt.sig, .classifier, .field-list dt strong"
)
# Names, and English words that stand in brackets or as words of the glossary.
ALLOWED_IN_KOREAN = re.compile(
    r"PyTorch Basics \(1\)|PyTorch Zero To All|NumPy, Matplotlib, PyTorch|Sung Kim"
    r"|Andrej Karpathy|Jupyter|CC BY 4\.0|MIT|English"
    r"|\([^()]*\)|“[^”가-힣]*”|(영어|다른 말): [^.]*\."
    r"|width=device-width, ?initial-scale=1|light dark"
    # Types, in the API.
    r"|(list|tuple) of \w+( or float)?(, shape)?|torch\.Tensor, shape"
    r"|\w+Error, \w+Error"
)
ALLOWED_IN_ENGLISH = re.compile(r"한국어|Korean:\s[^.]*\.|\([가-힣]+\)")


def pages(language: str) -> list[Path]:
    return sorted((SITE / language).rglob("*.html"))


def without_marks(path: Path) -> BeautifulSoup:
    """Read a page, words of the other language no more marked than others."""
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    for element in html.select("article span[lang]:not([data-other])"):
        element.unwrap()
    html.smooth()
    return html


def phrases(path: Path, *, tooltips: bool) -> list[str]:
    """Everything a page says: its texts block by block, and its spoken attributes."""
    html = without_marks(path)
    said = []
    for element in html.find_all(True):
        for name in SPOKEN:
            if name in element.attrs and (tooltips or name != "data-other"):
                said.append(element[name])
    for element in html.select(SAME):
        element.replace_with(" ")
    for element in html.select(
        "p, li, dt, dd, h1, h2, h3, td, th, figcaption, label, a"
    ):
        if not element.select("p, li, dt, dd, td"):
            said.append(element.get_text(" ", strip=True))
            element.replace_with(" ")
    for text in html.find_all(string=True):
        if not isinstance(text, Comment | Doctype):
            said.append(text.strip())
    return said


@pytest.mark.parametrize("path", pages("ko"), ids=lambda p: str(p.relative_to(SITE)))
def test_korean_page_says_no_english_sentence(path):
    said = phrases(path, tooltips=False)
    left = [ALLOWED_IN_KOREAN.sub(" ", text) for text in said]
    assert [text for text in left if ENGLISH.search(text)] == []


@pytest.mark.parametrize("path", pages("en"), ids=lambda p: str(p.relative_to(SITE)))
def test_english_page_says_nothing_in_korean(path):
    said = phrases(path, tooltips=False)
    left = [ALLOWED_IN_ENGLISH.sub(" ", text) for text in said]
    assert [text for text in left if HANGUL.search(text)] == []


@pytest.mark.parametrize("path", pages("ko"), ids=lambda p: str(p.relative_to(SITE)))
def test_korean_title_bar_and_headings_are_korean(path):
    html = without_marks(path)
    for element in html.select("code"):
        element.replace_with("")
    names = ("PyTorch Basics (1)", "API", "")
    for heading in html.select("h1, h2, h3"):
        for link in heading.select(".headerlink"):
            link.decompose()
        text = heading.get_text(strip=True)
        assert HANGUL.search(text) or text in names, text


@pytest.mark.parametrize("language", ["en", "ko"])
def test_glossary_says_where_each_term_is_taught(language):
    path = SITE / language / "reference" / "glossary.html"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    entries = html.select("dl.glossary > dt")
    assert len(entries) > 30
    for entry in entries:
        link = entry.find_next_sibling("dd").select_one("p:last-child a")
        assert link and link["href"].startswith("../chapters/"), entry.get_text()


def test_both_glossaries_teach_a_term_in_the_same_chapter():
    places = []
    for language in ("en", "ko"):
        path = SITE / language / "reference" / "glossary.html"
        html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        links = {
            entry["id"]: entry.find_next_sibling("dd").select_one("p:last-child a")[
                "href"
            ]
            for entry in html.select("dl.glossary > dt")
        }
        places.append(links)
    assert places[0] == places[1]


@pytest.mark.parametrize("path", [*pages("en"), *pages("ko")], ids=str)
def test_first_use_of_a_term_links_to_the_glossary_once(path):
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    links = html.select("article a.glossary-link")
    targets = [link["href"] for link in links]
    assert len(targets) == len(set(targets)), "a term is linked twice"
    for link in links:
        assert link.select_one("[lang][data-other]")["data-other"]
    if path.parent.name == "chapters":
        assert len(links) > 5
