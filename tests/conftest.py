"""What the tests share: the lessons and the built site."""

import sys
from pathlib import Path

import pytest
from browser import chromium
from hypothesis import settings
from server import serve

ROOT = Path(__file__).parents[1]

# The machine may be busy: no test fails for being slow.
settings.register_profile("book", deadline=None)
settings.load_profile("book")

sys.path[:0] = [str(ROOT / "docs"), str(ROOT / "docs" / "_ext")]
from build import LANGUAGES, SITE  # noqa: E402, F401  (tests import them from here)


def expected_log(name: str) -> str:
    """Log that the program of a lesson must print."""
    path = ROOT / "tests" / "expected" / f"{name}.log"
    assert path.exists(), f"write the log that the program must print to {path}"
    return path.read_text("utf-8")


@pytest.fixture(scope="session")
def site() -> Path:
    """The built site; `nox -s tests` builds it first."""
    if not SITE.exists():
        pytest.fail("build/site is missing: run nox -s docs")
    return SITE


@pytest.fixture(scope="session")
def address(site):
    """Address of a server on this machine that shows the site."""
    with serve(site) as started:
        yield started


# A file's own browser: while one is open, no other event loop runs (nbclient's, say).
@pytest.fixture(scope="module")
def browser():
    """Chromium, started once a file."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser):
    """A page of a reader who was never here before."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def open_page(browser, site, request):
    """Open the CHAPTER of a test file, with a state of its figure or without.

    Whatever a test does there, the page must not report an error.
    """
    # Playwright's wait_for_function evaluates text; test_policy looks at the policy.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))

    def open_at(fragment: str = "", language: str = "en"):
        page.goto(
            "about:blank"
        )  # so that an address that differs in its end loads anew
        chapter = site / language / "chapters" / f"{request.module.CHAPTER}.html"
        page.goto(f"{chapter.as_uri()}{fragment}")
        return page

    yield open_at
    assert problems == []
    context.close()
