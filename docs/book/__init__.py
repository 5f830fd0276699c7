"""The book: everything that makes pages, programs and files out of the lessons.

conf.py names this package as its extension; `events` is the list of what happens when.
"""


def setup(app) -> dict:
    """Connect the book to Sphinx."""
    from docs.book import events  # here: build.py sees without Sphinx what is current

    events.connect(app)
    # The formulas of all pages are drawn together: no reading or writing in parallel.
    return {"parallel_read_safe": False, "parallel_write_safe": False}
