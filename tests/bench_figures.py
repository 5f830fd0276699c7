"""How long a slider move takes in each interactive figure; no test, nothing fails.

Run ``python tests/bench_figures.py`` after ``nox -s docs``, with the packages of the
group ``tests``. It prints, for each slider, the median and the longest of 200 moves:
from the event until the page is laid out anew. Figures that play have played to the end
before, so that they have the most to draw.
"""

from pathlib import Path
from statistics import median

from browser import chromium

SITE = Path(__file__).parents[1] / "build" / "site"
MOVES = """(slider) => {
    const [min, max, step] = ["min", "max", "step"].map((name) => Number(slider[name]));
    const count = Math.round((max - min) / step) + 1;
    const times = [];
    for (let i = 0; i < 200; i++) {
        slider.value = min + ((i * 7) % count) * step;
        const start = performance.now();
        slider.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        times.push(performance.now() - start);
    }
    return times;
}"""


def main() -> None:
    """Move every slider of every figure."""
    with chromium() as browser:
        for chapter in sorted(SITE.glob("en/chapters/*.html")):
            page = browser.new_page(reduced_motion="reduce")  # play jumps to the end
            page.goto(chapter.as_uri())
            page.evaluate("document.querySelector('.interactive')?.play?.()")
            for slider in page.locator(".interactive input[type=range]:visible").all():
                name = slider.evaluate("s => s.closest('label').innerText")
                name = f"{chapter.stem}, {name.splitlines()[0]}"
                times = slider.evaluate(MOVES)
                print(f"{name:40} {median(times):6.2f} ms {max(times):6.2f} ms")
            page.close()


if __name__ == "__main__":
    main()
