"""Measure how fast a cell answers: nox -s bench -- running, after nox -s docs.

Prints the time from a click on Run to the end of the run: cold (a reader's first, with
nothing cached) and warm (again on the same page), each the median of ten; and what the
first run fetches.
"""

import gzip
from statistics import median

from browser import chromium
from server import serve

from docs.book.build import SITE

FIRST_CELL = """async () => {
    const [bar] = document.getElementsByClassName("run-bar");
    const start = performance.now();
    bar.querySelector("button").click();
    while (bar.matches(".is-busy")) await new Promise((done) => setTimeout(done, 1));
    return performance.now() - start;
}"""


def main() -> None:
    """Measure and print."""
    cold, warm, fetched = [], [], set()
    with serve(SITE) as address, chromium() as browser:
        for _ in range(10):
            context = browser.new_context()
            page = context.new_page()
            page.goto(
                f"{address}/en/chapters/linear_model.html", wait_until="networkidle"
            )
            page.on("request", lambda request: fetched.add(request.url))
            cold.append(page.evaluate(FIRST_CELL))
            warm.append(page.evaluate(FIRST_CELL))
            context.close()
    paths = [SITE / url.removeprefix(f"{address}/") for url in fetched]
    size = sum(len(gzip.compress(path.read_bytes())) for path in paths)
    print(
        f"click to finished, cold: {median(cold):.0f} ms, warm: {median(warm):.0f} ms"
    )
    print(f"fetched by the first run: {len(paths)} files, {size / 1024:.0f} KB gzip")
