"""The graph stepper shows the engine's numbers and obeys keyboard and address."""

import itertools
import json
import math
import random

import pytest
from bs4 import BeautifulSoup
from computational_graph import build, place, structure

from lecture_code.back_propagation import Value, lecture_graph, walk

CHAPTER = "back_propagation"
# What the figure offers, written again without the figure's programs.
OUTPUTS = {
    "lecture": lambda x, w, y: lecture_graph(x, y, w).loss,
    "two_weights": lambda w2, w1: (
        (2**2 * Value(w2) + 2 * Value(w1) + 1 - 4) ** 2  # the sample (2, 4), b = 1
    ),
    "twice": lambda a: (lambda a: a * a + a)(Value(a)),
    "relu": lambda x, w, b: (Value(x) * Value(w) + Value(b)).relu(),
}
STEPS = [number / 2 for number in range(-8, 9)]


def walked(key: str, inputs: dict[str, float]) -> list[Value]:
    """The engine's nodes after the backward pass."""
    output = OUTPUTS[key](**inputs)
    output.backward()
    return walk(output)


@pytest.fixture(scope="module")
def graphs(site) -> dict[str, list[dict]]:
    """The graphs as the page has them."""
    path = site / "en" / "chapters" / "back_propagation.html"
    html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    return json.loads(html.select_one("graph-stepper")["data-graphs"])


def input_names(nodes: list[dict]) -> list[str]:
    return [node["name"] for node in nodes if not node["op"]]


def compute(page, key: str, settings: list[dict]) -> list[dict]:
    return page.evaluate(
        """([key, all]) => {
          const figure = document.querySelector("graph-stepper");
          const nodes = figure.graphs[key];
          return all.map((inputs) => figure.constructor.compute(nodes, inputs));
        }""",
        [key, settings],
    )


def status(page) -> str:
    return page.locator("graph-stepper [role=status]").inner_text()


def state(page) -> dict:
    return page.evaluate("({...document.querySelector('graph-stepper').state})")


def change(page, **state) -> None:
    page.evaluate("s => document.querySelector('graph-stepper').change(s)", state)


def rows(page) -> list[list[str]]:
    return page.eval_on_selector_all(
        "graph-stepper tbody tr",
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))",
    )


def press(page, name: str) -> None:
    page.locator("graph-stepper").get_by_role("button", name=name, exact=True).click()


def test_structure_comes_from_the_engine():
    graph = build("u = 2 * a; v = u - a; out = v.relu()", {"a": -1.5})
    nodes = structure(graph)
    assert [node["name"] for node in nodes] == ["a", "u", "v", "out"]
    assert [node["op"] for node in nodes] == [node.op for node in walk(graph[-1])]
    assert [node["operands"] for node in nodes] == [
        [],
        [2, {"node": 0}],
        [{"node": 1}, {"node": 0}],
        [{"node": 2}],
    ]
    assert [node["place"] for node in nodes] == list(place(graph).values())
    # The figure computes its numbers itself: only inputs bring one.
    assert [node.get("start") for node in nodes] == [-1.5, None, None, None]


def test_page_has_the_graphs_of_the_engine(graphs, site):
    assert list(graphs) == list(OUTPUTS)
    for key, nodes in graphs.items():
        starts = {node["name"]: node["start"] for node in nodes if not node["op"]}
        engine = walked(key, starts)
        assert [node["op"] for node in nodes] == [node.op for node in engine]
        assert [node["operands"] for node in nodes] == [
            [
                {"node": engine.index(operand)} if operand in engine else operand
                for operand in node.operands
            ]
            for node in engine
        ]
        # The rule of the figure for powers is the one for squares.
        assert {n["operands"][1] for n in nodes if n["op"] == "**"} <= {2}
    # The state has one number for a name, so the graphs must start it alike.
    starts = {
        (node["name"], node["start"])
        for nodes in graphs.values()
        for node in nodes
        if not node["op"]
    }
    assert len(starts) == len({name for name, _ in starts})
    korean = (site / "ko" / "chapters" / "back_propagation.html").read_text("utf-8")
    element = BeautifulSoup(korean, "html.parser").select_one("graph-stepper")
    assert json.loads(element["data-graphs"]) == graphs


@pytest.mark.parametrize("key", OUTPUTS)
def test_numbers_of_the_settings_are_exactly_the_engines(open_page, graphs, key):
    names = input_names(graphs[key])
    grid = list(itertools.product(STEPS, repeat=len(names)))
    some = random.Random(3).sample(grid, min(len(grid), 400))
    settings = [dict(zip(names, numbers, strict=True)) for numbers in some]
    computed = compute(open_page(), key, settings)
    for inputs, shown in zip(settings, computed, strict=True):
        engine = walked(key, inputs)
        assert shown["data"] == [node.data for node in engine]
        assert shown["grad"] == [node.grad for node in engine]
        edges = [
            (engine.index(parent), to, slope, node.grad)
            for to, node in reversed(list(enumerate(engine)))
            for parent, slope in zip(node.parents, node.local_gradients, strict=True)
        ]
        assert edges == [
            (term["from"], term["to"], term["local"], term["incoming"])
            for term in shown["terms"]
        ]


