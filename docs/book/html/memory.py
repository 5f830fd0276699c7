"""Keep the pages that were read on the disk, not in memory, until they are written.

Only a book of hundreds of pages needs it (nox -s bench -- 100 shows the memory). Sphinx
keeps both each page and the bytes of its file, so that two languages side by side would
need much more memory than one. There is no setting for it:
https://github.com/sphinx-doc/sphinx/blob/v9.0.4/sphinx/environment/__init__.py
"""

from docutils import nodes
from sphinx.application import Sphinx


def drop_cached_pages(app: Sphinx, *event: object) -> None:
    """Drop what Sphinx would find on the disk."""
    app.env._write_doc_doctree_cache.clear()
    app.env._pickled_doctree_cache.clear()


def own_nodes(app: Sphinx, doctree: nodes.document) -> None:
    """Let translated nodes belong to their page.

    Sphinx leaves them with the page on which it parsed the translation, and that one
    holds all that is known of the book, which would be saved with every page.
    """
    for node in doctree.findall():
        node.document = doctree
