"""The graph stepper shows the engine's numbers, step by step, and legibly."""

import itertools
import json
import math
import random

import pytest
from browser import PHONE, WIDE
from figure import OUTPUTS, FigureOnPage, walked
from pages import html

from docs.book.practice.graph import build, structure

STEPS = [number / 2 for number in range(-8, 9)]
COMPUTE = "(it, [nodes, inputs]) => it.compute(nodes, inputs)"
each_graph = pytest.mark.parametrize("key", OUTPUTS)


@pytest.fixture
def figure(page) -> FigureOnPage:
    return FigureOnPage(page, "graph-stepper").open()


@pytest.fixture
def graphs(site) -> dict[str, list[dict]]:
    """The graphs as the page has them."""
    path = "en/chapters/back_propagation.html"
    return json.loads(html(path).select_one("graph-stepper")["data-graphs"])


def input_names(nodes: list[dict]) -> list[str]:
    return [node["name"] for node in nodes if not node["op"]]


def edges(nodes: list[dict]) -> list[tuple[int, int]]:
    """From where to where, in the order of the way back."""
    return [
        (operand["node"], child)
        for child in reversed(range(len(nodes)))
        for operand in nodes[child]["operands"]
        if isinstance(operand, dict)
    ]


@each_graph
def test_numbers_of_the_sliders_are_exactly_the_engines(figure, graphs, key):
    names = input_names(graphs[key])
    grid = list(itertools.product(STEPS, repeat=len(names)))
    some = random.Random(3).sample(grid, min(len(grid), 400))
    settings = [dict(zip(names, numbers, strict=True)) for numbers in some]
    computed = figure.compute(COMPUTE, [[graphs[key], inputs] for inputs in settings])
    for inputs, shown in zip(settings, computed, strict=True):
        engine = walked(key, inputs)
        assert shown["data"] == [node.data for node in engine]
        assert shown["grad"] == [node.grad for node in engine]
        assert [tuple(term.values()) for term in shown["terms"]] == [
            (engine.index(parent), to, slope, node.grad)
            for to, node in reversed(list(enumerate(engine)))
            for parent, slope in zip(node.parents, node.local_gradients, strict=True)
        ]


@each_graph
def test_numbers_between_them_are_the_engines(figure, graphs, key):
    draw = random.Random(4)
    names = input_names(graphs[key])
    settings = [{name: draw.uniform(-4, 4) for name in names} for _ in range(300)]
    computed = figure.compute(COMPUTE, [[graphs[key], inputs] for inputs in settings])
    for inputs, shown in zip(settings, computed, strict=True):
        engine = walked(key, inputs)
        # Python's s ** 2 may differ from s * s in the last digit.
        assert shown["data"] == pytest.approx([n.data for n in engine], rel=1e-15)
        assert shown["grad"] == [node.grad for node in engine]


def test_number_used_twice_gets_the_sum(figure):
    graph = structure(build("b = a + a", {"a": 3.0}))
    [shown] = figure.compute(COMPUTE, [[graph, {"a": 3.0}]])
    assert shown["grad"] == [2, 1]
    figure.change(graph="twice", step=6, a=3)
    assert figure.status.endswith("1 × 1 + 3 × 1 + 3 × 1 = 7.")
    assert "3 edges" in figure.status
    labels = figure.find(".term").all_text_contents()
    assert labels == ["× 1", "1 × 1", "3 × 1", "3 × 1"]


@each_graph
def test_steps_fill_the_table_forward_and_backward(figure, graphs, key):
    nodes = graphs[key]
    count = len(nodes)
    draw = random.Random(5)
    inputs = {name: draw.choice(STEPS) for name in input_names(nodes)}
    engine = walked(key, inputs)
    figure.change(graph=key, step=1, **inputs)
    for step in range(1, 2 * count + 1):
        reached = [(i < step, i >= 2 * count - step) for i in range(count)]
        rows = figure.rows
        assert [(bool(row[2]), bool(row[3])) for row in rows] == reached
        assert f"Step {step} of {2 * count}" in figure.status
        figure.press("Next")
    # After the last step the whole table is the engine's.
    assert [row[0] for row in rows] == [node["name"] for node in nodes]
    assert [float(row[2]) for row in rows] == [node.data for node in engine]
    assert [float(row[3]) for row in rows] == [node.grad for node in engine]
    assert figure.state["step"] == 2 * count
    figure.press("Back")
    assert figure.state["step"] == 2 * count - 1


