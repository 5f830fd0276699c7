"""Python in the page.

The cells of a chapter can be changed and run, and its exercises checked, by MicroPython
in the reader's browser (docs/_static/run/). MicroPython comes from the npm package that
docs/package-lock.json locks. ``files.json`` holds the modules of lecture_code, the
checker of the exercises, a small ``torch.py``, as PyTorch has no build for browsers,
``in_place.py`` and ``as_python.py``, which mend where MicroPython differs from Python,
and the names that Python has, so that the page tells what it lacks itself.

A cell with the tag ``local`` is not run in the page; it says so.
"""

import ast
import builtins
import json
import math
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

from docs.book.lessons import NODE_MODULES, ROOT, discover
from docs.book.practice.source import small_torch

RUN = ROOT / "docs" / "_static" / "run"
PACKAGE = NODE_MODULES / "@micropython" / "micropython-webassembly-pyscript"


def files() -> dict[str, str]:
    """Files that Python finds in the page."""
    found = {
        f"lecture_code/{path.name}": without_docstrings(path)
        for path in sorted((ROOT / "lecture_code").glob("*.py"))
    }
    for name in ("as_python.py", "check_answer.py", "in_place.py", "torch.py"):
        found[name] = without_docstrings(RUN / name)
    told = {"names": names(), "words": words(), "ends": ends()}
    return found | {"errors.json": json.dumps(told, ensure_ascii=False, default=str)}


def without_docstrings(path: Path) -> str:
    """Read a module without its docstrings; all lines stay in their places."""
    code = path.read_text("utf-8")
    lines = code.splitlines()
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, kinds) and ast.get_docstring(node):
            docstring = node.body[0]
            after = [""] * (docstring.end_lineno - docstring.lineno)
            start = " " * docstring.col_offset + '""'
            lines[docstring.lineno - 1 : docstring.end_lineno] = [start, *after]
    return "\n".join(lines) + "\n"


def words() -> dict[str, str]:
    """Plain words for errors, by the kind of error or by what is seen in its code."""
    return {
        "SyntaxError": _(
            "Python cannot read this line; look for a bracket, a colon, a "
            "quotation mark or a missing indent."
        ),
        "unindented": _(
            "After the colon of the line above, this line must be indented by "
            "four spaces."
        ),
        "odd": _(
            "The character {character} is none of Python's: type {instead} instead."
        ),
        "odd_alone": _("The character {character} is none of Python's."),
        "odd_space": _(
            "There is a space that is not the ordinary one: delete it, and press "
            "the space bar."
        ),
        "lacking": _(
            "Python has this, but the small Python of this page has not. Run it "
            "on your own machine, or write it in another way."
        ),
        "EOFError": _(
            "Nothing can be typed into a program in this page: write the value "
            "into the code."
        ),
        "IndentationError": _(
            "The spaces at the beginning of this line do not fit those around it."
        ),
        "NameError": _(
            "This name is not known here; look at its spelling, or set it further up."
        ),
        "TypeError": _("This kind of value does not fit here."),
        "ValueError": _("This value does not fit here."),
        "DivergenceError": _(
            "The loss explodes: take a smaller learning rate, or smaller numbers "
            "as data."
        ),
        "data": _("The data must be lists of numbers, with one y for every x."),
        "settings": _("Learning rate and number of epochs must be above 0."),
        "ZeroDivisionError": _("Something is divided by 0."),
        "IndexError": _("There is no such place in the list."),
        "KeyError": _("There is no such key in the dictionary."),
        "AttributeError": _("This thing has nothing of that name."),
        "ImportError": _(
            "There is no such module in the page; download the program and run it "
            "on your machine."
        ),
        "NotImplementedError": _(
            "Run this one on your own machine, with the program of this lesson."
        ),
        "RuntimeError": _("Python had to give up."),
        "MemoryError": _("There is no memory left."),
        "SystemExit": _("The program ended itself."),
    }


def ends() -> dict[str, str]:
    """What the page says after a run; words that it needs before stand in the page."""
    return {
        "too_long": _("Stopped: there is more output than a page can show."),
        "differs": _("{probe} gives {got}; it should give {expected}."),
        "gives_none": _("{probe} gives None. Does the function return its result?"),
        "fails": _("{probe} stops with an error: {error}"),
        "broken": _("The code stops with an error: {error}"),
        "not_checked": _(
            "The page cannot check this answer; the file with the "
            "exercises can. {error}"
        ),
    }


def names() -> dict[str, list[str]]:
    """Names that Python has, by what has them."""
    owners = {kind.__name__: kind for kind in (float, int, str)}
    owners |= {"math": math, "builtins": builtins}
    return {
        owner: [name for name in dir(thing) if name[0].islower()]
        for owner, thing in owners.items()
    }


class SmallTorch(SphinxDirective):
    """List what the page's small PyTorch has, as its code says."""

    def run(self) -> list[nodes.Node]:
        """Make a list: what has the names, and the names."""
        rows = []
        for owner, found in small_torch().items():
            form = "__{}__" if owner == "operators" else "{}"
            row = nodes.paragraph(translatable=False)
            for name in (owner, *map(form.format, found.split())):
                row += [nodes.literal(name, name), nodes.Text(" ")]
            if owner == "operators":
                row[0] = nodes.Text(_("special methods"))
            row.insert(1, nodes.Text(":"))
            rows.append(nodes.list_item("", row))
        return [nodes.bullet_list("", *rows)]


def copy_files(app: Sphinx) -> None:
    """Put MicroPython and the files beside the pages."""
    if app.builder.name != "html":
        return
    if not PACKAGE.exists():
        raise ExtensionError(f"{PACKAGE} is missing: run nox -s docs")
    target = Path(app.outdir, "_static", "run")
    target.mkdir(parents=True, exist_ok=True)
    # Servers know what .js is; many send .mjs as something that is no script.
    shutil.copy(PACKAGE / "micropython.mjs", target / "micropython.js")
    shutil.copy(PACKAGE / "micropython.wasm", target)
    (target / "files.json").write_text(json.dumps(files()), "utf-8")


def wrap_messages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Let a printed message wrap: it is prose, and a log is a table."""
    for output in doctree.findall(nodes.literal_block):
        if re.match(r"\w*Error: ", output.astext()):
            output["classes"].append("message")


def mark_local_cells(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say of a cell that it runs only on the reader's machine."""
    for cell in doctree.findall(nodes.container):
        if "tag_local" in cell.get("classes", ()):
            words = _(
                "Run this cell on your own machine: the page's small PyTorch lacks "
                "what it needs."
            )
            cell += nodes.paragraph("", words, translatable=False, classes=["local"])


def add_scripts(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Load the code on the pages that have cells or exercises."""
    lessons = [lesson for lesson in discover() if lesson.chapter == pagename]
    context["runs_python"] = bool(lessons)
    if lessons:
        context["program"] = lessons[0].program
        app.add_js_file("book.js", loading_method="defer")
        for name in ("python", "cells", "exercise"):
            app.add_js_file(f"run/{name}.js", loading_method="defer")
        app.add_css_file("run/run.css")


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("small-torch", SmallTorch)
