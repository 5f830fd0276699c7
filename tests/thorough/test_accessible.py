"""No page breaks a testable rule of WCAG 2.2 AA: wide, on phones, at 400 % zoom.

Axe looks at whole pages in both colour schemes. What it cannot see (keyboard, drawers,
languages of words) is tried or read here.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import overflow
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE

PAGES = sorted(str(path.relative_to(SITE)) for path in SITE.rglob("*.html"))
WIDE, PHONE, ZOOMED = 1280, 390, 320  # at 400 % zoom 1280 pixels are 320
CONTRAST = ("color-contrast", "link-in-text-block")
SIZE_OF_TARGETS = {"target-size": {"enabled": True}}  # of WCAG 2.2: not on by itself
HANGUL = re.compile("[가-힣]")
ENGLISH_PHRASE = re.compile(r"(?<![A-Za-z0-9_.])[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}")


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
# Boxes that scroll and that no key reaches.
OUT_OF_REACH = """() => [...document.querySelectorAll("article *")].filter((box) => {
    const { overflowX, overflowY } = getComputedStyle(box);
    const scrolls = (overflow) => ["auto", "scroll"].includes(overflow);
    return (scrolls(overflowX) && box.scrollWidth > box.clientWidth
            || scrolls(overflowY) && box.scrollHeight > box.clientHeight)
        && box.checkVisibility() && box.tabIndex < 0;
}).map((box) => box.outerHTML.slice(0, 200))"""


def axe(page, part: str = "html", **options) -> str:
    """What axe finds in a part of a page, in words."""
    found = Axe().run(page, part, {"resultTypes": ["violations"], **options})
    return found.generate_report() if found.violations_count else ""


@pytest.fixture(scope="module")
def page(browser):
    """A page for every test of this file."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def look_at(page, path: str, width: int) -> None:
    """Open a page of the site at a width, in light colours, without motion."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((SITE / path).as_uri())


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page, path):
    look_at(page, path, ZOOMED)
    for width in (ZOOMED, PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        # The page makes boxes that scroll a stop a moment after it has the width.
        page.wait_for_function(f"!({OUT_OF_REACH})().length")
        assert overflow(page) == 0
    page.evaluate(THIN_OUT)
    assert axe(page, rules=SIZE_OF_TARGETS) == ""
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert axe(page, rules=SIZE_OF_TARGETS) == ""
    same = {rule: {"enabled": False} for rule in CONTRAST}  # as on phones
    page.set_viewport_size({"width": ZOOMED, "height": 900})
    assert axe(page, rules=SIZE_OF_TARGETS | same) == ""
    # In the dark only colours differ.
    page.emulate_media(color_scheme="dark")
    contrast = {"type": "rule", "values": list(CONTRAST)}
    for width in (PHONE, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert axe(page, runOnly=contrast) == ""


@pytest.mark.parametrize("drawer", ["navigation", "contents"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_open_drawers(page, language, drawer):
    for scheme in ("light", "dark"):
        look_at(page, f"{language}/chapters/linear_model.html", PHONE)
        page.emulate_media(color_scheme=scheme)
        page.click(f"[popovertarget={drawer}]:visible")
        found = axe(page, f"#{drawer}", rules=SIZE_OF_TARGETS)
        assert found == ""


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


def stops(page) -> list[dict]:
    """Where the Tab key stops, from the top of a page to its end."""
    seen = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(FOCUS)) and stop["id"] not in [s["id"] for s in seen]:
        seen.append(stop)
        if "<textarea" in stop["what"]:
            page.keyboard.press("Escape")  # there Tab would indent
        page.keyboard.press("Tab")
    return seen


KINDS = ["index", "chapters/linear_model", "gallery/plot_1_linear_model"]
KINDS += ["reference/glossary", "reference/api/linear_model", "search"]


@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_tab_key_reaches_everything_in_sight(page, kind, language, width):
    look_at(page, f"{language}/{kind}.html", width)
    wanted = page.evaluate(FOCUSABLE)
    seen = stops(page)
    assert "skip-to-content" in seen[0]["what"]
    assert [stop["what"] for stop in seen if not stop["isOutlined"]] == []
    assert [stop["what"] for stop in seen if not stop["isInView"]] == []
    assert set(wanted) <= {stop["id"] for stop in seen}


@pytest.mark.parametrize("language", LANGUAGES)
def test_skip_link_leads_past_the_navigation(page, language):
    look_at(page, f"{language}/chapters/linear_model.html", WIDE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("drawer", ["navigation", "contents"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_keyboard_opens_and_closes_drawers(page, language, drawer):
    look_at(page, f"{language}/chapters/linear_model.html", PHONE)

    def has_focus(selector: str) -> bool:
        return page.evaluate("s => document.activeElement.matches(s)", selector)

    def is_open() -> bool:
        return page.locator(f"#{drawer}").is_visible()

    button = f"[popovertarget={drawer}]"
    assert not is_open()
    while not has_focus(button):
        page.keyboard.press("Tab")
        assert not has_focus(f"#{drawer} *")  # a closed drawer is no stop
    page.keyboard.press("Enter")
    assert is_open()
    page.keyboard.press("Tab")
    assert has_focus(f"#{drawer} *")
    page.keyboard.press("Escape")
    assert not is_open()
    assert has_focus(button)
    page.keyboard.press("Enter")
    while not has_focus(f"#{drawer} *"):
        page.keyboard.press("Tab")
    while has_focus(f"#{drawer} *"):
        page.keyboard.press("Tab")
    assert not is_open()  # it does not cover what has the focus now


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawers_stand_beside_the_text_where_there_is_room(page, language):
    look_at(page, f"{language}/chapters/linear_model.html", 1400)
    for drawer in ("navigation", "contents"):
        assert page.locator(f"#{drawer} a:visible").count() > 3
        assert not page.locator(f"[popovertarget={drawer}]:visible").count()


@pytest.mark.parametrize("language", LANGUAGES)
def test_link_in_the_contents_closes_them(page, language):
    look_at(page, f"{language}/chapters/linear_model.html", PHONE)
    page.click("[popovertarget=contents]:visible")
    page.click("#contents a:visible >> nth=2")
    assert not page.locator("#contents").is_visible()
    assert "#" in page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_keyboard_opens_a_branch_of_the_navigation(page, language):
    look_at(page, f"{language}/index.html", WIDE)
    switch = page.locator(".toctree-checkbox").first
    branch = page.locator(".toctree-l2").first
    assert not branch.is_visible()
    switch.focus()
    page.keyboard.press("Space")
    assert branch.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_boxes_that_scroll_are_stops(page, language):
    look_at(page, f"{language}/chapters/linear_model.html", PHONE)
    page.wait_for_selector("pre[tabindex]")
    boxes = page.eval_on_selector_all(
        "article pre",
        """boxes => boxes.map((box) => [
            box.tabIndex === 0,
            box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight,
        ])""",
    )
    assert all(is_stop == scrolls for is_stop, scrolls in boxes)
    assert {is_stop for is_stop, _ in boxes} == {True, False}
    box = page.locator("pre[tabindex]").first
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("pre[tabindex]")
    assert box.evaluate(
        "box => new Promise(done => setTimeout(() => done(box.scrollLeft), 500))"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_moves_for_those_who_want_no_motion(page, language):
    look_at(page, f"{language}/chapters/linear_model.html", WIDE)
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
        const s = getComputedStyle(e);
        return s.transitionDuration !== "0s" || s.animationName !== "none"
            || s.scrollBehavior === "smooth";
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.fixture(params=PAGES)
def html(request, site) -> BeautifulSoup:
    """A page, read."""
    return BeautifulSoup((site / request.param).read_text("utf-8"), "html.parser")


def test_headings_are_in_order(html):
    headings = html.select("main h1, main h2, main h3, main h4, main h5, main h6")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    for above, below in zip(levels, levels[1:]):
        assert below <= above + 1
    assert all(heading["aria-level"] for heading in html.select("[role=heading]"))


def test_landmarks_are_named(html):
    names = [
        landmark.get("aria-label") for landmark in html.select("nav, [role=region]")
    ]
    assert all(names)
    assert len(names) == len(set(names))
    assert len(html.select("main")) == 1


def test_words_of_the_other_language_are_marked(html):
    language = html.html["lang"]
    foreign = {"en": HANGUL, "ko": ENGLISH_PHRASE}[language]
    for element in html.select(
        "head, pre, code, svg, .katex, .sig, script, .classifier"
    ):
        element.decompose()
    for element in html.select("[lang]:not(html)"):
        assert element["lang"] != language
        element.decompose()
    # Around its article a Korean page has nothing English but names.
    part = html.body if language == "en" else html.select_one("article")
    assert list(part.find_all(string=foreign)) == []