@pytest.mark.parametrize("key", OUTPUTS)
def test_numbers_between_the_settings_are_the_engines(open_page, graphs, key):
    random_number = random.Random(4)
    names = input_names(graphs[key])
    settings = [
        {name: random_number.uniform(-4, 4) for name in names} for _ in range(300)
    ]
    computed = compute(open_page(), key, settings)
    for inputs, shown in zip(settings, computed, strict=True):
        engine = walked(key, inputs)
        # Python's s ** 2 may differ from s * s in the last digit.
        assert shown["data"] == pytest.approx([n.data for n in engine], rel=1e-15)
        assert shown["grad"] == [node.grad for node in engine]


def test_number_used_twice_gets_the_sum(open_page):
    graph = structure(build("b = a + a", {"a": 3.0}))
    shown = open_page().evaluate(
        "([g, i]) => customElements.get('graph-stepper').compute(g, i)",
        [graph, {"a": 3.0}],
    )
    assert shown["grad"] == [2, 1]
    page = open_page("#graph-stepper?graph=twice&step=6&a=3")
    assert status(page).endswith("1 × 1 + 3 × 1 + 3 × 1 = 7.")
    assert "3 edges" in status(page)
    labels = page.locator("graph-stepper svg:visible .term").all_text_contents()
    assert sorted(filter(None, labels)) == ["1 × 1", "3 × 1", "3 × 1"]


@pytest.mark.parametrize("key", OUTPUTS)
def test_steps_fill_the_table_forward_and_backward(open_page, graphs, key):
    nodes = graphs[key]
    random_number = random.Random(5)
    page = open_page()
    for _ in range(2):
        inputs = {name: random_number.choice(STEPS) for name in input_names(nodes)}
        engine = walked(key, inputs)
        change(page, graph=key, **inputs)
        for step in range(2 * len(nodes) + 1):
            reached = [
                (i < step, i >= 2 * len(nodes) - step) for i in range(len(nodes))
            ]
            shown = [(bool(row[2]), bool(row[3])) for row in rows(page)]
            assert shown == reached
            assert f"Step {step} of {2 * len(nodes)}" in status(page)
            press(page, "Step")
        # After the last step the whole table is the engine's.
        table = rows(page)
        assert [row[0] for row in table] == [node["name"] for node in nodes]
        assert [float(row[2]) for row in table] == [node.data for node in engine]
        assert [float(row[3]) for row in table] == [node.grad for node in engine]
        press(page, "Step")
        assert state(page)["step"] == 2 * len(nodes)
        press(page, "Back")
        assert state(page)["step"] == 2 * len(nodes) - 1
        press(page, "Reset")
        assert all(row[2:] == ["", ""] for row in rows(page))


def test_step_is_said_in_words_with_numbers(open_page):
    page = open_page()
    said = []
    for _ in range(13):
        said.append(status(page).split(". ", 1)[1])
        press(page, "Step")
    assert said == [
        "The inputs are x = 2, w = 1, y = 4. Press Step to begin.",
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


@pytest.mark.parametrize("key", OUTPUTS)
def test_ring_and_thick_edges_mark_the_node_of_the_step(open_page, graphs, key):
    nodes = graphs[key]
    count = len(nodes)
    page = open_page(f"#graph-stepper?graph={key}")
    for step in range(1, 2 * count + 1):
        press(page, "Step")
        svg = page.locator("graph-stepper svg:visible")
        current = step - 1 if step <= count else 2 * count - step
        ring = svg.locator(".hint")
        at = [float(ring.get_attribute(name)) for name in ("cx", "cy")]
        assert at == nodes[current]["place"]
        ends = [
            ({"node": parent}, child)
            for child in range(count)
            for parent in [
                operand["node"]
                for operand in nodes[child]["operands"]
                if isinstance(operand, dict)
            ]
        ]
        thick = [
            child if step <= count else parent["node"] for parent, child in ends
        ].count(current)
        assert svg.locator("path[stroke-width='4']").count() == thick


def test_keyboard_reaches_everything_in_visual_order(open_page):
    page = open_page()
    page.locator("graph-stepper input[type=radio]:checked").focus()
    seen = []
    for _ in range(8):
        name = "e => e.closest('label')?.textContent.trim() ?? e.textContent"
        seen.append(page.locator(":focus").evaluate(name))
        page.keyboard.press("Tab")
    labels = ["loss with one weight", "Input x", "Weight w", "Target y"]
    assert all(a.startswith(b) for a, b in zip(seen, labels, strict=False))
    assert seen[4:] == ["Step", "Back", "Reset", "Play"]
    tops = page.eval_on_selector_all(
        "graph-stepper :is(input, button, .scrolls)",
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.width)"
        ".map(r => [Math.round(r.top), r.left])",
    )
    assert all(a[0] <= b[0] + 8 for a, b in itertools.pairwise(tops))


