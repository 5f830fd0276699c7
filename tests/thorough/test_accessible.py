"""No page breaks a rule of WCAG 2.2 AA that a program can check.

Axe looks at each page wide, on phones and at 400 % zoom, light and dark. On the same
loads no page overflows, logs an error, loads from another server, or keeps anything.
"""

import pytest
from accessibility import (
    COLOURS_ONLY,
    NO_COLOURS,
    SIZES_ONLY,
    THIN_OUT,
    assert_tab_reaches_everything,
    axe,
    low_targets,
)
from browser import (
    PHONE,
    WIDE,
    ZOOMED,
    is_focused,
    kept,
    open_page,
    overflow,
    set_width,
)
from pages import LANGUAGES, PAGES

each_language = pytest.mark.parametrize("language", LANGUAGES)
KINDS = ["index", "chapters/linear_model", "gallery/plot_1_linear_model"]
KINDS += ["reference/glossary", "reference/api/linear_model", "search"]


@pytest.fixture
def page(page):
    """A page of a reader who wants no motion and light colours."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return page


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_the_page_fits(page, address, path):
    open_page(page, f"{address}/{path}", ZOOMED)
    assert overflow(page) == 0
    assert low_targets(page) == []
    assert axe(page, **SIZES_ONLY) == []
    set_width(page, PHONE)
    assert overflow(page) == 0
    assert low_targets(page) == []
    page.evaluate(THIN_OUT)
    assert axe(page, **NO_COLOURS) == []
    set_width(page, WIDE)
    assert overflow(page) == 0
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page, **COLOURS_ONLY) == []
    assert [url for url in page.requests if not url.startswith(address)] == []
    assert kept(page) == {}


def test_pages_work_from_a_folder(page, site):
    for path in PAGES:
        open_page(page, (site / path).as_uri())
        assert (path, page.problems) == (path, [])
        assert kept(page) == {}
    elsewhere = [url for url in page.requests if not url.startswith(("file:", "data:"))]
    assert elsewhere == []


@each_language
def test_axe_finds_nothing_in_header_and_drawers_of_phones(page, address, language):
    """The one part whose colours are not seen where there is room."""
    open_page(page, f"{address}/{language}/chapters/linear_model.html", PHONE)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page, ".mobile-header") == []
    for drawer in ("navigation", "contents"):
        page.click(f"[popovertarget={drawer}]:visible")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert axe(page, f"#{drawer}") == []
        page.keyboard.press("Escape")


@each_language
@pytest.mark.parametrize("kind", KINDS)
def test_tab_key_reaches_everything_in_sight(page, address, kind, language):
    # Wide the languages have the same frame; on phones words may push things apart.
    for width in (WIDE, PHONE) if language == "en" else (PHONE,):
        open_page(page, f"{address}/{language}/{kind}.html", width)
        assert_tab_reaches_everything(page)


@each_language
def test_skip_link_leads_past_the_navigation(page, address, language):
    open_page(page, f"{address}/{language}/chapters/linear_model.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert is_focused(page, "main *")


@each_language
def test_drawers_stand_beside_the_text_where_there_is_room(page, address, language):
    open_page(page, f"{address}/{language}/chapters/linear_model.html", 1400)
    for drawer in ("navigation", "contents"):
        assert page.locator(f"#{drawer} a:visible").count() > 3
        assert not page.locator(f"[popovertarget={drawer}]:visible").count()


@each_language
def test_link_in_the_contents_closes_them(page, address, language):
    open_page(page, f"{address}/{language}/chapters/linear_model.html", PHONE)
    page.click("[popovertarget=contents]:visible")
    page.click("#contents a:visible >> nth=2")
    assert not page.locator("#contents").is_visible()
    assert "#" in page.url


@each_language
def test_only_boxes_that_scroll_are_stops(page, address, language):
    open_page(page, f"{address}/{language}/chapters/linear_model.html", PHONE)
    boxes = page.locator("article pre").evaluate_all(
        """boxes => boxes.map((box) => [
            box.tabIndex === 0,
            box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight,
        ])"""
    )
    assert all(is_stop == scrolls for is_stop, scrolls in boxes)
    assert {is_stop for is_stop, _ in boxes} == {True, False}
    box = page.locator("pre[tabindex]").first
    box.evaluate("box => { box.moved = new Promise((done) => box.onscroll = done); }")
    box.press("ArrowRight")
    assert box.evaluate("box => box.moved.then(() => box.scrollLeft)") > 0


@each_language
def test_nothing_moves_for_those_who_want_no_motion(page, address, language):
    open_page(page, f"{address}/{language}/chapters/linear_model.html")
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
        const s = getComputedStyle(e);
        return s.transitionDuration !== "0s" || s.animationName !== "none"
            || s.scrollBehavior === "smooth";
    }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_korean_words_stay_whole_and_plots_follow_the_colours(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    open_page(page, f"{address}/ko/gallery/plot_1_linear_model.html", PHONE)
    words = "e => getComputedStyle(e).wordBreak"
    assert page.locator("article p").first.evaluate(words) == "keep-all"
    [shown] = page.locator("article img:visible").all()
    assert ("_dark." in shown.get_attribute("src")) == (scheme == "dark")
