"""What the book is made from: a commit and its date, Python, the libraries.

It stands at the end of each page. An uncommitted change is named, and so is a copy
without a history that git can read.
"""

import os
import platform
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[3]
FORMAT = "--format=%h %cs %ct"  # name, date, seconds
# What the site is made of; tests and guides are no part of it.
FOLDERS = ("docs", "gallery", "lecture_code")
SETTINGS = ("constraints.txt", "noxfile.py", "pyproject.toml")


@dataclass(frozen=True)
class Commit:
    """The commit that is checked out, and whether the sources are changed since."""

    name: str
    date: str
    seconds: str  # since 1970
    changed: bool


def git(root: Path, *command: str) -> str:
    """Output of a git command; empty without git, or where it refuses."""
    command = ("git", "-C", str(root), *command)
    try:
        run = subprocess.run(command, capture_output=True, encoding="utf-8")
    except OSError:
        return ""
    return "" if run.returncode else run.stdout.strip()


@cache
def commit(root: Path = ROOT) -> Commit | None:
    """Find the commit of a repository; a folder inside another one has none."""
    if not (root / ".git").exists():
        return None
    found = git(root, "log", "-1", "--no-show-signature", "--abbrev=10", FORMAT)
    sources = ("--untracked-files", "--", *FOLDERS, *SETTINGS)
    changes = git(root, "status", "--porcelain", *sources)
    return Commit(*found.split(), bool(changes)) if found else None


def sentence(root: Path = ROOT) -> str:
    """What stands at the end of a page, in the language that is built."""
    from sphinx.locale import _  # here: build.py imports this module without Sphinx

    made = commit(root)
    source = _("a copy without its history")
    if made:
        source = _("commit {name} of {date}").format(name=made.name, date=made.date)
        source += ", " + _("with changes") if made.changed else ""
    libraries = [("PyTorch", "torch"), ("NumPy", "numpy")]
    versions = [f"Python {platform.python_version()}"]
    versions += [f"{name} {version(package)}" for name, package in libraries]
    return _("Made from:") + " " + " · ".join(map(str, [source, *versions]))


def date_by_commit() -> None:
    """Give Sphinx the date of the commit, by which it dates e-books."""
    if made := commit():
        os.environ.setdefault("SOURCE_DATE_EPOCH", made.seconds)


def add_sentence(app, pagename, templatename, context, doctree) -> None:
    """Give the sentence to the page's template."""
    context["made_from"] = sentence()
