"""List what the tests promise: the first sentence of each file in tests/.

The list is made of the tests themselves, so it names each of them and no other.
"""

import ast
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

TESTS = Path(__file__).parents[2] / "tests"


def promises(folder: Path = TESTS) -> dict[str, str]:
    """Promise of each test file, by the file's name."""
    found = {}
    for path in sorted(folder.glob("test_*.py")):
        words = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        if not words:
            raise ExtensionError(f"{path}: say in its first line what it promises")
        found[path.name] = " ".join(words.split("\n\n")[0].split())
    return found


class Promises(SphinxDirective):
    """The list."""

    def run(self) -> list[nodes.Node]:
        """Write each promise as a text of the page, to be translated as one."""
        items = nodes.definition_list()
        for name, promise in promises().items():
            self.env.note_dependency(str(TESTS / name))
            term = nodes.term("", "", nodes.literal("", name))
            definition = nodes.definition("", *self.parse_text_to_nodes(promise))
            items += nodes.definition_list_item("", term, definition)
        return [items]


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.add_directive("promises", Promises)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
