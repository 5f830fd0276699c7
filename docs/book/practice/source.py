"""What is wrong with a page and can be told from its source alone.

A block that nobody closes would end with the page, without a word, and take in what
follows. A cell that the page's Python cannot run would stop at the reader's: here it is
found by what it imports and by the names of torch that it uses. What an object can do
shows only in a run: tests/thorough/test_running.py runs every cell in the page.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache

from sphinx.application import Sphinx
from sphinx.util import logging

from docs.book.lessons import ROOT, discover

logger = logging.getLogger(__name__)

FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|:{3,})(.*)")
OPTIONS = r"((?::.*\n)+|---\n(?s:.*?)\n---\n)?"
CELL = re.compile(rf"^```\{{code-cell\}}.*\n{OPTIONS}((?s:.*?))^```$", re.M)
NOT_IN_THE_PAGE = re.compile(r"\b(local|remove-cell)\b")
# What MicroPython has; its help('modules') lists them.
MODULES = set(
    """
    abc array asyncio base64 binascii builtins cmath collections copy datetime errno
    fnmatch functools gc gzip hashlib heapq hmac html inspect io itertools json locale
    logging math operator os pathlib platform random re select stat string struct sys
    time types unittest zlib
    """.split()
)
Names = dict[str, str]  # what a name in the code stands for, such as torch.nn


def check(app: Sphinx, docname: str, source: list[str]) -> None:
    """Warn of what a page has; `source` holds its text."""
    path = app.env.doc2path(docname)
    found = [*unclosed(source[0])] if path.suffix == ".md" else []
    if docname in [lesson.chapter for lesson in discover()]:
        found += cells_not_for_the_page(source[0])
    for line, complaint in found:
        logger.warning(complaint, location=f"{path}:{line}")


def unclosed(text: str) -> Iterator[tuple[int, str]]:
    """Blocks between ::: or ``` that are not closed, by their line."""
    opened: list[tuple[int, str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not (match := FENCE.fullmatch(line)):
            continue
        fence, name = match[1], match[2].strip()
        inner = opened[-1][1] if opened else ""
        if inner.startswith("`") and (name or not fence.startswith(inner)):
            continue  # code, in which nothing opens
        if name:
            opened.append((number, fence, name))
        while not name and opened:
            first, other, its_name = opened.pop()
            if other == fence or fence not in [block[1] for block in opened]:
                break
            yield first, f"{other}{its_name} is not closed: end it with {other}"
    for first, other, its_name in opened:
        yield first, f"{other}{its_name} is not closed: end it with {other}"


def cells_not_for_the_page(text: str) -> Iterator[tuple[int, str]]:
    """Cells of a chapter that the page cannot run, by their line."""
    names: Names = {}
    here: set[str] = set()  # what is set in the cells that the page runs
    elsewhere: set[str] = set()  # ... and in the others only
    for match in CELL.finditer(text):
        first = text.count("\n", 0, match.start(2))
        try:
            tree = ast.parse(match[2])
        except SyntaxError:
            yield first + 1, "the page cannot run this: give the cell the tag local"
            continue
        names |= imports(tree)
        if NOT_IN_THE_PAGE.search(match[1] or ""):
            elsewhere |= stored(tree) - here
            continue
        for line, what in sorted(set(lacking(tree, names))):
            words = f"the page cannot run {what}: give the cell the tag local"
            yield first + line, words
        here |= stored(tree)
        elsewhere -= here
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in elsewhere:
                words = (
                    f"the page cannot run this, {node.id} is set in a cell with a tag"
                )
                yield first + node.lineno, f"{words}: give this one the tag local"
                break


def stored(tree: ast.AST) -> set[str]:
    """Names that code sets."""
    found = set(imports(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ExceptHandler):
            found.add(node.name)
    return found


def lack_of_code(code: str) -> str:
    """What the page lacks for an answer to an exercise, or nothing."""
    try:
        tree = ast.parse(code)
    except SyntaxError:  # it may be the mistake
        return ""
    return next((what for _line, what in lacking(tree, imports(tree))), "")


def imports(tree: ast.AST) -> Names:
    """Names that code imports."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.split(".")[0]
                found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def lacking(tree: ast.AST, names: Names) -> Iterator[tuple[int, str]]:
    """What code uses and the page lacks, by the line."""
    for node in ast.walk(tree):
        used = []
        if isinstance(node, ast.Import):
            used = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            used = [f"{node.module}.{alias.name}" for alias in node.names]
            if f"{node.module}".startswith("lecture_code."):
                used = [node.module]  # it is the use of a name that may stop
        elif isinstance(node, ast.Attribute | ast.Name):
            used = [dotted(node, names)]
        for what in filter(None, map(lack, used)):
            yield node.lineno, what


def dotted(node: ast.expr, names: Names) -> str:
    """What a name such as nn.Linear stands for, or nothing."""
    if isinstance(node, ast.Attribute):
        owner = dotted(node.value, names)
        return owner and f"{owner}.{node.attr}"
    return names.get(node.id, "") if isinstance(node, ast.Name) else ""


@cache
def lack(name: str) -> str:
    """What the page lacks of a dotted name, or nothing."""
    parts = name.split(".")
    if parts[0] == "lecture_code":
        return lack_of_module(*parts[1:3])
    if parts[0] != "torch":
        return "" if parts[0] in MODULES else parts[0]
    owner = "torch"
    for part in parts[1:]:
        if owner in small_torch() and part not in small_torch()[owner].split():
            return f"{owner}.{part}"
        owner += f".{part}"
    return ""


def lack_of_module(module: str = "__init__", name: str = "") -> str:
    """What the page lacks to import a module of ours, or to use a name of it."""
    path = ROOT / "lecture_code" / f"{module}.py"
    if not path.exists():
        return ""
    tree = ast.parse(path.read_text("utf-8"))
    names = imports(tree)
    kinds = (ast.FunctionDef, ast.ClassDef)
    for node in tree.body:
        if not isinstance(node, kinds) or node.name == name:
            for _line, what in lacking(node, names):
                return f"{name or module}, which needs {what}"
    return ""


@cache
def small_torch() -> dict[str, str]:
    """Names of torch that the page has, by their owner, as its module lists them."""
    text = (ROOT / "docs" / "_static" / "run" / "torch.py").read_text("utf-8")
    statements = [node for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    [has] = [node for node in statements if ast.unparse(node.targets[0]) == "HAS"]
    return ast.literal_eval(has.value)