@each_graph
def test_whole_way_is_shown_before_the_first_step(figure, graphs, key):
    nodes = graphs[key]
    figure.change(graph=key, step=2 * len(nodes))
    end = figure.rows
    figure.press("Start")
    assert figure.rows == end
    assert figure.find(".at-work").count() == 0
    inputs = {node["name"]: node["start"] for node in nodes if not node["op"]}
    slopes = [
        slope
        for node in reversed(walked(key, inputs))
        for slope in node.local_gradients
    ]
    labels = figure.find(".term").all_text_contents()
    factors = [f"({slope:g})" if slope < 0 else f"{slope:g}" for slope in slopes]
    assert labels == [f"× {factor}" for factor in factors]
    figure.press("Next")
    assert [bool(row[2]) for row in figure.rows] == [True] + [False] * (len(nodes) - 1)


def test_step_is_said_in_words_with_numbers(figure):
    statuses = []
    for step in range(13):
        figure.change(step=step)
        statuses.append(figure.status.split(". ", 1)[1])
    assert statuses == [
        "Forward, the values end at loss = 4. Backward, each edge multiplies the "
        "gradient by its local gradient. Next goes step by step.",
        "Forward: the input x is 2.",
        "Forward: the input w is 1.",
        "Forward: y_hat = x × w = 2 × 1 = 2.",
        "Forward: the input y is 4.",
        "Forward: s = y_hat − y = 2 − 4 = -2.",
        "Forward: loss = s² = (-2)² = 4.",
        "Backward: loss is the end, so its gradient is 1.",
        "Backward: s gets local gradient × incoming gradient: (-4) × 1 = -4.",
        "Backward: y gets local gradient × incoming gradient: (-1) × (-4) = 4.",
        "Backward: y_hat gets local gradient × incoming gradient: 1 × (-4) = -4.",
        "Backward: w gets local gradient × incoming gradient: 2 × (-4) = -8.",
        "Backward: x gets local gradient × incoming gradient: 1 × (-4) = -4.",
    ]


@each_graph
def test_node_and_edges_of_the_step_are_marked(figure, graphs, key):
    nodes = graphs[key]
    count = len(nodes)
    ends = edges(nodes)
    for step in range(1, 2 * count + 1):
        figure.change(graph=key, step=step)
        current = step - 1 if step <= count else 2 * count - step
        circles = figure.find(".live svg circle[r='18']").all()
        marked = [i for i, c in enumerate(circles) if "at-work" in classes(c)]
        assert marked == [current]
        groups = figure.find(".live svg g").all()
        at = [to if step <= count else start for start, to in ends]
        assert ["at-work" in classes(g) for g in groups] == [i == current for i in at]
        # An arrow points back once a gradient has come over it.
        for group, (start, _) in zip(groups, ends, strict=True):
            is_back = start >= 2 * count - step
            assert ("gradient" in classes(group)) == is_back
            assert group.locator(".head.back").is_visible() == is_back
            assert group.locator(".head:not(.back)").is_visible() != is_back


def classes(part) -> list[str]:
    return part.get_attribute("class").split()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_dot_runs_along_each_edge_of_the_step(figure, motion):
    figure.page.emulate_media(reduced_motion=motion)
    moving = "figure => figure.svg.getAnimations({ subtree: true }).length"
    for step, count in [(1, 0), (2, 2), (6, 3)]:
        figure.open("graph=twice")
        figure.change(step=step)
        expected = 0 if motion == "reduce" else count
        assert figure.element.evaluate(moving) == expected


def test_keyboard_reaches_everything_in_visual_order(figure):
    figure.find("input[type=radio]:checked").focus()
    seen = []
    for _ in range(8):
        name = "e => e.closest('label')?.textContent.trim() ?? e.textContent"
        seen.append(figure.page.locator(":focus").evaluate(name))
        figure.page.keyboard.press("Tab")
    labels = ["one weight", "Input x", "Weight w", "Target y"]
    assert all(a.startswith(b) for a, b in zip(seen, labels, strict=False))
    assert seen[4:] == ["Start", "Back", "Next", "Play"]
    tops = figure.find(":is(input, button, .scrolls)").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.width)"
        ".map(r => [Math.round(r.top), r.left])"
    )
    assert all(a[0] <= b[0] + 8 for a, b in itertools.pairwise(tops))


