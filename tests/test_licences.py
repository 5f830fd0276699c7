"""The page of licences lists every package of which the site ships a file."""

import re
from importlib.metadata import distribution

import pages
import pytest
from bs4 import BeautifulSoup
from pages import LANGUAGES, SITE

from docs.book.html.licences import NPM, PYPI, text_of
from docs.book.lessons import NODE_MODULES, ROOT

# Written by the build out of what is ours.
GENERATED = {
    "pygments.css",
    "documentation_options.js",
    "files.json",
    "language_data.js",
    "translations.js",
}
# What opens the text of each kind of licence.
KINDS = {
    "MIT": "Permission is hereby granted, free of charge",
    "BSD-2-Clause": "Redistribution and use in source and binary forms",
    "BSD-3-Clause": "Neither the name of",
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
    folder = NODE_MODULES / package
    if folder.exists():
        names = (path.name for path in folder.rglob("*") if path.is_file())
        return {name.replace(".mjs", ".js") for name in names}  # as the site names it
    return {plain(file.name) for file in distribution(package).files}


@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_file_comes_from_a_listed_package(site, language):
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
def test_licence_and_its_text_are_those_of_the_package(site, language):
    items = rows(language)
    assert {*PYPI, *NPM} < set(items)
    for name in PYPI + NPM:
        [link] = items[name].select("a[href*=licences]")
        text = (SITE / language / "reference" / link["href"]).resolve().read_text()
        assert text == text_of(name).read_text("utf-8")
        assert KINDS[link.get_text()] in text
        assert (KINDS["BSD-3-Clause"] in text) == (link.get_text() == "BSD-3-Clause")


def test_both_languages_list_the_same(site):
    assert list(rows("en")) == list(rows("ko")) != []
