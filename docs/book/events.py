"""What the rooms of the book do, and when: the only list and order.

Of one event Sphinx calls FIRST, then what other extensions (sphinx-gallery, myst-nb,
furo) connect, then LAST; among each in the order of this list.
"""

from sphinx.application import Sphinx

from docs.book import front, lessons
from docs.book.html import (
    assets,
    formulas,
    head,
    licences,
    made_from,
    memory,
    navigation,
)
from docs.book.korean import catalogues, glossary, marks, particles, search
from docs.book.practice import cells, exercises, figures, files, graph, source
from docs.book.programs import caches, downloads, page, plots
from docs.book.takeaway import epub, offer

FIRST, LAST = 100, 900  # priorities; Sphinx gives 500 where none is named

# Rooms with directives, nodes, transforms or settings of their own.
ROOMS = (
    lessons,
    front,
    caches,
    page,
    downloads,
    catalogues,
    search,
    glossary,
    graph,
    figures,
    cells,
    exercises,
    formulas,
    head,
    epub,
    offer,
)
EVENTS = (
    ("config-inited", FIRST, head.set_title),
    ("config-inited", FIRST, head.set_base),
    ("config-inited", LAST, caches.prepare),
    ("builder-inited", FIRST, epub.describe),
    ("builder-inited", FIRST, lessons.write_api_pages),
    ("builder-inited", FIRST, cells.copy_files),
    ("builder-inited", FIRST, formulas.copy_files),
    # Here sphinx-gallery makes the programs' pages.
    ("builder-inited", LAST, downloads.write_files),
    ("builder-inited", LAST, plots.draw_dark),
    ("builder-inited", LAST, caches.open_cache),
    ("env-get-outdated", LAST, lessons.reread_lists),
    ("env-before-read-docs", LAST, caches.order_pages),
    ("source-read", LAST, memory.drop_cached_pages),
    ("source-read", LAST, caches.fill_cache),
    ("source-read", LAST, caches.note_modules),
    ("source-read", LAST, source.check),
    # Here a page is parsed, its catalogue checked, and the page translated.
    ("doctree-read", FIRST, plots.add_dark),
    # Here Sphinx collects the pictures.
    ("doctree-read", LAST, lessons.keep_opening),
    ("doctree-read", LAST, formulas.collect),
    ("doctree-read", LAST, memory.own_nodes),
    ("doctree-resolved", LAST, memory.drop_cached_pages),
    ("doctree-resolved", LAST, front.fill_summaries),
    ("doctree-resolved", LAST, cells.mark_local_cells),
    ("doctree-resolved", LAST, cells.wrap_messages),
    ("doctree-resolved", LAST, glossary.complete_glossary),
    ("doctree-resolved", LAST, glossary.index_terms),
    ("doctree-resolved", LAST, glossary.link_first_uses),
    ("doctree-resolved", LAST, marks.mark_other_language),
    ("doctree-resolved", LAST, particles.join_particles),
    ("doctree-resolved", LAST, epub.keep_to_the_book),
    ("html-page-context", FIRST, navigation.add_pages),
    ("html-page-context", FIRST, head.add_to_context),
    ("html-page-context", FIRST, made_from.add_sentence),
    ("html-page-context", FIRST, figures.add_scripts),
    ("html-page-context", FIRST, front.add_style),
    ("html-page-context", FIRST, cells.add_scripts),
    ("html-page-context", FIRST, formulas.add_style),
    ("html-page-context", FIRST, files.write_file),
    # Here furo gives its parts of the frame.
    ("html-page-context", LAST, assets.leave_out_unused),
    ("html-page-context", LAST, epub.drop_styles),
    ("build-finished", LAST, licences.copy_texts),
    ("build-finished", LAST, assets.finish),
)


def connect(app: Sphinx) -> None:
    """Register the rooms, and connect all handlers."""
    made_from.date_by_commit()
    for room in ROOMS:
        room.setup(app)
    for event, priority, handler in EVENTS:
        app.connect(event, handler, priority=priority)
