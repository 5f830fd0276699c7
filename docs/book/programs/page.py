"""Make sphinx-gallery's pages translatable.

Sphinx-gallery writes its own sentences ("Go to the end ...", "Download ...") into every
page, so each page's catalogue would have to translate them again. They are taken out
and replaced by links to the files of `downloads`, with words from the interface
catalogue; its image directive is replaced by Sphinx's own, whose alternative text goes
through the catalogue.
"""

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.images import Image
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.transforms import SphinxTransform


class PlainImage(Image):
    """Stand-in for sphinx-gallery's ``image-sg``."""

    option_spec = {**Image.option_spec, "srcset": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Make an image, without a list of sizes: an SVG has none."""
        self.options.pop("srcset", None)
        return super().run()


class DownloadLinks(SphinxTransform):
    """Replace sphinx-gallery's sentences around the downloads."""

    default_priority = 9  # before messages are collected and translated

    def apply(self) -> None:
        """Find the parts by their class."""
        for node in list(self.document.findall(nodes.Element)):
            classes = node.get("classes", [])
            if "sphx-glr-download-link-note" in classes:
                node.parent.remove(node)
            elif "sphx-glr-footer-example" in classes:
                references = list(node.findall(addnodes.download_reference))
                references.sort(key=lambda ref: ("py", "ipynb", "zip").index(kind(ref)))
                links = [self.link(reference) for reference in references]
                node.clear()
                node += nodes.bullet_list("", *links)

    def link(self, reference: addnodes.download_reference) -> nodes.list_item:
        """Download link in the words of the interface."""
        words = {
            "py": _("Download the program"),
            "ipynb": _("Download as a Jupyter notebook"),
            "zip": _("Download both, zipped"),
        }
        file = reference["reftarget"]
        reference["reftarget"] = f"/gallery/{self.config.language}/{file}"
        text = f"{words[kind(reference)]} ({file})"
        reference.clear()
        reference += nodes.Text(text)
        item = nodes.paragraph("", "", reference, translatable=False)
        return nodes.list_item("", item)


def kind(reference: addnodes.download_reference) -> str:
    """Suffix of the file that is offered."""
    return reference["reftarget"].rsplit(".", 1)[1]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.setup_extension("sphinx_gallery.gen_gallery")
    app.add_directive("image-sg", PlainImage, override=True)
    app.add_transform(DownloadLinks)
