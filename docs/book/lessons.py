"""Find the lessons and put them wherever a page lists them.

A lesson is a file ``gallery/plot_<number>_<name>.py`` with its module
``lecture_code/<name>.py`` and its chapter ``docs/chapters/<name>.md``. The number, in
the file's name only, is its place in the book.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.directives.other import TocTree
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, ExtensionError
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

ROOT = Path(__file__).parents[2]
NODE_MODULES = ROOT / "docs" / "node_modules"  # web parts, from npm


@dataclass(frozen=True)
class Lesson:
    """A lesson and the pages it has, as Sphinx document names."""

    number: int
    name: str

    @property
    def chapter(self) -> str:
        """The page that teaches it."""
        return f"chapters/{self.name}"

    @property
    def program(self) -> str:
        """The page with its program, log and plot."""
        return f"gallery/plot_{self.number}_{self.name}"

    @property
    def api(self) -> str:
        """The page about its module."""
        return f"reference/api/{self.name}"

    @property
    def minutes(self) -> int | None:
        """How long the chapter takes, as it says itself."""
        minutes = re.search(r"about (\d+) minutes", self._text)
        return int(minutes[1]) if minutes else None

    @property
    def exercises(self) -> int:
        """How many exercises the chapter has."""
        return len(re.findall(r"^:{3,}\{exercise\} ", self._text, re.M))

    @property
    def _text(self) -> str:
        return (ROOT / "docs" / f"{self.chapter}.md").read_text("utf-8")

    def plot(self, number: int = 1) -> nodes.image:
        """Picture that the program drew, by its number, without alternative text."""
        name = Path(self.program).name
        uri = f"/gallery/images/sphx_glr_{name}_{number:03}.svg"
        return nodes.image(uri=uri, alt="")


@cache
def discover(root: Path = ROOT) -> tuple[Lesson, ...]:
    """List the lessons by number; refuse one that lacks a file."""
    lessons = []
    for script in sorted(root.glob("gallery/plot_*.py")):
        match = re.fullmatch(r"plot_(\d+)_(\w+)", script.stem)
        if not match:
            raise ConfigError(
                f"gallery/{script.name}: name it plot_<number>_<lesson>.py"
            )
        lesson = Lesson(int(match[1]), match[2])
        for home in (f"lecture_code/{lesson.name}.py", f"docs/{lesson.chapter}.md"):
            if not (root / home).exists():
                raise ConfigError(
                    f"gallery/{script.name} has no {home}: write it; a lesson is three "
                    "files, a program, a module and a chapter"
                )
        for other in lessons:
            if lesson.number == other.number or lesson.name == other.name:
                raise ConfigError(
                    f"{other.program}.py and gallery/{script.name} have the same "
                    "number or name: rename one"
                )
        lessons.append(lesson)
    return tuple(sorted(lessons, key=lambda lesson: lesson.number))


def write(path: Path, content: str | bytes) -> None:
    """Write a file, but keep its time if it has this content: preview goes by times."""
    content = content.encode() if isinstance(content, str) else content
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_api_pages(app: Sphinx) -> None:
    """Write a page for each module, for autodoc to fill."""
    folder = Path(app.srcdir, "reference", "api")
    for lesson in discover():
        title = f"``{lesson.name}``"
        text = f"""{title}
{"=" * len(title)}

.. automodule:: lecture_code.{lesson.name}
   :members:
   :member-order: bysource
"""
        write(folder / f"{lesson.name}.rst", text)


def reread_lists(app: Sphinx, env: BuildEnvironment, added, changed, removed) -> set:
    """Read all pages again when a page comes or goes: lessons are listed on many."""
    return env.found_docs if added or removed else set()


def kind_of_page(argument: str) -> str:
    """Check the argument of a directive."""
    return directives.choice(argument, ("chapter", "program", "api"))


def link(docname: str, text: str = "") -> addnodes.pending_xref:
    """Link to a page, by its own title unless another text is given."""
    reference = addnodes.pending_xref(
        refdomain="std", reftype="doc", reftarget=f"/{docname}", refexplicit=bool(text)
    )
    reference += nodes.inline("", text)
    return reference


class LessonToctree(TocTree):
    """Hidden table of contents of all chapters, programs or modules."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """List the pages for Sphinx."""
        kind = kind_of_page(self.arguments[0])
        pages = [f"/{getattr(lesson, kind)}" for lesson in discover()]
        self.content = StringList(pages, source=self.env.docname)
        self.options["hidden"] = True
        return super().run()


def keep_opening(app: Sphinx, doctree: nodes.document) -> None:
    """Keep the first paragraph of a page, of which other pages need nothing else."""
    if paragraph := doctree.next_node(nodes.paragraph):
        kept = paragraph.deepcopy()
        for node in kept.findall():
            node.document = None  # which would keep all of the page
        app.env.metadata[app.env.docname]["opening"] = kept


def opening(env: BuildEnvironment, docname: str) -> nodes.paragraph:
    """First paragraph of a page: what cards and search engines show of it."""
    if "opening" not in env.metadata[docname]:
        raise ExtensionError(f"{docname}: begin with a paragraph on what it is about")
    return env.metadata[docname]["opening"]


class LessonPlot(SphinxDirective):
    """A plot of the chapter's program, with a caption and an alternative text."""

    has_content = True
    option_spec = {
        "alt": directives.unchanged_required,
        "number": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Make a figure."""
        if "alt" not in self.options:
            raise self.error("lesson-plot: say in :alt: what the plot shows")
        image = this_lesson(self.env).plot(self.options.get("number", 1))
        if not Path(self.env.srcdir, image["uri"][1:]).exists():
            raise self.error("lesson-plot: the program drew no figure of this :number:")
        image["alt"] = self.options["alt"]
        self.set_source_info(image)
        caption = nodes.caption("\n".join(self.content), "")
        children, _messages = self.state.inline_text(
            "\n".join(self.content), self.lineno
        )
        caption += children
        self.set_source_info(caption)
        return [nodes.figure("", image, caption)]


class LessonLinks(SphinxDirective):
    """Ways on from a chapter: its program, its module."""

    def run(self) -> list[nodes.Node]:
        """Make a list of links."""
        lesson = this_lesson(self.env)
        ways = [(_("Program, log and plot"), lesson.program), (_("Module"), lesson.api)]
        links = nodes.bullet_list(classes=["lesson-links"])
        for label, page in ways:
            item = nodes.paragraph("", f"{label}: ", link(page), translatable=False)
            links += nodes.list_item("", item)
        return [links]


def this_lesson(env: BuildEnvironment) -> Lesson:
    """Lesson whose chapter is being read."""
    for lesson in discover():
        if lesson.chapter == env.docname:
            return lesson
    raise ExtensionError(
        f"{env.docname} is no chapter of a lesson, but has a directive for one"
    )


def lesson_namespace(env: BuildEnvironment) -> dict[str, object]:
    """Names that the reader of a chapter knows: of its module and of earlier ones."""
    names: dict[str, object] = {}
    for lesson in discover():
        names |= vars(import_module(f"lecture_code.{lesson.name}"))
        if lesson == this_lesson(env):
            break
    return names


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("lesson-toctree", LessonToctree)
    app.add_directive("lesson-plot", LessonPlot)
    app.add_directive("lesson-links", LessonLinks)