def test_arrows_change_input_and_graph(figure):
    figure.open("step=3")
    figure.find("input[type=range]").first.press("ArrowLeft")
    assert figure.state["x"] == 1.5
    assert "1.5 × 1 = 1.5" in figure.status
    figure.page.wait_for_url("**#graph-stepper?*x=1.5*")
    figure.find("input[type=radio]:checked").press("ArrowDown")
    assert (figure.state["graph"], figure.state["step"]) == ("two_weights", 0)
    assert figure.rows[0] == ["w2", "input", "1", "24"]
    assert figure.find("input[type=range]:visible").count() == 2
    assert figure.find(".live svg").count() == 1


def test_play_walks_and_stops(figure):
    clock = figure.page.clock
    clock.install(time=0)
    figure.open()
    clock.pause_at(3600)  # from here on time goes only where it is told to
    figure.press("Play")
    clock.run_for(3000)
    assert figure.state["step"] == 2
    figure.press("Pause")
    clock.run_for(3000)
    assert figure.state["step"] == 2
    figure.press("Play")
    clock.run_for(20_000)
    assert figure.state["step"] == 12
    figure.press("Play")
    assert figure.state["step"] == 0


def test_play_jumps_to_the_end_where_motion_is_unwanted(figure):
    figure.page.emulate_media(reduced_motion="reduce")
    figure.press("Play")
    assert figure.state["step"] == 12


@each_graph
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_edges_touch_no_third_node_and_no_other_edge(figure, graphs, key, width):
    figure.open(f"graph={key}", width=width)
    middles = figure.find(".live .edge").evaluate_all(
        """paths => paths.map((path) => {
            const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
            return [x, y];
        })"""
    )
    nodes = figure.find(".live svg circle").evaluate_all(
        "all => all.map(c => [c.cx.baseVal.value, c.cy.baseVal.value])"
    )
    assert len(middles) == len(edges(graphs[key]))
    # 18 is the radius of a node.
    for middle in middles:
        assert all(math.dist(middle, node) > 18 for node in nodes)
    assert all(math.dist(a, b) > 18 for a, b in itertools.combinations(middles, 2))


# Numbers that meet each other or a node, and those that stand out of the picture.
CLASHES = """(svg) => {
    const frame = svg.viewBox.baseVal;
    const parts = [...svg.querySelectorAll("[class]:is(text, circle)")]
        .filter((part) => !part.matches(".sign, .term, .token"))
        .map((part) => ({ name: part.outerHTML, box: part.getBBox() }));
    const meet = ({ box: a }, { box: b }) =>
        a.x < b.x + b.width && b.x < a.x + a.width &&
        a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height;
    const out = parts.filter(({ box }) => box.x < frame.x || box.y < frame.y ||
        box.x + box.width > frame.x + frame.width ||
        box.y + box.height > frame.y + frame.height);
    const pairs = parts.flatMap((part, i) =>
        parts.slice(i + 1).filter((other) => meet(part, other))
            .map((other) => part.name + other.name));
    return [...out.map(({ name }) => name), ...pairs];
}"""


@each_graph
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_numbers_do_not_touch_each_other(figure, graphs, key, width):
    """At the ends of the sliders, where the numbers are longest."""
    figure.open(width=width)
    names = input_names(graphs[key])
    for numbers in itertools.product((-3.5, 3.5), repeat=len(names)):
        inputs = dict(zip(names, numbers, strict=True))
        figure.change(graph=key, step=2 * len(graphs[key]), **inputs)
        assert figure.find(".live svg").evaluate(CLASHES) == []
    scale = "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    assert 13 * figure.find(".live svg").evaluate(scale) >= 12.9


def test_height_is_the_same_at_each_step_of_each_graph(figure, graphs):
    for width in (WIDE, PHONE):
        figure.open(width=width)
        heights = set()
        for key in graphs:
            for step in (0, 2 * len(graphs[key])):
                figure.change(graph=key, step=step)
                heights.add(round(figure.element.bounding_box()["height"]))
        assert len(heights) == 1


def test_graph_turns_with_the_window(figure):
    """From left to right where there is room, else from top to bottom."""
    for width, is_wide in [(WIDE, True), (PHONE, False), (WIDE, True)]:
        figure.page.set_viewport_size({"width": width, "height": 900})
        box = figure.find(".live svg").bounding_box()
        assert (box["width"] > box["height"]) == is_wide


def test_static_graphs_keep_their_labels_inside(figure):
    pictures = figure.page.locator("figure > .computational-graph").all()
    shown = [picture for picture in pictures if picture.is_visible()]
    assert len(shown) == 2
    for picture in shown:
        assert picture.evaluate(CLASHES) == []
