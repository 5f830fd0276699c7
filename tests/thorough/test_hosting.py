"""Hosted, each page says what it is, where it is and where its twin is.

Where the site will be is known only to who hosts it (SITE_ADDRESS): a site built
without it names no address.
"""

import os
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
import yaml
from browser import open_page
from bs4 import BeautifulSoup
from pages import LANGUAGES, in_language, text
from pages import html as html_of
from practice import status
from server import serve
from small_book import build
from sphinx import locale
from sphinx.errors import ConfigError

from docs.book.build import ROOT
from docs.book.html.head import set_base
from docs.book.takeaway import publish as takeaway

ADDRESS = "https://example.org/book"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SPACES = {"map": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def parse(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def values_of(
    html: BeautifulSoup, selector: str, attribute: str = "content"
) -> list[str]:
    return [element[attribute] for element in html.select(selector)]


def pages(tree: Path) -> list[Path]:
    trees = [sorted((tree / language).rglob("*.html")) for language in LANGUAGES]
    assert all(trees)
    return sum(trees, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_title_and_a_description_of_its_own(site, language):
    pages = [html_of(path) for path in in_language(language)]
    titles = [page.title.get_text() for page in pages]
    assert len(set(titles)) == len(titles)
    descriptions = sum((values_of(p, "meta[name=description]") for p in pages), [])
    assert len(set(descriptions)) == len(descriptions) == len(pages) - 1  # the search
    assert all(0 < len(description) <= 165 for description in descriptions)


@pytest.mark.parametrize("address", ["example.org/book", "ftp://example.org"])
def test_address_that_browsers_cannot_use_is_refused(address):
    config = SimpleNamespace(site_address=address, language="en")
    with pytest.raises(ConfigError, match="begin with https://"):
        set_base(None, config)


@pytest.mark.skipif("SITE_ADDRESS" in os.environ, reason="The site has an address.")
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_none_is_named(site, language):
    named = "link[rel=canonical], link[rel=alternate], meta[property^='og:']"
    for path in in_language(language):
        assert html_of(path).select(named) == [], path


@pytest.fixture(scope="module")
def hosted(built, tmp_path_factory) -> Path:
    """The small book, built for an address and published with files to take away."""
    book = tmp_path_factory.mktemp("hosting") / "book"
    shutil.copytree(built, book, symlinks=True)
    assert build(book, SITE_ADDRESS=f"{ADDRESS}/") == ""
    files = book / "build" / "takeaway"
    files.mkdir()
    for language in LANGUAGES:
        for name in takeaway.names(language):
            (files / name).write_text("file")
    target = book / "build" / "hosted"
    takeaway.publish(book / "build" / "site", files, target, ADDRESS)
    locale.translators.clear()  # the other tests are in English
    return target


def local(hosted: Path, address: str) -> Path:
    """File that the server would show at an address of the site."""
    assert address.startswith(f"{ADDRESS}/")
    path = hosted / address.removeprefix(f"{ADDRESS}/")
    return path / "index.html" if path.is_dir() else path


def test_canonical_address_is_the_page_itself(hosted):
    for path in pages(hosted):
        named = values_of(parse(path), "link[rel=canonical]", "href")
        if path.name == "search.html":  # not for search engines
            assert named == []
        else:
            assert [local(hosted, address) for address in named] == [path]


def test_twins_name_each_other_and_the_choice_of_languages(hosted):
    for path in pages(hosted):
        html = parse(path)
        if path.name == "search.html":
            continue
        twins = {
            link["hreflang"]: local(hosted, link["href"])
            for link in html.select("link[rel=alternate]")
        }
        assert set(twins) == {*LANGUAGES, "x-default"}
        language = path.relative_to(hosted).parts[0]
        assert twins[language] == path
        assert twins["x-default"] == hosted / "index.html"
        assert all(twin.exists() for twin in twins.values())


def test_card_shows_title_description_and_a_picture_of_its_size(hosted):
    for path in pages(hosted):
        html = parse(path)
        if path.name == "search.html":
            continue
        card = {
            meta["property"]: meta["content"]
            for meta in html.select("meta[property^='og:']")
        }
        title = html.select_one("h1")
        title.select_one(".headerlink").decompose()
        assert card["og:title"] == title.get_text()
        assert [card["og:description"]] == values_of(html, "meta[name=description]")
        assert [card["og:url"]] == values_of(html, "link[rel=canonical]", "href")
        png = local(hosted, card["og:image"]).read_bytes()
        size = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
        assert [card["og:image:width"], card["og:image:height"]] == [*map(str, size)]
        assert card["og:image:alt"]


def test_sitemap_lists_every_page_and_its_twins_once(hosted):
    root = ET.parse(hosted / "sitemap.xml").getroot()
    listed = {}
    for entry in root.findall("map:url", SPACES):
        address = entry.find("map:loc", SPACES).text
        links = [dict(link.attrib) for link in entry if link.tag.endswith("link")]
        listed[local(hosted, address)] = {link["hreflang"] for link in links}
    assert set(listed) == {p for p in pages(hosted) if p.name != "search.html"}
    assert all(twins == {*LANGUAGES, "x-default"} for twins in listed.values())
    robots = (hosted / "robots.txt").read_text()
    assert f"Sitemap: {ADDRESS}/sitemap.xml" in robots


def test_missing_page_leads_back_from_any_depth(hosted):
    html = parse(hosted / "404.html")
    assert {element["lang"] for element in html.select("[lang]")} == set(LANGUAGES)
    assert values_of(html, "meta[name=robots]") == ["noindex"]
    links = values_of(html, "a", "href")
    for depth in ("x", "ko/chapters/gone.html", "a/b/c/d/"):
        led_to = [local(hosted, urljoin(f"{ADDRESS}/{depth}", link)) for link in links]
        assert all(path.exists() for path in led_to)
        assert {path.relative_to(hosted).parts[0] for path in led_to} == set(LANGUAGES)


def test_missing_page_of_a_site_without_address_works_at_its_root(site):
    for link in values_of(html_of("404.html"), "a", "href"):
        assert (site / link).exists()


def test_root_page_does_not_guess_a_language(site):
    assert "<script" not in text("index.html")
    assert 'http-equiv="refresh"' not in text("index.html")


def test_site_is_shown_whole_by_every_host(site, hosted):
    # Some hosts know no .mjs; GitHub, without .nojekyll, shows nothing of _static.
    endings = (
        "css html inv ipynb js json nojekyll pdf png py rst svg txt wasm woff2 xml"
    )
    known = {f".{ending}" for ending in (*endings.split(), "epub", "md", "zip")}
    for tree in (site, hosted):
        assert (tree / ".nojekyll").exists()
        files = (path for path in tree.rglob("*") if path.is_file())
        assert {path.suffix or path.name for path in files} <= known


@pytest.fixture
def run_first_cell(page):
    """Run the first cell of a language's first chapter; give what its status says."""

    def run(address: str, language: str) -> str:
        open_page(page, f"{address}/{language}/chapters/linear_model.html")
        cell = page.locator("div.cell").first
        cell.locator(".run-bar button").first.click()
        cell.locator("[role]:not(:empty)").first.wait_for()
        cell.locator(".run-bar:not(.is-busy)").wait_for()
        return status(cell)

    return run


@pytest.mark.parametrize("type_of_wasm", ["application/octet-stream", "text/plain"])
def test_python_runs_whatever_webassembly_is_sent_as(
    page, site, run_first_cell, type_of_wasm
):
    with serve(site, types={".wasm": type_of_wasm, ".json": "text/plain"}) as address:
        assert "Same as in the book." in run_first_cell(address, "en")
    assert all("wasm" in said or "ArrayBuffer" in said for said in page.problems)
    page.problems.clear()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("type_of_scripts", ["text/plain", "application/octet-stream"])
def test_wrong_type_of_scripts_is_named(
    site, run_first_cell, language, type_of_scripts
):
    with serve(site, types={".js": type_of_scripts}) as address:
        said = run_first_cell(address, language)
    assert f"({type_of_scripts})" in said
    assert "HOSTING.md" in said
    assert "## Types" in (ROOT / "HOSTING.md").read_text("utf-8")


def test_pages_are_read_where_no_script_may_run(page, site):
    nosniff = {"X-Content-Type-Options": "nosniff"}
    with serve(site, {".js": "text/plain"}, nosniff) as address:
        page.goto(f"{address}/en/chapters/linear_model.html")
        assert "Mean squared error" in page.inner_text("article")
        assert page.locator("article .cell_output").first.is_visible()
        page.locator("book-exercise summary").first.click()
        assert page.locator("book-exercise details[open]").count() == 1
        page.goto(f"{address}/ko/search.html?q=w")
        assert "JavaScript" in page.inner_text("article")
    assert all("Refused to execute" in said for said in page.problems)
    page.problems.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_search_and_colours_work_in_a_sandboxed_frame(page, address, language):
    search = f"{address}/{language}/search.html?q=gradient"
    frame = f'<iframe sandbox="allow-scripts" width=1200 height=700 src="{search}">'
    page.route("**/host", lambda route: route.fulfill(body=frame))
    page.route("**/favicon.ico", lambda route: route.fulfill(body=""))
    page.goto(f"{address}/host")
    inside = page.frame_locator("iframe")
    inside.locator("ul.search a[href*=gradient_descent]").first.wait_for()
    colour = "body => getComputedStyle(body).backgroundColor"
    before = inside.locator("body").evaluate(colour)
    inside.locator(".content-icon-container .theme-toggle").click()
    assert inside.locator("body").evaluate(colour) != before
    page.problems[:] = [said for said in page.problems if "mode" not in said]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_pins_its_actions_and_may_do_little(path):
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    ran = ""
    for job in workflow["jobs"].values():
        grants = job.get("permissions", {}).items()
        assert {name for name, right in grants if right == "write"} <= {
            "pages",
            "id-token",
        }
        for step in job["steps"]:
            ran += step.get("run", "") + "\n"
            if action := step.get("uses"):
                assert action.startswith("actions/")
                assert action.rpartition("@v")[2].isdigit()
    for session in ("lint", "docs", "tests", "takeaway"):
        assert f" {session}" in ran
