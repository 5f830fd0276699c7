"""Headings, landmarks and foreign words are marked for those who listen."""

import re

from pages import PAGES, html, html_copy

HANGUL = re.compile("[가-힣]")
ENGLISH_PHRASE = re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")


def test_headings_are_in_order(site):
    for path in PAGES:
        headings = html(path).select(", ".join(f"main h{n}" for n in range(1, 7)))
        levels = [int(heading.name[1]) for heading in headings]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        for above, below in zip(levels, levels[1:]):
            assert below <= above + 1, path
        named = html(path).select("[role=heading]")
        assert all(heading["aria-level"] for heading in named), path


def test_landmarks_are_named(site):
    for path in PAGES:
        landmarks = html(path).select("nav, [role=region]")
        names = [landmark.get("aria-label") for landmark in landmarks]
        assert all(names), path
        assert len(names) == len(set(names)), path
        assert len(html(path).select("main")) == 1, path


def test_words_of_the_other_language_are_marked(site):
    same = "head, pre, code, svg, .katex, .sig, script, .classifier"
    for path in PAGES:
        page = html_copy(path)
        language = page.html["lang"]
        foreign = {"en": HANGUL, "ko": ENGLISH_PHRASE}[language]
        for element in page.select(same):
            element.decompose()
        for element in page.select("[lang]:not(html)"):
            assert element["lang"] != language, path
            element.decompose()
        # Around its article a Korean page has nothing English but names.
        part = page.body if language == "en" else page.select_one("article")
        assert list(part.find_all(string=foreign)) == [], path
