"""How plots are drawn: SVG whose text stays text, on a transparent ground.

A program names matplotlib's own colours, for the reader who runs it; in the book each
has the colour of a concept, from the top of site.css. Each plot has a twin in the
colours for dark pages.
"""

import logging
import re
import warnings
from pathlib import Path

import matplotlib as mpl
from docutils import nodes
from matplotlib.colors import get_named_colors_mapping
from sphinx.application import Sphinx
from sphinx_gallery.scrapers import matplotlib_scraper

SITE_CSS = Path(__file__).parents[2].joinpath("_static", "site.css").read_text("utf-8")
# Of each concept the colour for light and for dark pages.
PALETTE = {
    concept: (light, dark)
    for concept, light, dark in re.findall(
        r"--(\w+)-colour: light-dark\((#\w{6}), (#\w{6})\)", SITE_CSS
    )
}
MATPLOTLIB = {
    "tab:blue": "model",
    "tab:red": "loss",
    "tab:pink": "gradient",
    "tab:green": "weight",
    "tab:orange": "rate",
    "tab:purple": "mse",
    "black": "data",
}


def save_as_svg(block: tuple, block_vars: dict, gallery_conf: dict) -> str:
    """Save the figures of a code block; sphinx-gallery calls this."""
    # Without the date the same plot gives the same bytes.
    return matplotlib_scraper(
        block, block_vars, gallery_conf, format="svg", metadata={"Date": None}
    )


def reset(gallery_conf: dict, script: str) -> None:
    """Set the style before each script (sphinx-gallery calls this) and chapter."""
    names = get_named_colors_mapping()
    for name, concept in MATPLOTLIB.items():
        names[name] = PALETTE[concept][0]  # which drops what matplotlib cached of it
    # Of letters in black the file names no colour, so the twin could give them none.
    inked = "text.color axes.edgecolor axes.labelcolor xtick.color ytick.color".split()
    mpl.rcParams.update(
        {
            **mpl.rcParamsDefault,  # whatever stands in the author's matplotlibrc
            **dict.fromkeys(inked, PALETTE["data"][0]),
            "backend": "agg",
            "svg.fonttype": "none",
            "svg.hashsalt": "the same names for clip paths in every build",
            "savefig.transparent": True,
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans", "sans-serif"],
            "figure.constrained_layout.use": True,
            "figure.figsize": (4.8, 3.3),  # letters of 11 pixels on a phone
            "font.size": 11,
            "lines.linewidth": 2,
            "contour.linewidth": 1.2,
            "axes.grid": True,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "grid.alpha": 0.3,
            "legend.frameon": False,
        }
    )
    # Without its font a plot differs from machine to machine.
    logging.getLogger("matplotlib.font_manager").addFilter(refuse)
    warnings.filterwarnings("error", message="Glyph .* missing from font")


def refuse(record: logging.LogRecord) -> None:
    """Make an error of what matplotlib logs of a font that it does not find."""
    raise ValueError(record.getMessage())


def draw_dark(app: Sphinx) -> None:
    """Write the twin of each plot."""
    for plot in Path(app.srcdir, "gallery", "images").glob("sphx_glr_plot_*[0-9].svg"):
        text = plot.read_text("utf-8")
        for light, dark in PALETTE.values():
            text = text.replace(light, dark)
        twin(plot).write_text(text, "utf-8")


def twin(plot: Path) -> Path:
    """Name of a plot in the colours for dark pages."""
    return plot.with_stem(f"{plot.stem}_dark")


def add_dark(app: Sphinx, doctree: nodes.document) -> None:
    """Put beside each plot its twin; style sheets show one of them."""
    if app.builder.name != "html":
        return
    for image in list(doctree.findall(nodes.image)):
        if "/sphx_glr_plot_" in image["uri"]:
            dark = image.deepcopy()
            dark["uri"] = twin(Path(image["uri"])).as_posix()
            for node, scheme in ((image, "light"), (dark, "dark")):
                node["classes"].append(f"only-{scheme}")
                node["loading"] = "lazy"
            image.parent.insert(image.parent.index(image) + 1, dark)
