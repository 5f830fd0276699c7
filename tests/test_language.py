"""No page says a sentence in the other language, to the eye or to a screen reader."""

import re

import pages
import pytest
from bs4 import BeautifulSoup, Comment, Doctype
from pages import LANGUAGES

HANGUL = re.compile("[가-힣]")
# Two neighbouring English words make a phrase that a Korean reader would have to read.
ENGLISH = re.compile(r"\b[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")
SPOKEN = ("title", "aria-label", "alt", "placeholder", "content")
BLOCKS = "p, li, dt, dd, h1, h2, h3, td, th, figcaption, label, a"
# Code, logs and formulas are the same in both languages.
SAME = (
    "pre, code, script, style, .katex, svg.computational-graph, "
    "dt.sig, .classifier, .field-list dt strong"
)
# Names, and English words that stand in brackets or as words of the glossary.
ALLOWED_IN_KOREAN = re.compile(
    r"PyTorch Zero To All|Sung Kim"
    r"|(torch, )?NumPy, Matplotlib(, PyTorch)?"
    r"|Andrej Karpathy|Jupyter|CC BY 4\.0|MIT|English"
    r"|\([^()]*\)|“[^”가-힣]*”|(영어|다른 말): [^.]*\."
    r"|width=device-width, ?initial-scale=1|light dark"
    # Types, in the API.
    r"|(list|tuple) of \w+( or float)?(, shape)?|torch\.Tensor, shape"
    r"|\w+Error, \w+Error"
)
ALLOWED_IN_ENGLISH = re.compile(r"한국어|Korean:\s[^.]*\.|\([가-힣]+\)")


def without_marks(path: str) -> BeautifulSoup:
    """A page in which marked words stand in their sentences like any others."""
    html = pages.html_copy(path)
    for word in html.select("article span[lang]:not([data-other])"):
        word.unwrap()
    html.smooth()
    return html


def texts_of(path: str) -> list[str]:
    """Everything a page says: its texts block by block, and its spoken attributes."""
    html = without_marks(path)
    texts = [e[name] for name in SPOKEN for e in html.select(f"[{name}]")]
    for element in html.select(SAME):
        element.replace_with(" ")
    for element in html.select(BLOCKS):
        if not element.select("p, li, dt, dd, td"):
            texts.append(element.get_text(" ", strip=True))
            element.replace_with(" ")
    strings = html.find_all(string=True)
    return texts + [s.strip() for s in strings if not isinstance(s, Comment | Doctype)]


@pytest.mark.parametrize("path", pages.in_language("ko"))
def test_korean_page_says_no_english_sentence(site, path):
    left = [ALLOWED_IN_KOREAN.sub(" ", text) for text in texts_of(path)]
    assert [text for text in left if ENGLISH.search(text)] == []


@pytest.mark.parametrize("path", pages.in_language("en"))
def test_english_page_says_nothing_in_korean(site, path):
    left = [ALLOWED_IN_ENGLISH.sub(" ", text) for text in texts_of(path)]
    assert [text for text in left if HANGUL.search(text)] == []


@pytest.mark.parametrize("path", pages.in_language("ko"))
def test_korean_title_bar_and_headings_are_korean(site, path):
    html = without_marks(path)
    for element in html.select("code, .headerlink"):
        element.decompose()
    for heading in html.select("h1, h2, h3"):
        text = heading.get_text(strip=True)
        assert HANGUL.search(text) or not text, text


TITLES = {"en": "PyTorch Basics (1)", "ko": "파이토치 기초 (1)"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_book_has_its_title_in_every_window_and_header(site, language):
    for path in pages.in_language(language):
        html = pages.html(path)
        assert html.title.get_text().endswith(TITLES[language]), path
        assert {e.get_text() for e in html.select(".brand")} == {TITLES[language]}, path


def test_root_page_names_the_book_in_both_languages(site):
    heading = pages.html("index.html").h1
    assert heading.get_text(" ") == " ".join(TITLES.values())
    assert heading.select_one("[lang=ko]").get_text() == TITLES["ko"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_other_language_are_marked(site, language):
    foreign = {
        "en": HANGUL,
        "ko": re.compile(r"(?<![\w.])[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}"),
    }
    for path in pages.in_language(language):
        html = pages.html_copy(path)
        for element in html.select("head, svg, " + SAME):
            element.decompose()
        for element in html.select("[lang]:not(html)"):
            if not element.decomposed:
                assert element["lang"] != language, path
                element.decompose()
        # Around its article a Korean page has nothing English but names.
        part = html.body if language == "en" else html.select_one("article")
        assert list(part.find_all(string=foreign[language])) == [], path


def taught_in(language: str) -> dict[str, str]:
    """Terms of the glossary, each with the chapter that teaches it."""
    html = pages.html(f"{language}/reference/glossary.html")
    return {
        entry["id"]: entry.find_next_sibling("dd").select_one("p:last-child a")["href"]
        for entry in html.select("dl.glossary > dt")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_glossary_is_in_the_order_of_its_alphabet(site, language):
    html = pages.html(f"{language}/reference/glossary.html")
    terms = [term.find(string=True) for term in html.select("dl.glossary > dt")]
    assert terms == sorted(terms, key=str.lower)


def test_glossary_says_where_each_term_is_taught(site):
    english, korean = map(taught_in, LANGUAGES)
    assert english == korean
    assert len(english) > 30
    assert all(chapter.startswith("../chapters/") for chapter in english.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_use_of_a_term_links_to_the_glossary_once(site, language):
    count = 0
    for path in pages.in_language(language):
        links = pages.html(path).select("article a.glossary-link")
        count += len(links)
        targets = [link["href"] for link in links]
        assert len(targets) == len(set(targets)), f"{path}: a term is linked twice"
        for link in links:
            assert link.select_one("[lang][data-other]")["data-other"], path
    assert count > 30
