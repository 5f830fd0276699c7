"""No page lets anything in from elsewhere."""

import re

import pytest
from browser import open_page
from pages import LANGUAGES, PAGES, html, text

SOURCES = {"'none'", "'self'", "data:", "'unsafe-inline'", "'wasm-unsafe-eval'"}


def policy_of(path: str) -> dict[str, list[str]]:
    [meta] = html(path).select('meta[http-equiv="Content-Security-Policy"]')
    rules = (rule.split() for rule in meta["content"].split(";"))
    return {name: sources for name, *sources in rules}


def test_policy_forbids_other_origins_and_code_in_the_page(site):
    for path in PAGES:
        policy = policy_of(path)
        assert policy["default-src"] in (["'self'"], ["'none'"]), path
        assert policy["base-uri"] == ["'none'"], path
        assert policy["form-action"] in (["'self'"], ["'none'"]), path
        assert {source for rule in policy.values() for source in rule} <= SOURCES, path
        if "/" in path:  # the two at the root have no script, and styles of their own
            assert set(policy["script-src"]) <= {"'self'", "'wasm-unsafe-eval'"}, path
            assert policy["object-src"] == ["'none'"], path
            assert "'unsafe-inline'" not in policy.get("style-src", []), path


def test_policy_comes_before_what_it_governs(site):
    for path in PAGES:
        before, found, _ = text(path).partition("Content-Security-Policy")
        assert found, path
        assert len(before) < 200, path
        assert not re.search("<link|<script|<style", before), path


def test_no_code_stands_in_the_page(site):
    for path in PAGES:
        assert not [code for code in html(path).select("script") if code.get_text()]
        for element in html(path).find_all(True):
            assert not [name for name in element.attrs if re.match("on[a-z]", name)], (
                path
            )
            assert not element.get("href", "").startswith("javascript:"), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_policy_stops_foreign_code(page, address, language):
    open_page(page, f"{address}/{language}/index.html")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
            return fetch("http://127.0.0.1:9/").catch((error) => error.message);
        }"""
    )
    assert page.evaluate("window.ran") is None
    script, *fetched = page.problems
    assert "script-src" in script
    assert "connect-src" in fetched[0]
    page.problems.clear()
