"""Ship the licences' texts of what the site carries of others.

The page reference/licences names the packages and links to the texts.
"""

import re
import shutil
from importlib.metadata import distribution
from pathlib import Path

from sphinx.application import Sphinx

from docs.book.lessons import NODE_MODULES

PYPI = ("accessible-pygments", "furo", "pygments", "snowballstemmer", "sphinx")
NPM = ("katex",)


def text_of(name: str) -> Path:
    """File with a package's licence."""
    if name in NPM:
        return NODE_MODULES / name / "LICENSE"
    package = distribution(name)
    is_licence = re.compile(r"\.dist-info/(licenses/)?(LICENSE|COPYING)[^/]*$")
    [file] = [file for file in package.files if is_licence.search(file.as_posix())]
    return Path(package.locate_file(file))


def copy_texts(app: Sphinx, exception: Exception | None) -> None:
    """Put the texts where the page links to them."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir, "_static", "licences")
    folder.mkdir(parents=True, exist_ok=True)
    for name in PYPI + NPM:
        shutil.copyfile(text_of(name), folder / f"{name}.txt")
