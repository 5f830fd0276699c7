"""List the licences of what the site ships, as the installed packages state them.

``{shipped}`` holds a list; an item opens with the name of a package, from npm or PyPI::

    - `katex` Style sheet and fonts of the formulas.

Version, licence and the licence's full text, which the site carries along, come from
the package itself (a few packages hold no text).
"""

import json
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
NPM = ROOT / "docs" / "node_modules"
FOLDER = "_static/licences"
# Names that some packages give to licences, and the short ones of SPDX.
SHORT = {"MIT License": "MIT", "BSD License": "BSD", "3-clause BSD": "BSD-3-Clause"}


@dataclass(frozen=True)
class Package:
    """What a package says of itself, and the files that hold its licence."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    @property
    def file(self) -> str:
        """Name of the file with the licence's text."""
        return self.name.replace("@", "").replace("/", "-") + ".txt"


def find(name: str) -> Package:
    """Look a package up in npm's folder, else among Python's."""
    package = from_npm(name) if (NPM / name).exists() else from_pypi(name)
    if not package.licence:
        raise ExtensionError(f"{name} does not state its licence")
    return package


def from_npm(name: str) -> Package:
    """Read package.json."""
    stated = json.loads((NPM / name / "package.json").read_text("utf-8"))
    texts = tuple(sorted((NPM / name).glob("LICEN[CS]E*")))
    return Package(name, stated["version"], stated["license"], texts)


def from_pypi(name: str) -> Package:
    """Read the metadata of an installed Python package."""
    package = distribution(name)
    stated = package.metadata
    kinds = [each for each in stated.get_all("Classifier", []) if "License" in each]
    kind = kinds[0].split(" :: ")[-1] if kinds else ""
    licence = stated.get("License-Expression") or kind or stated.get("License", "")
    texts = [
        Path(package.locate_file(file))
        for file in package.files or []
        if ".dist-info" in str(file)
        and file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
    ]
    licence = SHORT.get(licence, licence)
    return Package(name, package.version, licence, tuple(sorted(texts)))


class Shipped(SphinxDirective):
    """The list of packages."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Add to each item what its package states."""
        found = self.parse_content_to_nodes()
        for item in found[0]:
            if (name := item.next_node(nodes.literal)) is None:
                raise self.error("shipped: open each item with a package's name")
            package = find(name.astext())
            facts = _("Version {version}, licence:").format(version=package.version)
            licence = nodes.Text(package.licence)
            if package.texts:
                uri = f"../{FOLDER}/{package.file}"
                licence = nodes.reference("", package.licence, refuri=uri)
            item += nodes.paragraph("", f"{facts} ", licence, translatable=False)
        return found


def listed(doctree: nodes.document) -> list[str]:
    """Names of the packages on the page."""
    return [node.astext() for node in doctree.findall(nodes.literal)]


def write_texts(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the licences' texts next to the page that links to them."""
    if docname != "reference/licences" or app.builder.name != "html":
        return
    folder = Path(app.outdir, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for name in listed(doctree):
        package = find(name)
        if not package.texts:
            continue
        texts = [path.read_text("utf-8").strip() for path in package.texts]
        (folder / package.file).write_text("\n\n".join(texts) + "\n", "utf-8")


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_directive("shipped", Shipped)
    app.connect("doctree-resolved", write_texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
