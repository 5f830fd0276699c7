"""The pages of the built site: their list, their text, their parsed HTML."""

from copy import copy
from functools import cache

from bs4 import BeautifulSoup

from docs.book.build import LANGUAGES, SITE  # the tests import them from here

# Paths below build/site, such as "en/chapters/autograd.html".
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
CHAPTERS = [path for path in PAGES if "/chapters/" in path]


def in_language(language: str) -> list[str]:
    """Pages in a language; the two at the root have none."""
    assert language in LANGUAGES
    return [path for path in PAGES if path.startswith(f"{language}/")]


@cache
def text(path: str) -> str:
    """Source of a page."""
    return (SITE / path).read_text("utf-8")


@cache
def html(path: str) -> BeautifulSoup:
    """A page, parsed once a run; take `html_copy` to change it."""
    return BeautifulSoup(text(path), "html.parser")


def html_copy(path: str) -> BeautifulSoup:
    """A page to take apart."""
    return copy(html(path))
