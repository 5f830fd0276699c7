"""The front page: a picture, the first steps, and a card for every lesson.

Pictures stand in docs/_pictures: hero.svg, and one named for a lesson, if it has one.
They hold no words, and their colours are the classes of the concepts (site.css).
"""

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from docs.book.lessons import ROOT, discover, kind_of_page, link, opening

PICTURES = ROOT / "docs" / "_pictures"


def picture(name: str) -> list[nodes.Node]:
    """Picture of a name, to stand in the page, if there is one."""
    file = PICTURES / f"{name}.svg"
    if not file.exists():
        return []
    return [nodes.raw("", file.read_text("utf-8"), format="html")]


class Hero(SphinxDirective):
    """What the book is about, beside a picture; where to start, or to go on."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Make a box; an e-book shows the words only."""
        words = self.parse_content_to_nodes()
        if self.env.app.builder.name != "html":
            return words
        first = link(discover()[0].chapter, _("Start with chapter 1"))
        # {title} and the numbers are filled in by frame.js.
        sentence = _("Continue: {title}, {solved} of {all}")
        going_on = f'<a class="continue" data-words="{sentence}" hidden></a>'
        actions = nodes.paragraph(
            "", "", first, translatable=False, classes=["actions"]
        )
        actions += nodes.raw("", going_on, format="html")
        text = nodes.container("", *words, actions)
        return [nodes.container("", text, *picture("hero"), classes=["hero"])]


class LessonCards(SphinxDirective):
    """A card for every lesson: picture, title, what it is about, size of a chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make the list; `fill_summaries` fills in what the pages say of themselves."""
        kind = kind_of_page(self.arguments[0])
        cards = nodes.bullet_list(classes=["lesson-cards"])
        for lesson in discover():
            page = getattr(lesson, kind)
            title = nodes.paragraph("", "", link(page), classes=["title"])
            parts = [*picture(lesson.name), title, summary(page)]
            if kind == "chapter":
                size = size_of(lesson.minutes, lesson.exercises)
                parts.append(nodes.paragraph("", size, classes=["size"]))
            cards += nodes.list_item("", *parts)
        return [cards]


def size_of(minutes: int | None, exercises: int) -> str:
    """Say how long a chapter takes and how many exercises it has."""
    sizes = [_("{minutes} min").format(minutes=minutes)] if minutes else []
    sizes += [_("{count} exercises").format(count=exercises)] if exercises else []
    return ", ".join(sizes)


class summary(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """Place of the first paragraph of another page."""

    def __init__(self, docname: str = ""):
        super().__init__(docname=docname)


def fill_summaries(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the opening words of each page where its card is."""
    for place in list(doctree.findall(summary)):
        place.replace_self(opening(app.env, place["docname"]).deepcopy())


def add_style(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Load the style of the cards on the pages that have them."""
    lists = doctree.findall(nodes.bullet_list) if doctree else ()
    if any("lesson-cards" in cards["classes"] for cards in lists):
        app.add_css_file("front.css")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("hero", Hero)
    app.add_directive("lesson-cards", LessonCards)
    app.add_node(summary)
