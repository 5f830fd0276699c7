"""How plots are drawn: SVG whose text stays text, on a transparent ground."""

import logging
import warnings

import matplotlib as mpl
from sphinx_gallery.scrapers import matplotlib_scraper


def save_as_svg(block: tuple, block_vars: dict, gallery_conf: dict) -> str:
    """Save the figures of a code block; sphinx-gallery calls this."""
    # Without the date the same plot gives the same bytes.
    return matplotlib_scraper(
        block, block_vars, gallery_conf, format="svg", metadata={"Date": None}
    )


def reset(gallery_conf: dict, script: str) -> None:
    """Set the style before each script (sphinx-gallery calls this) and chapter."""
    mpl.rcParams.update(
        {
            **mpl.rcParamsDefault,  # whatever stands in the author's matplotlibrc
            "backend": "agg",
            "svg.fonttype": "none",
            "svg.hashsalt": "the same names for clip paths in every build",
            "savefig.transparent": True,
            "font.family": "sans-serif",
            "font.sans-serif": ["DejaVu Sans", "sans-serif"],
            "figure.constrained_layout.use": True,
            "axes.grid": True,
            "grid.alpha": 0.3,
        }
    )
    # Without its font a plot differs from machine to machine.
    logging.getLogger("matplotlib.font_manager").addFilter(refuse)
    warnings.filterwarnings("error", message="Glyph .* missing from font")


def refuse(record: logging.LogRecord) -> None:
    """Make an error of what matplotlib logs of a font that it does not find."""
    raise ValueError(record.getMessage())
