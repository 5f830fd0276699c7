"""The browser of the tests: Chromium of this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE = 60_000  # milliseconds that a wait may take: the machine may be busy
expect.set_options(timeout=PATIENCE)
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
SETTLED = "html[data-settled='{}'], html:not(:has(script))"
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
    """Open a page of its own; ``problems`` lists what it reports, ``requests`` asks.

    The pages' policy holds here, as for every reader. It refuses wait_for_function,
    which evaluates text: wait for selectors, or evaluate a promise.
    """
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.problems = []
    page.requests = []
    page.on("console", lambda message: page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    context.close()


def settle(page: Page, width: int) -> None:
    """Wait until a page says that it has settled at a width."""
    page.wait_for_selector(SETTLED.format(width), state="attached")


def set_width(page: Page, width: int) -> None:
    """Change the width of a page, and wait until it has settled."""
    page.set_viewport_size({"width": width, "height": 900})
    settle(page, width)


def open_page(page: Page, address: str, width: int = WIDE) -> None:
    """Open an address anew at a width, and wait until the page has settled."""
    page.goto("about:blank")  # an address that differs in its end loads anew
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    settle(page, width)


def is_focused(page: Page, selector: str) -> bool:
    """Whether the focus is on such a part of the page."""
    return page.evaluate("(s) => document.activeElement.matches(s)", selector)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on such a part of the page."""
    for _ in range(500):
        page.keyboard.press("Tab")
        if is_focused(page, selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def overflow(page: Page) -> int:
    """Pixels by which a page is too wide; on phones the theme scrolls its content."""
    return page.evaluate(
        """Math.max(...[...document.querySelectorAll("html, .content")].map(
            (box) => box.scrollWidth - box.clientWidth))"""
    )


def kept(page: Page) -> dict:
    """All that the page keeps in the browser."""
    return page.evaluate(
        """async () => ({...localStorage, ...sessionStorage,
            ...(document.cookie && { cookie: document.cookie }),
            ...Object.fromEntries((await indexedDB.databases()).map((d) => [d.name, d]))
        })"""
    )
