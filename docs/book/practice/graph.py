"""Draw a computational graph from the lesson's own ``Value`` engine.

``{computational-graph}`` runs the program in its ``:program:`` on the numbers in its
``:inputs:``, calls ``backward()`` on the last name and draws every node, inputs on top.
Right of a node stand its forward value and, below, its gradient; left of it the local
gradients of its operation. The directive's text is the caption. The picture is inline
SVG in the colours of the page; screen readers get its numbers as equations.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from lecture_code.back_propagation import Value

# Distances in the picture, in CSS pixels.
LEFT, TOP, COLUMN, ROW, RADIUS, LABEL = 58, 24, 124, 84, 18, 100
SIGNS = {"*": "×", "-": "−", "/": "÷"}


def read_inputs(text: str) -> dict[str, float]:
    """Read the names and numbers of the inputs, such as ``x=2 w=1``."""
    pairs = (pair.split("=") for pair in text.split())
    return {name: float(number) for name, number in pairs}


def build(program: str, inputs: dict[str, float]) -> list[Value]:
    """Run the program, walk back from its last name, and list the named nodes."""
    # Here and not above: a book without this lesson has no such module.
    from lecture_code.back_propagation import Value, walk

    names = {name: Value(number, name) for name, number in inputs.items()}
    for line in program.split(";"):
        target, expression = (part.strip() for part in line.split("=", 1))
        names[target] = eval(expression, {"__builtins__": {}}, names)
        names[target].name = target
    names[target].backward()
    return walk(names[target])


def place(graph: list[Value]) -> dict[Value, tuple[float, float]]:
    """Give each node a place: below its parents, inputs just above their first use."""
    depth: dict[Value, int] = {}
    for node in graph:
        depth[node] = 1 + max((depth[parent] for parent in node.parents), default=-1)
    for node in graph:
        if not node.parents:
            used = [depth[child] for child in graph if node in child.parents]
            depth[node] = min(used) - 1
    across: dict[Value, float] = {}
    for node in graph:
        if node.parents:
            above = [across[parent] for parent in node.parents]
            across[node] = sum(above) / len(above)
        else:
            beside = [across[other] for other in across if depth[other] == depth[node]]
            across[node] = max(beside, default=-1) + 1
    return {
        node: (LEFT + COLUMN * across[node], TOP + ROW * depth[node]) for node in graph
    }


def sign(node: Value) -> str:
    """What stands in the circle of a node."""
    if not node.op:
        return node.name
    if node.op == "**":
        return f"( ){'²' if node.operands[1] == 2 else '^'}"
    return SIGNS.get(node.op, node.op)


def structure(graph: list[Value]) -> list[dict]:
    """Describe a graph for ``graph-stepper.js``: nodes in forward order, no results.

    An operand is ``{"node": index}`` or a plain number; only inputs have a ``start``.
    """
    at = place(graph)
    return [
        {
            "name": node.name,
            "op": node.op,
            "sign": sign(node),
            "operands": [
                {"node": graph.index(operand)} if operand in graph else operand
                for operand in node.operands
            ],
            "place": at[node],
        }
        | ({} if node.op else {"start": node.data})
        for node in graph
    ]


def draw(graph: list[Value]) -> str:
    """Write the SVG."""
    at = place(graph)
    operations = [node for node in graph if node.op]
    width = max(x for x, _ in at.values()) + RADIUS + LABEL
    height = max(y for _, y in at.values()) + RADIUS + TOP
    edges, circles = [], []
    for node in graph:
        colour = f"op-{operations.index(node) % 4 + 1}" if node.op else "input"
        edges += [line(colour, *at[parent], *at[node]) for parent in node.parents]
        circles.append(f'<g class="{colour}">{circle(node, *at[node])}</g>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="computational-graph" '
        f'role="img" aria-label="{in_words(graph)}" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"{''.join(edges + circles)}</svg>"
    )


def line(colour: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """An edge, in the colour of the operation it leads to."""
    return f'<line class="{colour}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'


def circle(node: Value, x: float, y: float) -> str:
    """A node with its numbers."""
    right, left = x + RADIUS + 6, x - RADIUS - 6
    parts = [
        f'<circle cx="{x:g}" cy="{y:g}" r="{RADIUS}"/>',
        text("sign", x, y + 5, sign(node)),
        text("data", right, y - 3, f"{node.name} = {node.data:g}"),
        text("grad", right, y + 14, f"grad = {node.grad:g}"),
    ]
    local = dict.fromkeys(
        f"∂{node.name}/∂{parent.name} = {slope:g}"
        for parent, slope in zip(node.parents, node.local_gradients, strict=True)
    )
    parts += [
        text("local", left, y + 9 + 15 * i, words) for i, words in enumerate(local)
    ]
    return "".join(parts)


def text(kind: str, x: float, y: float, words: str) -> str:
    """Words at a place."""
    return f'<text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'


def in_words(graph: list[Value]) -> str:
    """The numbers of the picture as equations, the same in every language."""
    forward = [f"{node.name} = {node.data:g}" for node in graph]
    output = graph[-1].name
    backward = [f"∂{output}/∂{node.name} = {node.grad:g}" for node in reversed(graph)]
    return escape("; ".join(forward + backward))


class ComputationalGraph(SphinxDirective):
    """The picture and its caption."""

    has_content = True
    option_spec = {
        "program": directives.unchanged_required,
        "inputs": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Make a figure."""
        try:
            inputs = read_inputs(self.options["inputs"])
            picture = draw(build(self.options["program"], inputs))
        except Exception as error:
            raise self.error(f"computational-graph: {error!r}") from error
        children, _messages = self.state.inline_text(
            "\n".join(self.content), self.lineno
        )
        caption = nodes.caption("\n".join(self.content), "", *children)
        self.set_source_info(caption)
        return [nodes.figure("", nodes.raw("", picture, format="html"), caption)]


def setup(app: Sphinx) -> None:
    """Register with Sphinx."""
    app.add_directive("computational-graph", ComputationalGraph)
