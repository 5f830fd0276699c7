"""Draw a computational graph from the lesson's own ``Value`` engine.

``{computational-graph}`` runs the program in its ``:program:`` on the numbers in its
``:inputs:``, calls ``backward()`` on the last name and draws every node, inputs on top.
Right of a node stand its forward value and, below, its gradient; beside an arrow stands
the local gradient. The directive's text is the caption. The picture is inline SVG in
the colours of the page; screen readers get its numbers as equations.
"""

from __future__ import annotations

from cmath import exp
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from lecture_code.back_propagation import Value

# Distances in the picture, in CSS pixels; LETTER is a wide one's.
COLUMN, ROW, RADIUS, BEND, HEAD, LETTER = 116, 92, 18, 30, 9, 7.5
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
    """Give each node a column and a row: below its parents, inputs above their use."""
    row: dict[Value, int] = {}
    for node in graph:
        row[node] = 1 + max((row[parent] for parent in node.parents), default=-1)
    for node in graph:
        if not node.parents:
            row[node] = min(row[child] for child in graph if node in child.parents) - 1
    column: dict[Value, float] = {}
    for node in graph:
        if node.parents:
            column[node] = sum(column[p] for p in node.parents) / len(node.parents)
        else:
            beside = [column[other] for other in column if row[other] == row[node]]
            column[node] = max(beside, default=-1) + 1
    return {node: (column[node], row[node]) for node in graph}


def bend(graph: list[Value], node: Value, j: int) -> int:
    """How far the edge of an operand leaves the straight line, and to which side.

    Edges from the same number lie apart, and none runs through a node between its ends.
    """
    at, operands = place(graph), node.operands
    twins = operands.count(operands[j])
    side = 2 * operands[:j].count(operands[j]) - (twins - 1)
    (column, top), (end, bottom) = at[operands[j]], at[node]
    is_blocked = column == end and any(
        x == column and top < y < bottom for x, y in at.values()
    )
    return side - 8 * is_blocked


def sign(node: Value) -> str:
    """What stands in the circle of a node."""
    if not node.op:
        return node.name
    if node.op == "**":
        return f"( ){'²' if node.operands[1] == 2 else '^'}"
    return SIGNS.get(node.op, node.op)


def concept(node: Value) -> str:
    """Whose colour a node has."""
    if node.op:
        return "model"
    return "weight" if node.name.startswith("w") else "data"


def structure(graph: list[Value]) -> list[dict]:
    """Describe a graph for ``graph-stepper.js``: nodes in forward order, no results.

    An operand is ``{"node": index, "bend": bend}`` or a plain number; only inputs have
    a ``start``.
    """
    at = place(graph)
    return [
        {
            "name": node.name,
            "op": node.op,
            "sign": sign(node),
            "concept": concept(node),
            "operands": [
                {"node": graph.index(operand), "bend": bend(graph, node, j)}
                if operand in graph
                else operand
                for j, operand in enumerate(node.operands)
            ],
            "place": at[node],
        }
        | ({} if node.op else {"start": node.data})
        for node in graph
    ]


def draw(graph: list[Value]) -> str:
    """Write the SVG."""
    at = {n: complex(COLUMN * x, ROW * y) for n, (x, y) in place(graph).items()}
    labels = [label for node in graph for label in labels_of(graph, node, at)]
    left = min(
        x - LETTER * len(words) * (kind == "local") for kind, x, _, words in labels
    )
    right = max(
        x + LETTER * len(words) * (kind != "local") for kind, x, _, words in labels
    )
    top, width = -RADIUS - 4, right - left
    height = max(point.imag for point in at.values()) + RADIUS + 8 - top
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="computational-graph" '
        f'role="img" aria-label="{in_words(graph)}" '
        f'viewBox="{left:g} {top} {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}">'
        f"{''.join(arrow(*ends) for node in graph for ends in edges(graph, node, at))}"
        f"{''.join(circle(node, at[node]) for node in graph)}"
        f"{''.join(text(*label) for label in labels)}</svg>"
    )


def edges(graph: list[Value], node: Value, at: dict) -> list[tuple]:
    """Start, control point and end of the arrow from each operand to a node."""
    curves = []
    for j, operand in enumerate(node.operands):
        if operand in graph:
            start, end = at[operand], at[node]
            ahead = (end - start) / abs(end - start)
            control = (start + end) / 2 - 1j * ahead * BEND * bend(graph, node, j)
            curves.append((toward(control, start), control, toward(control, end)))
    return curves


def toward(control: complex, centre: complex) -> complex:
    """Where a curve meets the circle around a node."""
    return centre + (RADIUS + 2) * (control - centre) / abs(control - centre)


def arrow(start: complex, control: complex, end: complex) -> str:
    """A curve with a head."""
    back = HEAD * (control - end) / abs(control - end)
    corners = end, end + back * exp(0.45j), end + back * exp(-0.45j)
    return (
        f'<path class="edge" d="M{xy(start)}Q{xy(control)} {xy(end + back / 2)}"/>'
        f'<path class="head" d="M{"L".join(map(xy, corners))}Z"/>'
    )


def xy(point: complex) -> str:
    """A point in a path."""
    return f"{point.real:.1f} {point.imag:.1f}"


def circle(node: Value, centre: complex) -> str:
    """A node."""
    x, y = centre.real, centre.imag
    return (
        f'<circle class="{concept(node)}" '
        f'cx="{x:g}" cy="{y:g}" r="{RADIUS}"/>{text("sign", x, y + 5, sign(node))}'
    )


def labels_of(graph: list[Value], node: Value, at: dict) -> list[tuple]:
    """Kind, place and words of a node's numbers."""
    x, y = at[node].real + RADIUS + 6, at[node].imag
    labels = [
        (concept(node), x, y - 3, f"{node.name} = {node.data:g}"),
        ("gradient", x, y + 14, f"grad = {node.grad:g}"),
    ]
    curves = edges(graph, node, at)
    for parent, slope, curve in zip(
        node.parents, node.local_gradients, curves, strict=True
    ):
        start, control, end = curve
        middle = (start + 2 * control + end) / 4
        is_right = middle.real > at[node].real
        kind = "local right" if is_right else "local"
        words = f"∂{node.name}/∂{parent.name} = {slope:g}"
        labels.append(
            (kind, middle.real + (11 if is_right else -11), middle.imag + 4, words)
        )
    return labels


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
