"""The browser of the tests: Chromium of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The pages at the root have no script and nothing to settle.
SETTLED = """(width) => !document.querySelector("script")
    || document.documentElement.dataset.settled === String(width)"""
WIDE, PHONE, ZOOMED = 1280, 390, 320  # at 400 % zoom 1280 pixels are 320


def missing(program: str, what: str) -> None:
    """Fail in CI, skip elsewhere, for want of a program."""
    sentence = f"{program} is not installed; {what}."
    pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; in CI it must be there, elsewhere the test is skipped."""
    # Chromium without its windows draws the same pages at a third of the cost.
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        missing("Chromium", "the pages are not looked at in a browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, **options) -> Iterator[Page]:
    """Open a page of its own; ``problems`` lists what it reports.

    The pages' policy is set aside (bypass_csp), for playwright's waiting evaluates text;
    test_policy looks at the policy.
    """
    context = browser.new_context(**{"bypass_csp": True, **options})
    page = context.new_page()
    page.set_default_timeout(60_000)  # the machine may be busy
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()


def set_width(page: Page, width: int) -> None:
    """Change the width of a page, and wait until it says that it has settled."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(SETTLED, arg=width)


def overflow(page: Page) -> int:
    """Pixels by which a page is too wide; on phones the theme scrolls its content."""
    return page.evaluate(
        """Math.max(...[...document.querySelectorAll("html, .content")].map(
            (box) => box.scrollWidth - box.clientWidth))"""
    )
