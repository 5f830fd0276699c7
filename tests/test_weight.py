"""Pages are light, and what they load is named by its content."""

import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import furo
import pytest
from browser import open_page
from pages import LANGUAGES, html, in_language, text

from docs.book.build import ROOT
from docs.book.html.navigation import NEAR, near
from docs.book.lessons import discover

FIRST = discover()[0].chapter
# Of a plot and its twin for dark pages browsers load the one that is shown.
LOAD_PICTURES = """Promise.all([...document.images].map((image) => {
    if (!image.checkVisibility()) return null;
    image.loading = "eager";
    return image.decode();
}))"""


@pytest.mark.parametrize("name, kilobytes", [(FIRST, 45), ("index", 25)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_first_chapter_and_front_page_are_light(page, site, language, name, kilobytes):
    open_page(page, (site / language / f"{name}.html").as_uri())
    page.evaluate(LOAD_PICTURES)  # as when it is read to its end
    urls = [url for url in page.requests if url.startswith("file:")]
    files = [Path(unquote(urlsplit(url).path)) for url in urls]
    files = [file for file in files if file.suffix != ".woff2"]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert size <= kilobytes * 1024
    assert len(files) <= 12


def shipped(site: Path, language: str, pattern: str = "*") -> list[Path]:
    """Files that the pages of a language may load."""
    return [p for p in (site / language / "_static").rglob(pattern) if p.is_file()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_name_follows_from_content(site, language):
    for path in shipped(site, language):
        if path.parent.name == "licences":  # their addresses should stay
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        named = re.search(r"\.([0-9a-f]{10})\.\w+$", path.name)
        assert named, path
        assert named[1] == digest[:10], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shipped_that_nothing_loads(site, language):
    texts = [text(path) for path in in_language(language)]
    for pattern in ("*.css", "*.js"):
        texts += [path.read_text("utf-8") for path in shipped(site, language, pattern)]
    assert shipped(site, language)
    for file in shipped(site, language):
        assert any(file.name in text for text in texts), file


def test_sidebar_of_a_large_book_lists_what_is_near():
    pages = [str(number) for number in range(400)]
    for place, page in enumerate(pages):
        listed = near(pages, page)
        assert len(listed) == 2 * NEAR + 1
        first = pages.index(listed[0])
        assert listed == pages[first : first + len(listed)]
        assert page in listed
        assert place < NEAR or place >= 400 - NEAR or listed[NEAR] == page


CLASS = re.compile(r"\.([a-z][\w-]*)")
VARIABLE = re.compile(r"(--[\w-]+)\s*:")
VARIABLE_READ = re.compile(r"var\( *(--[\w-]+) *\)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_their_style(site, language):
    """What is taken out of the theme's style sheets has no use in any page."""
    theme = Path(furo.THEME_PATH, "static", "styles", "furo.css")
    sheets = [theme, *(ROOT / "docs" / "_static").rglob("*.css")]
    written = "".join(
        re.sub(r"url\(\S*\)", "", sheet.read_text("utf-8")) for sheet in sheets
    )
    kept = "".join(
        sheet.read_text("utf-8") for sheet in shipped(site, language, "*.css")
    )
    classes = set(CLASS.findall(written)), set(CLASS.findall(kept))
    for path in in_language(language):
        used = {name for e in html(path).select("[class]") for name in e["class"]}
        assert used & classes[0] <= classes[1], path
    variables = set(VARIABLE.findall(written)), set(VARIABLE.findall(kept))
    assert set(VARIABLE_READ.findall(kept)) & variables[0] <= variables[1]
    assert ":target{scroll-margin-top" in kept
    for theme in ("light", "dark"):  # which frame.js sets
        assert re.search(rf"\[data-theme=\"?{theme}\"?\]\)? \.highlight", kept)
