"""Offer the book to take away: the site as a zip, an e-book, a PDF.

The files are made from the built site (publish.py), so no page can know their
sizes while it is built. ``{take-away}`` marks a place, and the copy of the site that
is put next to the files gets the list of them there.
"""

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

FOLDER = "takeaway"
PLACE = "<!-- take-away -->"


def names(language: str) -> tuple[str, str, str]:
    """Files for readers of a language: the site (in both languages), e-book, PDF."""
    name = "pytorch-basics-1"
    return f"{name}.zip", f"{name}-{language}.epub", f"{name}-{language}.pdf"


class TakeAway(SphinxDirective):
    """The place of the list."""

    def run(self) -> list[nodes.Node]:
        """Mark it."""
        return [nodes.raw("", PLACE, format="html")]


def offer(html: str, folder: Path, language: str, date: str) -> str:
    """Put the list of files into a front page."""
    what = (
        _("The whole site in both languages, to open from a folder"),
        _("The book for an e-book reader"),
        _("The book for paper"),
    )
    files = [folder / name for name in names(language)]
    items = "".join(entry(file, words, date) for file, words in zip(files, what))
    assert PLACE in html, "the front page has no place for the list"
    title = _("Take it with you")
    there = f'<h3>{escape(title)}</h3><ul class="take-away">{items}</ul>'
    return html.replace(PLACE, there)


def entry(file: Path, words: str, date: str) -> str:
    """A file with its kind, size and date."""
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    facts = ", ".join(filter(None, (file.suffix[1:].upper(), size, date)))
    return (
        f'<li><a href="../{FOLDER}/{file.name}" download>{escape(words)}</a> '
        f"({facts})</li>"
    )


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("take-away", TakeAway)
