"""Interactive figures are light, have all their words, and the engine's graphs."""

import gzip
import json
import re

import pytest
from figure import FIGURES, OUTPUTS, walked
from pages import CHAPTERS, html

from docs.book.build import ROOT
from docs.book.practice.graph import build, draw, place, structure
from lecture_code.back_propagation import walk

CODE = ROOT / "docs" / "_static" / "figures"
each_figure = pytest.mark.parametrize("name", FIGURES)


def element(name: str, language: str = "en"):
    """The figure on its page."""
    return html(f"{language}/chapters/{FIGURES[name]}.html").select_one(name)


def test_every_figure_is_tested(site):
    found = {
        (e.name, path) for path in CHAPTERS for e in html(path).select(".interactive")
    }
    assert found == {
        (name, f"{language}/chapters/{chapter}.html")
        for name, chapter in FIGURES.items()
        for language in ("en", "ko")
    }


@each_figure
def test_code_and_style_are_light(name):
    files = ["../book.js", "figure.js", "figure.css", f"{name}.css", f"{name}.js"]
    sizes = [len(gzip.compress((CODE / file).read_bytes())) for file in files]
    assert sum(sizes) <= 15 * 1024


@each_figure
def test_every_word_that_the_code_asks_for_is_there(site, name):
    words = element(name).template.find_all(attrs={"data-word": True})
    asked = re.findall(
        r"""word\(\s*"(\w+)\"""", (CODE / f"{name}.js").read_text("utf-8")
    )
    assert asked
    assert set(asked) <= {word["data-word"] for word in words}


def test_structure_comes_from_the_engine():
    graph = build("u = 2 * a; v = u - a; out = v.relu()", {"a": -1.5})
    nodes = structure(graph)
    assert [node["name"] for node in nodes] == ["a", "u", "v", "out"]
    assert [node["op"] for node in nodes] == [node.op for node in walk(graph[-1])]
    assert [node["operands"] for node in nodes] == [
        [],
        [2, {"node": 0, "bend": 0}],
        [{"node": 1, "bend": 0}, {"node": 0, "bend": -8}],
        [{"node": 2, "bend": 0}],
    ]
    assert [node["place"] for node in nodes] == list(place(graph).values())
    # The figure computes its numbers itself: only inputs bring one.
    assert [node.get("start") for node in nodes] == [-1.5, None, None, None]


def test_each_use_of_a_number_is_an_arrow_of_its_own():
    picture = draw(build("b = a * a; c = b + a", {"a": 3.0}))
    curves = re.findall(r'class="edge" d="([^"]+)"', picture)
    assert len(curves) == len(set(curves)) == 4
    assert picture.count('class="head"') == 4


def test_page_has_the_graphs_of_the_engine(site):
    graphs, korean = (
        json.loads(element("graph-stepper", language)["data-graphs"])
        for language in ("en", "ko")
    )
    assert korean == graphs
    assert list(graphs) == list(OUTPUTS)
    starts = set()
    for key, nodes in graphs.items():
        inputs = {node["name"]: node["start"] for node in nodes if not node["op"]}
        starts |= set(inputs.items())
        engine = walked(key, inputs)
        assert [node["op"] for node in nodes] == [node.op for node in engine]
        for node, of_engine in zip(nodes, engine, strict=True):
            operands = [
                o["node"] if isinstance(o, dict) else o for o in node["operands"]
            ]
            assert operands == [
                engine.index(o) if o in engine else o for o in of_engine.operands
            ]
            # The rule of the figure for powers is the one for squares.
            assert node["op"] != "**" or node["operands"][1] == 2
    # The state has one number for a name, so the graphs must start it alike.
    assert len(starts) == len({name for name, _ in starts})
