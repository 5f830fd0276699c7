"""In a browser no page overflows, reports an error or fetches anything outside."""

import pytest
from browser import overflow
from conftest import SITE

PAGES = sorted(str(path.relative_to(SITE)) for path in SITE.rglob("*.html"))


@pytest.mark.parametrize("page_path", PAGES)
def test_page_fits_and_works(browser, site, page_path):
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 900})
        page = context.new_page()
        problems: list[str] = []
        page.on("console", lambda message, seen=problems: seen.append(message.text))
        page.on("pageerror", lambda error, seen=problems: seen.append(str(error)))
        requests: list[str] = []
        page.on("request", lambda request, seen=requests: seen.append(request.url))
        page.goto((site / page_path).as_uri(), wait_until="load")
        assert overflow(page) == 0, width
        assert problems == []
        assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_korean_words_stay_whole_and_colours_follow(browser, site, scheme):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": 390, "height": 900}
    )
    page = context.new_page()
    page.goto((site / "ko" / "index.html").as_uri())
    style = (
        "(selector, name) => getComputedStyle(document.querySelector(selector))[name]"
    )

    def css(selector: str, name: str) -> str:
        return page.evaluate(f"([s, n]) => ({style})(s, n)", [selector, name])

    assert css("article p", "wordBreak") == "keep-all"
    assert (css("article img", "filter") != "none") == (scheme == "dark")
    context.close()


@pytest.mark.parametrize(("language", "word"), [("en", "모델"), ("ko", "model")])
def test_term_shows_the_other_languages_word_on_hover_and_focus(
    browser, site, language, word
):
    page = browser.new_page()
    page.goto((site / language / "chapters" / "linear_model.html").as_uri())
    link = page.locator("a.glossary-link[href$='#term-model']")

    def tooltip(name: str) -> str:
        word = link.locator("[data-other]")
        return word.evaluate("(a, n) => getComputedStyle(a, '::after')[n]", name)

    assert tooltip("display") == "none"
    link.hover()
    assert (tooltip("display"), tooltip("content")) == ("block", f'"{word}"')
    page.mouse.move(0, 0)
    while not link.evaluate("a => a === document.activeElement"):
        page.keyboard.press("Tab")
    assert tooltip("display") == "block"
    page.keyboard.press("Escape")
    assert tooltip("display") == "none"
    page.close()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_switch_leads_to_the_same_page_in_the_other_language(browser, site, language):
    for width in (1280, 390):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((site / language / "chapters" / "autograd.html").as_uri())
        page.locator("a.language-switch:visible").click()
        other = "en" if language == "ko" else "ko"
        assert page.url == (site / other / "chapters" / "autograd.html").as_uri()
        page.close()
