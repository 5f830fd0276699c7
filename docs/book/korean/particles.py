"""Keep a Korean particle on the line of what it belongs to.

Browsers may break a line between a bracket or a formula and Hangul. A word joiner,
which is not seen, forbids it.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

from docs.book.korean.glossary import NO_PROSE, texts_outside

JOINER = "\N{WORD JOINER}"
AFTER_BRACKET = re.compile(r"(?<=\))(?=[가-힣])")
AT_START = re.compile(r"^(?=[가-힣])")


def join_particles(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Join them."""
    if app.config.language != "ko":
        return
    for text in texts_outside(doctree, NO_PROSE):
        joined = AFTER_BRACKET.sub(JOINER, text)
        place = text.parent.index(text)
        if place and isinstance(text.parent[place - 1], nodes.math):
            joined = AT_START.sub(JOINER, joined)
        if joined != text:
            text.parent.replace(text, nodes.Text(joined))