def test_arrows_change_input_and_graph(open_page):
    page = open_page("#graph-stepper?step=3")
    page.locator("graph-stepper input[type=range]").first.focus()
    page.keyboard.press("ArrowLeft")
    assert state(page)["x"] == 1.5
    assert "1.5 × 1 = 1.5" in status(page)
    page.wait_for_url("**#graph-stepper?*x=1.5*")
    page.locator("graph-stepper input[type=radio]:checked").focus()
    page.keyboard.press("ArrowDown")
    assert (state(page)["graph"], state(page)["step"]) == ("two_weights", 0)
    assert "w2 = 1, w1 = 1" in status(page)
    assert page.locator("graph-stepper input[type=range]:visible").count() == 2
    assert page.locator("graph-stepper svg:visible").count() == 1


@pytest.mark.parametrize(
    ("fragment", "changed"),
    [
        ("?graph=relu&step=9&b=-3.5", {"graph": "relu", "step": 9, "b": -3.5}),
        ("?graph=twice&step=6", {"graph": "twice", "step": 6}),
        ("?graph=twice&step=7", {}),
        ("?graph=nothing", {}),
        ("?graph=constructor", {}),
        ("?step=-1", {}),
        ("?step=1.5", {}),
        ("?w=0.3", {}),
        ("?x=5", {}),
        ("?w=abc&v=1", {}),
        ("", {}),
    ],
)
def test_state_comes_from_the_address(open_page, fragment, changed):
    start = {"graph": "lecture", "step": 0, "x": 2, "w": 1, "y": 4}
    others = {"w1": 1, "w2": 1, "a": 3, "b": -1}
    page = open_page(f"#graph-stepper{fragment}")
    assert state(page) == start | others | changed


def test_play_walks_and_stops(open_page):
    page = open_page()
    page.clock.install()
    page.reload()
    press(page, "Play")
    page.clock.run_for(3000)
    assert state(page)["step"] == 2
    press(page, "Pause")
    page.clock.run_for(3000)
    assert state(page)["step"] == 2
    press(page, "Play")
    page.clock.run_for(20_000)
    assert state(page)["step"] == 12
    press(page, "Play")
    assert state(page)["step"] == 0


def test_play_jumps_to_the_end_where_motion_is_unwanted(open_page):
    page = open_page()
    page.emulate_media(reduced_motion="reduce")
    press(page, "Play")
    assert state(page)["step"] == 12


@pytest.mark.parametrize("key", OUTPUTS)
def test_edges_touch_no_third_node_and_no_other_edge(open_page, graphs, key):
    page = open_page(f"#graph-stepper?graph={key}")
    middles = page.eval_on_selector_all(
        "graph-stepper .pictures svg",
        """all => [...all.find(s => s.style.display !== "none")
          .querySelectorAll("path")].map((path) => {
            const { x, y } = path.getPointAtLength(path.getTotalLength() / 2);
            return [x, y];
          })""",
    )
    assert len(middles) == sum(
        isinstance(operand, dict)
        for node in graphs[key]
        for operand in node["operands"]
    )
    # 18 is the radius of a node.
    for middle in middles:
        assert all(math.dist(middle, node["place"]) > 18 for node in graphs[key])
    assert all(math.dist(a, b) > 18 for a, b in itertools.combinations(middles, 2))


@pytest.mark.parametrize("key", OUTPUTS)
def test_numbers_do_not_touch_each_other(open_page, graphs, key):
    """At the ends of the sliders, where the numbers are longest, at 390 pixels."""
    page = open_page()
    page.set_viewport_size({"width": 390, "height": 900})
    names = input_names(graphs[key])
    for numbers in itertools.product((-3.5, 3.5), repeat=len(names)):
        inputs = dict(zip(names, numbers, strict=True))
        change(page, graph=key, step=2 * len(graphs[key]), **inputs)
        clashes = page.locator("graph-stepper svg:visible").evaluate(
            """(svg) => {
              const frame = svg.viewBox.baseVal;
              const parts = [...svg.querySelectorAll("text, g circle")]
                .filter((part) => !part.matches(".sign, .term"))
                .map((part) => ({ name: part.outerHTML, box: part.getBBox() }));
              const meet = ({ box: a }, { box: b }) =>
                a.x < b.x + b.width && b.x < a.x + a.width &&
                a.y + 3 < b.y + b.height && b.y + 3 < a.y + a.height;
              const out = parts.filter(({ box }) => box.x < frame.x ||
                box.y < frame.y || box.x + box.width > frame.x + frame.width);
              const pairs = parts.flatMap((part, i) =>
                parts.slice(i + 1).filter((other) => meet(part, other))
                  .map((other) => part.name + other.name));
              return [...out.map(({ name }) => name), ...pairs];
            }"""
        )
        assert clashes == []
