"""The picture that messengers show beside a link to a page, one for each language.

A run of gradient descent down the curve of the loss. Its words are the title and the
sign of the language: letters of Matplotlib's own font, so that every machine draws the
same bytes.
"""

from pathlib import Path

import matplotlib.style
from matplotlib.figure import Figure
from sphinx.application import Sphinx

NAME = "social-card.png"
SIZE, DPI = (12, 6.3), 100  # 1200 x 630 pixels
PAPER, INK, CURVE, BALL = "#10202b", "#f5f7f8", "#7cc7ff", "#ffb46b"
STEEPNESS, BEST, LEARNING_RATE = 14 / 3, 2, 0.03
STYLE = {"font.family": ["DejaVu Sans"], "mathtext.fontset": "dejavusans"}


def loss(w: float) -> float:
    """Mean squared error of the book's first data: (1, 2), (2, 4), (3, 6)."""
    return STEEPNESS * (w - BEST) ** 2


def draw(title: str, language: str) -> Figure:
    """Draw the card."""
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 0.72))
    axes.axis("off")
    axes.set(xlim=(-0.2, 4.2), ylim=(-2, 19))
    curve = [-0.2 + 0.02 * step for step in range(221)]
    axes.plot(curve, [loss(w) for w in curve], color=CURVE, linewidth=5)
    path = [0.2]
    while len(path) < 9:
        slope = 2 * STEEPNESS * (path[-1] - BEST)
        path.append(path[-1] - LEARNING_RATE * slope)
    axes.plot(path, [loss(w) for w in path], "o", color=BALL, markersize=17)
    words = {"color": INK, "va": "center"}
    figure.text(0.5, 0.83, title, size=56, ha="center", weight="bold", **words)
    formula = r"$w \leftarrow w - \alpha \, \frac{\partial loss}{\partial w}$"
    figure.text(0.5, 0.55, formula, size=40, ha="center", **words)
    figure.text(0.94, 0.08, language.upper(), size=26, ha="right", **words)
    return figure


def save(app: Sphinx, exception: Exception | None) -> None:
    """Put the card into the tree of this language, where its address is known."""
    if exception or app.builder.name != "html" or not app.config.site_address:
        return
    target = Path(app.outdir, "_static", NAME)
    with matplotlib.style.context(["default", STYLE]):
        card = draw(app.config.project, app.config.language)
        card.savefig(target, metadata={"Software": None})


def setup(app: Sphinx) -> dict:
    """Connect to Sphinx."""
    app.connect("build-finished", save)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
