"""The book as an EPUB: Sphinx's builder, tidied so that epubcheck has nothing to say.

Formulas are MathML (formulas.py), figures are what stands in their place without
JavaScript. What only a site can do is left out: downloads, links to states of a figure,
the feedback of exercises. The same commit gives the same bytes.
"""

import re
import shutil
import tomllib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.locale import _

from docs.book.archives import member
from docs.book.lessons import ROOT
from docs.book.practice.exercises import exercise, exercise_file, feedback
from docs.book.practice.figures import figure_words, interactive

STYLE = "book.css"
ON_THE_SITE = re.compile(r"#[\w-]+\?|\.\./_static/")  # figures' states, licences


class Book(Epub3Builder):
    """Sphinx's builder with a plain style, languages, declared contents and dates."""

    def init(self) -> None:
        """Name the language in every page, as Sphinx does in the package only."""
        super().init()
        language = self.config.language
        self.html_tag = self.html_tag.replace(
            "<html", f'<html lang="{language}" xml:lang="{language}"'
        )

    def init_templates(self) -> None:
        """Take the theme's own templates: ours are the frame of the site."""
        self.config.templates_path = []
        super().init_templates()

    def copy_static_files(self) -> None:
        """Copy two style sheets and nothing else."""
        shutil.rmtree(self._static_dir, ignore_errors=True)
        self._static_dir.mkdir()
        self.create_pygments_style_file()
        shutil.copy(Path(self.confdir, "_epub", STYLE), self._static_dir)

    def build_content(self) -> None:
        """Declare the pages that hold formulas and pictures inside the text."""
        super().build_content()
        package = Path(self.outdir, "content.opf")
        item = r'(?<=href=")(\S+\.xhtml)(" media-type="\S+")'
        package.write_text(
            re.sub(item, self.declare, package.read_text("utf-8")), "utf-8"
        )

    def declare(self, item: re.Match) -> str:
        """Add the properties of a page to its entry."""
        page = Path(self.outdir, item[1])
        html = page.read_text("utf-8") if page.exists() else ""
        names = {"mathml": "<math", "svg": "<svg"}
        properties = [name for name, tag in names.items() if tag in html]
        return item[0] + (f' properties="{" ".join(properties)}"' if properties else "")

    def build_epub(self) -> None:
        """Zip the book."""
        first = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx"]
        path = Path(self.outdir, f"{self.config.epub_basename}.epub")
        with ZipFile(path, "w") as archive:
            for name in [*first, *self.files]:
                packing = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
                content = Path(self.outdir, name).read_bytes()
                archive.writestr(member(name), content, packing)


def describe(app: Sphinx) -> None:
    """Say what the book is; each language is a book of its own."""
    if app.builder.name != "epub":
        return
    config = app.config
    name = f"pytorch-basics-1-{config.language}"
    config.epub_basename = config.epub_identifier = config.epub_uid = name
    config.epub_author = config.epub_publisher = _("The authors of PyTorch Basics (1)")
    config.epub_contributor = _("After a lecture by Prof. Sung Kim")
    config.epub_copyright = _("Text: CC BY 4.0. Code: MIT.")
    config.epub_description = _("Training from nothing: a book that runs")
    config.epub_tocscope = "includehidden"
    config.epub_show_urls = "no"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    config.version = project["version"]


def keep_to_the_book(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Take out of a page what works on the site only."""
    if app.builder.name != "epub":
        return
    for node in find(doctree, interactive, exercise):
        kind = type(node).__name__
        node.replace_self(nodes.container("", *node.children, classes=[kind]))
    for node in find(doctree, figure_words, feedback, exercise_file):
        node.parent.remove(node)
    for node in find(doctree, addnodes.download_reference):
        place = node.parent
        while len(place.parent) == 1:
            place = place.parent
        place.parent.remove(place)
    for node in find(doctree, nodes.raw):
        if re.match("</?a[ >]|<!--", node.astext()):  # to a licence's text; a mark
            node.parent.remove(node)
    for node in find(doctree, nodes.reference):
        if ON_THE_SITE.match(node.get("refuri", "")):
            node.replace_self(node.children)


def find(doctree: nodes.document, *kinds: type) -> list[nodes.Element]:
    """Nodes of some kinds, in a list that holds while they are moved."""
    return list(doctree.findall(lambda node: isinstance(node, kinds)))


def drop_styles(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Leave the styles and scripts of the site out of a page of the book."""
    if app.builder.name != "epub":
        return
    context["metatags"] = ""  # about windows of browsers
    context["script_files"] = []
    context["css_files"] = ["_static/pygments.css", f"_static/{STYLE}"]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.setup_extension("sphinx.builders.epub3")
    app.add_builder(Book, override=True)
