"""What a program can check of WCAG 2.2 on an open page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
RUN = """async ([part, options]) => {
    const found = await axe.run(part, { resultTypes: ["violations"], ...options });
    return found.violations.map(({ help, nodes }) =>
        `${help}: ${nodes.map((node) => node.html).join(" ")}`);
}"""
# Of WCAG 2.2: axe does not look at it by itself.
SIZE_OF_TARGETS = {"target-size": {"enabled": True}}
CONTRAST = ["color-contrast", "link-in-text-block"]
COLOURS_ONLY = {"runOnly": CONTRAST, "rules": {}}
NO_COLOURS = {
    "rules": {**SIZE_OF_TARGETS, **dict.fromkeys(CONTRAST, {"enabled": False})}
}
SIZES_ONLY = {"runOnly": ["target-size", "scrollable-region-focusable"], "rules": {}}
# Axe looks at each of the thousands of words in code and signs in formulas. One word of
# each colour is enough; the drawn formulas have the colour of the text around them and
# are hidden from readers who listen (MathML is for them).
THIN_OUT = """() => {
    document.querySelectorAll(".katex-html").forEach((drawn) => drawn.remove());
    const seen = new Set();
    for (const word of document.querySelectorAll(".highlight span")) {
        const colour = word.parentElement.className + " " + word.className;
        if (seen.has(colour)) word.replaceWith(...word.childNodes);
        seen.add(colour);
    }
}"""
# Buttons and summaries stand alone, so each is to be 24 pixels high itself; axe lets
# smaller ones pass where nothing else is near.
LOW = """() => [...document.querySelectorAll("summary, button")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }))
    .filter((e) => e.getBoundingClientRect().height < 24)
    .map((e) => `${e.getBoundingClientRect().height}: ${e.outerHTML.slice(0, 200)}`)"""
FOCUS = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const style = getComputedStyle(at);
    const rects = [...at.getClientRects()];
    return {
        id: [...document.querySelectorAll("*")].indexOf(at),
        what: at.outerHTML.slice(0, 120),
        isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1,
        isInView: rects.some((r) => r.bottom > 0 && r.top < innerHeight && r.width > 0),
    };
}"""
FOCUSABLE = """() => [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, "
        + "summary, [tabindex='0']")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled)
    .map((e) => [...document.querySelectorAll("*")].indexOf(e))"""


def axe(page: Page, part: str = "html", **options) -> list[str]:
    """What axe finds in a part of a page: its rules, each with the elements."""
    if page.evaluate("!window.axe"):
        page.evaluate(f"{AXE};0")
    return page.evaluate(RUN, [part, {"rules": SIZE_OF_TARGETS, **options}])


def low_targets(page: Page) -> list[str]:
    """Buttons and summaries in sight that are less than 24 pixels high."""
    return page.evaluate(LOW)


def assert_tab_reaches_everything(page: Page) -> None:
    """Press Tab from the top to the end: all stops are seen, none is missed."""
    page.emulate_media(reduced_motion="reduce")  # no stop is still on its way
    wanted = set(page.evaluate(FOCUSABLE))
    stops = []
    for _ in range(1000):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if not stop or stop["id"] in [seen["id"] for seen in stops]:
            break
        stops.append(stop)
        if "<textarea" in stop["what"]:
            page.keyboard.press("Escape")  # there Tab would indent
    assert "skip-to-content" in stops[0]["what"]
    assert [stop["what"] for stop in stops if not stop["isOutlined"]] == []
    assert [stop["what"] for stop in stops if not stop["isInView"]] == []
    assert wanted <= {stop["id"] for stop in stops}
