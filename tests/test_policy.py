"""No page lets anything in from elsewhere or keeps more than the reader chose."""

import re

import pytest
from bs4 import BeautifulSoup
from conftest import LANGUAGES, SITE

PAGES = sorted(str(path.relative_to(SITE)) for path in SITE.rglob("*.html"))
KEPT = "({...localStorage, ...sessionStorage, cookie: document.cookie})"


def policy_of(html: BeautifulSoup) -> dict[str, list[str]]:
    [meta] = html.select('meta[http-equiv="Content-Security-Policy"]')
    rules = (rule.split() for rule in meta["content"].split(";"))
    return {name: sources for name, *sources in rules}


@pytest.mark.parametrize("path", PAGES)
def test_policy_forbids_other_origins_and_code_in_the_page(site, path):
    html = BeautifulSoup((site / path).read_text("utf-8"), "html.parser")
    policy = policy_of(html)
    assert policy["default-src"] in (["'self'"], ["'none'"])
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] in (["'self'"], ["'none'"])
    allowed = {"'none'", "'self'", "data:", "'unsafe-inline'", "'wasm-unsafe-eval'"}
    assert {source for sources in policy.values() for source in sources} <= allowed
    if "/" in path:  # the two at the root have no script, and styles of their own
        assert set(policy["script-src"]) <= {"'self'", "'wasm-unsafe-eval'"}
        assert policy["object-src"] == ["'none'"]
        assert "'unsafe-inline'" not in policy.get("style-src", [])


@pytest.mark.parametrize("path", PAGES)
def test_policy_comes_before_what_it_governs(site, path):
    head = (site / path).read_text("utf-8")
    assert head.index("Content-Security-Policy") < 200
    for kind in ("<link", "<script", "<style"):
        assert kind not in head[: head.index("Content-Security-Policy")]


@pytest.mark.parametrize("path", PAGES)
def test_no_code_stands_in_the_page(site, path):
    html = BeautifulSoup((site / path).read_text("utf-8"), "html.parser")
    assert [script for script in html.select("script") if script.get_text()] == []
    for element in html.find_all(True):
        assert not [name for name in element.attrs if re.match("on[a-z]", name)]
        assert not element.get("href", "").startswith("javascript:")


@pytest.fixture(params=["a server", "a folder"])
def base(request, site, address) -> str:
    """Where a reader opens the site from."""
    return address if request.param == "a server" else site.as_uri()


@pytest.fixture
def reader(browser):
    """A page whose messages and errors are kept in ``reader.problems``."""
    context = browser.new_context()
    page = context.new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text))
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    context.close()


def test_pages_work_under_the_policy_and_keep_nothing(reader, base):
    for path in PAGES:
        reader.goto(f"{base}/{path}")
        assert (path, reader.problems) == (path, [])
    assert reader.evaluate(KEPT) == {"cookie": ""}
    assert reader.evaluate("indexedDB.databases()") == []


@pytest.mark.parametrize(
    ("language", "word"), [("en", "gradient"), ("ko", "경사하강법은")]
)
def test_search_works_and_keeps_nothing(reader, base, language, word):
    reader.goto(f"{base}/{language}/chapters/linear_model.html")
    reader.fill("input[name=q]", word)
    reader.keyboard.press("Enter")
    reader.wait_for_selector(".search-summary:not(:empty)")
    assert reader.get_attribute(".search-summary", "role") == "status"
    assert reader.locator("ul.search > li").count() > 2
    reader.click("ul.search a[href*='chapters/']")
    reader.wait_for_load_state()
    assert "/chapters/" in reader.url
    assert reader.problems == []
    assert reader.evaluate(KEPT) == {"cookie": ""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_colours_are_the_readers_choice_and_stay(reader, base, language):
    def ground() -> str:
        return reader.evaluate("getComputedStyle(document.body).backgroundColor")

    reader.goto(f"{base}/{language}/index.html")
    light = ground()
    reader.click(".theme-toggle:visible")
    dark = ground()
    assert dark != light
    reader.goto(f"{base}/{language}/chapters/autograd.html")
    assert ground() == dark
    assert reader.evaluate(KEPT) == {"cookie": "", "theme": "dark"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_policy_stops_foreign_code(reader, base, language):
    reader.goto(f"{base}/{language}/index.html")
    reader.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return fetch("http://127.0.0.1:9/").catch((error) => error.message);
        }"""
    )
    assert reader.evaluate("window.ran") is None
    script, *fetched = reader.problems
    assert "script-src" in script
    assert "connect-src" in fetched[0]
