"""The page of licences lists every package of which the site ships a file."""

import re
from importlib.metadata import distribution, version

import pages
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from licences import NPM, find
from pages import LANGUAGES

# Written by the build out of what is ours.
GENERATED = {
    "pygments.css",
    "documentation_options.js",
    "files.json",
    "language_data.js",
    "translations.js",
    "social-card.png",
}


def rows(language: str) -> dict[str, BeautifulSoup]:
    """Items of the list, by the name of the package."""
    html = pages.html(f"{language}/reference/licences.html")
    items = [item for item in html.select("article li") if item.select("code")]
    return {item.select_one("code").get_text(): item for item in items}


def plain(name: str) -> str:
    """Name of a file without a digest of its content or the mark of a template."""
    return re.sub(r"(_t|\.jinja)$|\.[0-9a-f]{10,}(?=\.\w+$)", "", name)


def files_of(package: str) -> set[str]:
    """Names of the files of a package."""
    if (NPM / package).exists():
        return {path.name for path in (NPM / package).rglob("*") if path.is_file()}
    return {plain(file.name) for file in distribution(package).files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_file_comes_from_a_listed_package(site, language):
    known = set(GENERATED).union(*(files_of(name) for name in rows(language)))
    known |= {path.name for path in (ROOT / "docs" / "_static").rglob("*")}
    shipped = {
        plain(path.name)
        for path in (site / language / "_static").rglob("*")
        if path.is_file() and path.parent.name != "licences"
    }
    assert shipped
    assert shipped <= known, shipped - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_version_licence_and_its_text_are_those_of_the_package(site, language):
    for name, item in rows(language).items():
        package = find(name)
        if not (NPM / name).exists():
            assert package.version == version(name)
        assert package.version in item.get_text()
        assert package.licence in item.get_text()
        links = item.select("a[href*=licences]")
        assert len(links) == bool(package.texts)
        if not links:
            continue
        [link] = links
        text = (site / language / "reference" / link["href"]).resolve().read_text()
        assert package.texts[0].read_text("utf-8").strip() in text


def test_both_languages_list_the_same():
    assert list(rows("en")) == list(rows("ko")) != []
