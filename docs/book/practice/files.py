"""Write the exercises of a chapter as a Python file that checks itself.

A reader fills in the answers and runs the file; it needs nothing of the book. It holds
the statements in the language of the page, then check_answer.py, then the answers and
the feedback on them.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from docutils.utils import column_width
from sphinx.application import Sphinx
from sphinx.locale import _

from docs.book.lessons import ROOT
from docs.book.practice.exercises import exercise, feedback, is_starter
from docs.book.programs.downloads import wrap

CHECKER = ROOT / "docs" / "_static" / "run" / "check_answer.py"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
WIDTH_OF_STRINGS = 64
IMPORT = "import torch\n\n\n"
# Exercises that need no PyTorch are checked without it, too.
IMPORT_IF_THERE = """try:
    import torch
except ImportError:
    torch = None"""
END = """if __name__ == "__main__":
    is_all_right = check_file(CHECKS, globals())
    if not hasattr(sys, "ps1"):  # a notebook goes on
        sys.exit(not is_all_right)
"""


def title_of(node: exercise) -> str:
    """Heading of an exercise."""
    return node.parent.next_node(nodes.title).astext()


def as_text(node: nodes.Node) -> str:
    """Write a part of a statement as plain text."""
    if isinstance(node, nodes.literal_block):
        return indent(node.astext(), "    ")
    if isinstance(node, nodes.bullet_list):
        is_choice = "options" in node["classes"]
        marks = [f"{letter})" for letter in LETTERS] if is_choice else ["-"] * 99
        items = zip(marks, node.children, strict=False)
        return "\n".join(wrap(f"{mark} {item.astext()}") for mark, item in items)
    return wrap(node.astext())


def indent(text: str, before: str) -> str:
    """Put something before each line."""
    return "\n".join(f"{before}{line}".rstrip() for line in text.splitlines())


def as_task(node: exercise) -> str:
    """Write an exercise as a piece of a Python file, for an answer to be filled in."""
    hidden = (nodes.admonition, feedback)
    shown = [part for part in node.children if not isinstance(part, hidden)]
    texts = [as_text(part) for part in shown if not is_starter(part)]
    comment = indent("\n\n".join([title_of(node), *texts]), "# ")
    data = node["data"]
    blank = {"number": "None", "choice": '""'}.get(data["kind"])
    starter = data.get("starter", "").removeprefix(IMPORT)
    task = starter or f"{data['name'].replace('-', '_')} = {blank}"
    space = "\n\n\n" if task.startswith(("def ", "class ")) else "\n\n"
    return f"# %%\n{comment}{space}{task.rstrip()}"


def one_line(part: feedback) -> str:
    """Write feedback without the line breaks of its source."""
    return " ".join(part.astext().split())


def file_data(found: list[exercise]) -> list[dict]:
    """What the check in the file needs: the exercises with their feedback."""
    return [
        {"title": title_of(node)}
        | node["data"]
        | {"feedback": [one_line(part) for part in node.findall(feedback)]}
        for node in found
    ]


def words() -> dict[str, str]:
    """What the check says by itself, in the file; the page has the same words."""
    return {
        "right": _("Right."),
        "wrong": _("Not yet."),
        "empty": _("No answer yet."),
        "needs": _("This exercise needs PyTorch: install it, or answer in the page."),
        "not_a_number": _("Give a number, such as 0.5 or 1/3."),
        "not_an_option": _("Choose one of the letters."),
        "differs": _("{probe} gives {got}; it should give {expected}."),
        "gives_none": _("{probe} gives None. Does the function return its result?"),
        "fails": _("{probe} stops with an error: {error}"),
        "at_line": _("Line {line}:"),
        "solved": _("Solved: {solved} of {all}."),
    }


def literal(value, depth: int = 0) -> str:
    """Write a value as Python code; a long text becomes several strings."""
    if isinstance(value, dict):
        rows = [f"{literal(k)}: {literal(v, depth + 4)}," for k, v in value.items()]
        brackets = "{}"
    elif isinstance(value, list):
        rows = [f"{literal(item, depth + 4)}," for item in value]
        brackets = "[]"
    elif isinstance(value, str):
        rows = [json.dumps(piece, ensure_ascii=False) for piece in pieces(value)]
        if len(rows) == 1:
            return rows[0]
        brackets = "()"
    else:
        return repr(value)
    before = "\n" + " " * (depth + 4)
    return brackets[0] + "".join(map(before.__add__, rows)) + before[:-4] + brackets[1]


def pieces(text: str) -> Iterator[str]:
    """Cut a text between its words, and after each line."""
    for line in text.splitlines(keepends=True) or [""]:
        piece = ""
        for word in re.findall(r"\s*\S+\s*|\s+", line):
            if piece and column_width(piece + word) > WIDTH_OF_STRINGS:
                yield piece
                piece = ""
            piece += word
        yield piece


def as_file(name: str, title: str, found: list[exercise]) -> str:
    """Put the file together."""
    heading = _("Exercises")
    command = _("Fill in your answers, then run this file: python {file}")
    errors = _("If Python stops with an error, mend the line that it names.")
    notice = _("The check of your answers. There is nothing to fill in from here on.")
    opening = f"{heading}: {title}.\n\n{command.format(file=name)}\n{errors}"
    checker = CHECKER.read_text("utf-8").split('"""', 2)[2]  # without its docstring
    checks = {"words": words(), "exercises": file_data(found)}
    needs_torch = any(
        node["data"].get("starter", "").startswith(IMPORT) for node in found
    )
    parts = [
        *([IMPORT_IF_THERE] if needs_torch else []),
        *map(as_task, found),
        f"# {'-' * 86}\n# {notice}\n# {'-' * 86}",
        checker.strip(),
        f"CHECKS = {literal(checks)}",
        END,
    ]
    return f'"""{opening}\n"""\n\n' + "\n\n\n".join(parts)


def write_file(app: Sphinx, pagename, templatename, context, doctree) -> None:
    """Write the file beside the pages."""
    found = list(doctree.findall(exercise)) if doctree else []
    if not found or app.builder.name != "html":
        return
    name = f"{Path(pagename).name}.py"
    folder = Path(app.outdir, "exercises")
    folder.mkdir(exist_ok=True)
    text = as_file(name, doctree.next_node(nodes.title).astext(), found)
    (folder / name).write_text(text, "utf-8")
