"""Settings of the site; what acts on them is in book/."""

import logging
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# autodoc imports lecture_code here; kernels of plain Sphinx find it by the environment.
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = str(ROOT)
for name in ("traitlets", "ipykernel"):
    logging.getLogger(name).setLevel("WARNING")  # no line for each notebook

project = "PyTorch Basics (1)"  # in Korean: set_title in docs/book/html/head.py
language = "en"  # docs/book/build.py builds Korean with -D language=ko

extensions = ["numpydoc", "myst_nb", "docs.book"]  # the last is ours: docs/book
exclude_patterns = ["node_modules", "book", "_*", "gallery/*.ipynb", "gallery/*/*"]
source_suffix = {".md": "myst-nb", ".rst": "restructuredtext"}

# Chapters (myst-nb): book/programs runs their cells and fills myst-nb's cache.
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True

# Programs (sphinx-gallery).
sphinx_gallery_conf = {
    "examples_dirs": "../gallery",
    "gallery_dirs": "gallery",
    "copyfile_regex": r"index\.rst",
    "within_subsection_order": "FileNameSortKey",
    "image_scrapers": ("docs.book.programs.plots.save_as_svg",),
    "reset_modules": ("docs.book.programs.plots.reset",),
    "abort_on_example_error": True,
    "capture_repr": (),
    "show_signature": False,
    "download_all_examples": False,
    "min_reported_time": 1e9,
    "write_computation_times": False,
}

suppress_warnings = [
    # It looks at the whole path, and the folder of the book may have spaces.
    "sphinx_gallery.space_in_filename",
    "sphinx_gallery.example_error",  # the build ends with the error and its line
]

# API: docstrings follow numpydoc.
autodoc_typehints = "none"
autodoc_mock_imports = ["torch"]  # slow to load; only what runs needs it
numpydoc_show_class_members = False
autosummary_generate = False  # numpydoc brings it; we list no members

# Of links inside the book tests/test_pages.py takes care.
linkcheck_ignore = ["(?!https?:)"]

# Korean: one catalogue a page; sphinx.po holds the words of the interface.
locale_dirs = [str(ROOT / "docs" / "locale")]  # absolute, for sphinx.js to be found
gettext_compact = False
gettext_location = False

site_address = os.environ.get("SITE_ADDRESS", "")  # where the site will be, if known
html_theme = "furo"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["frame.css", "site.css", "print.css"]
html_copy_source = False
html_use_index = False
html_domain_indices = False
# No lone key turns the page or moves the focus.
html_theme_options = {"navigation_with_keys": False, "enable_search_shortcuts": False}
