"""Say at the end of each page what it was made from: commit, date, Python, libraries.

The same commit gives the same bytes. A change that is not committed is said, and so is
a copy of the book without its history.
"""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from history import ROOT, commit
from sphinx.application import Sphinx
from sphinx.locale import _


def sentence(root: Path = ROOT) -> str:
    """What stands at the end of a page."""
    made = commit(root)
    source = _("a copy without its history")
    if made:
        source = _("commit {name} of {date}").format(name=made.name, date=made.date)
        source += ", " + _("with changes") if made.changed else ""
    libraries = [("PyTorch", "torch"), ("NumPy", "numpy")]
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{name} {version(package)}" for name, package in libraries]
    return _("Made from:") + " " + " · ".join(map(str, [source, *versions]))


def add_sentence(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Give the sentence to the page's template."""
    context["made_from"] = sentence()


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx, which dates e-books by SOURCE_DATE_EPOCH."""
    if made := commit():
        os.environ.setdefault("SOURCE_DATE_EPOCH", made.seconds)
    app.connect("html-page-context", add_sentence)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
