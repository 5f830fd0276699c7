"""Offer the book to take away: the site as a zip, an e-book, a PDF.

The files are made from the built site (publish.py), so no page can know their
sizes while it is built. ``{take-away}`` says that this copy has none of them; the copy
of the site that is put next to the files gets the list of them instead.
"""

import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

FOLDER = "takeaway"
NOTHING = re.compile(r'<p class="take-away">.*?</p>', re.S)


@dataclass(frozen=True)
class Names:
    """The files for readers of a language."""

    language: str

    @property
    def site(self) -> str:
        """The site, in both languages."""
        return "pytorch-basics-1.zip"

    @property
    def ebook(self) -> str:
        """The e-book."""
        return f"pytorch-basics-1-{self.language}.epub"

    @property
    def pdf(self) -> str:
        """The book in pages."""
        return f"pytorch-basics-1-{self.language}.pdf"


class TakeAway(SphinxDirective):
    """The place of the list."""

    def run(self) -> list[nodes.Node]:
        """Say how the files are made."""
        words = _("This copy comes without the files. {command} makes them.")
        command = "<code>nox -s takeaway</code>"
        html = f'<p class="take-away">{escape(words).format(command=command)}</p>'
        return [nodes.raw("", html, format="html")]


def offer(html: str, folder: Path, language: str, date: str) -> str:
    """Put the list of files into a front page."""
    names = Names(language)
    what = {
        names.site: _("The whole site in both languages, to open from a folder"),
        names.ebook: _("The book for an e-book reader"),
        names.pdf: _("The book for paper"),
    }
    items = "".join(entry(folder / name, what[name], date) for name in what)
    html, places = NOTHING.subn(f'<ul class="take-away">{items}</ul>', html)
    assert places == 1, "the front page has no place for the list"
    return html


def entry(file: Path, words: str, date: str) -> str:
    """A file with its kind, size and date."""
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    facts = ", ".join(filter(None, (file.suffix[1:].upper(), size, date)))
    return (
        f'<li><a href="../{FOLDER}/{file.name}" download>{escape(words)}</a> '
        f"({facts})</li>"
    )


def answers_heading() -> str:
    """Heading of the solutions at the end of the book."""
    return str(_("Solutions"))


def more_lines(count: int) -> str:
    """Say on paper that a part of a log is left out."""
    return _("… {count} more lines; the site shows them all …").format(count=count)


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("take-away", TakeAway)
