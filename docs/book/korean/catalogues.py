"""Refuse a translation that is not complete and true to its source.

Sphinx shows English where a message is missing or fuzzy, and says nothing. Here every
message of a page is looked up while the page is read. What is missing, empty, fuzzy,
left over or differs in markup is a warning that names file, line and text; a warning
fails the build. `update` writes the catalogues.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from docutils import nodes
from docutils.utils import Reporter
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


@lru_cache(maxsize=8)  # those of all pages at once would take much memory
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
    return {m.id: "" if m.fuzzy else m.string for m in messages}


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
        if message is None:
            words = "%s lacks it, run nox -s i18n: %r"
            logger.warning(words, path.name, source, location=location(place, source))
            continue
        here = f"{path}:{message.lineno}"
        for complaint in complaints(message, is_rest):
            logger.warning("%s: %r", complaint, source, location=here)
        if isinstance(place, nodes.math_block) and message.string != source:
            # Sphinx would put reST's sign for a literal block in its place.
            words = "formula differs, copy it: %r"
            logger.warning(words, source, location=here)


def complaints(message: Message, is_rest: bool) -> Iterator[str]:
    """Say what is left to do for a message."""
    if not message.string:
        yield "not translated, fill in msgstr"
    elif message.fuzzy:
        yield "fuzzy, compare it with the English and remove the mark"
    else:
        yield from faults(message.id, message.string, is_rest)


def refuse_left_over(path: Path, wanted: Iterable[str]) -> None:
    """Refuse what a catalogue has beyond the messages that are wanted."""
    catalogue = read(path)
    lines = {m.id: m.lineno for m in (*catalogue, *catalogue.obsolete.values()) if m.id}
    for source in lines.keys() - set(wanted):
        here = f"{path}:{lines[source]}"
        logger.warning(
            "no longer in the text, run nox -s i18n: %r", source, location=here
        )


def location(place: object, source: str) -> object:
    """Where a message stands: for a program not in its page but in its script."""
    page = Path(getattr(place, "source", None) or "")
    is_program = page.match("docs/gallery/plot_*.rst")
    return in_script(page.parents[2], page.stem, source) if is_program else place


def in_script(root: Path, program: str, source: str) -> str:
    """Where a message stands in the script of a program."""
    script = root / "gallery" / f"{program}.py"
    lines = [line.strip("# ") for line in script.read_text("utf-8").splitlines()]
    starts = [n for n, line in enumerate(lines, 1) if line and source.startswith(line)]
    return f"{script}:{starts[0] if starts else 1}"


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
        path = path_of(self.app, self.env.docname)
        check(path, wanted, is_rest)
        errors = self.document.findall(nodes.system_message)
        if all(error["level"] < Reporter.ERROR_LEVEL for error in errors):
            refuse_left_over(path, wanted)  # else its text is missing for the error


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_transform(CheckTranslation)
