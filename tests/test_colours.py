"""One colour a concept: read on both grounds, told apart with every kind of sight."""

import math
import re
from itertools import combinations

import pytest

from docs.book.programs.plots import PALETTE, SITE_CSS

SCHEMES = {"light": 0, "dark": 1}
GROUNDS = {"light": ("#ffffff", "#f2f2f2"), "dark": ("#131416", "#202020")}
LEAST = {"light": 9.4, "dark": 8.2}  # distance in OKLab, times 100
# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color
# Vision Deficiency (2009), the matrices of severity 1.0; for linear RGB.
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Björn Ottosson: A perceptual color space for image processing (2020).
TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def linear(colour: str) -> list[float]:
    """Red, green and blue of a colour, as amounts of light."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def product(matrix, vector) -> list[float]:
    """Product of a matrix and a vector."""
    return [sum(map(math.prod, zip(row, vector, strict=True))) for row in matrix]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, as WCAG defines it."""
    weights = [(0.2126, 0.7152, 0.0722)]
    light = sorted(product(weights, linear(each))[0] + 0.05 for each in (one, other))
    return light[1] / light[0]


def seen(colour: str, sight) -> list[float]:
    """A colour in OKLab, as somebody with such a sight sees it."""
    light = [min(1, max(0, part)) for part in product(sight, linear(colour))]
    return product(TO_LAB, [cone ** (1 / 3) for cone in product(TO_CONES, light)])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_of_concepts_are_read(scheme):
    for concept, colours in PALETTE.items():
        for ground in GROUNDS[scheme]:
            assert contrast(colours[SCHEMES[scheme]], ground) >= 4.5, (concept, ground)


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_colours_of_concepts_are_told_apart(scheme, sight):
    lab = {c: seen(both[SCHEMES[scheme]], SIGHTS[sight]) for c, both in PALETTE.items()}
    for one, other in combinations(lab, 2):
        assert 100 * math.dist(lab[one], lab[other]) >= LEAST[scheme], (one, other)


def test_plots_for_dark_pages_have_nothing_black(site):
    plots = list(site.glob("*/_images/*_dark.svg"))
    assert plots
    for plot in plots:
        text = plot.read_text("utf-8")
        assert "#000000" not in text, plot
        # Letters without a colour are black.
        letters = re.findall(r'<text[^>]* style="([^"]*)"', text)
        assert letters
        assert [style for style in letters if "fill: #" not in style] == [], plot


def test_root_page_has_these_colours(site):
    page = (site / "index.html").read_text("utf-8")
    rules = re.findall(r"\.(\w+)-colour { color: light-dark\((.*?), (.*?)\)", page)
    assert {c: (light, dark) for c, light, dark in rules}.items() <= PALETTE.items()
    assert set(re.findall(r'"(\w+)-colour', page)) <= {rule[0] for rule in rules}


def test_grounds_are_those_of_code():
    ground = re.search(r"code-background: light-dark\((.*?), (.*?)\)", SITE_CSS)
    assert ground.groups() == (GROUNDS["light"][1], GROUNDS["dark"][1])
