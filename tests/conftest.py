"""What the tests share: the built site, its address, and a browser.

Tests in this folder are the quick tier (`nox -s tests`); those in `thorough/` need many
builds or look at many pages in a browser (`nox -s thorough`).
"""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

ROOT = Path(__file__).parents[1]
pytest.register_assert_rewrite("accessibility")  # what it asserts is told in full

from browser import chromium, watched  # noqa: E402  (it asserts, too)
from pages import SITE  # noqa: E402
from server import serve  # noqa: E402
from small_book import build, small_book  # noqa: E402

# The same examples in every run, and no test fails for being slow.
settings.register_profile("book", deadline=None, derandomize=True)
settings.load_profile("book")


def pytest_collection_modifyitems(items):
    """Without a site run no test that needs it, but the one that says so."""
    if not SITE.exists():
        items[:] = [
            item
            for item in items
            if "site" not in item.fixturenames or item.name == "test_site_is_built"
        ]


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; `nox -s tests` builds it first."""
    return SITE


@pytest.fixture(scope="session")
def address(site):
    """Address of a server on this machine that shows the site."""
    with serve(site) as started:
        yield started


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once a file."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser):
    """A page of a reader who was never here before; it must not report an error.

    A test that provokes an error takes it out of ``page.problems``.
    """
    with watched(browser) as opened:
        yield opened
        assert opened.problems == []


@pytest.fixture(scope="session")
def built(tmp_path_factory, worker_id) -> Path:
    """The small book, built once a run for all workers; not to be changed."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent
    with FileLock(folder / "lock"):
        if not (folder / "built").exists():
            new = small_book(tmp_path_factory.mktemp("small"))
            assert build(new) == ""
            new.rename(folder / "built")
    return folder / "built"


@pytest.fixture
def book(built, tmp_path) -> Path:
    """A copy of the built small book, to be changed or broken."""
    return shutil.copytree(built, tmp_path / "book", symlinks=True)
