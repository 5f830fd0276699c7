"""Pages are light, and what they load is named by its content."""

import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import furo
import pytest
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE
from lessons import discover
from sidebar import NEAR, near

FIRST = discover()[0].chapter
# All but the texts of licences, whose addresses should stay.
FILES = sorted(
    path.relative_to(SITE)
    for path in SITE.glob("*/_static/**/*")
    if path.is_file() and path.parent.name != "licences"
)


def loaded(browser, page_path: Path) -> list[Path]:
    """Files that a browser loads with a page and while it is read to its end."""
    page = browser.new_page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(page_path.as_uri())
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    page.close()
    files = (url for url in urls if not url.startswith("data:"))
    return [Path(unquote(urlsplit(url).path)) for url in files]


@pytest.mark.parametrize("language", LANGUAGES)
def test_first_chapter_is_light(browser, site, language):
    files = loaded(browser, site / language / f"{FIRST}.html")
    files = [file for file in files if file.suffix != ".woff2"]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert size <= 45 * 1024
    assert len(files) <= 12


@pytest.mark.parametrize("path", FILES, ids=str)
def test_name_follows_from_content(site, path):
    digest = hashlib.sha256((site / path).read_bytes()).hexdigest()
    assert re.search(r"\.([0-9a-f]{10})\.\w+$", path.name)[1] == digest[:10]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shipped_that_nothing_loads(site, language):
    static = site / language / "_static"
    texts = [path.read_text("utf-8") for path in (site / language).rglob("*.html")]
    texts += [path.read_text("utf-8") for path in static.rglob("*.css")]
    texts += [path.read_text("utf-8") for path in static.rglob("*.js")]
    files = [path for path in static.rglob("*") if path.is_file()]
    assert files
    for file in files:
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


def classes_styled_in(css: str) -> set[str]:
    return set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"url\([^)]*\)", "", css)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_keep_their_style(site, language):
    styles = [Path(furo.THEME_PATH, "static", "styles", "furo.css")]
    styles += (site / "../../docs/_static").resolve().rglob("*.css")
    written = set().union(*(classes_styled_in(p.read_text("utf-8")) for p in styles))
    shipped = set().union(
        *(
            classes_styled_in(path.read_text("utf-8"))
            for path in (site / language / "_static").rglob("*.css")
        )
    )
    for path in (site / language).rglob("*.html"):
        html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        used = {name for e in html.select("[class]") for name in e["class"]}
        assert used & written <= shipped, path
