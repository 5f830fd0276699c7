"""Formulas, drawn by KaTeX while the site is built: a page needs no script for them.

All formulas of a language are collected while its pages are read, and drawn by one run
of node. (sphinxcontrib-katex starts a server instead; now and then its client connects
before the server listens, and the build fails.) KaTeX comes from the npm package that
docs/package-lock.json locks; its style sheet and fonts go to the pages with formulas.
"""

import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from docs.book.html.node import package, run

SCRIPT = Path(__file__).with_suffix(".js")
# Formats of fonts for browsers of long ago.
OLD_FONT = re.compile(r',url\([^)]+\.(woff|ttf)\) format\("\w+"\)')
Formula = tuple[str, bool]  # LaTeX, and whether it stands on a line of its own


def formula_of(node: nodes.Element) -> Formula:
    """Read a formula from its node."""
    return node.astext(), isinstance(node, nodes.math_block)


def formulas_in(doctree: nodes.document) -> set[Formula]:
    """Find the formulas of a page."""
    both = (nodes.math, nodes.math_block)
    found = doctree.findall(lambda node: isinstance(node, both))
    return {formula_of(node) for node in found}


class Drawings:
    """HTML of the formulas of a build."""

    def __init__(self):
        self.wanted: set[Formula] = set()
        self.html: dict[Formula, str] = {}

    def get(self, app: Sphinx, formula: Formula) -> str:
        """HTML of a formula; the first call draws all that were collected."""
        if formula not in self.html:
            wanted = sorted({*self.wanted, formula} - self.html.keys())
            self.html.update(zip(wanted, draw(app, wanted), strict=True))
        return self.html[formula]


def draw(app: Sphinx, formulas: list[Formula]) -> list[str]:
    """Run KaTeX. E-books show MathML themselves; web pages carry both forms."""
    output = "mathml" if app.builder.name == "epub" else "htmlAndMathml"
    return run(SCRIPT, {"formulas": formulas, "output": output})


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Note the formulas of a page that was read."""
    app.formulas.wanted |= formulas_in(doctree)


def visit_formula(self, node: nodes.Element) -> None:
    """Write a formula into a page."""
    tag = "div" if isinstance(node, nodes.math_block) else "span"
    html = self.builder.app.formulas.get(self.builder.app, formula_of(node))
    if self.builder.name == "epub":  # for a reading system without MathML
        words = self.attval(node.astext())
        html = html.replace("<math ", f'<math alttext="{words}" ', 1)
    self.body.append(self.starttag(node, tag, "", CLASS="math notranslate"))
    self.body.append(f"{html}</{tag}>")
    raise nodes.SkipNode


def add_style(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Load KaTeX's style sheet on the pages that have formulas."""
    if doctree and formulas_in(doctree):
        app.add_css_file("katex.min.css")


def copy_files(app: Sphinx) -> None:
    """Copy the style sheet and the fonts that browsers load from it."""
    if app.builder.name != "html":
        return
    target = Path(app.outdir, "_static")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    style = (package("katex") / "dist" / "katex.min.css").read_text("utf-8")
    (target / "katex.min.css").write_text(OLD_FONT.sub("", style), "utf-8")
    for font in package("katex").glob("dist/fonts/*.woff2"):
        shutil.copy(font, target / "fonts")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.formulas = Drawings()
    renderer = (visit_formula, None)
    app.add_html_math_renderer("katex", renderer, renderer)
