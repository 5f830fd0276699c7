"""Mark words of the other language, so that screen readers pronounce them as such.

On English pages these are Korean words, on Korean pages English phrases and the English
words that stand in brackets or in a list of names. Names and words that Korean shares
with English (PyTorch, API, MSE) stay as they are.
"""

import re

from docutils import nodes
from sphinx.application import Sphinx

from docs.book.korean.glossary import NO_PROSE, texts_outside

ENGLISH_WORD = "[A-Za-z][A-Za-z'’-]+"
OTHER = {
    "en": ("ko", re.compile("[가-힣]+(?:[ ,·]+[가-힣]+)*")),
    "ko": (
        "en",
        re.compile(
            rf"(?<![A-Za-z0-9_.]){ENGLISH_WORD}(?:[ ,]+{ENGLISH_WORD})+"
            rf"|(?<=\(){ENGLISH_WORD}(?=\))"
            rf"|(?<=영어: ){ENGLISH_WORD}|(?<=다른 말: ){ENGLISH_WORD}"
        ),
    ),
}


def mark_other_language(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each piece in the other language its own element."""
    other, pattern = OTHER[app.config.language]
    for text in texts_outside(doctree, NO_PROSE):
        if pattern.search(text):
            text.parent.replace(text, pieces(str(text), pattern, other))


def pieces(text: str, pattern: re.Pattern, other: str) -> list[nodes.Node]:
    """Cut a text at the words of the other language."""
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts.append(nodes.Text(text[end : match.start()]))
        # Docutils writes such a class as a lang attribute.
        parts.append(nodes.inline("", match[0], classes=[f"language-{other}"]))
        end = match.end()
    return [part for part in [*parts, nodes.Text(text[end:])] if part.astext()]
