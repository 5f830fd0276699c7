"""Refuse a translation that is not complete and true to its source.

Sphinx shows English where a message is missing or fuzzy, and says nothing. Here every
message of a page is looked up while the page is read. What is missing, fuzzy, left over
or differs in markup is a warning that names file, line and text; a warning fails the
build.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import PoFileError, read_po
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import extract_messages

logger = logging.getLogger(__name__)

# Words that Sphinx puts into the pages and that its own Korean catalogue lacks: marked
# here, they reach ours, sphinx.po.
WORDS_OF_SPHINX = (
    _("Link to this heading"),
    _("Link to this definition"),
    _("Link to this term"),
    _("Link to this image"),
    _("Link to this table"),
)
# What must stand in both languages: roles, literals, formulas, targets of links.
MARKUP = re.compile(
    r"\{[\w:]+\}`[^`]+`"  # {role}`...`
    r"|:[\w:]+:`[^`]+`"  # :role:`...`
    r"|``.+?``|`[^`]+`"
    r"|\$[^$]+\$"
    r"|\]\([^)]+\)"
    r"|\*\*|(?<!\*)\*(?!\*)"
)
# A particle depends on how the number before it is read; {w} is a number of a figure.
PARTICLE_AFTER_NUMBER = re.compile(
    r"(?:\{glue:text\}`[^`]+`|\{\w+\})"
    r"(은|는|이|가|을|를|과|와|으로|로|이고|이며|이라)(?![가-힣])"
)
# reST: markup ends only before a space, so a particle needs an escaped one.
UNESCAPED_IN_REST = re.compile(
    r"(?:``[^`]+``|:\w+:`[^`]+`|(?<![`\w])`[^`]+`|(?<![*\\])\*\*?[^*\s][^*]*\*\*?)(?=[가-힣])"
)
# Markdown: ** between ")" and a letter does not end bold text.
UNCLOSED_IN_MARKDOWN = re.compile(r"\)\*\*(?=[가-힣])")


# Babel takes an unquoted text and drops its first letter.
WELL_FORMED = re.compile(r'(#.*|((msgid|msgstr)\S* )?".*")?')


@cache
def read(path: Path) -> Catalog:
    """Read a catalogue; a missing one is empty."""
    if not path.exists():
        return Catalog()
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not WELL_FORMED.fullmatch(line):
            raise ExtensionError(f"{path}:{number}: put the text in quotes: {line}")
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise ExtensionError(f"{path}: {error}") from error


def path_of(app: Sphinx, docname: str, language: str = "") -> Path:
    """Path of the catalogue of a page, in the language that is built or another."""
    folder = Path(
        app.srcdir, app.config.locale_dirs[0], language or app.config.language
    )
    return folder / "LC_MESSAGES" / f"{docname}.po"


def translations(app: Sphinx, docname: str) -> dict[str, str] | None:
    """Messages of a page and their translations; None in the source language."""
    if app.config.language == "en":
        return None
    messages = read(path_of(app, docname))
    return {message.id: message.string for message in messages if not message.fuzzy}


def markup(text: str) -> Counter:
    """Count the pieces of inline markup; of a titled link, only the target counts."""
    pieces = MARKUP.findall(text.replace("\\*", ""))
    return Counter(re.sub(r"`[^`<]*<([^>]+)>`", r"`<\1>`", piece) for piece in pieces)


def faults(source: str, translated: str, is_rest: bool) -> Iterator[str]:
    """Say what is wrong with a translation."""
    lacking, extra = (
        markup(source) - markup(translated),
        markup(translated) - markup(source),
    )
    if lacking or extra:
        yield f"markup differs: lacks {sorted(lacking)}, has also {sorted(extra)}"
    if match := PARTICLE_AFTER_NUMBER.search(translated):
        yield f"particle after a computed number: {match[0]}; put a noun between"
    if is_rest and (match := UNESCAPED_IN_REST.search(translated)):
        yield f"letter right after markup: {match[0]}; put \\\\ and a space between"
    if not is_rest and (match := UNCLOSED_IN_MARKDOWN.search(translated)):
        yield f"bold is not closed: {match[0]}; put the ) outside of **"


def check(path: Path, wanted: dict[str, object], is_rest: bool) -> None:
    """Compare a catalogue with the messages that are wanted, each with its place."""
    catalogue = read(path)
    for source, place in wanted.items():
        message = catalogue.get(source)
        if message is None or not message.string:
            logger.warning("not translated in %s: %r", path, source, location=place)
        elif message.fuzzy:
            logger.warning("fuzzy in %s: %r", path, source, location=place)
        elif isinstance(place, nodes.math_block) and message.string != source:
            # Sphinx would put reST's sign for a literal block in its place.
            logger.warning("formula differs in %s: %r", path, source, location=place)
        else:
            for fault in faults(source, message.string, is_rest):
                logger.warning("%s, in %s: %r", fault, path, source, location=place)
    present = {message.id: message.lineno for message in catalogue if message.id}
    for source in [*(present.keys() - wanted.keys()), *catalogue.obsolete]:
        line = present.get(source)
        logger.warning(
            "no longer in the text, remove it: %r", source, location=f"{path}:{line}"
        )


class CheckTranslation(SphinxTransform):
    """Check the catalogue of a page just before Sphinx translates the page."""

    default_priority = 15

    def apply(self) -> None:
        """Collect the page's messages and check them."""
        if self.config.language == "en":
            return
        # A field list at the top of a page is its front matter, settings and no text.
        settings = [
            node for node in self.document if isinstance(node, nodes.field_list)
        ]
        no_text = {id(node) for fields in settings for node in fields.findall()}
        messages = extract_messages(self.document)
        wanted = {text: node for node, text in messages if id(node) not in no_text}
        is_rest = self.env.doc2path(self.env.docname).suffix == ".rst"
        check(path_of(self.app, self.env.docname), wanted, is_rest)


def check_interface(app: Sphinx) -> None:
    """Check the words of our extensions and templates."""
    if app.config.language == "en":
        return
    wanted = {}
    for folder, pattern, method in (
        ("book", "**.py", "python"),
        ("_templates", "**.html", "jinja2"),
    ):
        found = extract_from_dir(
            Path(app.srcdir, folder),
            method_map=[(pattern, method)],
            directory_filter=lambda folder: True,
        )
        for file, line, message, _comments, _context in found:
            wanted[message] = f"{app.srcdir}/{folder}/{file}:{line}"
    check(path_of(app, "sphinx"), wanted, is_rest=False)


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_transform(CheckTranslation)
