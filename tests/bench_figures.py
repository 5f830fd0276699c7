"""How long a slider move takes in each interactive figure; no test, nothing fails.

Run ``nox -s bench -- figures`` after ``nox -s docs``. It prints, for each slider, what
200 moves took, each until the page was laid out anew: their mean in processor time
(script, style and layout), and their median by the clock. Of five rounds it is the
quickest: what else the machine does only adds. Figures that play have played to the end
before, so that they have the most to draw.
"""

from statistics import median

from browser import chromium

from docs.book.build import SITE

PARTS = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
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
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            for slider in page.locator(".interactive input[type=range]:visible").all():
                name = slider.evaluate("s => s.closest('label').innerText")
                mean, clock = min(round_of(slider, session) for _ in range(5))
                print(
                    f"{chapter.stem}, {name.splitlines()[0]}:".ljust(40),
                    f"processor {mean:5.2f} ms, clock {clock:5.2f} ms",
                )
            page.close()


def round_of(slider, session) -> tuple[float, float]:
    """Milliseconds a move: mean in processor time, median by the clock."""
    before = processor_time(session)
    times = slider.evaluate(MOVES)
    return 1000 * (processor_time(session) - before) / len(times), median(times)


def processor_time(session) -> float:
    """Seconds that a page has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return sum(metric["value"] for metric in metrics if metric["name"] in PARTS)
