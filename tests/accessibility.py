"""What a program can check of WCAG 2.2 on an open page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

CONTRAST = ("color-contrast", "link-in-text-block")
COLOURS_ONLY = {"runOnly": {"type": "rule", "values": list(CONTRAST)}}
NO_COLOURS = dict.fromkeys(CONTRAST, {"enabled": False})
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
    const shown = at.matches(".toctree-checkbox") ? at.nextElementSibling : at;
    const style = getComputedStyle(shown);
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


def axe(page: Page, part: str = "html", rules: dict | None = None, **options) -> str:
    """What axe finds in a part of a page, in words."""
    options.setdefault("resultTypes", ["violations"])
    # The size of targets is of WCAG 2.2: axe does not look at it by itself.
    if "runOnly" not in options:
        options["rules"] = {"target-size": {"enabled": True}, **(rules or {})}
    found = Axe().run(page, part, options)
    return found.generate_report() if found.violations_count else ""


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
