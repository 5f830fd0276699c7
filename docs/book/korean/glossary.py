"""Keep the glossary in reach.

The first use of a term on a page becomes a link to its entry; hovering or focusing the
link shows the other language's word. In the glossary itself each entry gets links to
where the term is taught. Terms and synonyms become entries of the search index, for the
glossary and for the section that teaches them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx_gallery._doctree_links import code_links_block

from docs.book.korean.catalogues import path_of, read
from docs.book.korean.search import ENDINGS
from docs.book.lessons import discover

GLOSSARY = "reference/glossary"
LINKED = ("index", "chapters/", "gallery/", "reference/original_lecture")
# Text in these is the same in both languages; the last is code of a program's page.
NO_PROSE = (
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.raw,
    nodes.Invisible,
    code_links_block,
)
LINKS_ALREADY = (nodes.title, nodes.reference, addnodes.download_reference)


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    anchor: str
    word: str
    other: str
    pattern: re.Pattern


class glossary_link(nodes.reference):  # noqa: N801  (docutils names nodes so)
    """Link to an entry, with the other language's word."""


def visit_link(self, node: glossary_link) -> None:
    """Open the link."""
    uri = node["refuri"]
    self.body.append(self.starttag(node, "a", "", CLASS="glossary-link", href=uri))


def depart_link(self, node: glossary_link) -> None:
    """Close the link; its last part shows the other word, in that word's language."""
    language = "en" if self.config.language == "ko" else "ko"
    word = {"lang": language, "data-other": node["other"]}
    self.body.append(self.starttag({}, "span", "", **word) + "</span></a>")


def without_brackets(word: str) -> str:
    """Leave out what stands in brackets: 자동 미분(autograd) is 자동 미분."""
    return re.sub(r"\([^)]*\)$", "", word)


def pattern_of(word: str, language: str) -> re.Pattern:
    """Find a term in a text, whatever ending it has there."""
    if language == "ko":
        stem = re.escape(without_brackets(word).removesuffix("하다"))
        ending = "|".join(ENDINGS)
        return re.compile(rf"(?<![가-힣A-Za-z]){stem}(?=(?:{ending})?(?![가-힣]))")
    return re.compile(rf"\b{re.escape(word)}(?:s|d|es)?\b", re.IGNORECASE)


@cache
def terms(app: Sphinx) -> list[Term]:
    """List the glossary's terms, longer ones first: 경사 하강법 before 경사."""
    language = app.config.language
    other_language = "ko" if language == "en" else "en"
    catalogue = read(path_of(app, GLOSSARY, "ko"))
    korean = {message.id: message.string for message in catalogue}
    english = {korean_word: word for word, korean_word in korean.items()}
    found = []
    for node in app.env.get_doctree(GLOSSARY).findall(nodes.term):
        word = node.astext()
        other = {"ko": korean, "en": english}[other_language].get(word, word)
        found.append(Term(node["ids"][0], word, other, pattern_of(word, language)))
    return sorted(found, key=lambda term: -len(term.word))


def texts_outside(doctree: nodes.document, skipped: tuple) -> Iterator[nodes.Text]:
    """Texts of a page that are not in nodes of some kinds."""
    for text in list(doctree.findall(nodes.Text)):
        above = text.parent
        while above and not isinstance(above, skipped):
            above = above.parent
        if above is None:
            yield text


def link_first_uses(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Link the first use of each term on a page."""
    if app.builder.format != "html" or not docname.startswith(LINKED):
        return
    address = app.builder.get_relative_uri(docname, GLOSSARY)
    texts = list(texts_outside(doctree, NO_PROSE + LINKS_ALREADY))
    for term in terms(app):
        for place, text in enumerate(texts):
            match = term.pattern.search(text)
            if match:
                before = nodes.Text(text[: match.start()])
                after = nodes.Text(text[match.end() :])
                uri = f"{address}#{term.anchor}"
                link = glossary_link("", match[0], refuri=uri, other=term.other)
                pieces = [piece for piece in (before, link, after) if piece.astext()]
                text.parent.replace(text, pieces)
                texts[place : place + 1] = [before, after]
                break


def complete_glossary(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say in each entry where the term is taught; sort the entries.

    A translated glossary would keep the order of the English words.
    """
    if docname != GLOSSARY:
        return
    taught = places(app)
    [entries] = doctree.findall(nodes.definition_list)
    entries.children.sort(key=lambda item: item.next_node(nodes.term).astext().lower())
    for item in doctree.findall(nodes.definition_list_item):
        anchor = item.next_node(nodes.term)["ids"][0]
        if anchor in taught:
            chapter = taught[anchor][0]
            uri = app.builder.get_relative_uri(docname, chapter)
            title = app.env.titles[chapter].astext()
            reference = nodes.reference("", title, refuri=uri, internal=True)
            definition = item.next_node(nodes.definition)
            definition += nodes.paragraph("", _("Taught in") + ": ", reference)


def index_terms(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let the search find a term by all its names: the entry, and what teaches it."""
    for anchor, names in names_of_terms(app).items():
        chapter, section = places(app).get(anchor, (None, None))
        target = {GLOSSARY: anchor, chapter: section}.get(docname)
        if target:
            entries = [("single", name, target, "main", None) for name in names]
            doctree += addnodes.index(entries=entries)


@cache
def names_of_terms(app: Sphinx) -> dict[str, list[str]]:
    """List the names of each term: also synonyms, stressed words, and code."""
    found = {}
    for item in app.env.get_doctree(GLOSSARY).findall(nodes.definition_list_item):
        term, definition = item.next_node(nodes.term), item.next_node(nodes.definition)
        names = [term.astext(), *synonyms(definition.astext())]
        names += [stressed.astext() for stressed in definition.findall(nodes.emphasis)]
        for literal in definition.findall(nodes.literal):
            names += re.findall(r"^[\w.]+", literal.astext())  # of f() the name
        found[term["ids"][0]] = names
    return found


def synonyms(definition: str) -> list[str]:
    """Other names that a definition lists."""
    lists = re.findall(r"(?:Also|Korean|다른 말|영어):\s([^.()]+)", definition)
    lists += re.findall(r"\(also ([^)]+)\)", definition)
    return [" ".join(name.split()) for names in lists for name in names.split(",")]


@cache
def places(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Find the chapter and section that set each term in bold: they explain it."""
    found: dict[str, tuple[str, str]] = {}
    for lesson in discover():
        for bold in app.env.get_doctree(lesson.chapter).findall(nodes.strong):
            text = " ".join(bold.astext().split())
            for term in terms(app):
                match = term.pattern.match(text)
                if match and text[match.end() :] in ("", *ENDINGS):
                    found.setdefault(term.anchor, (lesson.chapter, section_of(bold)))
    return found


def section_of(node: nodes.Node) -> str:
    """Anchor of the section around a node."""
    while not isinstance(node, nodes.section):
        node = node.parent
    return node["ids"][0]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_node(glossary_link, html=(visit_link, depart_link))
