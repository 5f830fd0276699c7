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


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; in CI it must be there, elsewhere the test is skipped."""
    # Chromium without its windows draws the same pages at a third of the cost.
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not path:
        sentence = (
            "Chromium is not installed; the pages are not looked at in a browser."
        )
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def overflow(page: Page) -> int:
    """Pixels by which a page is too wide; on phones the theme scrolls its content."""
    return page.evaluate(
        """Math.max(...[...document.querySelectorAll("html, .content")].map(
            (box) => box.scrollWidth - box.clientWidth))"""
    )
