"""List the pages of the book in the sidebar; of a long list, those near the page read.

Only a book of more than twenty lessons needs it: furo lists every page on every page,
so that a site would grow with the square of its lessons, and so would its build.
"""

from functools import cache, partial

from sphinx import addnodes
from sphinx.application import Sphinx

from docs.book.front import size_of
from docs.book.lessons import Lesson, discover, opening

NEAR = 10  # pages before and after


@cache
def parts(app: Sphinx) -> list[tuple[str, list[str]]]:
    """Captions of the front page's tables of contents, each with its pages."""
    front = app.env.get_doctree(app.config.root_doc)
    return [
        (toctree["caption"], [page for _, page in toctree["entries"]])
        for toctree in front.findall(addnodes.toctree)
    ]


@cache
def title(app: Sphinx, page: str) -> str:
    """Title of a page as HTML."""
    return app.builder.render_partial(app.env.titles[page])["title"]


def about(app: Sphinx, lesson: Lesson) -> dict[str, str]:
    """The question that a chapter begins with, and its size."""
    return {
        "question": opening(app.env, lesson.chapter).astext(),
        "size": size_of(lesson.minutes, lesson.exercises),
    }


def near(pages: list[str], page: str) -> list[str]:
    """Cut out of a list what is near a page, or its beginning."""
    place = pages.index(page) if page in pages else 0
    first = max(0, min(place - NEAR, len(pages) - 2 * NEAR - 1))
    return pages[first : first + 2 * NEAR + 1]


def add_pages(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Give sidebar/navigation.html the pages to list, instead of furo's tree."""
    below = app.env.toctree_includes
    lessons = discover()
    chapters = [lesson.chapter for lesson in lessons]
    if pagename in chapters[:-1]:
        context["next_lesson"] = about(app, lessons[chapters.index(pagename) + 1])
    context["exercises"] = {lesson.chapter: lesson.exercises for lesson in lessons}
    context["toctree"] = lambda **options: ""
    context["title_of"] = partial(title, app)
    context["parts"] = [
        (caption, [(page, near(below.get(page, []), pagename)) for page in pages])
        for caption, all_pages in parts(app)
        for pages in [near(all_pages, pagename)]
    ]
